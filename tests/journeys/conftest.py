"""The clock on the wall, as in the host's room: the pages of a running server read it. And letters that arrive."""

import re

import pytest
from django.core import mail
from django.utils import timezone

from events.mail import outbox
from tests.hosting.conftest import edition, make_party, night, now, shelby_edition  # noqa: F401

LINK = re.compile(r"https?://[^\s\"<>]+/(?:confirm|link)/[^\s\"<>]+")


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
