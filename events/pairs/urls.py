"""Addresses of the room."""

app_name = "pairs"
urlpatterns = []
