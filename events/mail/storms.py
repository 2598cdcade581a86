"""Letters about a whole night that is postponed or called off. They wait until the decision cannot be undone."""

import datetime as dt

from events.mail.owing import owe_again, owe_all, row_of
from events.models import Notice, Storm

TOLD_BEFORE = ["night_said", "night_postponed", "night_called_off"]
KIND = {Storm.Kind.POSTPONED: "night_postponed", Storm.Kind.CANCELLED: "night_called_off"}
STILL_NEWS = dt.timedelta(days=2)

State = Notice.State


def tell(hosts, storm, *, now):
    """Owe each of the hosts (with their party's community) the letter about the storm; urgent, so never quiet."""
    until = storm.edition.window()[1] if storm.new_date else storm.letters_at + STILL_NEWS
    owe_all(
        row_of(
            KIND[storm.kind],
            f"{storm.pk}:{host.pk}",
            host=host,
            storm=storm,
            now=now,
            send_after=storm.letters_at,
            not_after=until,
        )
        for host in hosts
    )


def take_back(storm):
    """Let no letter of the storm leave and nobody be called; False where one has left already.

    Call it inside the transaction that undoes the storm: a worker that claims a letter meanwhile waits for its end.
    """
    owed = Notice.objects.filter(storm=storm)
    owed.filter(state__in=[State.QUEUED, State.CALL], leased_until__isnull=True).update(state=State.EXPIRED)
    return not owed.exclude(state=State.EXPIRED).exists()


def bring_back(parties, *, now):
    """Queue what hosts were about to be told of these parties before a storm that is undone; reminders come anew."""
    owe_again(Notice.objects.filter(party__in=parties, kind__in=TOLD_BEFORE), now=now)
