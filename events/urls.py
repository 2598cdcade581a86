"""The table of contents: one room a line, in the order a visitor meets them."""

from django.conf import settings
from django.urls import include, path

staff = [
    path("account/", include("events.accounts.urls")),
    path("", include("events.setup.urls")),
    path("", include("events.members.urls")),
    path("", include("events.imports.urls")),
    path("", include("events.exports.urls")),
    path("", include("events.broadcasts.urls")),
    path("", include("events.board.urls")),
    path("", include("events.calls.urls")),
    path("", include("events.entry.urls")),
    path("", include("events.closures.urls")),
    path("", include("events.places.urls")),
    path("", include("events.placing.urls")),
    path("", include("events.pairs.urls")),
    path("", include("events.storms.urls")),
    path("", include("events.returning.urls")),
    path("", include("events.reports.urls")),
    path("", include("events.packing.urls")),
    path("", include("events.review.urls")),
]

demo = [path("demo/", include("events.demo.urls"))] if settings.DEMO else []

urlpatterns = [
    *demo,
    path("", include("events.hosting.urls")),
    path("", include("events.registration.urls")),
    path("", include("events.again.urls")),
    path("", include("events.joining.urls")),
    path("", include("events.tonight.urls")),
    path("", include("events.near.urls")),
    path("", include("events.streetmap.urls")),
    path("", include("events.evening.urls")),
    path("", include("events.closedstreets.urls")),
    path("", include("events.kit.urls")),
    path("", include("events.directory.urls")),
]
