"""Addresses of the room."""

from django.urls import path

from . import views

app_name = "returning"
urlpatterns = [
    path("<slug:community>/returning/", views.returning, name="list"),
    path("<slug:community>/returning/ask/", views.ask, name="ask"),
]
