"""Letters about a whole night that is postponed or called off."""

import datetime as dt

from django.utils.translation import get_language

from events.lib.texts import pick
from events.lib.wording import day
from events.models import Night, Standing

from .base import Kind, file_again, is_on, quoted


def _stands(standing):
    """Whether the night still stands as the letter's storm left it."""

    def holds(notice, stock):
        storm, edition = notice.storm, notice.party.edition
        if storm is None or storm.undone_at is not None or edition.standing != standing:
            return False
        return is_on(notice, stock) and storm.new_date in (None, edition.date)

    return holds


def _words(notice, stock):
    storm, party = notice.storm, notice.party
    old_date = dt.date.fromisoformat(storm.before["edition"]["date"])
    before = storm.before["parties"].get(str(party.pk), {})
    return {
        "quote": quoted(pick(storm.words, get_language())),
        "old_day": day(old_date),
        "new_day": day(storm.new_date or party.date),
        "to_rain_date": party.night == Night.RAIN_DATE,
        "is_off": party.night == Night.NOT_HAPPENING,
        "lost_rain_date": bool(before.get("rain_date")) and party.rain_date is None,
    }


KINDS = {
    "night_postponed": Kind("Night postponed", _stands(Standing.POSTPONED), words=_words, attachments=file_again),
    "night_called_off": Kind("Night called off", _stands(Standing.CANCELLED), words=_words, attachments=file_again),
}
