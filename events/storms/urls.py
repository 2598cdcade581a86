"""Addresses of the room."""

from django.urls import path

from . import views

app_name = "storms"
urlpatterns = [
    path("<slug:community>/storm/", views.storm, name="storm"),
    path("<slug:community>/storm/postpone/", views.postpone, name="postpone"),
    path("<slug:community>/storm/call-off/", views.call_off, name="call_off"),
    path("<slug:community>/storm/undo/", views.undo, name="undo"),
]
