"""Addresses of the room."""

from django.urls import path

from events.places import views

app_name = "places"
urlpatterns = [
    path("<slug:slug>/places/", views.home, name="home"),
    path("<slug:slug>/places/upload/", views.upload, name="upload"),
    path("<slug:slug>/places/<int:number>/", views.file, name="file"),
    path("<slug:slug>/places/<int:number>/progress.json", views.progress, name="progress"),
    path("<slug:slug>/places/<int:number>/faults.csv", views.faults, name="faults"),
    path("<slug:slug>/places/<int:number>/parties.csv", views.moves, name="moves"),
    path("<slug:slug>/places/<int:number>/fields/", views.fields, name="fields"),
    path("<slug:slug>/places/<int:number>/import/", views.begin, name="import"),
    path("<slug:slug>/places/<int:number>/cancel/", views.cancel, name="cancel"),
    path("<slug:slug>/places/<int:number>/discard/", views.discard, name="discard"),
]
