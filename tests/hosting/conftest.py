"""The cast stands in the days before a night to come, by the clock on the wall: the pages read that clock."""

import datetime as dt

import pytest
from django.utils import timezone

from events.models import Change
from tests.conftest import make_edition


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def night(now):
    return now.date() + dt.timedelta(days=50)


@pytest.fixture
def edition(springfield, night):
    """Springfield's next night, open for registration."""
    return make_edition(springfield, night.year, night, registration_opens=night - dt.timedelta(days=100))


@pytest.fixture
def last_edition(springfield, night):
    """Springfield's night of a year ago; its hosts' pages are closed."""
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


def history_of(party):
    """[(deed, who)] of the party, oldest first."""
    lines = Change.objects.filter(party=party).order_by("pk").select_related("by_host")
    return [(line.deed, line.by_host.name if line.by_host else "") for line in lines]
