"""Letters between two hosts close by."""

from events.access import answer_token, token_of
from events.models import ListingLevel, Review

from .base import CLOSED, Kind, address, always, contact_link, contact_words, first_name, is_on, own_words, quoted


def join_link(notice):
    return address(f"/join/{token_of('join', notice.introduction)}/")


def answer_link(notice):
    return address(f"/answer/{answer_token(notice.introduction, notice.host)}/")


def own_draft_link(notice):
    """Where the one who could not join goes on alone: with the answers kept, or from the beginning."""
    draft = notice.introduction.draft
    if draft is not None and draft.party_id is None:
        return address(f"/draft/{token_of('draft', draft)}/")
    return address(f"/{notice.community.slug}/register/")


def _wish_unconfirmed(notice, stock):
    wish, party = notice.introduction, notice.party
    is_shown = party.review == Review.APPROVED and party.level in (ListingLevel.EXACT, ListingLevel.BLOCK)
    return wish.confirmed_at is None and wish.ended_at is None and is_shown


def _is_asked(notice, stock):
    """Whether the reader's answer to an introduction is still awaited."""
    introduction = notice.introduction
    is_first = notice.party.pk == introduction.party_id
    answer = introduction.party_answer if is_first else introduction.other_answer
    return introduction.ended_at is None and not answer and notice.party.review not in CLOSED


def _agreed(notice, stock):
    return notice.introduction.is_agreed and notice.party.review not in CLOSED


def _not_agreed(notice, stock):
    return notice.introduction.ended_at is not None and not notice.introduction.is_agreed


def _alone_again(notice, stock):
    return _not_agreed(notice, stock) and is_on(notice, stock)


def _asker_words(notice, stock):
    return {"asker": first_name(notice.introduction.name)}


def _joining_words(notice, stock):
    return contact_words(notice.introduction)


def _main_host_words(notice, stock):
    return contact_words(stock.main_hosts.get(notice.introduction.party_id))


def _other_words(notice, stock):
    introduction = notice.introduction
    is_first = notice.host.party_id == introduction.party_id
    return contact_words(stock.main_hosts.get(introduction.other_id if is_first else introduction.party_id))


def _merged_words(notice, stock):
    contact = stock.contacts.get(notice.context.get("contact"))
    return {"quote": quoted(notice.context.get("note")), **contact_words(contact)}


def _left_words(notice, stock):
    return {"their_name": notice.context["name"]}


KINDS = {
    "join_confirm": Kind("Confirm the wish to join", _wish_unconfirmed, join_link),
    "join_asked": Kind("Somebody asks to join", _is_asked, answer_link, _asker_words),
    "join_agreed": Kind("Another host joined", _agreed, words=_joining_words),
    "joined": Kind("Joined a party", _agreed, words=_main_host_words),
    "join_declined": Kind("Cannot join", _not_agreed, own_draft_link),
    "joined_left": Kind("A joined host left", is_on, words=_left_words),
    "join_ended": Kind("Not a host any more", always, contact_link),
    "pair_asked": Kind("Asked to be introduced", _is_asked, answer_link, own_words("note")),
    "pair_agreed": Kind("Introduced", _agreed, words=_other_words),
    "pair_declined": Kind("Introduction ended", _alone_again),
    "merged": Kind("Two parties are one", is_on, words=_merged_words),
}
