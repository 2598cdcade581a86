"""Where: the block or the place, its pin, and the neighborhood that follows from it."""

import re

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events import whereabouts
from events.lib.streets import hundred, same_street, split_address, tidy_street
from events.lib.wording import and_list
from events.models import Neighborhood, PlaceKind
from events.questions.base import StepForm
from events.questions.fields import LineField
from events.rendering import HintedRadioSelect

NUMBER = re.compile(r"\d+[a-zA-Z]?(?:\s*[-–]\s*\d+)?")
WORD = re.compile(r"[^\W\d_]{2}")
KIND_HINTS = {
    PlaceKind.STREET: _("You can ask to close the block to cars. That is a step of its own."),
    PlaceKind.YARD: _("Front yard, back yard, porch or driveway"),
    PlaceKind.LOT: _("With the owner’s permission"),
}
ENTER_PLACE = _("Enter the block and street, or the name of a place like a park or school")


class WhereForm(StepForm):
    """Where the party is. `elsewhere` is another community of the region that the pin turned out to be in, or None."""

    name = "where"
    heading = _("Where is your party?")
    lead = _("For homes we show the block, not the house number.")
    template_name = "questions/where.html"
    helpers = ("place",)
    depends = ("number", "street", "place_name", "neighborhood", "lat", "lng")
    find_places = staticmethod(whereabouts.find_places)

    number = LineField(
        label=_("Block or house number"),
        help_text=_("Like 2800"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "input-s", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Enter the block number, like 2800")},
    )
    street = LineField(
        label=_("Street"),
        help_text=_("Like Lemp Ave"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the street, like Lemp Ave")},
    )
    place_name = LineField(
        label=_("Or the name of the place"),
        help_text=_("A park, a school, a church. Leave it empty for a block."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    place = LineField(label=_("Which one?"), required=False, max_length=3, widget=forms.HiddenInput)
    place_kind = forms.ChoiceField(
        label=_("Where will it be?"),
        choices=PlaceKind,
        widget=HintedRadioSelect(hints=KIND_HINTS),
        error_messages={"required": _("Choose where the party will be")},
    )
    neighborhood = forms.TypedChoiceField(
        label=_("Neighborhood"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"required": _("Choose the neighborhood. Not sure? Choose the nearest one.")},
    )
    lat = forms.FloatField(
        label=_("Latitude"),
        help_text=_("Like 38.6051"),
        required=False,
        min_value=-90,
        max_value=90,
        widget=forms.TextInput(attrs={"class": "input-s", "inputmode": "text", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Enter a number, like 38.6051"),
            "required": _("Enter both numbers of the pin, or leave both empty"),
        },
    )
    lng = forms.FloatField(
        label=_("Longitude"),
        help_text=_("Like -90.2249"),
        required=False,
        min_value=-180,
        max_value=180,
        widget=forms.TextInput(attrs={"class": "input-s", "inputmode": "text", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Enter a number, like -90.2249"),
            "required": _("Enter both numbers of the pin, or leave both empty"),
        },
    )

    elsewhere = None
    was_chosen = False

    def arrange(self):
        areas = self.community.neighborhoods.current().without_outline().order_by("name")
        self.areas = {area.number: area for area in areas}
        groups = {_("Neighborhoods"): [], _("Parks and other areas"): []}
        for area in self.areas.values():
            is_park = area.kind != Neighborhood.Kind.NEIGHBORHOOD
            groups[_("Parks and other areas") if is_park else _("Neighborhoods")].append((area.number, area.name))
        choices = [(label, options) for label, options in groups.items() if options]
        if len(choices) == 1:
            choices = choices[0][1]
        if len(self.areas) < 2:
            del self.fields["neighborhood"]
        else:
            self.fields["neighborhood"].choices = [("", _("Choose a neighborhood")), *choices]

    @property
    def has_pin(self):
        """Whether the part with the pin should stand open."""
        return bool(self["lat"].value() or self["lng"].value() or self["lat"].errors or self["lng"].errors)

    def clean(self):
        values = super().clean()
        self._clean_address(values)
        if not self.errors:
            self._leave_old_pin(values)
            self._find_place(values)
        if not {"lat", "lng"} & self.errors.keys():
            self._clean_pin(values)
        return values

    def _clean_address(self, values):
        number, street = values.get("number", ""), values.get("street", "")
        if {"number", "street", "place_name"} & self.errors.keys():
            return
        if street and not number:
            number, street = split_address(street)
        elif WORD.search(number) and not street:
            number, street = split_address(number)
        written = NUMBER.search(number)
        values["number"] = re.sub(r"\s", "", written[0])[:10] if written else ""
        values["street"] = tidy_street(street)[:80]
        if number and (not written or hundred(number) is None):
            return self.need("number")
        if values["place_name"]:
            return None
        if not values["number"] and not values["street"]:
            return self.add_error("number", ENTER_PLACE)
        if not values["number"]:
            return self.need("number")
        if not values["street"]:
            return self.need("street")
        return None

    def _leave_old_pin(self, values):
        """Drop a pin that stayed behind when the host moved the party to another block."""
        old = self.known
        pin_stayed = values["lat"] is not None and (values["lat"], values["lng"]) == (old.get("lat"), old.get("lng"))
        if self.staff or not pin_stayed:
            return
        moved = hundred(values["number"]) != hundred(old.get("number", ""))
        if values["street"] or old.get("street"):
            moved = moved or not same_street(values["street"], old.get("street", ""))
        if moved or values["place_name"] != (old.get("place_name") or ""):
            values["lat"] = values["lng"] = None

    def _find_place(self, values):
        """Look the typed address up where the community has addresses; several answers make a question."""
        if values.get("lat") is not None or not values["street"]:
            return
        found = self.find_places(self.community, f"{values['number']} {values['street']}".strip())
        numbers = [str(number) for number in range(len(found))]
        if len(found) > 1 and values["place"] not in numbers:
            field = self.fields["place"]
            field.widget = HintedRadioSelect(
                choices=[(n, place.label) for n, place in zip(numbers, found, strict=True)]
            )
            self.add_error("place", _("We found this more than once. Choose the one you mean."))
        elif found:
            place = found[int(values["place"]) if values["place"] in numbers else 0]
            values["lat"], values["lng"] = place.lat, place.lng

    def _clean_pin(self, values):
        lat, lng = values.get("lat"), values.get("lng")
        if (lat is None) != (lng is None):
            return self.need("lat" if lat is None else "lng")
        if lat is not None:
            return self._clean_located(values, whereabouts.locate(self.community.region, lat, lng))
        if "neighborhood" not in self.fields:
            values["neighborhood"] = next(iter(self.areas), None)
        elif values.get("neighborhood") is None and not self.staff and "neighborhood" not in self.errors:
            self.need("neighborhood")
        return None

    def _clean_located(self, values, here):
        if here.community is None:
            return self.add_error("lat", self._outside(values["lat"], values["lng"]))
        if here.community != self.community:
            self.elsewhere = here.community
            return self.add_error(
                "lat",
                gettext("This place is in %(there)s, not in %(here)s.")
                % {"there": here.community.name, "here": self.community.name},
            )
        numbers = [area.number for area in here.choices]
        chosen = values.get("neighborhood")
        if "neighborhood" in self.fields and numbers and chosen not in numbers:
            return self._ask_which(here.choices)
        self.was_chosen = bool(numbers) and "neighborhood" in self.fields
        values["neighborhood"] = chosen if self.was_chosen else here.neighborhood.number
        return None

    def _ask_which(self, choices):
        field = self.fields["neighborhood"]
        field.widget = HintedRadioSelect(attrs={})
        field.choices = [(area.number, area.name) for area in choices]
        names = and_list(area.name for area in choices)
        self.add_error(
            "neighborhood",
            gettext("This block borders %(areas)s. Which one is your party with?") % {"areas": names},
        )

    def _outside(self, lat, lng):
        nearest = whereabouts.nearest_community(self.community.region, lat, lng)
        if self.staff or nearest is None or nearest == self.community:
            return gettext(
                "This pin is outside %(here)s. Move it inside, or leave it empty and choose a neighborhood."
            ) % {"here": self.community.name}
        return gettext("This pin is outside %(here)s. The nearest city here is %(there)s.") % {
            "here": self.community.name,
            "there": nearest.name,
        }

    def answers(self):
        own = super().answers()
        own["neighborhood"] = self.cleaned_data.get("neighborhood")
        own["neighborhood_chosen"] = self.was_chosen
        return own
