"""Addresses of the room."""

app_name = "near"
urlpatterns = []
