"""Addresses of the room. The plain pages come before the cities, the words of a city before its neighborhoods."""

from django.urls import path

from events.directory import views

app_name = "directory"
urlpatterns = [
    path("", views.region, name="region"),
    path("about/accessibility/", views.accessibility, name="accessibility"),
    path("about/privacy/", views.privacy, name="privacy"),
    path("about/contact/", views.contact, name="contact"),
    path("<slug:community>/", views.city, name="city"),
    path("<slug:community>/about/", views.about, name="about"),
    path("<slug:community>/<int:year>/", views.archive, name="archive"),
    path("<slug:community>/<int:year>/p/<slug:party>/", views.party, name="party"),
    path("<slug:community>/<int:year>/p/<slug:party>.ics", views.calendar, name="calendar"),
    path("<slug:community>/<int:year>/p/<slug:party>/report/", views.report, name="report"),
    path("<slug:community>/<int:year>/p/<slug:party>/report/sent/", views.reported, name="reported"),
    path("<slug:community>/<slug:neighborhood>/", views.neighborhood, name="neighborhood"),
]
