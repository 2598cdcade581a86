"""Addresses of the room."""

from django.urls import path

from . import views, views_sheets

app_name = "closedstreets"
urlpatterns = [
    path("<slug:community>/closed-streets/", views.streets, name="list"),
    path("<slug:community>/closed-streets.csv", views.table, name="table"),
    path("<slug:community>/closed-streets.geojson", views.shapes, name="shapes"),
    path("<slug:community>/closed-streets/notice/", views_sheets.notice, name="notice"),
    path("<slug:community>/closed-streets/consent/", views_sheets.consent, name="consent"),
]
