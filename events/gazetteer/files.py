"""Loads a place file whole or not at all, in short transactions, while searches go on with the old one.

The rows of a new file are written in chunks while it is LOADING, so that others who write wait for a chunk at most. One
short transaction puts the file IN_USE and its predecessor REPLACED; then the predecessor's rows are deleted in chunks.
Whoever loads holds the file by a token in its report: a second loader of the same file, or a sweep, takes the token
away, and the first one stops at its next chunk. `applied_at` is the sign of life while a file is LOADING.
"""

import datetime as dt
import time
import uuid
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Exists, OuterRef

from events import whereabouts
from events.gazetteer.records import NotReadable
from events.models import AddressPoint, NamedPlace, PlaceFile, Segment, Street

State = PlaceFile.State
CHUNK = 1_000  # rows of one transaction: others who write wait for one of them
STREETS_AT_ONCE = 10  # whose rows are deleted in one transaction
SILENT = dt.timedelta(minutes=15)  # a load that gave no sign for so long is dead
INTERRUPTED = "The import was interrupted. Import the file again."


class Overtaken(RuntimeError):
    """Somebody else has begun to load this file, or a newer one was put in use meanwhile."""


def quiet(done, total):
    """Progress that nobody watches."""


def new_file(community, kind, *, name, by, now, size=0, path="", mapping=None):
    """A PlaceFile that waits to be loaded; `path` is where an upload is kept below MEDIA_ROOT."""
    return PlaceFile.objects.create(
        community=community, kind=kind, name=name[:120], path=path, size=size, mapping=mapping or {}, by=by, at=now
    )


def load(file, open_source, *, by, now, progress=quiet):
    """Write what the source gives and put the file in use; gives its report, a dict that is also kept in the file.

    `open_source()` gives an object with `total`, `batches(size)` (yields rows done so far and a list of rows),
    `write(file, rows)`, `write_last(file)` and `report()`. Raises NotReadable (the file is then REFUSED) or Overtaken;
    what `progress` raises ends the load (a file that is kept is then UPLOADED as before). In each case no row of it is
    left and the old file stays in use. Loading a file that is in use already only finishes what was left to do.
    """
    if file.state == State.IN_USE:
        return _finish(file)
    hold = _Hold(file, by, now)
    try:
        delete_rows(file)
        source = open_source()
        for done, rows in source.batches(CHUNK):
            with hold.turn():
                source.write(file, rows)
            progress(done, source.total)
        with hold.turn():
            source.write_last(file)
        report = source.report()
        hold.put_in_use(report)
    except Overtaken:
        raise
    except NotReadable as refusal:
        hold.let_go(State.REFUSED, {"error": str(refusal)})
        raise
    except BaseException:
        hold.let_go(*_as_before(file))
        raise
    return _finish(file)


def examine(source, *, progress=quiet):
    """What loading the source would report, without writing anything. Raises NotReadable."""
    for done, _rows in source.batches(CHUNK):
        progress(done, source.total)
    return source.report()


def sweep(*, now):
    """Clear away what killed loads left: half-written rows, and old rows of files that are out of use.

    Safe to call at any time and as often as wanted; gives the number of files it cleared.
    """
    cleared = 0
    for file in PlaceFile.objects.filter(state=State.LOADING, applied_at__lt=now - SILENT):
        with transaction.atomic():
            dead = PlaceFile.objects.select_for_update().get(pk=file.pk)
            if dead.state != State.LOADING or dead.applied_at != file.applied_at:
                continue
            dead.state, dead.report = _as_before(dead)
            dead.applied_at = None
            dead.save(update_fields=["state", "report", "applied_at"])
    idle = PlaceFile.objects.exclude(state__in=[State.LOADING, State.IN_USE])
    streets, places = (Exists(model.objects.filter(file=OuterRef("pk"))) for model in (Street, NamedPlace))
    for file in idle.filter(streets | places):
        delete_rows(file)
        cleared += 1
    for file in PlaceFile.objects.in_use().exclude(kind=PlaceFile.Kind.AREAS):
        if not file.report.get("finished"):
            _finish(file)
            cleared += 1
    return cleared


def delete_rows(file):
    """Delete the file's rows in short transactions; the file itself stays as a line of history."""
    while pks := list(file.streets.order_by("pk").values_list("pk", flat=True)[:STREETS_AT_ONCE]):
        with transaction.atomic():
            AddressPoint.objects.filter(street__in=pks).delete()
            Segment.objects.filter(street__in=pks).delete()
            Street.objects.filter(pk__in=pks).delete()
    while pks := list(file.places.order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        NamedPlace.objects.filter(pk__in=pks).delete()


def _as_before(file):
    """(state, report) of a file that was not loaded after all; one that is not kept cannot be tried again."""
    return (State.UPLOADED, {}) if file.path else (State.REFUSED, {"error": INTERRUPTED})


def _finish(file):
    """What follows the change of files, and may be done again: the public pins of blocks, the old file's rows."""
    file.refresh_from_db()
    if file.kind != PlaceFile.Kind.PLACES:
        whereabouts.refresh_pins(file.community)
    old = PlaceFile.objects.filter(community=file.community, kind=file.kind, state=State.REPLACED)
    for replaced in old:
        delete_rows(replaced)
    if not file.report.get("finished"):
        file.report = {**file.report, "finished": True}
        PlaceFile.objects.filter(pk=file.pk, state=State.IN_USE).update(report=file.report)
    return file.report


class _Hold:
    """A loader's hold on its file."""

    def __init__(self, file, by, now):
        self.file, self.now = file, now
        self.token = uuid.uuid4().hex
        self.began = time.monotonic()
        with transaction.atomic():
            row = PlaceFile.objects.select_for_update().get(pk=file.pk)
            if row.state == State.IN_USE:
                raise Overtaken("This file was put in use meanwhile.")
            row.state, row.applied_at = State.LOADING, now
            row.by = by or row.by
            row.report = {"token": self.token, "began": now.isoformat()}
            row.save(update_fields=["state", "applied_at", "by", "report"])
        file.refresh_from_db()

    @contextmanager
    def turn(self):
        """A short transaction in which the file is still this loader's; raises Overtaken when it is not."""
        with transaction.atomic():
            row = self._row()
            row.applied_at = self._moment()
            row.save(update_fields=["applied_at"])
            yield row

    def put_in_use(self, report):
        """Change over to this file. All of its kind are locked in one order, so that two never wait for each other."""
        kin = PlaceFile.objects.filter(community=self.file.community_id, kind=self.file.kind)
        with transaction.atomic():
            rows = list(kin.select_for_update().filter(state__in=[State.IN_USE, State.LOADING]).order_by("pk"))
            row = self._row()
            for rival in rows:
                if rival.pk == row.pk:
                    continue
                if rival.state == State.IN_USE or self._began_before(rival, row):
                    rival.state = State.REPLACED
                    rival.report = {name: value for name, value in rival.report.items() if name != "token"}
                    rival.save(update_fields=["state", "report"])
            row.state, row.report, row.rows = State.IN_USE, report, report["rows"]
            row.applied_at = self._moment()
            row.save(update_fields=["state", "report", "rows", "applied_at"])

    def let_go(self, state, report):
        """Give the file up: it is `state` again and none of its rows is left. Nothing if it is another's by now."""
        try:
            with self.turn() as row:
                row.state, row.report, row.applied_at = state, report, None
                row.save(update_fields=["state", "report", "applied_at"])
        except Overtaken:
            return
        delete_rows(self.file)
        self.file.refresh_from_db()

    def _moment(self):
        return self.now + dt.timedelta(seconds=time.monotonic() - self.began)

    def _row(self):
        row = PlaceFile.objects.select_for_update().filter(pk=self.file.pk).first()
        if row is None or row.state != State.LOADING or row.report.get("token") != self.token:
            raise Overtaken("A newer import has taken this one's place.")
        return row

    @staticmethod
    def _began_before(rival, row):
        return (rival.report.get("began", ""), rival.pk) < (row.report["began"], row.pk)
