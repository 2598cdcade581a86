"""The kinds of letter: what each is called among staff, where its one link leads, what it says, when it is pointless.

A letter is written when it is sent, which may be hours after it was owed. `holds` looks at the rows as they are then.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language

from events.access import answer_token, token_of
from events.lib.phones import pretty
from events.lib.texts import clean_text, one_line
from events.models import (
    Closure,
    Host,
    ListingLevel,
    Membership,
    Proposal,
    Question,
    Review,
    Role,
)

OPEN = {Review.UNCONFIRMED, Review.SUBMITTED, Review.NEEDS_INFORMATION}
CLOSED = {Review.DECLINED, Review.WITHDRAWN, Review.CANCELLED}


def address(path):
    """The whole address of a public path in the active language."""
    prefix = "" if get_language() == settings.LANGUAGE_CODE else f"/{get_language()}"
    return f"{settings.SITE_URL}{prefix}{path}"


def quoted(text):
    """Somebody's own words, set off from ours so that they cannot pass for them."""
    return "\n".join(f"> {line}".strip() for line in clean_text(text).split("\n")) if text else ""


@dataclass
class Stock:
    """The rows beside the notices themselves, for many notices in a fixed number of queries."""

    questions: dict = field(default_factory=dict)
    proposals: dict = field(default_factory=dict)
    main_hosts: dict = field(default_factory=dict)
    contacts: dict = field(default_factory=dict)
    roles: dict = field(default_factory=dict)

    @classmethod
    def of(cls, notices):
        questions = {notice.context.get("question") for notice in notices} - {None}
        proposals = {notice.context.get("proposal") for notice in notices} - {None}
        named = {notice.party_id for notice in notices if notice.kind == "second_contact"}
        between = [notice.introduction for notice in notices if notice.introduction]
        named |= {pk for row in between for pk in (row.party_id, row.other_id)} - {None}
        contacts = {notice.context.get("contact") for notice in notices} - {None}
        users = {notice.user_id for notice in notices} - {None}
        seats = Membership.objects.active().filter(user__in=users) if users else []
        return cls(
            questions=Question.objects.in_bulk(questions) if questions else {},
            proposals=Proposal.objects.in_bulk(proposals) if proposals else {},
            main_hosts={host.party_id: host for host in Host.objects.main().filter(party__in=named)} if named else {},
            contacts=Host.objects.in_bulk(contacts) if contacts else {},
            roles={(seat.user_id, seat.community_id): seat.role for seat in seats},
        )

    def question(self, notice):
        return self.questions.get(notice.context.get("question"))

    def role(self, notice):
        return self.roles.get((notice.user_id, notice.community_id))


# Where the one link leads


def manage_link(notice):
    return address(f"/link/{token_of('manage', notice.host)}/")


def confirm_link(notice):
    return address(f"/confirm/{token_of('confirm', notice.host)}/")


def draft_link(notice):
    return address(f"/draft/{token_of('draft', notice.draft)}/")


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


def contact_link(notice):
    return address("/about/contact/")


def invitation_link(notice):
    if notice.user.has_usable_password():
        return f"{settings.SITE_URL}/staff/"
    return password_link(notice)


def password_link(notice):
    """Where the person sets a password: the sign-in library's own page and key, good once."""
    names = {"uidb36": user_pk_to_url_str(notice.user), "key": default_token_generator.make_token(notice.user)}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=names)


def queue_link(notice):
    return f"{settings.SITE_URL}/staff/{notice.community.slug}/"


# Whether the letter still has its point


def _always(notice, stock):
    return True


def _review_in(*reviews):
    return lambda notice, stock: notice.party.review in reviews


def _asked(notice, stock):
    question = stock.question(notice)
    return question is not None and question.answered_at is None


def _question_open(notice, stock):
    return _asked(notice, stock) and notice.party.review in OPEN


def closure_of(party):
    """The party's closure, or None."""
    return getattr(party, "closure", None)


def _closure_is(*states):
    def holds(notice, stock):
        closure = closure_of(notice.party)
        return closure is not None and closure.state in states and notice.party.review not in CLOSED

    return holds


def _closure_question_open(notice, stock):
    open_closure = _closure_is(Closure.State.NEEDS_INFORMATION, Closure.State.REQUESTED)
    return _asked(notice, stock) and open_closure(notice, stock)


def _draft_open(notice, stock):
    return notice.draft is not None and notice.draft.party_id is None


def _proposal_is(state):
    def holds(notice, stock):
        proposal = stock.proposals.get(notice.context.get("proposal"))
        return proposal is not None and proposal.state == state and notice.party.review == Review.APPROVED

    return holds


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


def _is_on(notice, stock):
    return notice.party.review not in CLOSED


def _alone_again(notice, stock):
    return _not_agreed(notice, stock) and _is_on(notice, stock)


def _has_a_seat(notice, stock):
    return stock.role(notice) is not None


def _may_sign_in(notice, stock):
    return notice.user.is_active


# What it says beside what every letter about a party says


def _site_words(notice, stock):
    return {"site_name": settings.SITE_NAME}


def _nothing(notice, stock):
    return {}


def _own_words(name):
    return lambda notice, stock: {"quote": quoted(notice.context.get(name))}


def _question_words(notice, stock):
    return {"quote": quoted(stock.question(notice).text)}


def _second_contact_words(notice, stock):
    main = stock.main_hosts.get(notice.party_id)
    return {"host_name": main.name if main else ""}


def first_name(name):
    """The first word of a name: all that is told of somebody before both sides agree."""
    return one_line(name).partition(" ")[0]


def _asker_words(notice, stock):
    return {"asker": first_name(notice.introduction.name)}


def _contact_words(person):
    """How to reach the other side, for a letter that both have agreed to; nothing where nobody is there any more."""
    if person is None:
        return {"their_name": "", "their_email": "", "their_phone": ""}
    phone = pretty(person.phone) if person.phone else ""
    return {"their_name": person.name, "their_email": person.email, "their_phone": phone}


def _joining_words(notice, stock):
    return _contact_words(notice.introduction)


def _main_host_words(notice, stock):
    return _contact_words(stock.main_hosts.get(notice.introduction.party_id))


def _other_words(notice, stock):
    introduction = notice.introduction
    is_first = notice.host.party_id == introduction.party_id
    return _contact_words(stock.main_hosts.get(introduction.other_id if is_first else introduction.party_id))


def _merged_words(notice, stock):
    contact = stock.contacts.get(notice.context.get("contact"))
    return {"quote": quoted(notice.context.get("note")), **_contact_words(contact)}


def _left_words(notice, stock):
    return {"their_name": notice.context["name"]}


def _draft_words(notice, stock):
    until = localtime(notice.draft.expires_at, notice.community.zone)
    return {"until": date_format(until, "DATE_FORMAT")}


def _closure_words(notice, stock):
    closure, edition = notice.party.closure, notice.party.edition
    return {
        "quote": quoted(notice.context.get("note")),
        "barricades": closure.get_barricades_display(),
        "closure_rules": quoted(edition.words("closure_rules", get_language())),
    }


def _invitation_words(notice, stock):
    return {"role": Role(stock.role(notice)).label, "new": not notice.user.has_usable_password()}


@dataclass(frozen=True)
class Kind:
    """One kind of letter. `label` is for staff; `link`, `holds` and `words` take the notice (and its Stock)."""

    label: str
    holds: Callable
    link: Callable = manage_link
    words: Callable = _nothing


_STATE = Closure.State

KINDS = {
    "confirm": Kind("Confirm the email address", _review_in(Review.UNCONFIRMED), confirm_link),
    "received": Kind("Registration received", _review_in(*OPEN)),
    "entered": Kind("Registration entered", _review_in(*OPEN, Review.APPROVED)),
    "second_contact": Kind("Second contact", _review_in(*OPEN, Review.APPROVED), words=_second_contact_words),
    "host_link": Kind("Link sent again", _always),
    "draft_link": Kind("Link to finish later", _draft_open, draft_link, _draft_words),
    "question": Kind("Question", _question_open, words=_question_words),
    "approved": Kind("Approved", _review_in(Review.APPROVED), words=_own_words("note")),
    "declined": Kind("Declined", _review_in(Review.DECLINED), words=_own_words("reason")),
    "cancelled": Kind("Cancelled", _review_in(Review.CANCELLED), words=_own_words("reason")),
    "reopened": Kind("Reopened", _review_in(*OPEN), words=_own_words("note")),
    "withdrawn": Kind("Withdrawn", _review_in(Review.WITHDRAWN)),
    "proposal_accepted": Kind("Change accepted", _proposal_is(Proposal.State.ACCEPTED)),
    "proposal_rejected": Kind("Change not accepted", _proposal_is(Proposal.State.REJECTED), words=_own_words("reason")),
    "contact_changed": Kind("Contact changed", _always, contact_link),
    "closure_question": Kind("Closure question", _closure_question_open, words=_question_words),
    "closure_approved": Kind("Closure approved", _closure_is(_STATE.APPROVED), words=_closure_words),
    "closure_declined": Kind("Closure declined", _closure_is(_STATE.DECLINED), words=_own_words("reason")),
    "closure_reopened": Kind(
        "Closure reopened", _closure_is(_STATE.REQUESTED, _STATE.NEEDS_INFORMATION), words=_own_words("note")
    ),
    "join_confirm": Kind("Confirm the wish to join", _wish_unconfirmed, join_link),
    "join_asked": Kind("Somebody asks to join", _is_asked, answer_link, _asker_words),
    "join_agreed": Kind("Another host joined", _agreed, words=_joining_words),
    "joined": Kind("Joined a party", _agreed, words=_main_host_words),
    "join_declined": Kind("Cannot join", _not_agreed, own_draft_link),
    "joined_left": Kind("A joined host left", _is_on, words=_left_words),
    "join_ended": Kind("Not a host any more", _always, contact_link),
    "pair_asked": Kind("Asked to be introduced", _is_asked, answer_link, _own_words("note")),
    "pair_agreed": Kind("Introduced", _agreed, words=_other_words),
    "pair_declined": Kind("Introduction ended", _alone_again),
    "merged": Kind("Two parties are one", _is_on, words=_merged_words),
    "invitation": Kind("Invitation", _has_a_seat, invitation_link, _invitation_words),
    "password_reset": Kind("New password", _may_sign_in, password_link, _site_words),
    "listing_reported": Kind("Listing reported", _has_a_seat, queue_link, _own_words("report")),
}


def label_of(kind):
    """What staff call the letter."""
    return KINDS[kind].label if kind in KINDS else kind
