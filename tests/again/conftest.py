"""Rosa hosted on Elm in 2026 and said "ask me next year"; the night of 2027 is open for registration."""

import datetime as dt

import pytest

from events import access
from events.models import Notice, Party
from tests.conftest import make_edition

LAST = dt.date(2026, 10, 6)


@pytest.fixture
def last_edition(springfield):
    return make_edition(springfield, year=2026, date=LAST)


@pytest.fixture
def before(last_edition, edition, make_party):
    """before(**answers) gives an approved party of the last night; no letter is owed."""

    def make(**changes):
        party = make_party(last_edition, "approved", **{"date": "2026-10-06"} | changes)
        Notice.objects.all().delete()
        return Party.objects.with_context().get(pk=party.pk)

    return make


@pytest.fixture
def link_of():
    """link_of(party) gives the path of its main host's link to register again."""
    return lambda party: f"/again/{access.token_of('again', party.hosts.get(role='main'))}/"
