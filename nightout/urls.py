"""The addresses: the operator's admin and the staff's pages in English, everything people read in their language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from events import urls
from nightout import health

handler400 = "nightout.errors.bad_request"
handler500 = "nightout.errors.server_error"

urlpatterns = [
    path("livez", health.live, name="livez"),
    path("readyz", health.ready, name="readyz"),
    path("operator/", admin.site.urls),
    path("staff/", include(urls.staff)),
    *i18n_patterns(path("", include("events.urls")), prefix_default_language=False),
]
