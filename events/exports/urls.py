"""Addresses of the room."""

app_name = "exports"
urlpatterns = []
