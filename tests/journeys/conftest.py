"""The clock on the wall, as in the host's room: the pages of a running server read it. And letters that arrive."""

import re

import pytest
from django.core import mail
from django.test import Client, RequestFactory
from django.utils import timezone

from events.accounts.views import locked_out
from events.mail import outbox
from events.models import Edition, Review
from tests.hosting import conftest as hosting
from tests.journeys.pages import draft_of
from tests.journeys.screen import Screen

now, night, make_party = hosting.now, hosting.night, hosting.make_party
edition, shelby_edition = hosting.edition, hosting.shelby_edition
LINK = re.compile(r"https?://[^\s\"<>]+/(?:confirm|link|join|answer|draft)/[^\s\"<>]+")


@pytest.fixture
def post(live_server, settings):
    """post(address) sends what is owed and gives the newest letter to the address."""
    settings.SITE_URL = live_server.url

    def newest(address):
        outbox.deliver_due(timezone.now())
        return [letter for letter in mail.outbox if letter.to == [address]][-1]

    return newest


def link_in(letter):
    """The secret link of a letter, the same in its text and in its HTML."""
    link = LINK.search(letter.body)[0]
    assert link in letter.alternatives[0][0]
    return link


class Stage:
    """The cast, and what the pages are made of."""

    def __init__(self, cast, edition, elm, walts, make_party, now):
        self.cast, self.edition, self.elm, self.walts = cast, edition, elm, walts
        self.make, self.now, self.nobody = make_party, now, Client()

    def party(self, review, **changes):
        return self.make(self.edition, review, **changes)

    def approved(self, **changes):
        """A party with a page of its own, its closure approved."""
        party = self.party(Review.APPROVED, **{"email": "approved@example.org", "second_name": "Ada Lark"} | changes)
        if hasattr(party, "closure"):
            party.closure.state, party.closure.decided_at = "approved", self.now
            party.closure.save()
        return party

    def many(self, number):
        for n in range(number):
            spot = {"lat": 38.601 + n % 9 / 1000, "lng": -90.229 + n % 17 / 1000, "neighborhood": 1 + n % 3}
            said = {"number": str(100 * n), "email": f"host{n}@example.org", "closure_wanted": False}
            self.party(Review.APPROVED, **spot, **said)

    def draft(self, **fields):
        return draft_of(self.edition, self.now, **fields)

    def refused(self):
        return locked_out(RequestFactory().get("/staff/account/login/"))

    def hide_the_city(self):
        Edition.objects.update(is_public=False)


@pytest.fixture
def stage(cast, edition, elm, walts, make_party, now, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return Stage(cast, edition, elm, walts, make_party, now)


@pytest.fixture
def screen(browser):
    screen = Screen(browser)
    yield screen
    screen.context.close()
