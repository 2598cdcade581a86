"""Addresses of the room."""

app_name = "closures"
urlpatterns = []
