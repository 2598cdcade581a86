"""Writes history: every deed done to a party is one Change, in the transaction of the deed."""

from django.db.models import F

from events.models import Change, ChangedValue, Host, Party, User

CHUNK = 500


class Outdated(Exception):
    """Somebody else was quicker: `changes` holds the lines of history the person had not seen."""

    def __init__(self, party, changes):
        super().__init__(f"{party.reference} has changed")
        self.party = party
        self.changes = changes


def record(party, deed, *, by, now, values=(), note=""):
    """Add a line of history and raise the party's revision; call it inside the transaction of the deed.

    `by` is a User, a Host or None (the system). `values` are (field, before, after) triples, JSON-able; `note` is
    the text that came with the deed. Gives the Change.
    """
    Party.objects.filter(pk=party.pk).update(revision=F("revision") + 1)
    party.revision = Party.objects.values_list("revision", flat=True).get(pk=party.pk)
    change = Change.objects.create(
        party=party,
        at=now,
        deed=deed,
        by_user=by if isinstance(by, User) else None,
        by_host=by if isinstance(by, Host) else None,
        revision=party.revision,
    )
    rows = [ChangedValue(change=change, field=name, before=before, after=after) for name, before, after in values]
    if note:
        rows.append(ChangedValue(change=change, field="note", after=note))
    ChangedValue.objects.bulk_create(rows)
    return change


def record_all(rows, deed, *, by, now):
    """`record` for many parties at once: `rows` are (party, values) pairs. Four queries for each 500."""
    rows = list(rows)
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        Party.objects.filter(pk__in=[party.pk for party, _values in part]).update(revision=F("revision") + 1)
        revisions = dict(Party.objects.filter(pk__in=[party.pk for party, _ in part]).values_list("pk", "revision"))
        for party, _values in part:
            party.revision = revisions[party.pk]
        changes = Change.objects.bulk_create(
            Change(
                party=party,
                at=now,
                deed=deed,
                by_user=by if isinstance(by, User) else None,
                by_host=by if isinstance(by, Host) else None,
                revision=party.revision,
            )
            for party, _values in part
        )
        ChangedValue.objects.bulk_create(
            ChangedValue(change=change, field=name, before=before, after=after)
            for change, (_party, values) in zip(changes, part, strict=True)
            for name, before, after in values
        )


def locked(party, *, seen=None):
    """The party's row, locked and fresh; raises Outdated when its revision is no longer the one `seen`.

    Call it inside a transaction. Without `seen` the caller decides on the fresh row, whatever happened before.
    """
    fresh = (
        Party.objects.select_for_update(of=("self",))
        .select_related("edition__community", "neighborhood")
        .get(pk=party.pk)
    )
    if seen is not None and fresh.revision != seen:
        missed = fresh.changes.filter(revision__gt=seen).with_people().newest_first()
        raise Outdated(fresh, list(missed))
    return fresh
