"""Doors of the room: what a community has, a file on its way in, what it would change, and the last word."""

from django.contrib import messages
from django.http import JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from events import jobs, limits
from events.access import get_seat_or_404, staff_only, takes_large_files
from events.lib.tables import write_rows
from events.places import importers, stock, uploads
from events.places.forms import BeginForm, FieldsForm, UploadForm

MOST_SHOWN = 100


def get_file_or_404(seat, number):
    """A place file of the seat's community."""
    return get_object_or_404(seat.community.place_files.select_related("community", "by"), pk=number)


@staff_only
def home(request, slug):
    """What the community has: areas by layer, addresses, streets, named places, and the files that wait."""
    seat = get_seat_or_404(request, slug, "read")
    shown = {"seat": seat, "may": seat.may("decide"), "layers": stock.layers(seat.community)}
    shown |= {"tables": stock.tables(seat.community), "waiting": stock.waiting(seat.community)}
    return render(request, "places/home.html", shown | {"history": stock.history(seat.community)})


@takes_large_files("decide")
@staff_only
def upload(request, slug):
    """Choose a file and say what it is; the worker reads it then."""
    seat = get_seat_or_404(request, slug, "decide")
    now = timezone.now()
    if request.method == "POST":
        limits.check(request, "upload", seat.user.pk, now=now)
    offered = stock.offered_layers(seat.community)
    form = UploadForm(request.POST or None, request.FILES or None, **offered)
    if request.method == "POST" and form.is_valid():
        try:
            kept = uploads.keep(form.cleaned_data["file"], community=seat.community, by=seat.user, now=now, **form.told)
            return redirect("places:file", slug, kept.pk)
        except uploads.NotNow as refusal:
            form.add_error("file", str(refusal))
        except OSError:
            form.add_error("file", "There is no room for the file on our side. Tell whoever runs the site.")
    return render(request, "places/upload.html", {"form": form, "seat": seat})


@staff_only
def file(request, slug, number):
    """How far a file has come; what it holds and would change; what became of it."""
    seat = get_seat_or_404(request, slug, "read")
    kept = get_file_or_404(seat, number)
    return _page(request, seat, kept, uploads.story_of(kept))


def _page(request, seat, kept, story, form=None, status=200):
    found, busy = story.found, story.busy
    shown = {"file": kept, "seat": seat, "story": story, "found": found, "may": seat.may("decide")}
    if busy:
        shown["progress"] = jobs.shown(busy, timezone.now())
    elif kept.applied_at:
        shown |= importers.outcome(kept)
    elif found and kept.path:
        shown["form"] = form or FieldsForm(found=found, file=kept)
        shown |= {"begin": BeginForm(initial={"seen": found["mark"]}), "rival": stock.rival_of(kept, found)}
    return render(request, "places/file.html", shown | {"most": MOST_SHOWN}, status=status)


@staff_only
def progress(request, slug, number):
    """How far the work on a file has come, for the page's script."""
    seat = get_seat_or_404(request, slug, "read")
    newest = uploads.story_of(get_file_or_404(seat, number)).newest
    return JsonResponse(jobs.shown(newest, timezone.now()) if newest else {"is_over": True})


@staff_only
def faults(request, slug, number):
    """Every row that was repaired or refused as CSV, to mend the file by."""
    seat = get_seat_or_404(request, slug, "read")
    kept = get_file_or_404(seat, number)
    found = uploads.story_of(kept).found or {}
    lines = [(line, "Cannot be used") for line in found.get("faults", [])]
    lines += [(line, "Repaired") for line in found.get("repairs", [])]
    rows = sorted(([line["row"], line["name"], what, line["says"]] for line, what in lines), key=lambda row: row[0])
    return _csv(["Row", "Name", "What became of it", "Why"], rows, "faults.csv")


@staff_only
def moves(request, slug, number):
    """Every party whose area a file changes or changed, as CSV."""
    seat = get_seat_or_404(request, slug, "read")
    kept = get_file_or_404(seat, number)
    found = uploads.story_of(kept).found or {}
    plan = (importers.outcome(kept) if kept.applied_at else found).get("plan") or {}
    rows = ([party["reference"], party["before"], party["after"]] for party in plan.get("moved", []))
    header = ["Party", "Before", "Now"] if kept.applied_at else ["Party", "Now", "Then"]
    return _csv(header, rows, "parties.csv")


@staff_only
@require_POST
def fields(request, slug, number):
    """Say which field is what, and have the file read again."""
    seat = get_seat_or_404(request, slug, "decide")
    kept = get_file_or_404(seat, number)
    story = uploads.story_of(kept)
    if story.found is None or not kept.path:
        return _back(request, kept, "This file cannot be read again as it stands.")
    form = FieldsForm(request.POST, found=story.found, file=kept)
    if not form.is_valid():
        return _page(request, seat, kept, story, form=form)
    return _done(request, kept, lambda: uploads.read_again(kept, form.chosen, by=seat.user, now=timezone.now()))


@staff_only
@require_POST
def begin(request, slug, number):
    """Import what was looked at; the worker does it, all of it or nothing."""
    seat = get_seat_or_404(request, slug, "decide")
    kept = get_file_or_404(seat, number)
    form = BeginForm(request.POST)
    mark = form.cleaned_data["seen"] if form.is_valid() else ""
    return _done(request, kept, lambda: uploads.begin(kept, mark=mark, by=seat.user, now=timezone.now()))


@staff_only
@require_POST
def cancel(request, slug, number):
    """Stop the work on a file; what was in use stays in use."""
    seat = get_seat_or_404(request, slug, "decide")
    kept = get_file_or_404(seat, number)
    busy = uploads.story_of(kept).busy
    if busy is None:
        return _back(request, kept, "The work is over. There is nothing to cancel.")
    jobs.cancel(busy, now=timezone.now())
    return redirect("places:file", slug, number)


@staff_only
@require_POST
def discard(request, slug, number):
    """Forget a file that was not imported."""
    seat = get_seat_or_404(request, slug, "decide")
    kept = get_file_or_404(seat, number)
    try:
        uploads.discard(kept)
    except uploads.NotNow as refusal:
        return _back(request, kept, str(refusal))
    messages.success(request, f"{kept.name} is gone. Nothing was imported.")
    return redirect("places:home", slug)


def _done(request, kept, deed):
    """Do a deed that may be refused, and go back to the file's page."""
    try:
        deed()
    except uploads.NotNow as refusal:
        messages.warning(request, str(refusal))
    return redirect("places:file", kept.community.slug, kept.pk)


def _back(request, kept, sentence):
    messages.warning(request, sentence)
    return redirect("places:file", kept.community.slug, kept.pk)


def _csv(header, rows, name):
    return StreamingHttpResponse(
        write_rows(header, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
