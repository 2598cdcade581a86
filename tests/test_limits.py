"""Limits: who counts as one, what is let through, what the refused are told, and that no address is kept."""

import datetime as dt

import pytest
from django.test import Client, RequestFactory

from events import limits
from events.models import Allowance, Notice


@pytest.fixture(autouse=True)
def _limits_on(settings):
    settings.LIMITS_ENABLED = True


def request_from(address="203.0.113.7", **headers):
    return RequestFactory().post("/", REMOTE_ADDR=address, **headers)


def spend(request, name, who="", *, now, most=100):
    """How many times in a row it is allowed."""
    return next(count for count in range(most) if not limits.allow(request, name, who, now=now))


@pytest.mark.parametrize("name", limits.LIMITS)
def test_one_person_gets_the_burst_and_then_waits_for_a_refill(db, now, name):
    burst, per_hour = limits.LIMITS[name]
    assert spend(request_from(), name, "rosa@example.org", now=now) == burst
    with pytest.raises(limits.TooMany) as refusal:
        limits.check(request_from(), name, "rosa@example.org", now=now)
    later = now + dt.timedelta(seconds=refusal.value.retry_after)
    assert limits.allow(request_from(), name, "rosa@example.org", now=later)
    assert refusal.value.retry_after == -(-3600 // per_hour)


def test_an_address_has_room_for_several_people(db, now):
    burst = limits.LIMITS["resend"].burst
    for number in range(burst * limits.SHARED):
        assert limits.allow(request_from(), "resend", f"host{number}@example.org", now=now)
    assert not limits.allow(request_from(), "resend", "somebody@example.org", now=now)
    assert limits.allow(request_from("203.0.113.8"), "resend", "somebody@example.org", now=now)


def test_where_nobody_is_named_the_address_alone_counts(db, now):
    assert spend(request_from(), "report", now=now) == limits.LIMITS["report"].burst


def test_one_person_is_counted_wherever_they_write_from(db, now):
    burst = limits.LIMITS["resend"].burst
    tries = [
        limits.allow(request_from(f"203.0.113.{number}"), "resend", "Rosa@Example.org ", now=now)
        for number in range(burst + 1)
    ]
    assert tries == [True] * burst + [False]
    assert not limits.allow(request_from(), "resend", "rosa@example.org", now=now)


def test_limits_of_one_thing_leave_the_others_alone(db, now):
    spend(request_from(), "report", now=now)
    assert limits.allow(request_from(), "export", now=now)


@pytest.mark.parametrize(
    "behind_proxy, address, forwarded, counted",
    [
        (False, "203.0.113.7", "198.51.100.1", "203.0.113.7"),
        (True, "10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        (True, "10.0.0.1", "", "10.0.0.1"),
        (False, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (False, "::ffff:203.0.113.7", "", "203.0.113.7"),
        (True, "10.0.0.1", "nonsense" * 30, ("nonsense" * 30)[:64]),
        (False, "", "", ""),
    ],
)
def test_the_address_that_counts(settings, behind_proxy, address, forwarded, counted):
    settings.BEHIND_PROXY = behind_proxy
    assert limits.address_of(request_from(address, HTTP_X_FORWARDED_FOR=forwarded)) == counted


def test_no_address_and_no_email_is_kept(db, now):
    limits.allow(request_from(), "resend", "rosa@example.org", now=now)
    keys = list(Allowance.objects.values_list("key", flat=True))
    assert len(keys) == 2
    assert not any("rosa" in key or "203.0.113" in key for key in keys)


def test_turned_off_limits_count_nothing(db, now, settings):
    settings.LIMITS_ENABLED = False
    assert limits.allow(request_from(), "resend", "rosa@example.org", now=now)
    assert not Allowance.objects.exists()


def test_a_refused_request_is_told_when_to_try_again_and_does_nothing(elm):
    client, address = Client(), "/springfield/find-my-link/"
    answers = [
        client.post(address, {"email": "rosa@example.org"}) for _time in range(limits.LIMITS["resend"].burst + 1)
    ]
    assert [answer.status_code for answer in answers[:-1]] == [302] * limits.LIMITS["resend"].burst
    refused = answers[-1]
    assert refused.status_code == 429
    assert refused["Retry-After"] == "600"
    assert "Try again in 10 minutes." in refused.text
    assert Notice.objects.filter(kind="host_link").count() <= limits.LIMITS["resend"].burst


def test_unknown_addresses_are_limited_like_known_ones(elm):
    def tries(email):
        client = Client(REMOTE_ADDR="198.51.100.9")
        return [client.post("/springfield/find-my-link/", {"email": email}).status_code for _time in range(6)]

    known = tries("rosa@example.org")
    Allowance.objects.all().delete()
    assert tries("nobody@example.org") == known
