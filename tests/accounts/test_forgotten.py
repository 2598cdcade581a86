"""A forgotten password: a letter through the outbox, a link that works once, nothing told about other people."""

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.http import int_to_base36

from events.limits import LIMITS
from events.models import Notice, Role, User
from tests.conftest import PASSWORD

NEW = "nine lanterns over a long table"


@pytest.fixture
def imani(springfield, make_staff):
    return make_staff(springfield, Role.COORDINATOR, "imani@springfield.example.org")


def link_of(user):
    """The address the letter of `user` brings."""
    return reverse(
        "account_reset_password_from_key", args=[int_to_base36(user.pk), default_token_generator.make_token(user)]
    )


def ask(client, email):
    return client.post("/staff/account/password/reset/", {"email": email})


def test_a_letter_is_queued_for_the_person(client, imani, springfield):
    response = ask(client, "Imani@Springfield.example.org")
    assert response.headers["Location"] == "/staff/account/password/reset/done/"
    letter = Notice.objects.get()
    assert (letter.kind, letter.user, letter.to_email) == ("password_reset", imani, imani.email)
    assert letter.community == springfield
    assert letter.context == {}


def test_an_unknown_address_gets_the_same_answer_and_no_letter(client, imani, django_assert_num_queries):
    known, unknown = ask(client, imani.email), ask(client, "nobody@example.org")
    assert known.headers["Location"] == unknown.headers["Location"]
    assert known.content == unknown.content
    assert [letter.to_email for letter in Notice.objects.all()] == [imani.email]


def test_a_person_who_left_gets_no_letter(client, imani):
    User.objects.filter(pk=imani.pk).update(is_active=False)
    ask(client, imani.email)
    assert not Notice.objects.exists()


def test_the_operator_gets_a_letter_without_a_seat_anywhere(client, springfield):
    operator = User.objects.create_superuser("operator@example.org", PASSWORD)
    ask(client, operator.email)
    assert Notice.objects.get().user == operator


def test_asking_too_often_is_refused(client, imani, settings):
    settings.LIMITS_ENABLED = True
    burst = LIMITS["resend"].burst
    answers = [ask(client, imani.email).status_code for _number in range(burst + 1)]
    assert answers == [302] * burst + [429]


def test_the_link_sets_a_password_once(client, imani):
    link = link_of(imani)
    form = client.get(link)
    assert form.headers["Location"].endswith("-set-password/")
    weak = client.post(form.headers["Location"], {"password1": "password", "password2": "password"})
    assert weak.context["form"].errors
    saved = client.post(form.headers["Location"], {"password1": NEW, "password2": NEW})
    assert saved.headers["Location"] == "/staff/account/password/reset/key/done/"
    imani.refresh_from_db()
    assert imani.check_password(NEW)
    assert client.session.get("_auth_user_id") is None
    assert "does not work any more" in client.get(link).content.decode()
    again = client.post(form.headers["Location"], {"password1": PASSWORD, "password2": PASSWORD})
    assert "does not work any more" in again.content.decode()
    imani.refresh_from_db()
    assert imani.check_password(NEW)


def test_an_invited_person_sets_the_first_password_by_the_same_link(client, springfield):
    invited = User.objects.create_user("new@springfield.example.org")
    form = client.get(link_of(invited)).headers["Location"]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert (
        client.post("/staff/account/login/", {"login": invited.email, "password": NEW}).headers["Location"] == "/staff/"
    )


@pytest.mark.parametrize("tail", ["zzzz-zzz-zzzz", "1-abc-def", "1-set-password", "99999999999999-abc-def"])
def test_a_made_up_link_says_that_it_does_not_work(client, imani, tail):
    assert "does not work any more" in client.get(f"/staff/account/password/reset/key/{tail}/").content.decode()


def test_changing_the_password_needs_the_old_one(client, imani):
    client.force_login(imani, backend="allauth.account.auth_backends.AuthenticationBackend")
    change = {"password1": NEW, "password2": NEW}
    refused = client.post("/staff/account/password/change/", {"oldpassword": "guess", **change})
    assert "not your password" in refused.context["form"].problems[0][1]
    client.post("/staff/account/password/change/", {"oldpassword": PASSWORD, **change})
    imani.refresh_from_db()
    assert imani.check_password(NEW)
