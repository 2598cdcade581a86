"""Addresses of the room."""

from django.urls import path

from . import views

app_name = "broadcasts"
urlpatterns = [
    path("<slug:community>/broadcasts/", views.letters, name="list"),
    path("<slug:community>/broadcasts/new/", views.new, name="new"),
    path("<slug:community>/broadcasts/<int:pk>/", views.letter, name="broadcast"),
    path("<slug:community>/broadcasts/<int:pk>/words/", views.words, name="words"),
    path("<slug:community>/broadcasts/<int:pk>/audience/", views.audience, name="audience"),
    path("<slug:community>/broadcasts/<int:pk>/calls/", views.calls, name="calls"),
    path("<slug:community>/broadcasts/<int:pk>/send/", views.send, name="send"),
    path("<slug:community>/broadcasts/<int:pk>/progress.json", views.progress, name="progress"),
    path("<slug:community>/broadcasts/<int:pk>/test/", views.test, name="test"),
    path("<slug:community>/broadcasts/<int:pk>/go-on/", views.go_on, name="go_on"),
    path("<slug:community>/broadcasts/<int:pk>/stop/", views.stop, name="stop"),
    path("<slug:community>/broadcasts/<int:pk>/copy/", views.copy, name="copy"),
    path("<slug:community>/broadcasts/<int:pk>/discard/", views.discard, name="discard"),
]
