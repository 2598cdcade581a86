"""What the closures' list can be asked for."""

from django import forms

from events.rendering import Form

from .desk import TABS


class ClosureSearch(Form):
    """Query string to tab and edition; what it cannot read it leaves out."""

    says_optional = False

    tab = forms.ChoiceField(required=False, choices=[(tab, words) for tab, (words, _state) in TABS.items()])
    year = forms.ChoiceField(required=False)

    def __init__(self, data, *, community):
        super().__init__(data)
        self.editions = list(community.editions.order_by("-date"))
        self.fields["year"].choices = [(str(edition.year), str(edition.year)) for edition in self.editions]
        self.is_valid()
        chosen = [edition for edition in self.editions if str(edition.year) == self.cleaned_data.get("year")]
        public = [edition for edition in self.editions if edition.is_public]
        self.edition = next(iter(chosen or public or self.editions), None)

    @property
    def chosen_tab(self):
        return self.cleaned_data.get("tab") or "decide"
