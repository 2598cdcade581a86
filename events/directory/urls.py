"""Addresses of the room."""

app_name = "directory"
urlpatterns = []
