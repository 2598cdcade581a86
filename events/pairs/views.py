"""Two parties close to each other: side by side, and one page for each deed about them."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from events import introductions
from events.access import get_party_or_404, get_seat_or_404, staff_only
from events.deciding import UNSEEN
from events.history import Outdated
from events.mail.kinds import first_name
from events.models import Introduction, Review, StepRefused
from events.pairs import deeds, sides
from events.pairs.forms import HeardForm, MergeForm, PairForm, SeparateForm


@dataclass(frozen=True)
class Step:
    """One deed about two parties: its words, its form, and whether it is possible."""

    title: str
    button: str
    done: str
    says: str
    form: type
    act: object
    is_possible: object


STEPS = {
    "introduce": Step(
        "Introduce the hosts?",
        "Introduce them",
        "Both hosts are asked. Neither learns who the other is before both agree.",
        "Each main host gets a letter that asks whether they want to know the host close by, and answers by its link. "
        "A host without email gets a line on the call list.",
        PairForm,
        deeds.introduce,
        deeds.may_be_introduced,
    ),
    "separate": Step(
        "Are these two parties?",
        "They are two parties",
        "Noted. The check does not ask about these two any more.",
        "The check “Party close by” stops asking about these two. Nobody gets a letter.",
        SeparateForm,
        deeds.separate,
        deeds.may_be_separated,
    ),
}


def _pair_or_404(request, community, reference, other, right):
    """(seat, party, other): two parties of one edition in which the person has a seat."""
    seat = get_seat_or_404(request, community, right)
    party, second = get_party_or_404(seat, reference), get_party_or_404(seat, other)
    if party.pk == second.pk or party.edition_id != second.edition_id:
        raise Http404
    return seat, party, second


def _context(seat, party, other):
    return {
        "seat": seat,
        "may_decide": seat.may("decide"),
        "party": party,
        "other": other,
        "pair": [sides.side_of(party), sides.side_of(other)],
        "distance": sides.distance_words(party, other),
    }


@staff_only
def pair(request, community, reference, other):
    """Both parties side by side, and what was done about them."""
    seat, party, other = _pair_or_404(request, community, reference, other, "read")
    context = _context(seat, party, other)
    context |= {
        "rows": sides.compared(*context["pair"]),
        "past": sides.past_of(party, other),
        "same_person": deeds.are_of_one_person(party, other),
        "may_introduce": deeds.may_be_introduced(party, other),
        "may_merge": deeds.may_be_merged(party, other),
        "may_separate": deeds.may_be_separated(party, other),
    }
    return render(request, "pairs/pair.html", context)


@staff_only
def decide(request, community, reference, other, deed):
    """Introducing two hosts, or noting that they are two parties: a page of its own, and the deed."""
    seat, party, other = _pair_or_404(request, community, reference, other, "decide")
    step = STEPS[deed]
    form = step.form(request.POST if request.method == "POST" else None, initial=_seen(party, other))
    if request.method != "POST" or not form.is_valid():
        return _deed_page(request, seat, party, other, step, form)
    words = {"note": form.cleaned_data["note"]}
    try:
        step.act(party, other, by=request.user, seen=form.revisions, now=timezone.now(), **words)
    except Outdated as missed:
        return _told(request, seat, party, other, step, form, missed)
    except StepRefused:
        messages.error(request, "That did not work. Look at how the two stand now.")
    else:
        messages.success(request, step.done)
    return redirect("pairs:pair", community, party.reference, other.reference)


def _seen(party, other):
    return {"seen": party.revision, "seen_other": other.revision}


def _told(request, seat, party, other, step, form, missed):
    """The page once more for whom somebody else outran, with what has changed; for the fresh revisions."""
    party, other = get_party_or_404(seat, party.reference), get_party_or_404(seat, other.reference)
    again = form.with_revisions(party.revision, other.revision)
    return _deed_page(request, seat, party, other, step, again, missed=missed, status=409)


def _deed_page(request, seat, party, other, step, form, *, missed=None, status=200):
    if form.is_bound and {"seen", "seen_other"} & form.errors.keys():
        form = form.with_revisions(party.revision, other.revision)
        form.add_error(None, UNSEEN)
    context = _context(seat, party, other) | {
        "step": step,
        "form": form,
        "missed": missed,
        "is_possible": step.is_possible(party, other),
    }
    return render(request, "pairs/deed.html", context, status=status)


# Merging


def _first_choice(party, other):
    """The one of the two that stays unless the coordinator says otherwise: the approved one, else the earlier."""
    return min(party, other, key=lambda one: (one.review != Review.APPROVED, one.created_at, one.pk))


MERGE = Step(
    "Make one party of the two?",
    "Make them one party",
    "They are one party now. All hosts get a letter.",
    "The party that goes is cancelled and keeps its history. Its hosts become joined hosts of the one that stays, and "
    "their links lead there. This cannot be undone.",
    MergeForm,
    deeds.merge,
    deeds.may_be_merged,
)


@staff_only
def merge(request, community, reference, other):
    """Making one party of two: which one stays, and what it takes over."""
    seat, party, other = _pair_or_404(request, community, reference, other, "decide")
    form = _merge_form(request, party, other)
    if request.method != "POST" or not form.is_valid():
        return _deed_page(request, seat, party, other, MERGE, form)
    try:
        stays = _merged(form, party, other, by=request.user, now=timezone.now())
    except Outdated as missed:
        return _told(request, seat, party, other, MERGE, form, missed)
    except StepRefused:
        messages.error(request, "That did not work. Look at how the two stand now.")
        return redirect("pairs:pair", community, party.reference, other.reference)
    messages.success(request, MERGE.done)
    return redirect("review:record", community, stays.reference)


def _merge_form(request, party, other):
    one_person = deeds.are_of_one_person(party, other)
    united = max if one_person else lambda *counts: sum(counts)
    initial = _seen(party, other) | {"stays": _first_choice(party, other).reference}
    for name in ("expected", "children"):
        counts = [count for one in (party, other) if (count := getattr(one, name)) is not None]
        initial[name] = united(*counts) if len(counts) == 2 else next(iter(counts), None)
    agreed = any(one.is_agreed for one in deeds.between(party, other))
    pair = [sides.side_of(party), sides.side_of(other)]
    data = request.POST if request.method == "POST" else None
    return MergeForm(data, initial=initial, pair=pair, needs_agreement=not (agreed or one_person))


def _merged(form, party, other, *, by, now):
    said, seen = form.cleaned_data, form.revisions
    stays, goes = party, other
    if said["stays"] != party.reference:
        stays, goes, seen = other, party, seen[::-1]
    merging = deeds.Merging(said["expected"], said["children"], said["takes_closure"], said["note"])
    return deeds.merge(stays, goes, by=by, seen=seen, now=now, merging=merging)


# On the phone


@staff_only
def heard(request, community, reference, key):
    """Writes down what a host without e-mail said on the phone."""
    seat = get_seat_or_404(request, community, "decide")
    party = get_party_or_404(seat, reference)
    introduction = get_object_or_404(Introduction.objects.select_related("party", "other", "draft"), key=key)
    host = party.main_host()
    if party.pk not in (introduction.party_id, introduction.other_id) or host is None:
        raise Http404
    now = timezone.now()
    form = HeardForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        introductions.answer(introduction, host, form.agrees, by=request.user, now=now)
        messages.success(request, "The answer is written down.")
        return redirect("review:record", community, reference)
    context = {
        "seat": seat,
        "party": party,
        "host": host,
        "introduction": introduction,
        "is_join": introduction.kind == Introduction.Kind.JOIN,
        "asker": first_name(introduction.name),
        "is_open": introductions.is_open(introduction, now) and not introductions.answer_of(introduction, host),
        "form": form,
    }
    return render(request, "pairs/heard.html", context)
