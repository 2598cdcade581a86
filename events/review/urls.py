"""Addresses of the room."""

from django.urls import include, path

from . import views

app_name = "review"
party = [
    path("", views.record, name="record"),
    path("approve/", views.decide, {"deed": "approve"}, name="approve"),
    path("ask/", views.decide, {"deed": "ask"}, name="ask"),
    path("decline/", views.decide, {"deed": "decline"}, name="decline"),
    path("cancel/", views.decide, {"deed": "cancel"}, name="cancel"),
    path("reopen/", views.decide, {"deed": "reopen"}, name="reopen"),
    path("proposal/accept/", views.decide, {"deed": "accept"}, name="accept"),
    path("proposal/reject/", views.decide, {"deed": "reject"}, name="reject"),
    path("note/", views.note, name="note"),
    path("opened/", views.opened, name="opened"),
]
urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:community>/", views.queue, name="queue"),
    path("<slug:community>/approve/", views.bulk, name="bulk"),
    path("<slug:community>/parties/<slug:reference>/", include(party)),
]
