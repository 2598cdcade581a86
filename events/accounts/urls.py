"""Sign-in, second step and sign-out: only the addresses we want; the names are those the library asks for."""

from allauth.account import views as account
from django.urls import include, path, re_path

from events.accounts import views

urlpatterns = [
    path("login/", views.sign_in, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", views.forgotten, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("mfa/", views.second_steps, name="mfa_index"),
    path("mfa/", include("allauth.mfa.urls")),
]
