"""Addresses of the room: of the one who asks, of the host who answers, and of two who part."""

from django.urls import path

from events.joining import views

app_name = "joining"
wish = "<slug:community>/register/<uuid:key>/join/<slug:party>"
urlpatterns = [
    path(f"{wish}/", views.ask, name="ask"),
    path(f"{wish}/asked/", views.asked, name="asked"),
    path(f"{wish}/again/", views.again, name="again"),
    path("join/<str:token>/", views.confirm, name="confirm"),
    path("answer/<str:token>/", views.answer, name="answer"),
    path("my/<str:reference>/leave/", views.leave, name="leave"),
    path("my/<str:reference>/joined/<int:pk>/remove/", views.remove, name="remove"),
]
