"""Where: the block or the place, its pin, and the neighborhood that follows from it.

A place that is found without doubt is taken at once. One that is found with a doubt (interpolated, spelled otherwise,
in another neighborhood than chosen) is shown for a yes; the page that shows it carries the pin, and a pin in the form
is the host's word: whoever sees it and goes on has confirmed it. Nothing found never stops anybody.
"""

import re
from functools import partial

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events import pinmap, whereabouts
from events.lib.geometry import distance_m
from events.lib.streets import CROSSING, hundred, split_address, tidy_street
from events.lib.wording import and_list
from events.models import Neighborhood, PlaceFile, PlaceKind
from events.questions.base import StepForm
from events.questions.fields import LineField
from events.questions.finding import PIN_DECIMALS, Typed, find, find_in_towns_around
from events.questions.pins import DegreesField, Stand, pasted
from events.rendering import HintedRadioSelect

NUMBER = re.compile(r"\d+[a-zA-Z]?(?:\s*[-–]\s*\d+)?")
WORD = re.compile(r"[^\W\d_]{2}")
CROSSING_IN_WORDS = re.compile(r"(?:(?:the )?corner of )?(.+?) (?:and|at|y) (.+)", re.I)
KIND_HINTS = {
    PlaceKind.STREET: _("You can ask to close the block to cars. That is a step of its own."),
    PlaceKind.YARD: _("Front yard, back yard, porch or driveway"),
    PlaceKind.LOT: _("With the owner’s permission"),
}
NONE = "none"
ON_THE_BLOCK_M = 150
NOT_KNOWN = _("We do not know this address yet. Choose the neighborhood, and the city team puts your party on the map.")
ENTER_PLACE = _("Enter the block and street, or the name of a place like a park or school")


class WhereForm(StepForm):
    """Where the party is. `elsewhere` is another community of the region that the pin turned out to be in, or None."""

    name = "where"
    heading = _("Where is your party?")
    lead = _("For homes we show the block, not the house number.")
    template_name = "questions/where.html"
    helpers = ("place", "stand", "unplaced")
    depends = ("number", "street", "place_name", "place", "neighborhood", "lat", "lng")
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
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-places-after": "id_number"}),
        error_messages={"required": _("Enter the street, like Lemp Ave")},
    )
    place_name = LineField(
        label=_("Or the name of the place"),
        help_text=_("A park, a school, a church. Leave it empty for a block."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    place = LineField(label=_("Which one?"), required=False, max_length=40, widget=forms.HiddenInput)
    stand = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    unplaced = forms.BooleanField(
        label=_("This is not the place"),
        help_text=_("Go on without a pin. The city team puts your party on the map."),
        required=False,
    )
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
    lat = DegreesField(
        label=_("Latitude"),
        help_text=_("Like 38.6051"),
        limit=90,
        error_messages={
            "invalid": _("Enter a number, like 38.6051"),
            "required": _("Enter both numbers of the pin, or leave both empty"),
        },
    )
    lng = DegreesField(
        label=_("Longitude"),
        help_text=_("Like -90.2249"),
        limit=180,
        error_messages={
            "invalid": _("Enter a number, like -90.2249"),
            "required": _("Enter both numbers of the pin, or leave both empty"),
        },
    )

    elsewhere = None
    was_chosen = False
    found = None
    confirms = False
    stood = Stand(Typed())
    old_pin = None
    was_asked = False
    is_moved = False

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
        if self.is_bound:
            self.data = pasted(self.data)
        if self.searches:
            for name in ("street", "place_name"):
                self.fields[name].widget.attrs["data-places"] = reverse("near:places", args=[self.community.slug])
        if self.searches and "neighborhood" in self.fields and not self.staff:
            self.fields["neighborhood"].help_text = _("You can leave this to us. We look the address up.")

    def defaults(self):
        return {"stand": Stand.of(self.known).line}

    @cached_property
    def searches(self):
        """Whether the community has files in which an address can be found."""
        return self.community.place_files.in_use().exclude(kind=PlaceFile.Kind.AREAS).exists()

    @property
    def has_pin(self):
        """Whether the part with the pin should stand open."""
        return bool(self["lat"].value() or self["lng"].value() or self["lat"].errors or self["lng"].errors)

    def is_valid(self):
        return super().is_valid() and not self.confirms

    def clean(self):
        values = super().clean()
        self._clean_address(values)
        wrong = {"number", "street", "place_name", "lat", "lng"} & self.errors.keys()
        if not wrong:
            self._leave_old_pin(values)
            self._find_place(values)
        if not {"lat", "lng", "place"} & self.errors.keys():
            self._clean_pin(values)
        if self.found is not None:
            self._show_found(values)
        return values

    def _clean_address(self, values):
        number, street = values.get("number", ""), values.get("street", "")
        as_typed = street
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
        if not values["number"] and not self._needs_no_number(values, as_typed):
            return self.need("number")
        if not values["street"] and not values["place_name"]:
            return self.need("street")
        return None

    def _needs_no_number(self, values, as_typed):
        """Whether what was typed as a street is a crossing or the name of a place."""
        if CROSSING.search(values["street"]) or self._is_a_name(values, as_typed):
            return True
        if crossing := CROSSING_IN_WORDS.fullmatch(values["street"]):
            values["street"] = tidy_street(" & ".join(crossing.groups()))[:80]
        return bool(crossing)

    def _is_a_name(self, values, text):
        """Whether what was typed as a street is a place known by name; then it is taken as one."""
        if not find(self.community, Typed(place_name=text), self.find_places):
            return False
        values["place_name"], values["street"] = text, ""
        return True

    def _leave_old_pin(self, values):
        """Drop a pin that stayed behind when the words moved to another block, or that the host said is wrong."""
        self.stood = Stand.read(values.get("stand")) or Stand.of(self.known)
        if values["unplaced"]:
            values["lat"] = values["lng"] = None
        elif self.stood.has_pin(values) and Typed.of(values).is_elsewhere(self.stood.words):
            self.old_pin = values["lat"], values["lng"]
            values["lat"] = values["lng"] = None

    def _find_place(self, values):
        """Look the typed words up, unless there is a pin, or the host has seen what these words give."""
        typed = Typed.of(values)
        if values["lat"] is not None or values["lng"] is not None or values["unplaced"] or not typed.text:
            return
        if not self.stood.words.is_elsewhere(typed) and not values["place"]:
            return
        found = find(self.community, typed, partial(self.find_places, online=True))
        if len(found) > 1:
            self._choose(values, found)
        elif found:
            self.found = found[0]
        else:
            self.found = find_in_towns_around(self.community, typed, self.find_places)
        if self.found is not None:
            self._take(values)
            self._keep_own_pin(values)
        elif self.staff and self.old_pin is not None and "place" not in self.errors:
            values["lat"], values["lng"] = self.old_pin

    def _choose(self, values, found):
        """Of several answers take the one that was chosen, or ask."""
        if values["place"] == NONE:
            return
        chosen = [one for one in found if one.value == values["place"]]
        if chosen:
            self.found, self.was_asked = chosen[0], True
            return
        none = _("None of these. Leave it unplaced.") if self.staff else _("None of these")
        self.fields["place"].widget = HintedRadioSelect(
            choices=[*((one.value, one.place.label) for one in found), (NONE, none)],
            hints={one.value: one.place.hint for one in found}
            | ({} if self.staff else {NONE: _("The city team puts your party on the map.")}),
        )
        self.add_error("place", _("We found this more than once. Choose the one you mean."))

    def _take(self, values):
        """Put the pin of what was found; the file's spelling of street or name goes with it."""
        place, words = self.found.place, self.found.words
        values["lat"], values["lng"] = round(place.lat, PIN_DECIMALS), round(place.lng, PIN_DECIMALS)
        values["number"] = words.number[:10]
        values["street"], values["place_name"] = words.street[:80], words.place_name[:120]

    def _keep_own_pin(self, values):
        """Leave a pin where it was when only the spelling changed: it was put by a person, and is on that block."""
        if self.old_pin is None or hundred(values["number"]) != hundred(self.stood.words.number):
            return
        if distance_m(*self.old_pin, values["lat"], values["lng"]) <= ON_THE_BLOCK_M:
            (values["lat"], values["lng"]), self.found = self.old_pin, None

    def _show_found(self, values):
        """Ask for a yes where there is a doubt; a page that comes back shows the pin either way."""
        doubtful = not (self.found.is_sure or self.staff or self.was_asked)
        self.confirms = doubtful or self.is_moved or bool(self.errors)
        if self.confirms:
            own = {name: values.get(name) for name in ("number", "street", "place_name", "lat", "lng")}
            own["stand"] = Stand.of(own).line
            here = values.get("neighborhood")
            own |= {"neighborhood": str(here)} if here is not None else {}
            self.data = self.data.copy()
            self.data.update({name: str(value) for name, value in own.items() if value is not None})

    @property
    def said(self):
        """What was found and taken without a question, for the next page to say; '' where nothing was."""
        return gettext("We found it: %(place)s.") % {"place": self.found_words} if self.found else ""

    @property
    def shows_found(self):
        """Whether the page shows what was found: not where another city, or none, is to be told of first."""
        return self.confirms and "lat" not in self.errors

    @cached_property
    def drawing(self):
        """The pin on its map with what is around it, or None without a pin or a map."""
        lat, lng = (self.fields[name].tried(self[name].value()) for name in ("lat", "lng"))
        return pinmap.around(self.community, lat, lng) if lat is not None and lng is not None else None

    @property
    def found_words(self):
        """What was found, in one line: "2800 block of Lemp Ave, between Lynch St and Pestalozzi St, in Soulard"."""
        area = self.areas.get(self.cleaned_data.get("neighborhood"))
        own = area is None or area.name == self.found.place.label  # a park can be an area of its own
        return pinmap.in_words(self.found.place, area="" if own else area.name, community=self.community)

    def _clean_pin(self, values):
        lat, lng = values.get("lat"), values.get("lng")
        if (lat is None) != (lng is None):
            return self.need("lat" if lat is None else "lng")
        if lat is not None:
            return self._clean_located(values, whereabouts.locate(self.community.region, lat, lng))
        if "neighborhood" not in self.fields:
            values["neighborhood"] = next(iter(self.areas), None)
        elif values.get("neighborhood") is None and not self.staff and "neighborhood" not in self.errors:
            if not self.searches:
                return self.need("neighborhood")
            if not {"number", "street", "place_name"} & self.errors.keys():  # only a whole address can be unknown
                self["neighborhood"].help_text = ""
                return self.add_error("neighborhood", NOT_KNOWN)
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
        own = chosen is not None and self.stood.lat is None  # with an earlier pin it was not chosen but followed
        self.is_moved = own and chosen != values["neighborhood"] and not self.staff
        return None

    def _ask_which(self, choices):
        field = self.fields["neighborhood"]
        field.widget = HintedRadioSelect(attrs={})
        field.choices = [(area.number, area.name) for area in choices]
        self["neighborhood"].help_text = ""
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
