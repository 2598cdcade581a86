"""Addresses of the room."""

from django.urls import path

from . import views

app_name = "exports"
urlpatterns = [
    path("<slug:community>/parties.csv", views.parties, name="parties"),
    path("<slug:community>/closures.csv", views.closures, name="closures"),
]
