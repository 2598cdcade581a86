"""What the closures' list can be asked for."""

from django import forms

from events.deciding import staff_address
from events.models import current_of
from events.rendering import Form

from .desk import TABS


class ClosureSearch(Form):
    """Query string to tab and edition; what it cannot read it leaves out."""

    says_optional = False

    tab = forms.ChoiceField(required=False, choices=[(tab, words) for tab, (words, _state) in TABS.items()])
    year = forms.ChoiceField(required=False)
    due = forms.BooleanField(required=False)

    def __init__(self, data, *, community, now):
        super().__init__(data)
        today = community.today(now)
        self.editions = list(community.editions.in_use(today).order_by("-date"))
        self.fields["year"].choices = [(str(edition.year), str(edition.year)) for edition in self.editions]
        self.is_valid()
        chosen = [edition for edition in self.editions if str(edition.year) == self.cleaned_data.get("year")]
        public = [edition for edition in self.editions if edition.is_public]
        self.edition = chosen[0] if chosen else current_of(public or self.editions, today)

    @property
    def chosen_tab(self):
        return self.cleaned_data.get("tab") or "decide"

    @property
    def is_due(self):
        """Whether only closures whose fee is not paid are asked for."""
        return self.cleaned_data.get("due", False)


class FeeForm(Form):
    """The tick that a fee was paid, and the staff page to go back to."""

    says_optional = False

    paid = forms.BooleanField(required=False)
    next = forms.CharField(required=False, max_length=500)

    def clean_next(self):
        return staff_address(self.cleaned_data["next"])
