"""Addresses of the room."""

from django.urls import path

from . import views, views_barricades, views_petitions

app_name = "closures"
closure = "<slug:community>/parties/<slug:reference>/closure"
urlpatterns = [
    path("<slug:community>/closures/", views.closures, name="list"),
    path("<slug:community>/closures/barricades/", views_barricades.barricades, name="barricades"),
    path("<slug:community>/closures/barricades.csv", views_barricades.table, name="barricades_table"),
    path(f"{closure}/approve/", views.decide, {"deed": "approve"}, name="approve"),
    path(f"{closure}/ask/", views.decide, {"deed": "ask"}, name="ask"),
    path(f"{closure}/decline/", views.decide, {"deed": "decline"}, name="decline"),
    path(f"{closure}/reopen/", views.decide, {"deed": "reopen"}, name="reopen"),
    path(f"{closure}/petitions/", views_petitions.every, name="petitions"),
    path(f"{closure}/petitions/<int:pk>/", views_petitions.petition, name="petition"),
    path(f"{closure}/fee/", views.fee, name="fee"),
]
