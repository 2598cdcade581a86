"""Letters about a street closure."""

from django.utils.translation import get_language

from events.lib.wording import dollars
from events.models import Closure

from .base import CLOSED, Kind, closure_of, is_asked_still, own_words, question_words, quoted

State = Closure.State


def _closure_is(*states):
    def holds(notice, stock):
        closure = closure_of(notice.party)
        return closure is not None and closure.state in states and notice.party.review not in CLOSED

    return holds


def _closure_question_open(notice, stock):
    open_closure = _closure_is(State.NEEDS_INFORMATION, State.REQUESTED)
    return is_asked_still(notice, stock) and open_closure(notice, stock)


def _closure_words(notice, stock):
    closure, edition = notice.party.closure, notice.party.edition
    return {
        "quote": quoted(notice.context.get("note")),
        "fee": dollars(closure.fee_cents) if closure.fee_cents and not closure.fee_paid_at else "",
        "barricades": closure.barricades,
        "barricades_at": closure.barricades_at,
        "closure_rules": quoted(edition.words("closure_rules", get_language())),
    }


KINDS = {
    "closure_question": Kind("Closure question", _closure_question_open, words=question_words),
    "closure_approved": Kind("Closure approved", _closure_is(State.APPROVED), words=_closure_words),
    "closure_declined": Kind("Closure declined", _closure_is(State.DECLINED), words=own_words("reason")),
    "closure_reopened": Kind(
        "Closure reopened", _closure_is(State.REQUESTED, State.NEEDS_INFORMATION), words=own_words("note")
    ),
}
