"""Addresses of the room."""

from django.urls import path

from events.pairs import views

app_name = "pairs"
pair = "<slug:community>/parties/<slug:reference>/with/<slug:other>"
urlpatterns = [
    path(f"{pair}/", views.pair, name="pair"),
    path(f"{pair}/introduce/", views.decide, {"deed": "introduce"}, name="introduce"),
    path(f"{pair}/merge/", views.merge, name="merge"),
    path(f"{pair}/separate/", views.decide, {"deed": "separate"}, name="separate"),
    path("<slug:community>/parties/<slug:reference>/introductions/<uuid:key>/", views.heard, name="heard"),
]
