"""Owing a letter: one row in the outbox, in the transaction of the deed that calls for it."""

import datetime as dt

from events.models import Notice

DAYS_OF_USE = 14
AT_ONCE = 500
NO_LONGER_SO = "No longer so when it was to be sent"

State = Notice.State


def owe(kind, key, **about):
    """Queue one letter, once per `key`; gives the row. What `about` may say is told by `row_of`."""
    row = row_of(kind, key, **about)
    owe_all([row])
    return Notice.objects.filter(key=row.key).first()


def owe_all(rows):
    """Queue many letters made by `row_of`; those whose key is there already stay as they are."""
    Notice.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)


def owe_again(letters, *, now):
    """Queue those of the letters (a queryset) anew that were given up because what they say was not so for a while."""
    lost = letters.filter(state=State.EXPIRED, last_error=NO_LONGER_SO, not_after__gt=now)
    lost.filter(to_email="").update(state=State.CALL, last_error="")
    lost.update(state=State.QUEUED, send_after=now, attempts=0, leased_until=None, last_error="")


def row_of(
    kind,
    key,
    *,
    now,
    host=None,
    draft=None,
    user=None,
    introduction=None,
    broadcast=None,
    storm=None,
    email="",
    days=DAYS_OF_USE,
    send_after=None,
    not_after=None,
    is_quiet=False,
    language=None,
    **context,
):
    """A letter to queue, unsaved.

    It goes to `email` where one is named, else to the host or user; somebody without one gets a line of the call list.
    It is not sent before `send_after` (now) nor after `not_after` (so many `days` from now), and a quiet one never in
    the community's quiet hours. `community` and `party` in the context become columns; the rest is what the template
    needs beside its rows.
    """
    to = email or (host.email if host else user.email if user else "")
    party = context.pop("party", None) or (host.party if host else None)
    community = context.pop("community", None) or (party or draft).edition.community
    language = language or (host.language if host else draft.language if draft else "en")
    return Notice(
        kind=kind,
        key=f"{kind}:{key}",
        community=community,
        party=party,
        host=host,
        draft=draft,
        user=user,
        introduction=introduction,
        broadcast=broadcast,
        storm=storm,
        is_quiet=is_quiet,
        to_email=to,
        language=language,
        context=context,
        state=State.QUEUED if to else State.CALL,
        created_at=now,
        send_after=send_after or now,
        not_after=not_after or now + dt.timedelta(days=days),
    )


def moment(now):
    """The instant as part of a key: the same deed once, the next one anew."""
    return now.strftime("%Y%m%dT%H%M%S%f")
