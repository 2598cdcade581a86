"""Doors of the room: write a letter to many hosts, see whom it reaches, try it, send it, watch it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Q
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from events.access import get_seat_or_404, staff_only
from events.broadcasts import desk, sending
from events.broadcasts.audience import Audience
from events.broadcasts.forms import AudienceForm, NewForm, SeenForm, WordsForm, in_words, languages_of
from events.mail import broadcasts as outgoing
from events.models import Broadcast

TOO_LATE = "The letter was changed or sent meanwhile. This is how it stands now."
SHOWN = 50
FIRST_NAMES = 20


def get_broadcast_or_404(seat, pk):
    """A letter of the seat's community, with its edition and its job."""
    rows = Broadcast.objects.in_community(seat.community).select_related("edition__community", "job", "by")
    return get_object_or_404(rows, pk=pk)


def editions_of(community, now):
    """The editions whose hosts can be written to, the current one first."""
    editions = list(community.editions.in_use(community.today(now)))
    current = community.current_edition(now)
    return sorted(editions, key=lambda one: (one != current, -one.year))


@staff_only
def letters(request, community):
    """The letters to many hosts, newest first."""
    seat = get_seat_or_404(request, community, "read")
    counted = Count("notices", filter=Q(notices__kind=outgoing.KIND))
    rows = Broadcast.objects.in_community(seat.community).select_related("edition", "by").annotate(number=counted)
    return render(request, "broadcasts/list.html", {"seat": seat, "may": seat.may("decide"), "rows": rows[:SHOWN]})


@staff_only
def new(request, community):
    """Write a letter; nobody gets it yet."""
    seat = get_seat_or_404(request, community, "decide")
    now = timezone.now()
    editions = editions_of(seat.community, now)
    form = NewForm(request.POST or None, community=seat.community, editions=editions)
    if request.method == "POST" and form.is_valid():
        edition = next(one for one in editions if str(one.year) == form.cleaned_data["year"])
        draft = sending.draft(edition, **form.words, by=seat.user, now=now)
        return redirect("broadcasts:audience", community, draft.pk)
    return render(request, "broadcasts/words.html", {"seat": seat, "form": form, "editions": editions})


@staff_only
def letter(request, community, pk):
    """A letter: its words, whom it goes to, and how far it has come."""
    seat = get_seat_or_404(request, community, "read")
    broadcast, now = get_broadcast_or_404(seat, pk), timezone.now()
    form = AudienceForm(broadcast.filters, edition=broadcast.edition)
    languages = languages_of(seat.community)
    shown = {"seat": seat, "may": seat.may("decide"), "broadcast": broadcast}
    shown |= {"filters": in_words(broadcast.filters, form)}
    shown |= {"versions": desk.versions_of(broadcast, seat.user, languages, now=now)}
    if broadcast.state == Broadcast.State.DRAFT:
        people = Audience.of(broadcast.edition, broadcast.filters)
        shown |= {"audience": people, "unwritten": desk.unwritten(broadcast, people, languages)}
    else:
        tally = outgoing.tally_of(broadcast)
        shown |= {"tally": tally, "trouble": desk.trouble_of(broadcast), "broken": sending.has_broken_off(broadcast)}
        shown |= {"progress": desk.progress_of(broadcast, tally, now), "quiet": desk.quiet_hours(seat.community)}
    return render(request, "broadcasts/letter.html", shown)


@staff_only
def progress(request, community, pk):
    """How far a letter has come, for the page's script."""
    seat = get_seat_or_404(request, community, "read")
    broadcast = get_broadcast_or_404(seat, pk)
    return JsonResponse(desk.progress_of(broadcast, outgoing.tally_of(broadcast), timezone.now()))


@staff_only
def words(request, community, pk):
    """Change the words of a draft."""
    seat = get_seat_or_404(request, community, "decide")
    broadcast = get_broadcast_or_404(seat, pk)
    form = WordsForm(request.POST or None, community=seat.community, initial=WordsForm.said(broadcast))
    if request.method == "POST" and form.is_valid():
        done = sending.reword(broadcast, seen=form.cleaned_data["seen"], **form.words)
        return _back(request, broadcast, done, "The words are saved.")
    return render(request, "broadcasts/words.html", {"seat": seat, "form": form, "broadcast": broadcast})


@staff_only
def audience(request, community, pk):
    """Choose whom a draft goes to: what is ticked is shown, its filters in the address, or saved."""
    seat = get_seat_or_404(request, community, "decide")
    broadcast = get_broadcast_or_404(seat, pk)
    form = AudienceForm(request.POST or request.GET or broadcast.filters, edition=broadcast.edition)
    form.is_valid()
    if "show" in request.POST:
        return redirect(f"{request.path}?{urlencode(form.filters, doseq=True)}")
    seen = SeenForm(request.POST or None, initial={"seen": broadcast.revision})
    if request.method == "POST" and seen.is_valid():
        done = sending.choose(broadcast, seen=seen.cleaned_data["seen"], filters=form.filters)
        return _back(request, broadcast, done, "The audience is saved.")
    people = Audience.of(broadcast.edition, form.filters)
    context = {"seat": seat, "broadcast": broadcast, "form": form, "seen": seen, "audience": people}
    context |= {"first": people.people[:FIRST_NAMES], "left": max(people.count - FIRST_NAMES, 0)}
    return render(request, "broadcasts/audience.html", context)


@staff_only
def calls(request, community, pk):
    """The people without e-mail, to print: whom to call and what to say."""
    seat = get_seat_or_404(request, community, "read")
    broadcast = get_broadcast_or_404(seat, pk)
    is_draft = broadcast.state == Broadcast.State.DRAFT
    people = Audience.of(broadcast.edition, broadcast.filters) if is_draft else None
    versions = [(code, name) for code, name in languages_of(seat.community) if code in broadcast.texts]
    context = {"seat": seat, "broadcast": broadcast, "calls": desk.calls_of(broadcast, people), "is_draft": is_draft}
    context |= {"texts": [(code, name, broadcast.texts[code]) for code, name in versions]}
    return render(request, "broadcasts/calls.html", context)


@staff_only
def send(request, community, pk):
    """The last word: how many get the letter, then the button."""
    seat = get_seat_or_404(request, community, "decide")
    broadcast, now = get_broadcast_or_404(seat, pk), timezone.now()
    if broadcast.state != Broadcast.State.DRAFT:
        return _back(request, broadcast, False)
    people = Audience.of(broadcast.edition, broadcast.filters)
    form = SeenForm(request.POST or None, initial={"seen": broadcast.revision})
    if request.method == "POST" and form.is_valid() and people.count:
        done = sending.begin(broadcast, seen=form.cleaned_data["seen"], by=seat.user, now=now)
        return _back(request, broadcast, done, "The letter is on its way.")
    missing = desk.unwritten(broadcast, people, languages_of(seat.community))
    context = {"seat": seat, "broadcast": broadcast, "form": form, "audience": people, "unwritten": missing}
    context |= {"quiet": desk.quiet_hours(seat.community)}
    return render(request, "broadcasts/send.html", context)


@staff_only
@require_POST
def test(request, community, pk):
    """Send the letter to oneself alone, in each of its languages."""
    seat = get_seat_or_404(request, community, "decide")
    broadcast, now = get_broadcast_or_404(seat, pk), timezone.now()
    for code in broadcast.subjects:
        outgoing.owe_test(broadcast, seat.user, code, now=now)
    return _back(request, broadcast, True, f"The test is on its way to {seat.user.email}.")


@staff_only
@require_POST
def go_on(request, community, pk):
    """Write the letters that are missing after the work broke off."""
    seat = get_seat_or_404(request, community, "decide")
    broadcast = get_broadcast_or_404(seat, pk)
    done = sending.go_on(broadcast, by=seat.user, now=timezone.now())
    return _back(request, broadcast, done, "The letter goes on.")


@staff_only
@require_POST
def stop(request, community, pk):
    """Let no more letters leave."""
    seat = get_seat_or_404(request, community, "decide")
    broadcast = get_broadcast_or_404(seat, pk)
    number = sending.stop(broadcast, now=timezone.now())
    return _back(request, broadcast, number is not None, f"The letter is stopped. {number} did not leave.")


@staff_only
@require_POST
def copy(request, community, pk):
    """Write a new letter that begins with the words of this one."""
    seat = get_seat_or_404(request, community, "decide")
    draft = sending.copy(get_broadcast_or_404(seat, pk), by=seat.user, now=timezone.now())
    return _back(request, draft, True, "This is a copy. Nobody gets it before you send it.")


@staff_only
@require_POST
def discard(request, community, pk):
    """Throw a draft away."""
    seat = get_seat_or_404(request, community, "decide")
    broadcast, form = get_broadcast_or_404(seat, pk), SeenForm(request.POST)
    if not (form.is_valid() and sending.discard(broadcast, seen=form.cleaned_data["seen"])):
        return _back(request, broadcast, False)
    messages.success(request, "The draft is gone. Nobody got it.")
    return redirect("broadcasts:list", community)


def _back(request, broadcast, done, said=""):
    """Go to the letter's page with a word about what was done, or that it was too late."""
    if done:
        messages.success(request, said)
    else:
        messages.warning(request, TOO_LATE)
    return redirect("broadcasts:broadcast", broadcast.edition.community.slug, broadcast.pk)
