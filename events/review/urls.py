"""Addresses of the room."""

app_name = "review"
urlpatterns = []
