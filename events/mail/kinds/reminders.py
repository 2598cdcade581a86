"""Letters at their time: before the night, the day after, and to who has not answered."""

from events.lib.wording import and_list, day
from events.models import Closure, Night, Outcome, Review

from .base import Kind, closure_of, is_asked_still, manage_link, party_file, question_words, review_in
from .parties import confirm_link

WAITING = {Review.SUBMITTED, Review.NEEDS_INFORMATION, Review.APPROVED}


def outcome_link(notice):
    """The host's page where they say how it went."""
    return f"{manage_link(notice)}?to=outcome"


def _is_on(notice, stock):
    """Whether the party is still on, and on the day that the letter is about."""
    party = notice.party
    is_off = party.night == Night.NOT_HAPPENING or (party.edition.is_cancelled and party.is_on_the_night)
    return party.review == Review.APPROVED and not is_off and notice.context["date"] == party.date.isoformat()


def _is_unknown(notice, stock):
    return _is_on(notice, stock) and notice.party.outcome == Outcome.UNKNOWN


def _is_unanswered(notice, stock):
    if not is_asked_still(notice, stock):
        return False
    if not stock.question(notice).about_closure:
        return notice.party.review == Review.NEEDS_INFORMATION
    closure = closure_of(notice.party)
    return closure is not None and closure.state == Closure.State.NEEDS_INFORMATION and notice.party.review in WAITING


def _answer_words(notice, stock):
    return question_words(notice, stock) | {"about_closure": stock.question(notice).about_closure}


def _weather_words(notice, stock):
    party = notice.party
    return {"rain_plan": party.rain_plan, "rain_day": day(party.rain_date) if party.rain_date else ""}


def _day_words(notice, stock):
    return _weather_words(notice, stock) | {"visitors": and_list(stock.visitors(notice))}


KINDS = {
    "remind_confirm": Kind("Reminder to confirm", review_in(Review.UNCONFIRMED), confirm_link),
    "remind_answer": Kind("Reminder of a question", _is_unanswered, words=_answer_words),
    "week_before": Kind("A week before", _is_on, words=_weather_words, attachments=party_file),
    "day_before": Kind("The day before", _is_on, words=_day_words),
    "day_after": Kind("The day after", _is_unknown, outcome_link),
}
