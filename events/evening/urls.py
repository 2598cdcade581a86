"""Addresses of the room. They come before the directory's, where a city's second word is a neighborhood."""

from django.urls import path

from . import views

app_name = "evening"
urlpatterns = [
    path("<slug:community>/evening/", views.evening, name="evening"),
    path("<slug:community>/evening.ics", views.calendar, name="calendar"),
]
