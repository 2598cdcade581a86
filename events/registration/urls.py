"""Addresses of the room. A draft's own pages stand before its steps, whose names fill the same place."""

from django.urls import path

from events.registration import views, views_already, views_closure, views_map

app_name = "registration"
urlpatterns = [
    path("draft/<str:token>/", views.draft, name="draft"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("confirm/<str:token>/again/", views.confirm_again, name="confirm_again"),
    path("<slug:community>/register/", views.start, name="start"),
    path("<slug:community>/register/areas.json", views_map.areas, name="areas"),
    path("<slug:community>/register/streets.json", views_map.streets, name="streets"),
    path("<slug:community>/register/closure.json", views_closure.check, name="closure_check"),
    path("<slug:community>/register/<uuid:key>/closure/", views_closure.closure, name="closure"),
    path("<slug:community>/register/<uuid:key>/already/", views_already.already, name="already"),
    path("<slug:community>/register/<uuid:key>/check/", views.check, name="check"),
    path("<slug:community>/register/<uuid:key>/later/", views.later, name="later"),
    path("<slug:community>/register/<uuid:key>/sent/", views.sent, name="sent"),
    path("<slug:community>/register/<uuid:key>/sent/again/", views.again, name="again"),
    path("<slug:community>/register/<uuid:key>/sent/email/", views.email, name="email"),
    path("<slug:community>/register/<uuid:key>/<slug:step>/", views.step, name="step"),
]
