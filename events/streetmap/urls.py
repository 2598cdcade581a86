"""Addresses of the room: data for the map of the city's page, which has all of it in its list."""

from django.urls import path

from events.streetmap import views, views_streets

app_name = "streetmap"
urlpatterns = [
    path("<slug:community>/outlines.json", views.outlines, name="outlines"),
    path("<slug:community>/streets/<slug:cell>.json", views_streets.streets, name="streets"),
    path("<slug:community>/<int:year>/pins.json", views.pins, name="pins"),
    path("<slug:community>/<int:year>/pins/<slug:key>.json", views.pin, name="pin"),
]
