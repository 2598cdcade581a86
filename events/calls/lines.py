"""The call list: who is owed a call and what to say, and letters that need a person to look at them.

Each deed is one conditional UPDATE, so that of two coordinators on one line the second is told; gives whether it was
done. The log of calls stays on the notice; a party's history tells of decisions, not of calls.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Count, F
from django.utils.translation import get_language_info

from events.lib.phones import pretty
from events.lib.wording import waiting
from events.listing import name_of
from events.mail import letters
from events.mail.kinds import Stock, label_of
from events.models import Notice

STAFF_LANGUAGE = "en"
ANOTHER_CHANCE = dt.timedelta(days=2)
SHOWN = 100
PRINTED = 1000

State = Notice.State


@dataclass(frozen=True)
class Line:
    """A line of the call list or a letter in trouble, ready to show. `words` and `own_words` are paragraphs; the second
    are in the person's own language where that is not the staff's."""

    notice: Notice
    letter: str
    who: str
    role: str
    phone: str
    phone_pretty: str
    language: str
    party: object
    party_name: str
    waiting: str
    words: list = field(default_factory=list)
    own_words: list = field(default_factory=list)

    @property
    def person(self):
        """What lines for one call have in common."""
        return self.who, self.phone

    @property
    def asks(self):
        """Whether the host's answer can be written down."""
        return self.notice.kind in ("question", "closure_question")

    @property
    def asks_about_another(self):
        """Whether the host's answer to an introduction can be written down."""
        return self.notice.kind in ("join_asked", "pair_asked")


def lines_to_call(community, now, *, about="", most=SHOWN):
    """(lines, number of all) of the community's open calls, who waits longest first and all of one person together.

    `about` takes the calls of one kind of letter alone. Calls that lost their point are left out, and reminders whose
    moment has passed.
    """
    calls = _open_calls(community, now)
    lines, total = _lines(calls.filter(kind=about) if about else calls, now, with_words=True, most=most)
    order = {}
    for line in lines:
        order.setdefault(line.person, len(order))
    return sorted(lines, key=lambda line: order[line.person]), total


def kinds_to_call(community, now):
    """[(kind of letter, what staff call it, number of open calls)], the most frequent first."""
    counted = _open_calls(community, now).order_by().values("kind").annotate(number=Count("pk"))
    return [(row["kind"], label_of(row["kind"]), row["number"]) for row in counted.order_by("-number", "kind")]


def _open_calls(community, now):
    """Calls that can be made now: not before a whole night's decision stands, no reminder that comes too late."""
    calls = Notice.objects.filter(community=community).to_call()
    return calls.exclude(is_quiet=True, not_after__lte=now).exclude(storm__isnull=False, send_after__gt=now)


def troubled_letters(community, now):
    """(lines, number of all) of letters that were given up or may have been sent, oldest first."""
    return _lines(Notice.objects.filter(community=community).troubled(), now, with_words=False)


def called(notice, *, by, now):
    """The person was reached and told."""
    return _step(notice, [State.CALL], state=State.CALLED, called_by=by, called_at=now)


def no_answer(notice, *, by, now):
    """Nobody answered; the line stays, one try more."""
    return _step(notice, [State.CALL], no_answers=F("no_answers") + 1, called_by=by, called_at=now)


def send_again(notice, *, now):
    """Queue a letter in trouble once more, with all its tries before it."""
    return _step(
        notice,
        [State.FAILED, State.IN_DOUBT],
        state=State.QUEUED,
        attempts=0,
        send_after=now,
        not_after=max(notice.not_after, now + ANOTHER_CHANCE),
        last_error="",
    )


def call_instead(notice):
    """Make a letter in trouble a line of the call list; only where there is a phone."""
    if not phone_of(notice):
        return False
    return _step(notice, [State.FAILED, State.IN_DOUBT], state=State.CALL)


def phone_of(notice):
    return notice.host.phone if notice.host else ""


def _step(notice, states, **values):
    return bool(Notice.objects.filter(pk=notice.pk, state__in=states).update(**values))


def _lines(notices, now, *, with_words, most=SHOWN):
    ordered = notices.order_by("created_at", "id").select_related(*letters.ROWS, "called_by")
    shown, total = list(ordered[:most]), notices.count()
    stock = Stock.of(shown)
    lines = [_line(notice, stock, now, with_words) for notice in shown]
    there = [line for line in lines if line is not None]
    return there, total - (len(lines) - len(there))


def _line(notice, stock, now, with_words):
    words, own_words = [], []
    if with_words:
        try:
            words = letters.words_to_say(notice, stock, STAFF_LANGUAGE)
            if letters.language_of(notice) != STAFF_LANGUAGE:
                own_words = letters.words_to_say(notice, stock)
        except letters.Obsolete:
            return None
    phone, party = phone_of(notice), notice.party
    return Line(
        notice=notice,
        letter=label_of(notice.kind),
        who=_who(notice),
        role=notice.host.get_role_display() if notice.host else "",
        phone=phone,
        phone_pretty=pretty(phone) if phone else "",
        language=get_language_info(letters.language_of(notice))["name"],
        party=party,
        party_name=name_of(party) if party else "",
        waiting=waiting(now - notice.created_at),
        words=words,
        own_words=own_words,
    )


def _who(notice):
    if notice.host:
        return notice.host.name or notice.to_email or "No name"
    return str(notice.user) if notice.user else notice.to_email
