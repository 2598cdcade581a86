"""Where a party is put on the map: one of the places found, or a pin, and the neighborhood where a line is near."""

from django import forms
from django.urls import reverse

from events import whereabouts
from events.deciding import SeenForm
from events.lib.wording import and_list
from events.questions.fields import LineField
from events.questions.finding import PINNED, Found, Typed
from events.questions.pins import DegreesField, pasted
from events.rendering import Form, HintedRadioSelect

PIN = "pin"
BOTH = "Enter both numbers of the pin"


class SearchForm(Form):
    """What to look for; at first the words of the host."""

    says_optional = False

    q = LineField(
        label="Search for the place",
        help_text="An address, a block, a corner like Lemp & Lynch, or a name",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def __init__(self, data, *, community, words):
        super().__init__({"q": data.get("q", words)})
        self.community = community
        self.is_sent = "q" in data
        self.fields["q"].widget.attrs["data-places"] = reverse("near:places", args=[community.slug])

    def found(self):
        """[(value, Place)] that have a pin of their own, best first."""
        text = self.cleaned_data["q"] if self.is_valid() else ""
        places = whereabouts.find_places(self.community, text, online=self.is_sent) if text else []
        return [(Found(place, Typed(), False).value, place) for place in places if place.kind in PINNED]


class PlacingForm(SeenForm):
    """A decision on where the party is. After `is_valid()`, `pin` are lat, lng, neighborhood and whether it was chosen.

    `found` are the (value, Place) on the page; `party` says what the host chose, which holds near a line.
    """

    staff = True
    has_pin = True

    place = forms.ChoiceField(label="Which place is it?", required=False, widget=forms.RadioSelect)
    lat = DegreesField(label="Latitude", error_messages={"invalid": "Enter a number, like 38.6051"}, limit=90)
    lng = DegreesField(label="Longitude", error_messages={"invalid": "Enter a number, like -90.2249"}, limit=180)
    neighborhood = forms.TypedChoiceField(
        label="Neighborhood", coerce=int, empty_value=None, required=False, widget=forms.HiddenInput
    )

    def __init__(self, data=None, *, party, found=(), **kwargs):
        super().__init__(pasted(data) if data is not None else None, **kwargs)
        self.party, self.community, self.found = party, party.edition.community, found
        choices = [(value, place.label) for value, place in found]
        hints = {value: place.hint for value, place in found}
        self.fields["place"].choices = [*choices, (PIN, "None of these: use the pin on the map")]
        self.fields["place"].widget = HintedRadioSelect(choices=self.fields["place"].choices, hints=hints)
        self.fields["neighborhood"].choices = [
            (area.number, area.name) for area in self.community.neighborhoods.current().without_outline()
        ]
        if not choices:
            del self.fields["place"]

    def with_revision(self, revision):
        return type(self)({**dict(self.data.items()), "seen": revision}, party=self.party, found=self.found)

    def clean(self):
        values = super().clean()
        chosen = values.get("place")
        if chosen and chosen != PIN:
            values["lat"], values["lng"] = (float(part) for part in chosen.split(","))
        lat, lng = values.get("lat"), values.get("lng")
        if {"lat", "lng", "place"} & self.errors.keys():
            return values
        if lat is None and lng is None:
            self.add_error("place" if "place" in self.fields else "lat", "Choose a place, or put the pin on the map")
        elif lat is None or lng is None:
            self.add_error("lat" if lat is None else "lng", BOTH)
        else:
            self._locate(values, lat, lng)
        return values

    def _locate(self, values, lat, lng):
        here = whereabouts.locate(self.community.region, lat, lng)
        field = "place" if values.get("place", PIN) != PIN else "lat"
        if here.community is None:
            return self.add_error(field, f"This place is outside {self.community.name}.")
        if here.community != self.community:
            return self.add_error(field, f"This place is in {here.community.name}, not in {self.community.name}.")
        numbers = [area.number for area in here.choices]
        hosts = self.party.neighborhood.number if self.party.neighborhood else None
        chosen = values.get("neighborhood") if values.get("neighborhood") in numbers else hosts
        if numbers and chosen not in numbers:
            return self._ask_which(here.choices)
        self.pin = {
            "lat": lat,
            "lng": lng,
            "neighborhood": chosen if numbers else here.neighborhood.number,
            "chosen": bool(numbers),
        }
        self.area = next((area for area in here.choices if area.number == chosen), here.neighborhood)
        return None

    def _ask_which(self, choices):
        field = self.fields["neighborhood"]
        field.widget = HintedRadioSelect()
        field.choices = [(area.number, area.name) for area in choices]
        names = and_list(area.name for area in choices)
        self.add_error("neighborhood", f"This place borders {names}. Which one is the party with?")
