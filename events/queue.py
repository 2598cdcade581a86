"""The staff's queue: which parties a tab, a search and filters show. The page and the CSV ask the same question."""

import datetime as dt
import re

from django import forms
from django.db.models import Case, Count, DateTimeField, Exists, F, Min, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce

from events.checks import GONE, SHORT, Facts
from events.lib.streets import split_address
from events.models import District, Host, Party, Proposal, Question, Review, current_of
from events.rendering import Form
from events.whereabouts.districts import districts_to_choose

TABS = {
    "review": "To review",
    "waiting": "Waiting for host",
    "unconfirmed": "Unconfirmed",
    "approved": "Approved",
    "declined": "Declined",
    "ended": "Withdrawn and cancelled",
}
OLDEST_FIRST = {"review", "waiting", "unconfirmed"}
NOT_PLACED = "none"
PHONE = re.compile(r"[\d\s()+.\-]{4,}")
SMALL_WORDS = {"block", "of", "the", "cuadra", "de"}


def condition(tab):
    """The condition (Q) of a tab; `has_proposal` must be annotated."""
    return {
        "review": Q(review=Review.SUBMITTED) | Q(review=Review.APPROVED, has_proposal=True),
        "waiting": Q(review=Review.NEEDS_INFORMATION),
        "unconfirmed": Q(review=Review.UNCONFIRMED),
        "approved": Q(review=Review.APPROVED),
        "declined": Q(review=Review.DECLINED),
        "ended": Q(review__in=[Review.WITHDRAWN, Review.CANCELLED]),
    }[tab]


def parties_of(edition):
    """The edition's parties with `has_proposal`, `has_reply` and `since` (the instant from which somebody waits)."""
    proposals = Proposal.objects.filter(party=OuterRef("pk"), state=Proposal.State.OPEN)
    replies = Question.objects.filter(party=OuterRef("pk"), about_closure=False, answered_at__isnull=False)
    return Party.objects.in_edition(edition).annotate(
        has_proposal=Exists(proposals),
        has_reply=Exists(replies),
        since=Case(
            When(review=Review.APPROVED, then=Subquery(proposals.values("at")[:1])),
            default=Coalesce("waiting_since", "created_at"),
            output_field=DateTimeField(),
        ),
    )


def counts_of(search):
    """({tab: how many match}, since when the longest waiting of them in the first tab waits or None), in one query.

    What is searched for may be under another tab, so the counts are those of the search.
    """
    numbers = {f"in_{tab}": Count("pk", filter=condition(tab)) for tab in TABS}
    found = search.matching().aggregate(**numbers, oldest=Min("since", filter=condition("review")))
    return {tab: found[f"in_{tab}"] for tab in TABS}, found["oldest"]


def unplaced(edition):
    """The edition's parties that are on and not on the map, the longest waiting first, with `waits_since`.

    Not on the map is who has no pin, or a pin outside all neighborhoods where the community has any.
    """
    missing = Q(lat__isnull=True)
    if edition.community.neighborhoods.exists():
        missing |= Q(neighborhood__isnull=True)
    rows = Party.objects.in_edition(edition).filter(missing, forgotten_at__isnull=True)
    rows = rows.exclude(review__in=[*GONE, Review.UNCONFIRMED])
    rows = rows.annotate(waits_since=Coalesce("waiting_since", "created_at"))
    return rows.order_by("waits_since", "id")


def waiting_in(communities, edition_of):
    """How many parties wait for a decision, by edition's primary key; `edition_of` maps communities to editions."""
    proposals = Proposal.objects.filter(party=OuterRef("pk"), state=Proposal.State.OPEN)
    editions = [edition_of[community.pk] for community in communities if edition_of.get(community.pk)]
    rows = Party.objects.filter(edition__in=editions).annotate(has_proposal=Exists(proposals))
    rows = rows.filter(condition("review")).order_by().values("edition").annotate(number=Count("pk"))
    return {row["edition"]: row["number"] for row in rows}


class QueueSearch(Form):
    """Query string to parties: tab, words, neighborhood, district, check and year. What it cannot read it leaves out.

    `edition` is the one looked at, or None where a community has none yet; `editions` are all of them, newest first.
    """

    says_optional = False

    q = forms.CharField(
        required=False,
        max_length=100,
        label="Search",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Name, street, phone or reference"}),
    )
    neighborhood = forms.ChoiceField(required=False, label="Neighborhood")
    district = forms.ChoiceField(required=False, label="District")
    check = forms.ChoiceField(required=False, label="Checks")
    year = forms.ChoiceField(required=False, label="Edition")
    tab = forms.ChoiceField(required=False, choices=list(TABS.items()), widget=forms.HiddenInput)

    def __init__(self, data, *, community, now):
        super().__init__(data)
        self.community = community
        self.today = community.today(now)
        self.editions = list(community.editions.in_use(self.today).order_by("-date"))
        areas = community.neighborhoods.order_by("name").values_list("number", "name")
        self.fields["neighborhood"].choices = [
            ("", "All"),
            *((str(number), name) for number, name in areas),
            (NOT_PLACED, "Not placed"),
        ]
        self.fields["district"].choices = [("", "All"), *districts_to_choose(community)]
        self.fields["check"].choices = [
            ("", "All"),
            ("pass", "Checks pass"),
            ("fail", "Something to check"),
            *SHORT.items(),
        ]
        self.fields["year"].choices = [(str(edition.year), str(edition.year)) for edition in self.editions]
        self.is_valid()
        self.edition = self._edition()
        if self.edition is not None:
            self.edition.community = community
            self.facts = Facts(self.edition)
            if not self.asked("year"):
                self.data = {**dict(self.data.items()), "year": str(self.edition.year)}

    def asked(self, name):
        """The cleaned value of a filter, '' where it was not given or cannot be read."""
        return self.cleaned_data.get(name) or ""

    @property
    def shown_tab(self):
        return self.asked("tab") or "review"

    @property
    def has_districts(self):
        """Whether there is a district to choose."""
        return len(self.fields["district"].choices) > 1

    @property
    def is_narrowed(self):
        """Whether words or filters leave parties of the tab out."""
        return any(self.asked(name) for name in ("q", "neighborhood", "district", "check"))

    def _edition(self):
        chosen = [edition for edition in self.editions if str(edition.year) == self.asked("year")]
        public = [edition for edition in self.editions if edition.is_public]
        return chosen[0] if chosen else current_of(public or self.editions, self.today)

    def parties(self):
        """The parties shown, in order, with all that a line of the table or of the CSV needs."""
        order = ["since", "id"] if self.shown_tab in OLDEST_FIRST else [F("decided_at").desc(nulls_last=True), "-id"]
        return with_line(self.matching().filter(condition(self.shown_tab)).order_by(*order))

    def matching(self):
        """The edition's parties that words and filters leave, of every tab."""
        rows = parties_of(self.edition)
        if self.asked("q"):
            rows = rows.filter(words_in(self.asked("q")))
        if self.asked("neighborhood") == NOT_PLACED:
            rows = rows.filter(neighborhood__isnull=True)
        elif self.asked("neighborhood"):
            rows = rows.filter(neighborhood__number=self.asked("neighborhood"))
        if self.asked("district"):
            rows = rows.filter(in_district(self.community, self.asked("district")))
        if self.asked("check") == "pass":
            rows = rows.exclude(self.facts.failing_any())
        elif self.asked("check") == "fail":
            rows = rows.filter(self.facts.failing_any())
        elif self.asked("check"):
            rows = rows.filter(self.facts.failing(self.asked("check")))
        return rows


def with_line(parties):
    """The parties with everything a line shows: three queries."""
    hosts = Prefetch("hosts", queryset=Host.objects.order_by("id"))
    return parties.select_related("neighborhood", "closure", "decided_by").prefetch_related(hosts)


def in_district(community, key):
    """The condition (Q) for the parties of a district, named as "police-3"."""
    layer, _dash, number = key.rpartition("-")
    district = District.objects.filter(layer__community=community, layer__slug=layer, number=number).order_by()
    rows = Party.districts.through.objects.filter(party=OuterRef("pk"), district__in=district.values("pk"))
    return Q(Exists(rows))


def words_in(text):
    """The condition (Q) for what somebody typed: a phone number, or words that must all be found."""
    digits = re.sub(r"\D", "", text)
    if PHONE.fullmatch(text.strip()) and len(digits) >= 4:
        by_phone = _host(Q(phone__contains=digits))
        return by_phone | Q(reference__icontains=text.strip()) | _number(digits)
    whole = Q()
    number, street = split_address(text)
    for word in [number, *street.split()] if number and street else text.split():
        if word and word.casefold() not in SMALL_WORDS:
            whole &= _word(word)
    return whole


def _word(word):
    found = Q(reference__icontains=word)
    for spelling in _spellings(word):
        found |= Q(street__icontains=spelling) | Q(place_name__icontains=spelling) | Q(title__icontains=spelling)
        found |= Q(organization__icontains=spelling) | _host(Q(name__icontains=spelling))
    found |= _host(Q(email__icontains=word))
    if word.isdigit():
        found |= _number(word) | (_host(Q(phone__contains=word)) if len(word) >= 3 else Q())
    return found


def _spellings(word):
    """The word, and for letters that SQLite does not fold its other cases."""
    return {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}


def _number(digits):
    """House numbers: the number itself, and for a hundred every number of its block."""
    if len(digits) <= 6 and len(digits) > 2 and digits.endswith("00"):
        return Q(number=digits) | Q(number__regex=f"^{digits[:-2]}[0-9][0-9]$")
    return Q(number=digits)


def _host(condition):
    return Q(Exists(Host.objects.filter(condition, party=OuterRef("pk"))))


def is_present(party, user, now):
    """Whether somebody else had the party open within the last ten minutes."""
    if party.opened_at is None or party.opened_by_id in (None, user.pk):
        return False
    return now - party.opened_at < dt.timedelta(minutes=10)
