"""Addresses of the room."""

app_name = "hosting"
urlpatterns = []
