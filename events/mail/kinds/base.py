"""What every kind of letter is made of: its row in a table, and the links, conditions and words that many share."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import get_language

from events.access import token_of
from events.calendar import calendar_of
from events.lib.phones import pretty
from events.lib.texts import clean_text, one_line
from events.models import Host, Membership, Proposal, Question, Review, VisitRequest

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
    requests: dict = field(default_factory=dict)

    @classmethod
    def of(cls, notices):
        questions = {notice.context.get("question") for notice in notices} - {None}
        proposals = {notice.context.get("proposal") for notice in notices} - {None}
        named = {notice.party_id for notice in notices if notice.kind == "second_contact"}
        between = [notice.introduction for notice in notices if notice.introduction]
        named |= {pk for row in between for pk in (row.party_id, row.other_id)} - {None}
        contacts = {notice.context.get("contact") for notice in notices} - {None}
        visited = {notice.party_id for notice in notices if notice.kind == "day_before"}
        users = {notice.user_id for notice in notices} - {None}
        seats = Membership.objects.active().filter(user__in=users) if users else []
        return cls(
            questions=Question.objects.in_bulk(questions) if questions else {},
            proposals=Proposal.objects.in_bulk(proposals) if proposals else {},
            main_hosts={host.party_id: host for host in Host.objects.main().filter(party__in=named)} if named else {},
            contacts=Host.objects.in_bulk(contacts) if contacts else {},
            roles={(seat.user_id, seat.community_id): seat.role for seat in seats},
            requests=requests_of(visited) if visited else {},
        )

    def question(self, notice):
        return self.questions.get(notice.context.get("question"))

    def visitors(self, notice):
        """The visitors the party asked for, by name in the active language."""
        return [request.kind.label(get_language()) for request in self.requests.get(notice.party_id, [])]

    def role(self, notice):
        return self.roles.get((notice.user_id, notice.community_id))


def requests_of(parties):
    """{party id: [VisitRequest]} of what these parties asked for and nobody declined."""
    found = {}
    asked = VisitRequest.objects.filter(party__in=parties).exclude(state=VisitRequest.State.DECLINED)
    for request in asked.select_related("kind"):
        found.setdefault(request.party_id, []).append(request)
    return found


def manage_link(notice):
    return address(f"/link/{token_of('manage', notice.host)}/")


def stop_link(notice, at_once=""):
    """Where the host says no more to letters that are not needed."""
    return address(f"/quiet/{token_of('quiet', notice.host)}/{at_once}")


def contact_link(notice):
    return address("/about/contact/")


def always(notice, stock):
    return True


def review_in(*reviews):
    return lambda notice, stock: notice.party.review in reviews


def is_asked_still(notice, stock):
    question = stock.question(notice)
    return question is not None and question.answered_at is None


def is_on(notice, stock):
    return notice.party.review not in CLOSED


def closure_of(party):
    """The party's closure, or None."""
    return getattr(party, "closure", None)


def nothing(notice, stock):
    return {}


def own_words(name):
    return lambda notice, stock: {"quote": quoted(notice.context.get(name))}


def question_words(notice, stock):
    return {"quote": quoted(stock.question(notice).text)}


def no_attachments(notice):
    return ()


def party_file(notice):
    """The party for the host's calendar, as everyone may see it: people pass such files on."""
    content = calendar_of(notice.party, now=notice.created_at)
    return (Attachment(f"{notice.party.reference}.ics", "text/calendar", content),)


def file_again(notice):
    """The party for calendars that may have it since its approval: on its new day, at its new hours, or off."""
    return party_file(notice) if notice.party.approved_at else ()


def first_name(name):
    """The first word of a name: all that is told of somebody before both sides agree."""
    return one_line(name).partition(" ")[0]


def contact_words(person):
    """How to reach the other side, for a letter that both have agreed to; nothing where nobody is there any more."""
    if person is None:
        return {"their_name": "", "their_email": "", "their_phone": ""}
    phone = pretty(person.phone) if person.phone else ""
    return {"their_name": person.name, "their_email": person.email, "their_phone": phone}


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter; `content` is bytes."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True)
class Kind:
    """One kind of letter. `label` is for staff; `link`, `holds`, `words` and `attachments` take the notice (and its
    Stock). `attachments` gives the files that go with it."""

    label: str
    holds: Callable
    link: Callable = manage_link
    words: Callable = nothing
    attachments: Callable = no_attachments
