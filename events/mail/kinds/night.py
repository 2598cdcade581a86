"""Letters about what is different on the night."""

from events.lib.wording import clock, day
from events.models import Review

from .base import Kind, file_again, quoted


def _is_the_last_word(notice, stock):
    party = notice.party
    said_at = party.night_at.timestamp() if party.night_at else None
    return party.review == Review.APPROVED and notice.context.get("at") == said_at


def _words(notice, stock):
    party = notice.party
    return {
        "night": party.night,
        "time": clock(party.night_time) if party.night_time else "",
        "day": day(party.date),
        "quote": quoted(party.night_words),
        "host_name": notice.context.get("by", ""),
    }


KINDS = {"night_said": Kind("Changed on the night", _is_the_last_word, words=_words, attachments=file_again)}
