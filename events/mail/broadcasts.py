"""Letters from the city to many hosts: owed to each person once, tried out, counted, and called back."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from events.mail import letters
from events.mail.kinds import Stock
from events.mail.owing import DAYS_OF_USE, moment, owe, owe_all, row_of
from events.models import Notice

KIND, TEST = "broadcast", "broadcast_test"

State = Notice.State


@dataclass(frozen=True)
class Tally:
    """What became of a broadcast's letters, in numbers. `waiting` are those that still go out by e-mail."""

    written: int
    sent: int
    waiting: int
    failed: int
    in_doubt: int
    expired: int
    to_call: int
    called: int

    @property
    def by_email(self):
        """How many go or went by e-mail."""
        return self.sent + self.waiting + self.failed + self.in_doubt

    @property
    def in_trouble(self):
        return self.failed + self.in_doubt


def owe_letters(broadcast, hosts, *, now):
    """Owe the broadcast's letter to each of the hosts (with their party), once however often it is asked for.

    One without e-mail becomes a line of the call list. A letter never leaves in the quiet hours, and one written before
    its party is over never after it.
    """
    owe_all([_row(broadcast, host, now) for host in hosts])


def owe_test(broadcast, user, language, *, now):
    """The letter to the coordinator alone, in one language; asking again brings it again."""
    key = f"{broadcast.pk}:{user.pk}:{language}:{moment(now)}"
    about = {"broadcast": broadcast, "community": broadcast.edition.community, "user": user}
    return owe(TEST, key, now=now, language=language, days=1, **about)


def preview(broadcast, user, language, *, now):
    """The letter (Composed) as a host would read it in `language`, without anybody's link."""
    community = broadcast.edition.community
    notice = Notice(kind=TEST, broadcast=broadcast, community=community, user=user, to_email=user.email)
    notice.language, notice.created_at = language, now
    return letters.compose(notice, Stock())


def addressed(broadcast):
    """({e-mail addresses in small letters}, {ids of hosts}) that the broadcast has been written to already."""
    rows = _letters(broadcast).values_list("to_email", "host")
    return {email.lower() for email, _host in rows if email}, {host for _email, host in rows}


def call_back(broadcast):
    """Give up the letters that have not left, and the calls that nobody has made; gives their number."""
    open_rows = _letters(broadcast).filter(state__in=[State.QUEUED, State.CALL])
    return open_rows.update(state=State.EXPIRED, leased_until=None, last_error="The letter was stopped")


def calls_of(broadcast):
    """The broadcast's lines of the call list, called or not, with host and party."""
    rows = _letters(broadcast).filter(state__in=[State.CALL, State.CALLED])
    return rows.select_related("host", "party__edition__community", "party__neighborhood").order_by("host__name", "id")


def tally_of(broadcast):
    """The Tally of a broadcast, in one query."""
    wanted = {
        "sent": [State.SENT],
        "waiting": [State.QUEUED, State.SENDING],
        "failed": [State.FAILED],
        "in_doubt": [State.IN_DOUBT],
        "expired": [State.EXPIRED],
        "to_call": [State.CALL],
        "called": [State.CALLED],
    }
    numbers = {name: Count("pk", filter=Q(state__in=states)) for name, states in wanted.items()}
    return Tally(**_letters(broadcast).order_by().aggregate(written=Count("pk"), **numbers))


def _letters(broadcast):
    return Notice.objects.filter(broadcast=broadcast, kind=KIND)


def _row(broadcast, host, now):
    party, community = host.party, broadcast.edition.community
    over = dt.datetime.combine(party.date, party.ends, tzinfo=community.zone)
    last = now + dt.timedelta(days=DAYS_OF_USE)
    needed = {"needed": True} if broadcast.filters.get("needed") else {}
    return row_of(
        KIND,
        f"{broadcast.pk}:{host.pk}",
        now=now,
        host=host,
        community=community,
        broadcast=broadcast,
        is_quiet=True,
        not_after=min(last, over) if now < over else last,
        **needed,
    )
