"""One owed letter of every kind, and a mail server of our own."""

import datetime as dt

import pytest

from events import night
from events.access import token_of
from events.mail import again, broadcasts, notices, storms
from events.mail.letters import ROWS
from events.mail.owing import owe
from events.models import (
    Broadcast,
    Draft,
    Edition,
    Host,
    Introduction,
    Membership,
    Night,
    Notice,
    Party,
    Proposal,
    Question,
    Review,
    Role,
    Standing,
    Storm,
    User,
)
from tests.conftest import make_edition
from tests.mail.sink import Sink

REASON = "The bus runs there until nine."
REPORT = "2800 block of Elm St: /springfield/2027/p/elm/\n\nThis is my driveway.\n\ncal@example.org"
FOR_STAFF = {"broadcast_test", "invitation", "listing_reported", "password_reset"}
JOINS = {"join_confirm", "join_asked", "join_agreed", "joined", "join_declined", "joined_left", "join_ended"}
PAIRS = {"pair_asked", "pair_agreed", "pair_declined", "merged"}
ASKER = {"name": "Ana Lark", "email": "ana@example.org", "phone": "+13145550155"}


@pytest.fixture
def sink():
    server = Sink()
    yield server
    server.close()


@pytest.fixture
def smtp(settings, sink):
    """Letters go to the sink by SMTP."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    return sink


@pytest.fixture
def no_letters(elm, walts):
    """Rosa's and Walt's parties are there, and nobody is owed a letter."""
    Notice.objects.all().delete()


@pytest.fixture
def rosa(elm, no_letters):
    """Rosa, to whom no letter is owed yet."""
    return elm.hosts.get()


@pytest.fixture
def owed(make_party, edition, springfield, now):
    """owed(kind, language) gives the fresh notice of that kind, its party in the state the letter is about."""
    party_states = {
        "confirm": Review.UNCONFIRMED,
        "question": Review.NEEDS_INFORMATION,
        "approved": Review.APPROVED,
        "declined": Review.DECLINED,
        "cancelled": Review.CANCELLED,
        "withdrawn": Review.WITHDRAWN,
        "night_said": Review.APPROVED,
        "proposal_accepted": Review.APPROVED,
        "proposal_rejected": Review.APPROVED,
        "closure_approved": Review.APPROVED,
        "closure_declined": Review.APPROVED,
        "closure_reopened": Review.APPROVED,
        "remind_confirm": Review.UNCONFIRMED,
        "remind_answer": Review.NEEDS_INFORMATION,
        "week_before": Review.APPROVED,
        "day_before": Review.APPROVED,
        "day_after": Review.APPROVED,
    }
    closure_states = {
        "closure_question": "needs_information",
        "closure_approved": "approved",
        "closure_declined": "declined",
        "closure_reopened": "requested",
    }

    def close(party, state):
        party.closure.state, party.closure.decided_at = state, now
        party.closure.save()

    def asked(party, about_closure):
        return Question.objects.create(
            party=party, about_closure=about_closure, text="Which alley\nis it?", asked_at=now
        )

    def proposed(party, state):
        return Proposal.objects.create(party=party, values={}, state=state, at=now, decided_at=now)

    def to_many():
        words = {"en": "Rain on the night", "es": "Lluvia esa noche"}
        texts = {"en": "Take a tent.\n\nOr stay home.", "es": "Lleve una carpa.\n\nO quédese en casa."}
        return Broadcast.objects.create(
            edition=edition, subjects=words, texts=texts, state="sent", created_at=now, sent_at=now
        )

    def of_a_storm(kind, party):
        """A letter about the night that was moved to the party's day, or called off on it."""
        standing = Standing.POSTPONED if kind == "night_postponed" else Standing.CANCELLED
        first = dt.date(2027, 9, 28)
        Edition.objects.filter(pk=edition.pk).update(standing=standing, first_date=first)
        storm = Storm.objects.create(
            edition=edition,
            kind=standing,
            new_date=party.date if standing == Standing.POSTPONED else None,
            words={"en": REASON},
            before={"edition": {"date": first.isoformat()}, "parties": {}},
            at=now,
            letters_at=now,
        )
        storms.tell(party.hosts.all(), storm, now=now)
        return Notice.objects.get()

    def for_staff(kind, language):
        user = User.objects.create_user("new@springfield.example.org", name="Nora")
        Membership.objects.create(user=user, community=springfield, role=Role.COORDINATOR)
        if kind == "broadcast_test":
            return broadcasts.owe_test(to_many(), user, language, now=now)
        words = {"invitation": {"role": Role.COORDINATOR}, "listing_reported": {"report": REPORT}}.get(kind, {})
        notice = getattr(notices, kind)(user, springfield, now=now, **words)
        Notice.objects.filter(pk=notice.pk).update(language=language)
        return notice

    def between_hosts(kind, language, **changes):
        """A letter about joining Rosa's party or about a party close to it, the answers as the letter takes them."""
        party = make_party(edition, Review.APPROVED, language=language, **changes)
        spot = {"email": "ida@example.org", "host_name": "Ida Vale", "phone": "+13145550166", "number": "2811"}
        other = make_party(edition, Review.APPROVED, language=language, **spot)
        main, second = party.hosts.get(), other.hosts.get()
        draft = Draft.objects.create(edition=edition, created_at=now, updated_at=now, expires_at=edition.window()[0])
        is_pair = kind in PAIRS
        answers = {"join_declined": ("no", "yes"), "pair_declined": ("yes", "no"), "join_asked": ("", "yes")}
        answers |= dict.fromkeys(["join_agreed", "joined", "pair_agreed"], ("yes", "yes"))
        mine, theirs = answers.get(kind, ("", ""))
        wish = Introduction.objects.create(
            kind="pair" if is_pair else "join",
            party=party,
            other=other if is_pair else None,
            draft=None if is_pair else draft,
            party_answer=mine,
            other_answer=theirs,
            language=language,
            created_at=now,
            ended_at=now if mine else None,
            confirmed_at=now if theirs and not is_pair else None,
            **({} if is_pair else ASKER),
        )
        Notice.objects.all().delete()
        match kind:
            case "join_confirm" | "join_declined":
                return getattr(notices, kind)(wish, now=now)
            case "joined":
                joined = Host.objects.create(party=party, role="joined", language=language, **ASKER)
                return notices.joined(joined, wish, now=now)
            case "joined_left":
                return notices.joined_left(main, ASKER["name"], now=now)
            case "join_ended":
                return notices.join_ended(Host(pk=4711, language=language, **ASKER), party, now=now)
            case "merged":
                return notices.merged(main, now=now, contact=second, note="See you at the big oak.")
        return getattr(notices, kind)(main, wish, now=now)

    def make(kind, language="en", **changes):
        if kind in JOINS | PAIRS:
            return between_hosts(kind, language, **changes)
        if kind == "draft_link":
            draft = Draft.objects.create(
                edition=edition, language=language, created_at=now, updated_at=now, expires_at=edition.window()[0]
            )
            return notices.draft_link(draft, "rosa@example.org", now=now)
        if kind in FOR_STAFF:
            return for_staff(kind, language)
        second = {"second_name": "Ida Quill", "second_email": "ida@example.org"} if kind == "second_contact" else {}
        party = make_party(edition, party_states.get(kind, Review.SUBMITTED), language=language, **second, **changes)
        Notice.objects.all().delete()
        if kind in closure_states:
            close(party, closure_states[kind])
        host = party.hosts.get(role="second" if second else "main")
        match kind:
            case "question":
                return notices.question(host, asked(party, False), now=now)
            case "closure_question":
                return notices.closure_question(host, asked(party, True), now=now)
            case "proposal_accepted":
                return notices.proposal_accepted(host, proposed(party, "accepted"), now=now)
            case "proposal_rejected":
                return notices.proposal_rejected(host, proposed(party, "rejected"), now=now, reason=REASON)
            case "declined" | "cancelled" | "closure_declined":
                return getattr(notices, kind)(host, now=now, reason=REASON)
            case "night_postponed" | "night_called_off":
                return of_a_storm(kind, party)
            case "register_again":
                again.ask([host], make_edition(springfield, 2028, dt.date(2028, 10, 3)), now=now)
                return Notice.objects.get()
            case "night_said":
                night.say(party, Night.NOT_HAPPENING, words="The storm", by=host, now=now)
                host.party = Party.objects.get(pk=party.pk)
                return notices.night_said(host, now=now)
            case "broadcast":
                broadcasts.owe_letters(to_many(), [host], now=now)
                return Notice.objects.get()
            case "remind_answer":
                about = {"question": asked(party, False).pk}
                return owe(kind, host.pk, host=host, now=now, is_quiet=True, **about)
            case "remind_confirm" | "week_before" | "day_before" | "day_after":
                return owe(kind, host.pk, host=host, now=now, is_quiet=True, date=party.date.isoformat())
            case "contact_changed":
                return notices.contact_changed(host, "old@example.org", now=now)
        return getattr(notices, kind)(host, now=now)

    return make


@pytest.fixture
def fresh():
    """fresh(notice) gives the row as the worker loads it."""
    return lambda notice: Notice.objects.select_related(*ROWS).get(pk=notice.pk)


@pytest.fixture
def link_of():
    """link_of(purpose, row) gives the path of the row's secret link."""
    words = {"manage": "link", "confirm": "confirm", "draft": "draft"}
    return lambda purpose, row: f"/{words[purpose]}/{token_of(purpose, row)}/"
