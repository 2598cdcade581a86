"""Addresses of the room."""

app_name = "entry"
urlpatterns = []
