"""Addresses of the room."""

app_name = "joining"
urlpatterns = []
