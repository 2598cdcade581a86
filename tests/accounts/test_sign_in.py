"""Staff sign-in: the way in, the second step, the ways that are shut."""

import pytest
from axes.models import AccessAttempt

from events.models import Role, User
from tests.conftest import PASSWORD

LOGIN = "/staff/account/login/"


@pytest.fixture
def imani(springfield, make_staff):
    return make_staff(springfield, Role.COORDINATOR, "imani@springfield.example.org")


def sign_in(client, email="imani@springfield.example.org", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def user_id(client):
    return client.session.get("_auth_user_id")


def test_imani_signs_in_with_a_new_session_key(client, imani):
    client.get(LOGIN)
    before = client.session.session_key
    response = sign_in(client, "IMANI@springfield.example.org ")
    assert response.headers["Location"] == "/staff/"
    assert user_id(client) == str(imani.pk)
    assert client.session.session_key != before
    assert client.session.get_expiry_age() <= 12 * 60 * 60


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, imani):
    wrong = sign_in(client, password="not the password")
    unknown = sign_in(client, email="nobody@example.org", password="not the password")
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].problems == unknown.context["form"].problems
    assert "is not right" in wrong.context["form"].problems[0][1]
    assert user_id(client) is None


def test_a_person_who_left_cannot_sign_in(client, imani):
    User.objects.filter(pk=imani.pk).update(is_active=False)
    response = sign_in(client)
    assert "is not right" in response.context["form"].problems[0][1]
    assert user_id(client) is None


def test_a_user_without_password_cannot_sign_in(client, springfield):
    User.objects.create_user("new@springfield.example.org")
    assert sign_in(client, "new@springfield.example.org", "").status_code == 200
    assert user_id(client) is None


def test_ten_wrong_passwords_lock_even_the_right_one(client, imani, settings):
    settings.AXES_ENABLED = True
    answers = [sign_in(client, password=f"wrong {number}").status_code for number in range(10)]
    assert answers == [200] * 9 + [429]
    locked = sign_in(client)
    assert locked.status_code == 429
    assert "Wait 15 minutes" in locked.content.decode()
    assert user_id(client) is None


def test_an_unknown_address_is_locked_alike(client, imani, settings):
    settings.AXES_ENABLED = True
    answers = [sign_in(client, "nobody@example.org", f"wrong {number}").status_code for number in range(10)]
    assert answers == [200] * 9 + [429]


def test_a_sign_in_forgets_the_wrong_tries_before_it(client, imani, settings):
    settings.AXES_ENABLED = True
    for number in range(8):
        sign_in(client, password=f"wrong {number}")
    assert sign_in(client).headers["Location"] == "/staff/"
    assert not AccessAttempt.objects.exists()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_next_never_leads_to_another_site(client, imani, target):
    response = sign_in(client, next=target)
    assert response.headers["Location"] == "/staff/"


def test_next_leads_back_to_the_page_that_was_asked_for(client, imani):
    asked = client.get("/staff/springfield/setup/")
    assert asked.headers["Location"] == f"{LOGIN}?next=%2Fstaff%2Fspringfield%2Fsetup%2F"
    assert sign_in(client, next="/staff/springfield/setup/").headers["Location"] == "/staff/springfield/setup/"


def test_signing_out_takes_a_post(client, imani):
    sign_in(client)
    assert client.get("/staff/account/logout/").status_code == 200
    assert user_id(client) == str(imani.pk)
    response = client.post("/staff/account/logout/")
    assert response.headers["Location"] == LOGIN
    assert user_id(client) is None


UNWANTED = "signup email inactive confirm-email password/set login/code 3rdparty mfa/trust mfa/webauthn/signup".split()


@pytest.mark.parametrize("path", UNWANTED)
def test_what_we_do_not_want_does_not_exist(client, imani, path):
    assert client.get(f"/staff/account/{path}/").status_code == 404
    sign_in(client)
    assert client.get(f"/staff/account/{path}/").status_code == 404
