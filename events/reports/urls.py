"""Addresses of the room."""

from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("<slug:community>/report/", views.figures, name="figures"),
    path("<slug:community>/report/figures.csv", views.figures_file, name="figures_file"),
    path("<slug:community>/report/outcomes/", views.outcomes, name="outcomes"),
    path("<slug:community>/report/outcomes/enter/", views.enter, name="enter"),
]
