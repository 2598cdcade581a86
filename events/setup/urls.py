"""Addresses of the room."""

app_name = "setup"
urlpatterns = []
