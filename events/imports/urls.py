"""Addresses of the room."""

from django.urls import path

from events.imports import views

app_name = "imports"
urlpatterns = [
    path("<slug:slug>/import/", views.upload, name="upload"),
    path("<slug:slug>/import/example.csv", views.example, name="example"),
    path("<slug:slug>/import/<int:number>/columns/", views.columns, name="columns"),
    path("<slug:slug>/import/<int:number>/", views.preview, name="preview"),
    path("<slug:slug>/import/<int:number>/faults.csv", views.faults, name="faults"),
    path("<slug:slug>/import/<int:number>/discard/", views.discard, name="discard"),
]
