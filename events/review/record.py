"""Everything the record page shows of one party, read in a fixed number of queries."""

from dataclasses import dataclass, field

from events.checks import Facts, checks_of, place_in_words
from events.closing.sight import sight_of
from events.lib import phones, wording
from events.lib.streets import block_parts
from events.listing import address_of
from events.models import Change, Closure, Proposal, Review
from events.questions import answers as asked
from events.review.minimap import minimap
from events.spoken import GROUPS, LETTERS, SPOKEN_NAMES, Words
from events.whereabouts import districts

PUBLIC = {Review.APPROVED, Review.CANCELLED, Review.WITHDRAWN}


@dataclass
class Line:
    """One line of history in words: `differences` are (label, before, after); `of` names a party that was merged in."""

    deed: str
    at: object
    by: str
    note: str
    differences: list = field(default_factory=list)
    of: str = ""


@dataclass(frozen=True)
class Contact:
    """A host as staff reach them; `is_confirmed` says whether the e-mail was shown to work."""

    role: str
    name: str
    email: str
    phone: str
    pretty: str
    language_name: str
    is_confirmed: bool

    @property
    def email_parts(self):
        """The address before and behind its @, so that a narrow column can break it there."""
        return self.email.rpartition("@")[::2]


def contacts_of(party):
    """The Contacts of a party, the main host first."""
    return [
        Contact(
            role=host.get_role_display(),
            name=host.name,
            email=host.email,
            phone=host.phone,
            pretty=phones.pretty(host.phone) if host.phone else "",
            language_name=str(SPOKEN_NAMES.get(host.language, host.language)),
            is_confirmed=host.confirmed_at is not None,
        )
        for host in party.hosts.all()
    ]


@dataclass
class Record:
    """The whole of a party for the people who decide about it."""

    party: object
    name: str
    blade: tuple
    when: str
    districts: str
    groups: list
    hosts: list
    closure: object
    visits: list
    checks: list
    lines: list
    notes: list
    questions: list
    proposal: object
    proposed: list
    since_approval: list
    letters: list
    minimap: object
    public_url: str


def record_of(party):
    """The Record of a party as `access.get_party_or_404` gives it."""
    edition = party.edition
    words, facts = Words(edition), Facts(edition)
    answers = asked.answers_of(party)
    changes = list(party.changes.with_people().newest_first())
    proposal = party.proposals.select_related("by_host").filter(state=Proposal.State.OPEN).first()
    return Record(
        party=party,
        name=place_in_words(party),
        blade=blade_of(party),
        when=when_of(party),
        districts=districts.in_words(party),
        groups=[(title, told(words, answers, names.split())) for title, names in GROUPS],
        hosts=contacts_of(party),
        closure=sight_of_closure(party),
        visits=list(party.visit_requests.select_related("kind")),
        checks=checks_of(party, facts),
        lines=lines_of(party, changes, words),
        notes=list(party.notes.select_related("by").order_by("-at", "-id")),
        questions=list(party.questions.select_related("asked_by").order_by("-asked_at", "-id")),
        proposal=proposal,
        proposed=proposed_of(proposal, answers, words),
        since_approval=since_approval(party, changes, words),
        letters=letters_of(party),
        minimap=minimap(party, facts),
        public_url=address_of(party) if party.review in PUBLIC else "",
    )


def told(words, answers, names):
    """[(label, answer in words)] of the questions that were answered; a plain "no" counts as nothing to tell."""
    said = [(words.label(name), words.say(name, answers.get(name))) for name in names]
    return [(label, value) for label, value in said if value not in ("", "No")]


def when_of(party):
    """The party's day and times in words."""
    return f"{wording.day(party.date)}, {wording.time_range(party.starts, party.ends)}"


def blade_of(party):
    """The words of the street sign for staff: (before, street, after)."""
    if party.place_name or not party.street:
        return "", place_in_words(party), ""
    return block_parts(party.number, party.street)


def closure_of(party):
    """The party's closure, unless the wish was taken back."""
    closure = getattr(party, "closure", None)
    return closure if closure is not None and closure.state != Closure.State.WITHDRAWN else None


def sight_of_closure(party):
    """The Sight of the party's closure, or None without one."""
    closure = closure_of(party)
    if closure is None:
        return None
    closure.party = party
    return sight_of(closure)


def lines_of(party, changes, words):
    """The party's history in words, newest first, with that of every party that was merged into it."""
    merged = Change.objects.filter(party__merged_into=party).select_related("party").with_people()
    together = sorted([*changes, *merged], key=lambda change: (change.at, change.pk), reverse=True)
    references = {change.pk: change.party.reference for change in merged}
    return [line_of(change, words, of=references.get(change.pk, "")) for change in together]


def line_of(change, words, of=""):
    """A Change in words; `of` is the reference of another party whose history it is."""
    values = list(change.values.all())
    note = next((value.after for value in values if value.field == "note"), "")
    rest = [(value.field, value.before, value.after) for value in values if value.field != "note"]
    return Line(change.get_deed_display(), change.at, author_of(change), note, words.differences(rest), of)


def author_of(change):
    """Who did it, as staff call them."""
    if change.by_user_id:
        return str(change.by_user)
    if change.by_host_id:
        return change.by_host.name or change.by_host.get_role_display()
    return ""


def proposed_of(proposal, answers, words):
    """[(label, approved, proposed)] of an open proposal against the answers that stand."""
    if proposal is None:
        return []
    return words.differences(asked.changed(answers, proposal.values))


def since_approval(party, changes, words):
    """[(label, when approved, now)] of everything that was changed after the party was first approved."""
    if party.approved_at is None:
        return []
    first, last = {}, {}
    for change in reversed(changes):
        if change.at <= party.approved_at:
            continue
        for value in change.values.all():
            if value.field not in ("note", "review", "closure", "proposal"):
                first.setdefault(value.field, value.before)
                last[value.field] = value.after
    return words.differences((name, before, last[name]) for name, before in first.items())


def letters_of(party):
    """[(what the letter says, Notice)] owed or sent for the party, newest first."""
    rows = party.notices.order_by("-created_at", "-id")
    return [(LETTERS.get(row.kind) or row.kind.replace("_", " ").capitalize(), row) for row in rows]
