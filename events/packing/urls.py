"""Addresses of the room, below /staff/."""

from django.urls import path

from events.packing import views, views_offers

app_name = "packing"
urlpatterns = [
    path("<slug:community>/kit/", views.kits, name="list"),
    path("<slug:community>/kit/sheet/", views.sheet, name="sheet"),
    path("<slug:community>/kit/kits.csv", views.table, name="csv"),
    path("<slug:community>/setup/editions/<int:year>/kit/", views_offers.offer, name="offer"),
    path("<slug:community>/kit/hand-over/", views.hand_over, name="hand_over"),
    path("<slug:community>/kit/take-back/", views.take_back, name="take_back"),
]
