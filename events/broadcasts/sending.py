"""From a draft to letters: what a coordinator does with a broadcast, and the job that writes its letters.

Each deed is one conditional UPDATE on the revision the person had seen; it gives whether it was done. Writing may be
broken off at any moment and begun again: who has the letter already is passed over.
"""

from django.db import transaction
from django.db.models import F

from events import jobs
from events.broadcasts.audience import USUAL, Audience
from events.mail import broadcasts as letters
from events.models import Broadcast

SEND = "broadcasts.send"
BATCH = 100
GONE = "This letter is no longer being sent."

State = Broadcast.State


def draft(edition, *, subjects, texts, by, now):
    """A new draft to the hosts of approved parties; gives the Broadcast."""
    words = {"subjects": subjects, "texts": texts}
    return Broadcast.objects.create(edition=edition, filters=dict(USUAL), by=by, created_at=now, **words)


def copy(broadcast, *, by, now):
    """A new draft with the words and the audience of another letter."""
    words = {"subjects": broadcast.subjects, "texts": broadcast.texts, "filters": broadcast.filters}
    return Broadcast.objects.create(edition=broadcast.edition, by=by, created_at=now, **words)


def reword(broadcast, *, seen, subjects, texts):
    """Change the words of a draft."""
    return _change(broadcast, seen, subjects=subjects, texts=texts)


def choose(broadcast, *, seen, filters):
    """Change whom a draft goes to."""
    return _change(broadcast, seen, filters=filters)


def discard(broadcast, *, seen):
    """Throw a draft away."""
    return bool(_draft_as_seen(broadcast, seen).delete()[0])


def begin(broadcast, *, seen, by, now):
    """Have the letters of a draft written to whom it goes at that time; gives whether it was begun."""
    with transaction.atomic():
        if not _change(broadcast, seen, state=State.SENDING, sent_at=now, by=by):
            return False
        _start(broadcast, by, now)
    return True


def go_on(broadcast, *, by, now):
    """Write the letters that are missing after the job broke off; gives whether there was something to go on with."""
    with transaction.atomic():
        row = Broadcast.objects.select_for_update(of=("self",)).select_related("job").get(pk=broadcast.pk)
        if not has_broken_off(row):
            return False
        _start(row, by, now)
    return True


def stop(broadcast, *, now):
    """Let no more letters leave and no more calls be made; gives how many were given up, or None if it was too late."""
    with transaction.atomic():
        going = Broadcast.objects.filter(pk=broadcast.pk, state__in=[State.SENDING, State.SENT])
        if not going.update(state=State.STOPPED, revision=F("revision") + 1):
            return None
        number = letters.call_back(broadcast)
    if broadcast.job is not None:
        jobs.cancel(broadcast.job, now=now)
    return number


def has_broken_off(broadcast):
    """Whether the writing ended before all letters were there."""
    return broadcast.state == State.SENDING and (broadcast.job is None or broadcast.job.is_over)


def send(job, progress):
    """Job: owe the letter to everybody in the audience, in batches; gives {"written": how many there are}."""
    broadcast = Broadcast.objects.select_related("edition__community").filter(pk=job.args["broadcast"]).first()
    if broadcast is None:
        raise jobs.Refused(GONE)
    emails, hosts = letters.addressed(broadcast)
    people = Audience.of(broadcast.edition, broadcast.filters).people
    missing = [host for host in people if host.pk not in hosts and host.email.lower() not in emails]
    for first in range(0, len(missing), BATCH):
        with transaction.atomic():
            _hold(broadcast)
            letters.owe_letters(broadcast, missing[first : first + BATCH], now=progress.clock())
        progress(first + BATCH, len(missing), "Writing the letters")
    with transaction.atomic():
        _hold(broadcast)
        Broadcast.objects.filter(pk=broadcast.pk).update(state=State.SENT)
    return {"written": letters.tally_of(broadcast).written}


def _hold(broadcast):
    """Keep the letter from being stopped for the length of the transaction; Cancelled where it has been."""
    going = Broadcast.objects.select_for_update().filter(pk=broadcast.pk, state=State.SENDING)
    if not going.exists():
        raise jobs.Cancelled


def _start(broadcast, by, now):
    args = {"broadcast": broadcast.pk}
    job = jobs.start(SEND, community=broadcast.edition.community, by=by, args=args, now=now)
    Broadcast.objects.filter(pk=broadcast.pk).update(job=job)


def _draft_as_seen(broadcast, seen):
    return Broadcast.objects.filter(pk=broadcast.pk, state=State.DRAFT, revision=seen)


def _change(broadcast, seen, **values):
    return bool(_draft_as_seen(broadcast, seen).update(revision=F("revision") + 1, **values))
