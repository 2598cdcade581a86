"""Addresses of the room."""

app_name = "places"
urlpatterns = []
