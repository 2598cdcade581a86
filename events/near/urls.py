"""Addresses of the room. They come before the directory's, where a city's second word is a neighborhood."""

from django.urls import path

from events.near import views

app_name = "near"
urlpatterns = [
    path("<slug:community>/places.json", views.places, name="places"),
    path("<slug:community>/near/", views.find, name="find"),
]
