"""The second step: offered to all, demanded where the installation says so."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp

from events.models import Role, User
from tests.conftest import PASSWORD

LOGIN = "/staff/account/login/"
INDEX = "/staff/account/mfa/"


@pytest.fixture
def imani(springfield, make_staff):
    return make_staff(springfield, Role.COORDINATOR, "imani@springfield.example.org")


def sign_in(client, email="imani@springfield.example.org"):
    return client.post(LOGIN, {"login": email, "password": PASSWORD})


def code_of(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def set_up_app(client):
    """Turn the app on as a person does; gives its secret."""
    page = client.get(f"{INDEX}totp/activate/")
    secret = page.context["form"].secret
    response = client.post(f"{INDEX}totp/activate/", {"code": code_of(secret)})
    assert response.headers["Location"] == f"{INDEX}recovery-codes/"
    return secret


def test_where_it_is_required_every_staff_page_leads_to_setting_it_up(client, imani, settings):
    settings.STAFF_MFA_REQUIRED = True
    sign_in(client)
    for path in ("/staff/", "/staff/springfield/", "/staff/springfield/setup/"):
        assert client.get(path).headers["Location"] == INDEX
    assert "Set up a second step to go on" in client.get(INDEX).content.decode()
    set_up_app(client)
    assert client.get("/staff/springfield/setup/").status_code == 403


def test_the_app_is_asked_for_after_the_password(client, imani):
    sign_in(client)
    secret = set_up_app(client)
    kinds = set(Authenticator.objects.filter(user=imani).values_list("type", flat=True))
    assert kinds == {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}
    client.post("/staff/account/logout/")
    assert sign_in(client).headers["Location"].startswith(f"{INDEX}authenticate/")
    assert client.get("/staff/").headers["Location"].startswith(LOGIN)
    wrong = client.post(f"{INDEX}authenticate/", {"code": "000000"})
    assert "This code is not right" in wrong.context["form"].problems[0][1]
    codes = client.session.get("_auth_user_id")
    assert codes is None
    recovery = Authenticator.objects.get(user=imani, type=Authenticator.Type.RECOVERY_CODES).wrap()
    client.post(f"{INDEX}authenticate/", {"code": recovery.get_unused_codes()[0]})
    assert client.session["_auth_user_id"] == str(imani.pk)
    assert secret not in client.get(INDEX).content.decode()


def test_codes_cannot_be_guessed_for_long(client, imani):
    sign_in(client)
    set_up_app(client)
    client.post("/staff/account/logout/")
    sign_in(client)
    for _number in range(11):
        last = client.post(f"{INDEX}authenticate/", {"code": "000000"})
    assert "Too many tries" in last.context["form"].problems[0][1]


def test_turning_the_app_off_asks_for_the_password_first(client, imani):
    totp.TOTP.activate(imani, totp.generate_totp_secret())
    client.force_login(imani, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.get(f"{INDEX}totp/deactivate/")
    assert "/reauthenticate/" in response.headers["Location"]
    assert Authenticator.objects.filter(user=imani).exists()
    confirmed = client.post(
        "/staff/account/reauthenticate/", {"password": PASSWORD, "next": f"{INDEX}totp/deactivate/"}
    )
    assert confirmed.headers["Location"] == f"{INDEX}totp/deactivate/"
    client.post(f"{INDEX}totp/deactivate/")
    assert not Authenticator.objects.filter(user=imani).exists()


def test_a_passkey_page_keeps_scripts_in_files(client, imani):
    sign_in(client)
    for path in (f"{INDEX}webauthn/add/", INDEX, f"{INDEX}totp/activate/"):
        page = client.get(path).content.decode()
        inline = [
            part
            for part in page.split("<script")[1:]
            if "src=" not in part[:80] and "application/json" not in part[:160]
        ]
        assert inline == []
        assert " style=" not in page
        assert " onclick=" not in page


def test_the_admin_has_no_sign_in_of_its_own(client, imani, settings):
    assert client.get("/operator/", follow=True).redirect_chain[-1][0].startswith(LOGIN)
    sign_in(client)
    assert client.get("/operator/", follow=True).status_code == 404
    assert (
        client.post("/operator/login/", {"username": "operator@example.org", "password": PASSWORD}).status_code == 404
    )
    client.post("/staff/account/logout/")
    User.objects.create_superuser("operator@example.org", PASSWORD)
    sign_in(client, "operator@example.org")
    assert "repairs" in client.get("/operator/").content.decode()
    settings.STAFF_MFA_REQUIRED = True
    assert client.get("/operator/", follow=True).redirect_chain[-1][0] == INDEX
    set_up_app(client)
    assert "repairs" in client.get("/operator/").content.decode()
