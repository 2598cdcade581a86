"""Springfield's night of a week ago, by the clock on the wall, and the one of a year before."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.conftest import make_edition


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def night(now):
    return now.date() - dt.timedelta(days=7)


@pytest.fixture
def edition(springfield, night):
    return make_edition(springfield, night.year, night, registration_opens=night - dt.timedelta(days=100))


@pytest.fixture
def last_edition(springfield, night):
    before = night - dt.timedelta(days=364)
    return make_edition(springfield, night.year - 1, before, registration_opens=before - dt.timedelta(days=100))


@pytest.fixture
def shelby_edition(shelby, night):
    return make_edition(shelby, night.year, night, registration_opens=night - dt.timedelta(days=100))


@pytest.fixture
def make_party(make_party):
    """make_party(edition, review, **answers): on the edition's own night."""

    def make(edition, *args, **changes):
        return make_party(edition, *args, **({"date": edition.date.isoformat()} | changes))

    return make
