"""Addresses of the room."""

app_name = "registration"
urlpatterns = []
