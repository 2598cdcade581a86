"""Addresses of the room."""

from django.urls import path

from . import views

app_name = "calls"
urlpatterns = [
    path("<slug:community>/calls/", views.call_list, name="list"),
    path("<slug:community>/calls/sheet/", views.sheet, name="sheet"),
    path("<slug:community>/calls/<int:pk>/called/", views.called, name="called"),
    path("<slug:community>/calls/<int:pk>/no-answer/", views.no_answer, name="no_answer"),
    path("<slug:community>/calls/<int:pk>/send-again/", views.send_again, name="send_again"),
    path("<slug:community>/calls/<int:pk>/call-instead/", views.call_instead, name="call_instead"),
]
