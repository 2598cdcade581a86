"""What the host's page tells: how the party stands, what happens next, and every answer, in the active language."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events import comeback, night, outcomes
from events.access import token_of
from events.hosting import deeds
from events.lib.phones import pretty
from events.lib.wording import and_list, day, day_year, dollars, time_range
from events.listing import Listing
from events.models import STEPS, Closure, Host, Kit, Outcome, Party, PlaceKind, Proof, Proposal, Review, User
from events.night_forms import sayings
from events.questions import answers as asked
from events.questions import summary
from events.questions.steps import NAMED


@dataclass(frozen=True)
class Compared:
    """One answer of the proposal: its label, its lines now and as asked for."""

    label: str
    now: list
    then: list


@dataclass(frozen=True)
class Story:
    """A party as its host sees it. Rows are `summary.Row`s; `host` is the reader, `main` the main host."""

    party: Party
    host: Host
    main: Host
    second: Host | None
    listing: Listing
    closure: Closure | None
    closed: dict
    visitors: str
    proposal: Proposal | None
    rejected: Proposal | None
    compared: list
    questions: list
    public: list
    team: list
    still: list
    joined: list
    is_main: bool
    is_joined: bool
    is_editable: bool
    may_withdraw: bool
    is_past: bool
    asks_outcome: bool
    is_today: bool
    is_alone: bool
    again: object
    steps: set
    nights: list
    owes_proof: bool
    phone: str

    @classmethod
    def of(cls, host, now):
        """The story for `host` at `now`, in a fixed number of queries."""
        whole = Party.objects.with_context().prefetch_related("hosts", "edition__visitor_kinds")
        party = whole.get(pk=host.party_id)
        people = list(party.hosts.all())
        hosts = {person.role: person for person in people}
        main, is_main = hosts[Host.Role.MAIN], host.role == Host.Role.MAIN
        is_joined = host.role == Host.Role.JOINED
        before = asked.answers_of(party)
        latest = party.proposals.first()
        proposal = latest if latest and latest.state == Proposal.State.OPEN else None
        closure = closure_of(party)
        clock = timezone.localtime(now, party.edition.community.zone)
        is_past = clock.date() > party.date
        listing = Listing.of(party)
        return cls(
            party=party,
            host=host,
            main=main,
            second=hosts.get(Host.Role.SECOND),
            listing=listing,
            closure=closure,
            closed=closed_words(closure),
            visitors=visitors_of(party, before),
            proposal=None if is_joined else proposal,
            rejected=latest if latest and latest.state == Proposal.State.REJECTED else None,
            compared=compared(party.edition, before, proposal.values) if proposal else [],
            questions=[] if is_joined else deeds.open_questions(party),
            public=summary.public_rows(party.edition, before),
            team=own_rows(summary.team_rows(party.edition, before), main, host),
            still=still_open(party, before, now),
            joined=joined_of(people) if is_main else [],
            is_main=is_main,
            is_joined=is_joined,
            is_editable=party.review in deeds.EDITABLE and not is_joined,
            may_withdraw=Review.WITHDRAWN in STEPS[party.review] and not is_past and not is_joined,
            is_past=is_past,
            asks_outcome=outcomes.may_say(party, now) and not is_joined and is_told_of(party, listing, clock),
            is_today=clock.date() == party.date,
            is_alone=len(people) == 1,
            again=again_for(host, party, now) if is_past else None,
            steps={name for name in NAMED if deeds.may_edit(host, name, now=now)},
            nights=[] if is_joined else sayings(party, now),
            owes_proof=is_main and party.review != Review.UNCONFIRMED and not main.confirmed_at and bool(main.email),
            phone=phone_of(party.edition.community),
        )

    @property
    def planned_day(self):
        """The day it was planned for, in words."""
        return day(night.planned_day(self.party))

    @property
    def planned_hours(self):
        return time_range(self.party.starts, self.party.ends)

    @property
    def closure_costs(self):
        """What the street closure costs, in words; '' where it is free or will not be."""
        is_on = self.closure is not None and self.closure.state != Closure.State.DECLINED and self.is_editable
        return dollars(self.closure.fee_cents) if is_on and self.closure.fee_cents else ""

    @cached_property
    def takes_signatures(self):
        return not self.is_joined and takes_signatures(self.party)

    @property
    def signatures(self):
        """How many files of signatures there are."""
        return self.party.petitions.count()

    @property
    def may_print(self):
        """Whether there is a kit to print: from the approval on, until the party is over or called off."""
        return self.party.review == Review.APPROVED and not self.listing.is_off and not self.is_past

    @property
    def kit(self):
        """The kit from the city, or None where none is wanted."""
        wanted = self.party.kit_wanted
        return Kit.objects.filter(party=self.party).select_related("place").first() if wanted else None

    @property
    def quiet_token(self):
        """Of the page where the reader says whether reminders shall come."""
        return token_of("quiet", self.host)

    @property
    def rain_day(self):
        return day(self.party.rain_date) if self.party.rain_date else ""


def is_told_of(party, listing, clock):
    """Whether the host's page speaks of how it went: once something is said, and else once the party has begun.

    One that was called off on its day is asked about from the day after on.
    """
    if party.outcome != Outcome.UNKNOWN or clock.date() > party.date:
        return True
    return not listing.is_off and clock.time() >= listing.starts


@dataclass(frozen=True)
class Again:
    """The coming night for which a host can register again, and the `token` of the page that does it."""

    program: str
    night: str
    token: str


def again_for(host, party, now):
    """The Again of a main host of an approved party, or None: not open, not kept, or registered already.

    The page behind the token counts the e-mail as confirmed, so only whose e-mail is confirmed is led there.
    """
    keeps = party.review == Review.APPROVED and party.forgotten_at is None
    if host.role != Host.Role.MAIN or not host.confirmed_at or not keeps:
        return None
    edition = comeback.coming(party.edition.community, now)
    is_open = edition is not None and edition.date > party.edition.date and edition.takes("listing", now)
    if not is_open or comeback.next_of(party, edition):
        return None
    return Again(edition.program_name, day_year(edition.date), token_of("again", host))


def closure_of(party):
    """The party's closure wish, or None where there is none or it was withdrawn."""
    closure = getattr(party, "closure", None)
    return None if closure is None or closure.state == Closure.State.WITHDRAWN else closure


def takes_signatures(party):
    """Whether the party's closure asks for the neighbors' signatures, and they can still be added."""
    closure = closure_of(party)
    if closure is None or closure.state == Closure.State.DECLINED or party.review not in deeds.EDITABLE:
        return False
    return party.edition.policy.proof == Proof.PETITION


def closed_words(closure):
    """Street, cross streets and hours of a closure in words."""
    if closure is None:
        return {}
    return {
        "street": closure.street,
        "first": closure.from_street,
        "last": closure.to_street,
        "hours": time_range(closure.starts, closure.ends),
    }


def visitors_of(party, answers):
    """The visitors asked for as a list in words, or ''."""
    kinds = party.edition.visitor_kinds.all()
    return and_list(kind.label(get_language()) for kind in kinds if kind.code in answers["visitors"])


def joined_of(people):
    """[(joined host, phone as people write it)] of a party's hosts; both sides agreed to know each other."""
    return [(one, pretty(one.phone) if one.phone else "") for one in people if one.role == Host.Role.JOINED]


def own_rows(rows, main, host):
    """The rows for the city team as the reader may see them.

    A second contact reads the main host's name alone. A joined host was given the main host's contact, and sees
    nothing else that is not public.
    """
    if host.role == Host.Role.MAIN:
        return rows
    if host.role == Host.Role.JOINED:
        return [summary.Row.of(_("Host"), "", main.name, main.email, pretty(main.phone) if main.phone else "")]
    return [summary.Row.of(_("Host"), "", main.name), *(row for row in rows if row.step != "you")]


def compared(edition, before, values):
    """What the proposal changes, row by row, as on the page below it; of each row the lines that differ."""
    now, then = (
        {(row.label, row.step): row.lines for row in summary.public_rows(edition, a) + summary.team_rows(edition, a)}
        for a in (before, before | values)
    )
    rows = []
    for key in [*then, *(key for key in now if key not in then)]:
        old, new = now.get(key, []), then.get(key, [])
        gone, added = [line for line in old if line not in new], [line for line in new if line not in old]
        if old != new:
            rows.append(Compared(key[0], gone, added) if gone and added else Compared(key[0], old, new))
    return rows


def still_open(party, answers, now):
    """[(sentence, step)] of what was not asked for yet and still can be, and until when."""
    edition, offers = party.edition, []
    if len(answers["visitors"]) < len(edition.visitor_kinds.all()) and edition.takes("visits", now):
        offers.append((_("Visitors: until %(day)s") % {"day": day(edition.visits_until)}, "visitors"))
    is_street = party.place_kind == PlaceKind.STREET
    if is_street and not answers["closure_wanted"] and edition.takes("closure", now):
        offers.append((_("A street closure: until %(day)s") % {"day": day(edition.closure_until)}, "closure"))
    if not answers["kit_wanted"] and edition.takes("kit", now):
        offers.append((_("The printed kit: until %(day)s") % {"day": day(edition.kit_until)}, "sharing"))
    return offers


def phone_of(community):
    """The community's phone number as people write it, or ''."""
    return pretty(community.contact_phone) if community and community.contact_phone else ""


def missed(changes):
    """[(what was done, by whom, which answers)] of lines of history that the host had not seen."""
    return [(line.get_deed_display(), author_of(line), and_list(labels_of(line))) for line in changes]


def author_of(line):
    """Who did it, as hosts read it: a host by name, staff as the city team."""
    if line.by_host is not None:
        return line.by_host.name
    return _("the city team") if isinstance(line.by_user, User) else ""


def labels_of(line):
    """The labels of the answers a line of history changed."""
    names = [value.field for value in line.values.all()]
    labels = {name: field.label for step in NAMED.values() for name, field in step.base_fields.items()}
    return dict.fromkeys(str(labels[name]) for name in names if name in labels)


def what_came_of(edited, email):
    """What an edit did, as a message."""
    if edited.email_changed:
        return _("Saved. We sent a link to %(email)s. Open it, so that we know our letters reach you.") % {
            "email": email
        }
    if edited.proposed and edited.live:
        return _("Saved. Part of it is live now; the rest waits for the city team.")
    if edited.proposed:
        return _("Sent. The city team looks at your change. Until then everyone sees the approved version.")
    return _("Saved.") if edited.live else _("Nothing was changed.")
