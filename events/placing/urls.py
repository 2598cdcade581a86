"""Addresses of the room."""

app_name = "placing"
urlpatterns = []
