"""A stormy night: Rosa's party is on it and approved with its closure, Walt's goes to a rain date of its own."""

import datetime as dt

import pytest

from events import storm
from events.models import Notice, Review

NEW_DATE = dt.date(2027, 10, 12)
WORDS = {"en": "A storm comes up the river.", "es": "Viene una tormenta por el río."}


@pytest.fixture
def rosas(edition, make_party, now):
    """Approved, in a street that is closed for it."""
    party = make_party(edition, Review.APPROVED, language="es")
    party.closure.state, party.closure.decided_at = "approved", now
    party.closure.save()
    Notice.objects.all().delete()
    return party


@pytest.fixture
def rainy(edition, make_party):
    """Approved, with a rain date the Saturday after the night."""
    party = make_party(
        edition,
        Review.APPROVED,
        email="ines@example.org",
        phone="+13145550166",
        host_name="Ines Vale",
        street="Oak Ave",
        number="100",
        lat=38.6052,
        lng=-90.2151,
        neighborhood=2,
        closure_wanted=False,
        rain_plan="date",
        rain_date="2027-10-09",
    )
    Notice.objects.all().delete()
    return party


@pytest.fixture
def elsewhere(edition, make_party):
    """Approved for the Sunday before the night."""
    party = make_party(
        edition,
        Review.APPROVED,
        email="hal@example.org",
        phone="",
        street="Main St",
        number="10",
        closure_wanted=False,
        date="2027-10-03",
        other_day_reason="The school hall is free",
    )
    Notice.objects.all().delete()
    return party


@pytest.fixture
def imani(springfield, make_staff):
    return make_staff(springfield, "coordinator", "imani@springfield.example.org")


@pytest.fixture
def postponed(edition, rosas, imani, now):
    """The Storm that moved the night by a week."""
    return storm.postpone(edition, NEW_DATE, words=WORDS, by=imani, now=now)


@pytest.fixture
def called_off(edition, rosas, imani, now):
    """The Storm that called the night off."""
    return storm.call_off(edition, words=WORDS, by=imani, now=now)
