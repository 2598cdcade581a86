"""Letters from the city to many hosts at once."""

import re

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, pgettext

from events.lib.streets import block_label
from events.lib.texts import clean_text, one_line, pick
from events.lib.wording import day_year, time_range
from events.models import Broadcast

from .base import CLOSED, Kind

RULED = re.compile(r"^--$", re.MULTILINE)


def broadcast_link(notice):
    """The staff's page of the letter, for somebody who tries it out."""
    return settings.SITE_URL + reverse("broadcasts:broadcast", args=[notice.community.slug, notice.broadcast_id])


def _goes_out(notice, stock):
    """Whether the letter was not stopped, and the party is on."""
    is_out = notice.broadcast.state in (Broadcast.State.SENDING, Broadcast.State.SENT)
    return is_out and notice.party.review not in CLOSED


def _may_read(notice, stock):
    return notice.user.is_active and notice.broadcast is not None


def _words(notice, stock):
    broadcast, language = notice.broadcast, get_language()
    text = clean_text(pick(broadcast.texts, language))
    # Two dashes alone on a line would begin the small print.
    return {"subject": one_line(pick(broadcast.subjects, language)), "text": RULED.sub("—", text)}


def _test_words(notice, stock):
    """The words with a party of nobody's, so that a coordinator sees the letter as a host will."""
    edition = notice.broadcast.edition
    when = {"day": day_year(edition.date), "hours": time_range(edition.starts, edition.ends)}
    return _words(notice, stock) | {
        "program": edition.program_name,
        "party_name": block_label("1200", "Example St"),
        "when": pgettext("day and hours", "%(day)s, %(hours)s") % when,
        "reference": f"{notice.community.code}-{edition.year % 100:02d}-0000",
    }


KINDS = {
    "broadcast": Kind("Letter to many hosts", _goes_out, words=_words),
    "broadcast_test": Kind("Test of a letter to many hosts", _may_read, broadcast_link, _test_words),
}
