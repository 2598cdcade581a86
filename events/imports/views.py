"""Doors of the import: a file, its columns, a look at what it will be, and then all of it or nothing."""

from django.contrib import messages
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from events import limits
from events.access import get_seat_or_404, staff_only
from events.imports import example as examples
from events.imports import loading
from events.imports.forms import ColumnsForm, LoadForm, UploadForm
from events.lib.tables import write_rows
from events.models import Upload

FIRST_ROWS = 10
MOST_SHOWN = 100


def get_upload_or_404(seat, number):
    """An upload of the seat's community that is still to be imported."""
    uploads = Upload.objects.filter(community=seat.community).select_related("edition__community", "by")
    return get_object_or_404(loading.alive(uploads, timezone.now()), pk=number)


@staff_only
def upload(request, slug):
    """Choose a file and the night it is about."""
    seat = get_seat_or_404(request, slug, "decide")
    now = timezone.now()
    form = UploadForm(
        request.POST or None, request.FILES or None, community=seat.community, today=seat.community.today(now)
    )
    if request.method == "POST" and form.is_valid():
        limits.check(request, "upload", seat.user.pk, now=now)
        kept = loading.keep(
            form.table,
            name=form.cleaned_data["file"].name,
            community=seat.community,
            night=form.cleaned_data["edition"] or form.cleaned_data["date"],
            by=seat.user,
            now=now,
        )
        for note in form.table.notes:
            messages.warning(request, note)
        return redirect("imports:columns", slug, kept.pk)
    waiting = loading.alive(seat.community.uploads.select_related("by", "edition"), now)
    return render(request, "imports/upload.html", {"form": form, "seat": seat, "uploads": waiting})


@staff_only
def columns(request, slug, number):
    """Say what each column is."""
    seat = get_seat_or_404(request, slug, "decide")
    kept = get_upload_or_404(seat, number)
    form = ColumnsForm(request.POST or None, upload=kept)
    if request.method == "POST" and form.is_valid():
        kept.mapping = form.mapping
        kept.save(update_fields=["mapping"])
        return redirect("imports:preview", slug, kept.pk)
    return render(request, "imports/columns.html", {"form": form, "upload": kept, "seat": seat})


@staff_only
def preview(request, slug, number):
    """Look at what will be imported; POST imports all of it, or nothing."""
    seat = get_seat_or_404(request, slug, "decide")
    if request.method == "POST":
        return _load(request, seat, number)
    kept = get_upload_or_404(seat, number)
    reading = loading.plan(kept)
    shown = {
        "lines": reading.lines[:FIRST_ROWS],
        "faults": reading.faults[:MOST_SHOWN],
        "warnings": reading.warnings[:MOST_SHOWN],
        "form": LoadForm(initial={"seen": loading.seen(kept)}),
    }
    return render(request, "imports/preview.html", {"upload": kept, "reading": reading, "seat": seat, **shown})


def _load(request, seat, number):
    """Import, or say why nothing was; a second press of the button finds the file imported."""
    slug = seat.community.slug
    kept = get_object_or_404(loading.alive_or_done(seat.community.uploads, timezone.now()), pk=number)
    form = LoadForm(request.POST)
    mark = form.cleaned_data["seen"] if form.is_valid() else ""
    try:
        count, linked = loading.load(kept, mark=mark, by=seat.user, now=timezone.now())
    except loading.AlreadyDone as refusal:
        messages.warning(request, str(refusal))
        return redirect("imports:upload", slug)
    except loading.NotReady as refusal:
        messages.warning(request, str(refusal))
        return redirect("imports:preview", slug, number)
    messages.success(request, f"Imported {count} {'party' if count == 1 else 'parties'} into {kept.edition.year}.")
    if linked:
        messages.success(
            request, f"{linked} newer {'party continues' if linked == 1 else 'parties continue'} one of them."
        )
    return redirect("imports:upload", slug)


@staff_only
def faults(request, slug, number):
    """Every fault as CSV, to mend the file by."""
    seat = get_seat_or_404(request, slug, "decide")
    kept = get_upload_or_404(seat, number)
    found = loading.plan(kept).faults
    lines = write_rows(
        ["Row", "Column", "In the cell", "What to mend"], ([f.row, f.column, f.value, f.sentence] for f in found)
    )
    return _csv(lines, "faults.csv")


@staff_only
def example(request, slug):
    """A small file to start from."""
    seat = get_seat_or_404(request, slug, "decide")
    past = seat.community.editions.filter(date__lt=seat.community.today(timezone.now())).first()
    date = past.date if past else timezone.now().date().replace(year=timezone.now().year - 1, day=1, month=10)
    return _csv(write_rows(examples.HEADER, examples.rows(date)), "parties-example.csv")


@staff_only
@require_POST
def discard(request, slug, number):
    """Forget an upload and everything in it."""
    seat = get_seat_or_404(request, slug, "decide")
    loading.discard(get_upload_or_404(seat, number), today=seat.community.today(timezone.now()))
    messages.success(request, "The file is gone. Nothing was imported.")
    return redirect("imports:upload", slug)


def _csv(lines, name):
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
