"""Addresses of the room."""

app_name = "demo"
urlpatterns = []
