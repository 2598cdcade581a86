"""The sheet on which staff enter for many parties at once whether they were held: its form, and the deed."""

from dataclasses import dataclass, field

from django import forms

from events import outcomes
from events.deciding import staff_address
from events.models import Outcome, OutcomeSource, Party
from events.questions.fields import CountField
from events.rendering import Form

from .choice import in_order

MOST = 50
LONGEST_KEY = 18
LEAVE = ""
ANSWERS = [(Outcome.HELD.value, "Held"), (Outcome.NOT_HELD.value, "Not held")]
SOURCES = [
    (OutcomeSource.SIGHTING.value, "Somebody of the city saw it"),
    (OutcomeSource.PHONE.value, "The host told us by phone"),
]


@dataclass
class Entered:
    """What came of a sheet: how many were entered as what, and the parties that were left as others said meanwhile."""

    held: int = 0
    not_held: int = 0
    unknown: int = 0
    left: list = field(default_factory=list)

    def count(self, outcome):
        setattr(self, outcome, getattr(self, outcome) + 1)

    @property
    def total(self):
        return self.held + self.not_held + self.unknown


class Picks(forms.ModelMultipleChoiceField):
    """Rows by their keys; a number that no database can hold is none."""

    def clean(self, value):
        return super().clean([key for key in value or [] if len(str(key)) <= LONGEST_KEY])


class PicksForm(Form):
    """Which parties stand on a sheet, and the address it came from."""

    party = Picks(queryset=Party.objects.none())
    next = forms.CharField(required=False, max_length=500)

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = Party.objects.in_community(community)

    def clean_next(self):
        return staff_address(self.cleaned_data["next"])

    def parties(self):
        """The parties of the sheet in its order; none where the form is faulty."""
        rows = self.cleaned_data["party"] if self.is_valid() else Party.objects.none()
        return list(in_order(rows)[:MOST])

    def back(self):
        """The staff page to go back to, or ''."""
        return self.cleaned_data.get("next", "") if self.is_valid() else ""


class SheetForm(Form):
    """One answer for each of `parties`, which may be left, and how it is known.

    `shown` is the outcome the parties had on the sheet: one that has another by now is not overwritten.
    """

    says_optional = False

    source = forms.ChoiceField(
        label="How do you know?",
        choices=SOURCES,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how you know: seen, or told by phone"},
    )
    shown = forms.ChoiceField(choices=Outcome.choices, widget=forms.HiddenInput)

    def __init__(self, *args, parties, shown=Outcome.UNKNOWN, **kwargs):
        super().__init__(*args, initial={"shown": shown}, **kwargs)
        self.parties = parties
        back = [(Outcome.UNKNOWN.value, "Not known")] if self["shown"].value() != Outcome.UNKNOWN else []
        for party in parties:
            answer = forms.ChoiceField(
                label=f"{party.reference}: held or not",
                choices=[(LEAVE, "Leave"), *ANSWERS, *back],
                required=False,
                widget=forms.RadioSelect,
                initial=LEAVE,
            )
            people = CountField(label=f"{party.reference}: how many came", required=False, min_value=1)
            people.widget.attrs |= {"class": "input", "aria-label": f"How many came to {party.reference}"}
            self.fields[f"outcome_{party.pk}"], self.fields[f"attendance_{party.pk}"] = answer, people

    def lines(self):
        """(party, answer's field, attendance's field) for the page."""
        return [(one, self[f"outcome_{one.pk}"], self[f"attendance_{one.pk}"]) for one in self.parties]

    def answers(self):
        """[(party, outcome, attendance or None)] of the parties that were not left."""
        given = [
            (one, self.cleaned_data.get(f"outcome_{one.pk}"), self.cleaned_data.get(f"attendance_{one.pk}"))
            for one in self.parties
        ]
        return [line for line in given if line[1]]

    def clean(self):
        values = super().clean()
        for party in self.parties:
            answer, people = values.get(f"outcome_{party.pk}"), values.get(f"attendance_{party.pk}")
            if people and answer != Outcome.HELD:
                self.add_error(f"outcome_{party.pk}", f"{party.reference}: choose “Held”, or take the number away")
        if not self.errors and not self.answers():
            raise forms.ValidationError("Choose “Held” or “Not held” for one party at least")
        return values


def enter(form, *, by, now):
    """Lay down what a valid sheet says, party by party; gives an Entered."""
    entered = Entered()
    source, shown = form.cleaned_data["source"], form.cleaned_data["shown"]
    for party, outcome, attendance in form.answers():
        try:
            outcomes.say(party, outcome, source=source, by=by, now=now, attendance=attendance, was=shown)
        except (outcomes.OutcomeRefused, outcomes.SaidMeanwhile):
            entered.left.append(party)
        else:
            entered.count(outcome)
    return entered
