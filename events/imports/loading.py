"""Uploads: keep a file, read it as parties, and put all of them into the registry or none."""

import datetime as dt
import hashlib
import json

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import override

from events import registry
from events.imports import columns, returning
from events.imports.reading import Reader, place_key
from events.lib.texts import slug_of
from events.listing import place_of
from events.models import Change, Deed, Edition, Host, Outcome, OutcomeSource, Party, Review, Source, Upload

MAX_ROWS = 5_000
MAX_BYTES = 2_500_000
KEPT = dt.timedelta(days=1)
BATCH = 500


class NotReady(ValueError):
    """The upload has faults, nothing new, or changed since it was looked at: nothing was imported."""


class AlreadyDone(NotReady):
    """The upload is imported: a second press of the button."""


def alive(uploads, now):
    """Uploads that can still be imported."""
    return uploads.filter(imported_at__isnull=True, at__gt=now - KEPT)


def alive_or_done(uploads, now):
    """The same and those already imported."""
    return uploads.filter(Q(imported_at__isnull=False) | Q(at__gt=now - KEPT))


def keep(table, *, name, community, night, by, now):
    """Keep a table between the steps; its columns are read as the last file with the same header, else guessed.

    `night` is an Edition, or the date of one that the community may not have yet.
    """
    with transaction.atomic():
        Upload.objects.filter(imported_at__isnull=True, at__lte=now - KEPT).delete()
        twin = community.uploads.filter(header=table.header).exclude(mapping={}).first()
        return Upload.objects.create(
            community=community,
            edition=night if isinstance(night, Edition) else past_edition(community, night),
            by=by,
            name=name[:120],
            header=table.header,
            rows=[[number, *cells] for number, cells in zip(table.numbers, table.rows, strict=True)],
            mapping=twin.mapping if twin else columns.guess(table.header),
            at=now,
        )


def discard(upload, *, today):
    """Forget an upload, and the hidden edition that was made for it if nothing else is in it."""
    with transaction.atomic():
        upload.delete()
        Edition.objects.left_empty(today).filter(pk=upload.edition_id).delete()


def past_edition(community, date):
    """The community's edition of the year of `date`; made, hidden from the public, if there is none."""
    edition = community.editions.filter(year=date.year).first()
    if edition is not None:
        return edition
    newest = community.editions.order_by("-date").first()
    names = {"program_name": newest.program_name, "starts": newest.starts, "ends": newest.ends} if newest else {}
    days = dict.fromkeys(("listing_until", "closure_until", "visits_until", "kit_until"), date)
    return Edition.objects.create(
        community=community,
        year=date.year,
        date=date,
        registration_opens=date - dt.timedelta(days=180),
        is_public=False,
        **days,
        **names,
    )


def seen(upload):
    """A short mark of how the columns are read: a preview of another reading is not what gets imported."""
    return hashlib.sha256(json.dumps(upload.mapping, sort_keys=True).encode()).hexdigest()[:16]


def plan(upload):
    """The Reading of an upload as it stands; lines that are in the registry already are marked."""
    areas = list(upload.community.neighborhoods.without_outline())
    reader = Reader(header=upload.header, mapping=upload.mapping, edition=upload.edition, areas=areas)
    reading = reader.read(upload.rows)
    reading.mark = seen(upload)
    _mark_known(reading, upload)
    return reading


def _mark_known(reading, upload):
    """Mark what was imported before, by its key, and what is there from elsewhere, by host and place."""
    keys, known = set(), set()
    for party, contacts in returning.parties_with_contacts(upload.community, edition=upload.edition):
        keys.add(party.key)
        if party.source != Source.IMPORT:
            where = place_key(party.number, party.street, party.place_name)
            known |= {(contact.lower(), where) for contact in contacts if contact}
    for line in reading.lines:
        line.is_there = line.key in keys or line.person_and_place in known


def load(upload, *, mark, by, now):
    """Import every new line of the upload in one transaction, or nothing. Gives (parties, newer parties linked).

    Raises NotReady with a sentence where there is a fault, nothing new, or `mark` is not what `seen` gives now. Nobody
    gets a letter: the night is over. The rows of the file are forgotten afterwards, its columns are remembered.
    """
    # Reading takes longer than writing, so it is done before anybody is locked out.
    reading = plan(upload)
    made = {line.key: _party(line, upload.edition, now) for line in reading.new}
    with transaction.atomic():
        upload = Upload.objects.select_for_update(of=("self",)).select_related("edition__community").get(pk=upload.pk)
        if upload.imported_at is not None:
            raise AlreadyDone("This file is imported already. Nothing was added.")
        if not mark == seen(upload) == reading.mark:
            raise NotReady("Somebody changed how the columns are read. Look at the preview again.")
        _mark_known(reading, upload)
        if reading.faults:
            raise NotReady("Nothing was imported. Mend the rows below in your file and upload it again.")
        if not reading.new:
            raise NotReady("Every party of this file is in the registry already.")
        pairs = [(made.get(line.key) or _party(line, upload.edition, now), line) for line in reading.new]
        done = _written(pairs, upload.edition, by, now)
        linked = returning.link(upload.community, upload.edition, done)
        upload.rows, upload.imported_at = [], now
        upload.save(update_fields=["rows", "imported_at"])
        if upload.edition.is_public:
            upload.edition.touch()
        return len(done), linked


def _written(pairs, edition, by, now):
    """Write the (party, line) pairs, their hosts and a line of history each; gives [(party, contacts)]."""
    before = returning.earlier(edition.community, edition)
    taken = set(Party.objects.filter(edition=edition, slug__isnull=False).values_list("slug", flat=True))
    for (party, line), number in zip(pairs, _numbers(edition, len(pairs)), strict=True):
        party.reference = f"{edition.community.code}-{edition.year % 100:02d}-{number:04d}"
        party.slug = _free(party.slug, taken)
        found = before.find(party, _contacts(line))
        party.previous = found.party if found else None
    parties = [party for party, _line in pairs]
    Party.objects.bulk_create(parties, batch_size=BATCH)
    Host.objects.bulk_create([_host(party, line.values) for party, line in pairs], batch_size=BATCH)
    Change.objects.bulk_create(
        [Change(party=party, at=now, deed=Deed.IMPORTED, by_user=by, revision=party.revision) for party in parties],
        batch_size=BATCH,
    )
    return [(party, _contacts(line)) for party, line in pairs]


def _host(party, values):
    return Host(party=party, name=values["host_name"], email=values["email"], phone=values["phone"])


def _contacts(line):
    return [line.values["email"], line.values["phone"]]


def _numbers(edition, count):
    """The next `count` numbers of the edition's counter."""
    Edition.objects.filter(pk=edition.pk).update(counter=F("counter") + count)
    last = Edition.objects.values_list("counter", flat=True).get(pk=edition.pk)
    return range(last - count + 1, last + 1)


def _free(stem, taken):
    """The stem, or the stem with a number, that no party of the edition holds; it is taken from now on."""
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    taken.add(slug)
    return slug


COLUMNS = (
    *("place_kind", "number", "street", "place_name", "neighborhood", "date", "starts", "ends", "title"),
    *("host_kind", "organization", "expected", "level", "ask_next_year", "outcome", "attendance"),
)


def _party(line, edition, now):
    """An approved party of a night that is over, unsaved; it gets its reference and its own slug when it is written."""
    night = edition.starts_at()
    party = Party(
        key=line.key,
        edition=edition,
        source=Source.IMPORT,
        review=Review.APPROVED,
        created_at=now,
        submitted_at=night,
        approved_at=night,
        decided_at=night,
        revision=2,
        **{name: line.values[name] for name in COLUMNS},
    )
    if party.outcome != Outcome.UNKNOWN:
        party.outcome_source, party.outcome_at = OutcomeSource.IMPORT, now
    with override("en"):
        party.slug = slug_of(place_of(party), max_length=70)
    party.search_text = registry.words_of(party)
    return party
