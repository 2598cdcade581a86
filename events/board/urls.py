"""Addresses of the room."""

from django.urls import path

from events.board import views

app_name = "board"
urlpatterns = [
    path("<slug:community>/board/", views.board, name="board"),
    path("<slug:community>/board/<str:reference>/", views.choose, name="choose"),
    path("<slug:community>/board/<str:reference>/<slug:said>/", views.say, name="say"),
]
