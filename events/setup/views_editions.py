"""The pages of an edition: overview, days, texts, visitors, publishing."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from events.access import get_seat_or_404, staff_only
from events.lib import wording
from events.setup import checklist, editions, policies, preview
from events.setup.forms_editions import DatesForm, NewEditionForm, PublishForm, TextsForm, VisitorForms
from events.setup.views_confirm import confirm_page, is_confirmed, wants_back


def _edition_or_404(request, community, year):
    """The seat and its community's edition of the year, with its kinds of visitor (`asked`: how often asked for)."""
    seat = get_seat_or_404(request, community, "setup")
    edition = get_object_or_404(seat.community.editions, year=year)
    edition.community = seat.community
    return seat, edition


def _is_felt(edition):
    """Whether somebody outside reads of this edition, so that a change is shown before it is saved."""
    return edition.is_public or edition.parties.exists()


@staff_only
def new(request, community):
    """Opens an edition by copying the last one."""
    seat = get_seat_or_404(request, community, "setup")
    last = seat.community.editions.order_by("-date").first()
    year = last.year + 1 if last else editions.first_year(seat.community, seat.community.today(timezone.now()))
    form = NewEditionForm(request.POST or None, community=seat.community, initial={"year": year})
    if form.is_valid():
        try:
            edition = editions.open_edition(seat.community, **form.cleaned_data)
        except editions.Refused as refused:
            form.add_error("year", str(refused))
        else:
            messages.success(request, f"{edition.year} is there, hidden from the public. Check its days and texts.")
            return redirect("setup:edition", seat.community.slug, edition.year)
    return render(request, "setup/new_edition.html", {"seat": seat, "form": form, "last": last})


@staff_only
def overview(request, community, year):
    """All of an edition on one page, each part with its way to change it."""
    seat, edition = _edition_or_404(request, community, year)
    context = {
        "seat": seat,
        "edition": edition,
        "hours": wording.time_range(edition.starts, edition.ends),
        "closure_rules": policies.rows_of(edition, dict(seat.community.layers.values_list("slug", "name"))),
        "kinds": [(kind.label("en"), preview.kind_in_words(kind)) for kind in edition.visitor_kinds.all()],
        "checklist": checklist.of_edition(edition, seat.community),
    }
    return render(request, "setup/edition.html", context)


@staff_only
def dates(request, community, year):
    """Name, night, hours and last days."""
    seat, edition = _edition_or_404(request, community, year)
    form = DatesForm(request.POST or None, edition=edition)
    if not form.is_valid() or wants_back(request):
        return render(request, "setup/dates.html", {"seat": seat, "edition": edition, "form": form})
    now = timezone.now()
    shown = preview.of_dates(edition, form.values(), seat.community.today(now))
    return _save(request, seat, edition, form, shown, now)


@staff_only
def texts(request, community, year):
    """Rules and about, in each language."""
    seat, edition = _edition_or_404(request, community, year)
    form = TextsForm(request.POST or None, edition=edition)
    if not form.is_valid() or wants_back(request):
        return render(request, "setup/texts.html", {"seat": seat, "edition": edition, "form": form})
    return _save(request, seat, edition, form, preview.of_texts(edition, form.values()), timezone.now())


def _save(request, seat, edition, form, shown, now):
    if shown.rows and _is_felt(edition) and not is_confirmed(request, shown):
        heading = f"Save these changes to {edition.year}?"
        return confirm_page(request, shown, seat=seat, edition=edition, heading=heading, button="Save changes")
    changed = editions.change(edition, form.values(), by=request.user, now=now)
    messages.success(request, f"{edition.year} is saved." if changed else "Nothing was different.")
    return redirect("setup:edition", seat.community.slug, edition.year)


@staff_only
def visitors(request, community, year):
    """The kinds of visitor hosts may ask for."""
    seat, edition = _edition_or_404(request, community, year)
    kinds = list(edition.visitor_kinds.annotate(asked=Count("requests")).order_by("position", "id"))
    forms = VisitorForms(request.POST or None, edition=edition, kinds=kinds)
    context = {"seat": seat, "edition": edition, "forms": forms}
    if not forms.is_valid() or wants_back(request):
        return render(request, "setup/visitors.html", context)
    rows = forms.rows()
    shown = preview.of_visitors(rows)
    if shown.rows and _is_felt(edition) and not is_confirmed(request, shown):
        heading = f"Save the visitors of {edition.year}?"
        return confirm_page(request, shown, seat=seat, edition=edition, heading=heading, button="Save visitors")
    if shown.rows:
        try:
            editions.save_visitors(edition, rows)
        except editions.Refused as refused:
            messages.error(request, str(refused))
            return redirect("setup:visitors", seat.community.slug, edition.year)
    messages.success(request, "The visitors are saved.")
    return redirect("setup:edition", seat.community.slug, edition.year)


@staff_only
def publish(request, community, year):
    """Asks before it shows the edition to the public, or hides it."""
    seat, edition = _edition_or_404(request, community, year)
    form = PublishForm(request.POST or None)
    if form.is_valid():
        wanted = form.cleaned_data["publish"]
        editions.publish(edition, wanted)
        done = "is published" if wanted else "is hidden from the public"
        messages.success(request, f"{edition.year} {done}.")
        return redirect("setup:edition", seat.community.slug, edition.year)
    items = [item for item in checklist.of_edition(edition, seat.community) if not item.is_done]
    context = {
        "seat": seat,
        "edition": edition,
        "preview": preview.of_publishing(edition, not edition.is_public, now=timezone.now()),
        "missing": [item for item in items if "ublish" not in item.words],
    }
    return render(request, "setup/publish.html", context)
