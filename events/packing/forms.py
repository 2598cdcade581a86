"""What the kits' list can be asked for, and which kits were ticked."""

from django import forms

from events.deciding import staff_address
from events.models import Party, current_of
from events.packing import desk
from events.queue import words_in
from events.rendering import Form


class KitSearch(Form):
    """Query string to tab, words, pickup place and edition; what it cannot read it leaves out."""

    says_optional = False

    q = forms.CharField(
        required=False,
        max_length=100,
        label="Search",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Name, street, phone or reference"}),
    )
    place = forms.ChoiceField(required=False, label="Picked up at")
    tab = forms.ChoiceField(required=False, choices=list(desk.TABS.items()), widget=forms.HiddenInput)
    year = forms.ChoiceField(required=False)

    def __init__(self, data, *, community, now):
        super().__init__(data)
        today = community.today(now)
        self.editions = list(community.editions.in_use(today).order_by("-date"))
        self.fields["year"].choices = [(str(edition.year), str(edition.year)) for edition in self.editions]
        year = self.data.get("year")
        chosen = [edition for edition in self.editions if str(edition.year) == year]
        public = [edition for edition in self.editions if edition.is_public]
        self.edition = chosen[0] if chosen else current_of(public or self.editions, today)
        places = self.edition.pickup_places.all() if self.edition else []
        self.fields["place"].choices = [
            ("", "All places"),
            *((str(place.pk), place.name) for place in places),
            (desk.NOWHERE, "No place yet"),
        ]
        self.is_valid()

    @property
    def chosen_tab(self):
        return self.cleaned_data.get("tab") or desk.OPEN

    @property
    def chosen_place(self):
        return self.cleaned_data.get("place") or ""

    @property
    def is_narrowed(self):
        """Whether words or the place leave kits of the tab out."""
        return bool(self.cleaned_data.get("q") or self.chosen_place)

    def parties(self):
        """The parties that the tab, the words and the place show."""
        wanted = desk.in_tab(desk.wanted_in(self.edition), self.chosen_tab)
        if self.cleaned_data.get("q"):
            wanted = wanted.filter(words_in(self.cleaned_data["q"]))
        return desk.for_list(desk.at_place(wanted, self.chosen_place))


class TickedForm(Form):
    """The ticked parties, by reference, and the staff page to go back to."""

    says_optional = False

    party = forms.ModelMultipleChoiceField(
        queryset=Party.objects.none(),
        to_field_name="reference",
        error_messages={
            "required": "Tick the kits first",
            "invalid_choice": "This list is out of date. Look at it again",
        },
    )
    next = forms.CharField(required=False, max_length=500)

    def __init__(self, data, *, community):
        super().__init__(data)
        self.fields["party"].queryset = Party.objects.in_community(community)

    def clean_next(self):
        return staff_address(self.cleaned_data["next"])
