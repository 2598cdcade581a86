"""Addresses of the room."""

from django.urls import path

from events.entry import views

app_name = "entry"
urlpatterns = [
    path("<slug:slug>/new/", views.new, name="new"),
    path("<slug:slug>/parties/<slug:reference>/edit/", views.edit, name="edit"),
    path("<slug:slug>/parties/<slug:reference>/confirm-by-phone/", views.confirm, name="confirm"),
    path("<slug:slug>/parties/<slug:reference>/send-link/", views.send_link, name="send_link"),
    path("<slug:slug>/parties/<slug:reference>/record-answer/", views.answer, name="answer"),
]
