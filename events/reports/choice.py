"""Which of a community's nights a report is about, and how its parties are narrowed."""

from django import forms

from events.models import Outcome, Party, Review
from events.queue import words_in
from events.rendering import Form

NOT_PLACED = "none"


def editions_of(community, now):
    """A community's nights that people use, the newest first."""
    return list(community.editions.in_use(community.today(now)).order_by("-date"))


def in_order(parties):
    """Parties by neighborhood and street, as somebody walks along, with all that their line shows."""
    rows = parties.select_related("edition__community", "neighborhood", "outcome_by").prefetch_related("hosts")
    return rows.order_by("neighborhood__name", "street", "number", "id")


def reported(editions, today):
    """The night a report is about unless another one is chosen: the last that was, else the next to come, or None."""
    past = [edition for edition in editions if edition.date <= today]
    return max(past, key=lambda edition: edition.date) if past else min(editions, key=lambda e: e.date, default=None)


class ReportForm(Form):
    """The night of a report. What cannot be read is left out."""

    says_optional = False

    year = forms.ChoiceField(required=False, label="Night of")

    def __init__(self, data, *, community, now):
        super().__init__(data)
        self.community, self.today = community, community.today(now)
        self.editions = editions_of(community, now)
        self.offer()
        self.is_valid()
        chosen = [one for one in self.editions if str(one.year) == self.asked("year")]
        self.edition = chosen[0] if chosen else reported(self.editions, self.today)
        if self.edition is not None:
            self.edition.community = community
            self.data = {**dict(self.data.items()), "year": str(self.edition.year)}

    def offer(self):
        """Fill the choices."""
        self.fields["year"].choices = [(str(one.year), str(one.year)) for one in self.editions]

    def asked(self, name):
        """The cleaned value of a filter, '' where it was not given or cannot be read."""
        return self.cleaned_data.get(name) or ""


class FiguresForm(ReportForm):
    """The night of the figures, and the way they are broken down."""

    by = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class OutcomeSearch(ReportForm):
    """Approved parties whose day has come, by words, night and neighborhood, of one outcome (unknown unless said)."""

    q = forms.CharField(
        required=False,
        max_length=100,
        label="Search",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Name, street, phone or reference"}),
    )
    neighborhood = forms.ChoiceField(required=False, label="Neighborhood")
    outcome = forms.ChoiceField(required=False, choices=Outcome.choices, widget=forms.HiddenInput)

    def offer(self):
        super().offer()
        areas = self.community.neighborhoods.order_by("name").values_list("number", "name")
        named = [(str(number), name) for number, name in areas]
        self.fields["neighborhood"].choices = [("", "All"), *named, (NOT_PLACED, "Not placed")]

    @property
    def shown_outcome(self):
        return self.asked("outcome") or Outcome.UNKNOWN.value

    @property
    def is_narrowed(self):
        """Whether words or the neighborhood leave parties of the night out."""
        return bool(self.asked("q") or self.asked("neighborhood"))

    @property
    def is_early(self):
        """Whether the night itself is still to come."""
        return self.edition.date > self.today

    def all_parties(self):
        """The approved parties of the night whose own day has come, of every outcome."""
        rows = Party.objects.in_edition(self.edition).filter(review=Review.APPROVED, date__lte=self.today)
        if self.asked("q"):
            rows = rows.filter(words_in(self.asked("q")))
        if self.asked("neighborhood") == NOT_PLACED:
            return rows.filter(neighborhood__isnull=True)
        if self.asked("neighborhood"):
            return rows.filter(neighborhood__number=self.asked("neighborhood"))
        return rows

    def parties(self):
        """Those with the outcome that is shown."""
        return in_order(self.all_parties().filter(outcome=self.shown_outcome))
