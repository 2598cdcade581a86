"""Addresses of the room."""

from django.urls import path

from . import views

app_name = "placing"
urlpatterns = [
    path("<slug:community>/placing/", views.waiting, name="list"),
    path("<slug:community>/parties/<slug:reference>/place/", views.party, name="party"),
]
