"""Uploaded place files on their way: kept on the shelf, read by a job, looked at, applied by another job or discarded.

What reading found is the result of the job that read, so it goes with the month's jobs; what applying did is the
file's own report and stays. `args` of both jobs: {"file": its row's number}, applying also the mark of what was seen.
"""

import contextlib
from dataclasses import dataclass

from django.db import transaction

from events import jobs, shelf
from events.models import Job, PlaceFile
from events.places import importers

State = PlaceFile.State
READ, APPLY = "places.read", "places.apply"
MOST_WAITING = 8
GONE = "The file is no longer there. Upload it again."
CHANGED = "This is not what you looked at: the file was read again meanwhile. Look at it, then import it."


class NotNow(ValueError):
    """The file cannot be read, applied or discarded as it stands; the message is a sentence for people."""


@dataclass
class Story:
    """How far a file has come: the jobs that read and applied it last (or None), the newest of both, what was read."""

    reading: Job | None
    applying: Job | None

    @property
    def newest(self):
        """The job that began last; None for a file that came by a command."""
        found = [job for job in (self.reading, self.applying) if job is not None]
        return max(found, key=lambda job: job.pk, default=None)

    @property
    def busy(self):
        """The job that is at work on the file or waits for its turn, else None."""
        return None if self.newest is None or self.newest.is_over else self.newest

    @property
    def found(self):
        """What reading found (see `importers.read`), or None while it is not known."""
        return self.reading.result if self.reading is not None and self.reading.state == Job.State.DONE else None


def story_of(file):
    """The Story of a file."""
    mine = Job.objects.filter(community=file.community_id, args__file=file.pk).select_related("by").order_by("-pk")
    return Story(mine.filter(kind=READ).first(), mine.filter(kind=APPLY).first())


def keep(upload, *, community, kind, layer, layer_name, by, now):
    """Put an uploaded file on the shelf and have it read; gives its PlaceFile. NotNow when too many wait already."""
    if community.place_files.waiting().count() >= MOST_WAITING:
        raise NotNow(f"{MOST_WAITING} files wait already. Import or discard one of them first.")
    path, size = shelf.put(upload.chunks(), shelf.PLACES)
    try:
        with transaction.atomic():
            values = {"name": upload.name[:120], "path": path, "size": size, "by": by, "at": now}
            values |= {"kind": kind, "layer": layer, "mapping": {"layer_name": layer_name} if layer else {}}
            file = PlaceFile.objects.create(community=community, **values)
            jobs.start(READ, community=community, by=by, args={"file": file.pk}, now=now)
    except BaseException:
        shelf.take_away(path)
        raise
    return file


@contextlib.contextmanager
def _at_rest(file):
    """The file's row, locked; nobody is at work on it and it is still to be imported. Raises NotNow."""
    with transaction.atomic():
        row = PlaceFile.objects.select_for_update().filter(pk=file.pk).first()
        if row is None or row.state not in (State.UPLOADED, State.REFUSED) or not row.path:
            raise NotNow("This file is imported or discarded already.")
        if story_of(row).busy:
            raise NotNow("The worker is at work on this file. Wait until it is done, or cancel.")
        yield row


def read_again(file, mapping, *, by, now):
    """Have the file read with other fields; gives the job."""
    with _at_rest(file) as row:
        row.mapping, row.state = mapping, State.UPLOADED
        row.save(update_fields=["mapping", "state"])
        return jobs.start(READ, community=row.community, by=by, args={"file": row.pk}, now=now)


def begin(file, *, mark, by, now):
    """Have the file imported as it was seen, `mark` being that reading's mark; gives the job. Raises NotNow."""
    with _at_rest(file) as row:
        found = story_of(row).found
        if found is None or not found["can"]:
            raise NotNow("This file cannot be imported as it is. See below what to mend.")
        if found["mark"] != mark:
            raise NotNow(CHANGED)
        return jobs.start(APPLY, community=row.community, by=by, args={"file": row.pk, "mark": mark}, now=now)


def discard(file):
    """Forget a file that was not imported, on the disk too."""
    with _at_rest(file) as row:
        path = row.path
        Job.objects.filter(community=row.community_id, args__file=row.pk).delete()
        row.delete()
    shelf.take_away(path)


# The worker's side


def read(job, progress):
    """Job: read the file and see what importing it would do; gives what the page shows."""
    file = _file_of(job)
    found = importers.read(file, shelf.path_of(file.path), now=progress.clock(), progress=progress)
    PlaceFile.objects.filter(pk=file.pk, state=State.UPLOADED).update(mapping=found["mapping"])
    return found


def apply(job, progress):
    """Job: import the file, all of it or nothing; gives the report. Begun again after a crash it ends what is left."""
    file = _file_of(job)
    seen = story_of(file).found or {}
    if file.state not in (State.IN_USE, State.REPLACED) and seen.get("mark") != job.args["mark"]:
        raise jobs.Refused(CHANGED)
    path = shelf.path_of(file.path) if file.path else None
    now = progress.clock()
    try:
        report = importers.apply(file, path, seen=seen, by=job.by, now=now, progress=progress)
    except importers.Changed:
        jobs.start(READ, community=file.community, by=job.by, args={"file": file.pk}, now=now)
        raise
    PlaceFile.objects.filter(pk=file.pk).update(path="")
    shelf.take_away(file.path)
    return report


def _file_of(job):
    """The file a job is about; refused when it is gone from the rows or the disk."""
    file = PlaceFile.objects.select_related("community", "by").filter(pk=job.args["file"]).first()
    done = file is not None and file.state in (State.IN_USE, State.REPLACED)
    if file is None or not (done or (file.path and shelf.path_of(file.path).is_file())):
        raise jobs.Refused(GONE)
    return file
