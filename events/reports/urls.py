"""Addresses of the room."""

from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("<slug:community>/report/outcomes/", views.outcomes, name="outcomes"),
    path("<slug:community>/report/outcomes/enter/", views.enter, name="enter"),
]
