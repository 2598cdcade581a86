"""Addresses of the room, below /staff/."""

from django.urls import path

from events.members import views

app_name = "members"
urlpatterns = [
    path("<slug:community>/setup/staff/", views.staff, name="staff"),
    path("<slug:community>/setup/staff/invite/", views.invite, name="invite"),
    path("<slug:community>/setup/staff/<int:pk>/", views.member, name="member"),
    path("<slug:community>/setup/staff/<int:pk>/again/", views.invite_again, name="invite_again"),
    path("<slug:community>/setup/staff/<int:pk>/remove/", views.remove, name="remove"),
]
