"""Addresses of the room."""

from django.urls import path

from . import views

app_name = "again"
urlpatterns = [path("again/<str:token>/", views.again, name="again")]
