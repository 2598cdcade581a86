"""What the public must know of a whole night that is postponed or called off, in words, for every page of it."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.lib.texts import pick
from events.lib.wording import day
from events.models import Standing


@dataclass(frozen=True)
class Said:
    """`kind` is 'banner' (moved) or 'alarm' (called off); `words` are the city's own, or ''."""

    kind: str
    icon: str
    title: str
    text: str
    words: str


def said_of(edition):
    """The Said of an edition's night in the active language, or None while it is on as planned."""
    words = pick(edition.standing_words, get_language())
    if edition.standing == Standing.CANCELLED:
        title = _("%(program)s on %(day)s is called off") % _named(edition)
        text = _("No party takes place that day. One with a rain date says so on its page.")
        return Said("alarm", "warn", title, text, words)
    if edition.standing == Standing.POSTPONED:
        title = _("%(program)s moves to %(day)s") % _named(edition)
        return Said("banner", "info", title, _("It is not on %(day)s.") % {"day": day(edition.first_date)}, words)
    return None


def _named(edition):
    return {"program": edition.program_name, "day": day(edition.date)}
