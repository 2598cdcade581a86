"""Addresses of the room."""

app_name = "imports"
urlpatterns = []
