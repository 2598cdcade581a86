"""Addresses of the room. The script that keeps copies lies at the top, because it may only keep what lies below it."""

from django.urls import path

from events.tonight import views

app_name = "tonight"
urlpatterns = [
    path("sw.js", views.keeper, name="keeper"),
    path("<slug:community>/tonight/", views.tonight, name="tonight"),
]
