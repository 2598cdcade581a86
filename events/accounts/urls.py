"""Sign-in, second factor and sign-out: the library's views under our addresses."""

from django.urls import include, path

urlpatterns = [
    path("", include("allauth.account.urls")),
    path("mfa/", include("allauth.mfa.urls")),
]
