"""The filters of the list of last time's parties."""

from django import forms

from events.rendering import Form

MISSING, BACK, ALL = "missing", "back", "all"
NOWHERE = "none"


class ReturningSearch(Form):
    """Whether the parties are back, and in which neighborhood they were. What it cannot read it leaves out."""

    says_optional = False

    show = forms.ChoiceField(
        required=False,
        label="Show",
        choices=[(MISSING, "Not back yet"), (BACK, "Back"), (ALL, "All")],
    )
    neighborhood = forms.ChoiceField(required=False, label="Neighborhood")

    def __init__(self, data, *, areas):
        super().__init__(data)
        named = [(str(area.number), area.name) for area in areas]
        self.fields["neighborhood"].choices = [("", "All"), *named, (NOWHERE, "Not placed")]
        self.is_valid()
        self.show = self.cleaned_data.get("show") or MISSING
        self.area = self.cleaned_data.get("neighborhood") or ""

    def narrow(self, parties):
        """The parties (with `is_back`) that the filters leave."""
        if self.show != ALL:
            parties = parties.filter(is_back=self.show == BACK)
        if self.area == NOWHERE:
            return parties.filter(neighborhood__isnull=True)
        return parties.filter(neighborhood__number=self.area) if self.area else parties
