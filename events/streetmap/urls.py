"""Addresses of the room."""

app_name = "streetmap"
urlpatterns = []
