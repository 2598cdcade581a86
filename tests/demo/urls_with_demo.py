"""The site's addresses as they are in the demo."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from nightout.urls import urlpatterns as site

urlpatterns = [
    *i18n_patterns(path("demo/", include("events.demo.urls")), prefix_default_language=False),
    *site,
]
