"""What a coordinator says about two parties: with the revisions of both that were on the page."""

from django import forms

from events.deciding import UNSEEN, SeenForm
from events.rendering import Form


class PairForm(SeenForm):
    """A deed about two parties, with words for the hosts that may be left out."""

    seen_other = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, error_messages={"required": UNSEEN, "invalid": UNSEEN}
    )
    note = forms.CharField(
        required=False,
        max_length=500,
        label="Words for both hosts (you can leave this empty)",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="They go into both letters. Name nobody, and no place.",
    )

    @property
    def revisions(self):
        """The revisions of (party, other) that were seen."""
        return self.cleaned_data["seen"], self.cleaned_data["seen_other"]

    def with_revisions(self, seen, seen_other):
        """The same form, all that was typed kept, for what are now the parties' revisions."""
        return self.again({**dict(self.data.items()), "seen": seen, "seen_other": seen_other})

    def again(self, data):
        return type(self)(data)


class SeparateForm(PairForm):
    """They are two parties; the words are kept among the staff's notes."""

    note = forms.CharField(
        required=False,
        max_length=500,
        label="Why (you can leave this empty)",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept as an internal note on both. No letter goes out.",
    )


class MergeForm(PairForm):
    """Which of two parties stays, and what it takes over."""

    stays = forms.ChoiceField(
        label="Which one stays?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which of the two stays."},
    )
    expected = forms.IntegerField(
        required=False, min_value=0, max_value=5000, label="People expected now", widget=forms.NumberInput
    )
    children = forms.IntegerField(
        required=False, min_value=0, max_value=5000, label="Children among them", widget=forms.NumberInput
    )
    takes_closure = forms.BooleanField(
        required=False,
        label="Take over the street closure of the one that goes",
        help_text="Only where the one that stays is in the street and asks for none. It is decided anew.",
    )
    agreed = forms.BooleanField(
        label="Both hosts agreed to be one party and to learn each other’s name, email and phone",
        error_messages={"required": "Call both hosts first. Tick this once both agreed."},
    )
    note = forms.CharField(
        required=False,
        max_length=500,
        label="Words for the hosts (you can leave this empty)",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="They go into the letters to the hosts of both.",
    )

    field_order = ["stays", "expected", "children", "takes_closure", "agreed", "note"]

    def __init__(self, *args, pair, needs_agreement, **kwargs):
        super().__init__(*args, **kwargs)
        self.pair, self.needs_agreement = pair, needs_agreement
        self.fields["stays"].choices = [(side.party.reference, side.words) for side in pair]
        if not needs_agreement:
            del self.fields["agreed"]

    def again(self, data):
        return type(self)(data, pair=self.pair, needs_agreement=self.needs_agreement)


class HeardForm(Form):
    """A host's answer to an introduction, heard on the phone."""

    says_optional = False

    answer = forms.ChoiceField(
        label="What did the host say?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no."},
    )

    @property
    def agrees(self):
        return self.cleaned_data["answer"] == "yes"
