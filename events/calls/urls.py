"""Addresses of the room."""

app_name = "calls"
urlpatterns = []
