"""PartySearch: a query string read into filters. Page, map, feed and API narrow the same way.

The filters work in the database on columns and on JSON lists of words. A list's word is looked for as text, quotes
included (`"kids"`): that is one expression on both databases, since SQLite cannot ask a JSON list what it contains,
and it is exact, since the words come from closed lists.
"""

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import night
from events.lib import wording
from events.lib.streets import SUFFIX_OF
from events.lib.texts import slug_of
from events.models import Access, Activity, OpenTo
from events.rendering import Form

# Words of an address that say nothing, and would keep "cuadra 2800 de Lemp" from its block.
EMPTY_WORDS = {"a", "block", "cuadra", "de", "del", "el", "en", "first", "in", "la", "of", "on", "primera", "the"}
MOST_WORDS = 8
ZIP = re.compile(r"\d{5}(?:-\d{4})?", re.ASCII)
SPOT = re.compile(r"\s*([+-]?\d{1,2}(?:\.\d{1,20})?)\s*,\s*([+-]?\d{1,3}(?:\.\d{1,20})?)\s*", re.ASCII)
SPOT_DECIMALS = 3  # about a hundred meters: near enough to walk there, too coarse to tell a home


@dataclass(frozen=True)
class Spot:
    """A place somebody asked from, in degrees, rounded to about a hundred meters."""

    lat: float
    lng: float

    @classmethod
    def read(cls, text):
        """The spot of an address's "38.605,-90.225", rounded; None for what is no place on Earth."""
        found = SPOT.fullmatch(text)
        lat, lng = (round(float(number), SPOT_DECIMALS) + 0.0 for number in found.groups()) if found else (91, 181)
        return cls(lat, lng) if abs(lat) <= 90 and abs(lng) <= 180 else None

    def __str__(self):
        return f"{self.lat:.{SPOT_DECIMALS}f},{self.lng:.{SPOT_DECIMALS}f}"


@dataclass(frozen=True)
class Choice:
    """A filter as a link: its words, the query string ("?has=kids" or "") that puts it on or takes it off."""

    label: str
    value: str
    query: str
    is_on: bool = False


class SearchForm(Form):
    """What the address of a list may say."""

    says_optional = False

    q = forms.CharField(
        label=gettext_lazy("Street, ZIP code or neighborhood"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "enterkeyhint": "search", "autocomplete": "off"}),
    )
    has = forms.MultipleChoiceField(
        label=gettext_lazy("What the party has"),
        choices=Activity.choices + Access.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    open = forms.ChoiceField(
        label=gettext_lazy("Open to"), choices=[("", gettext_lazy("Any")), *OpenTo.choices], required=False
    )
    at = forms.TimeField(label=gettext_lazy("On at this time"), required=False, input_formats=["%H:%M"])
    neighborhood = forms.ChoiceField(label=gettext_lazy("Neighborhood"), required=False)
    near = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    view = forms.ChoiceField(choices=[("", ""), ("print", "print"), ("map", "map")], required=False)

    def __init__(self, *args, neighborhoods=(), hours=(), **kwargs):
        super().__init__(*args, **kwargs)
        named = [(area.slug, area.name) for area in neighborhoods]
        self.fields["neighborhood"].choices = [("", _("All neighborhoods")), *named]
        times = [(f"{hour:%H:%M}", wording.clock(hour)) for hour in hours]
        self.fields["at"].widget = forms.Select(choices=[("", _("Any time")), *times], attrs={"class": "input"})


class PartySearch:
    """The filters of a query string. What cannot be read is left out and told in `messages`; nothing here fails.

    `neighborhoods` are the community's areas (their names and aliases are searched too); `hours` the full hours
    offered as filters. A word of the search text matches the beginning of a word of the listing; all have to match.
    """

    def __init__(self, params, *, neighborhoods=(), hours=()):
        self.neighborhoods = list(neighborhoods)
        self.form = SearchForm(params, neighborhoods=self.neighborhoods, hours=hours)
        self.form.is_valid()
        given = self.form.cleaned_data
        self.text = given.get("q", "")
        self.has = given.get("has", [])
        self.open_to = given.get("open", "")
        self.at = given.get("at")
        self.neighborhood = next((a for a in self.neighborhoods if a.slug == given.get("neighborhood")), None)
        self.is_print = given.get("view") == "print"
        self.is_map = given.get("view") == "map"
        asked = given.get("near", "")
        self.near = Spot.read(asked) if asked else None
        self.is_rounded = self.near is None or asked == str(self.near)
        self.messages = [self._left_out(name) for name in self.form.errors]
        if asked and self.near is None:
            self.messages.append(self._left_out("near"))

    def narrow(self, queryset):
        """The parties of `queryset` that pass every filter."""
        for word in self.words:
            queryset = queryset.filter(self._said(word))
        lists = {"_activities": "activities", "_accessibility": "accessibility"}
        if self.has:
            queryset = queryset.alias(**{name: Cast(column, TextField()) for name, column in lists.items()})
        for value in self.has:
            column = "_activities" if value in Activity.values else "_accessibility"
            queryset = queryset.filter(**{f"{column}__contains": f'"{value}"'})
        if self.open_to:
            queryset = queryset.filter(open_to=self.open_to)
        if self.at:
            queryset = night.with_hours(queryset).filter(begins__lte=self.at, finishes__gt=self.at)
        if self.neighborhood:
            queryset = queryset.filter(neighborhood=self.neighborhood)
        return queryset

    @property
    def words(self):
        """The folded words looked for, without those that say nothing."""
        words = slug_of(self.text, max_length=80, empty="").split("-") if self.text else []
        words = [word for word in words if word]
        return ([word for word in words if word not in EMPTY_WORDS] or words)[:MOST_WORDS]

    def areas(self):
        """The neighborhoods whose name or another name of theirs has all the words looked for."""
        if not self.words:
            return []
        return [area for area in self.neighborhoods if all(_begins(word, area) for word in self.words)]

    @property
    def is_zip(self):
        """Whether a ZIP code was typed, which no listing has in its words."""
        return bool(ZIP.fullmatch(self.text))

    @property
    def is_narrow(self):
        """Whether any filter is on."""
        return bool(self.text or self.has or self.open_to or self.at or self.neighborhood)

    @property
    def chosen(self):
        """The filters that are on, each a Choice whose query is the address without it."""
        labels = dict(Activity.choices) | dict(Access.choices)
        on = [("q", self.text, _("“%(words)s”") % {"words": self.text})] if self.text else []
        on += [("has", value, labels[value]) for value in self.has]
        if self.open_to:
            on.append(("open", self.open_to, OpenTo(self.open_to).label))
        if self.at:
            on.append(("at", f"{self.at:%H:%M}", _("On at %(time)s") % {"time": wording.clock(self.at)}))
        if self.neighborhood:
            on.append(("neighborhood", self.neighborhood.slug, self.neighborhood.name))
        return [Choice(label, value, self.query(without=(name, value)), is_on=True) for name, value, label in on]

    def offer(self, name, value, label):
        """A filter to choose, as a link that puts it on, or off when it is on."""
        pairs = self.pairs()
        if (name, value) in pairs:
            return Choice(label, value, self.query(without=(name, value)), is_on=True)
        return Choice(label, value, self.query(plus=(name, value)))

    def pairs(self):
        """The place, the view and the filters as (name, value) pairs in one order, whatever their order was."""
        pairs = [("near", str(self.near))] if self.near else []
        return pairs + ([("view", "map")] if self.is_map else []) + self.filters()

    def filters(self):
        """The filters alone: what decides which parties are found, and not how they are shown."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [("has", value) for value in self.has]
        pairs += [("open", self.open_to)] if self.open_to else []
        pairs += [("at", f"{self.at:%H:%M}")] if self.at else []
        return pairs + ([("neighborhood", self.neighborhood.slug)] if self.neighborhood else [])

    def query(self, *, without=None, plus=None):
        """The query string with the filters that are on, less or plus one: "?has=kids&at=18:00", or ""."""
        kept = [
            (name, value)
            for name, value in self.pairs()
            if (name, value) != without and (plus is None or name == "has" or name != plus[0])
        ]
        return _query(kept if plus is None else [*kept, plus])

    @property
    def without_place(self):
        """The query string without the place: the same list A to Z."""
        return _query([(name, value) for name, value in self.pairs() if name != "near"])

    @property
    def with_map(self):
        """The query string that shows the same parties on the map."""
        return self.query(plus=("view", "map"))

    @property
    def without_map(self):
        return self.query(without=("view", "map"))

    @property
    def kept(self):
        """The (name, value) pairs that stay when somebody asks for another place: all but the place and the words."""
        return [(name, value) for name, value in self.pairs() if name not in ("near", "q")]

    @property
    def asking(self):
        """The query string that looks for the words typed as a place."""
        return _query([("q", self.text), *self.kept])

    @property
    def keeping(self):
        """The query string of what stays when somebody asks for another place."""
        return _query(self.kept)

    def _said(self, word):
        """Listings with a word that begins like `word`, like its short form (avenue), or like its block (2827)."""
        spellings = {word, SUFFIX_OF.get(word, word).lower()}
        if word.isdigit() and 3 <= len(word) <= 6:
            spellings.add(str(int(word) // 100 * 100))
        said = Q(neighborhood__in=[area.pk for area in self.neighborhoods if _begins(word, area)])
        for spelling in spellings:
            said |= Q(search_text__startswith=spelling) | Q(search_text__contains=f" {spelling}")
        return said

    def _left_out(self, name):
        if name == "q":
            return _("Your search was too long or had signs we cannot read. Type a street, a neighborhood or a group.")
        if name == "near":
            return _("We could not read that place. Type a street or ZIP code.")
        return _("We left out a filter that we do not know.")


def _query(pairs):
    return f"?{urlencode(pairs, safe=':,')}" if pairs else ""


def _begins(word, area):
    """Whether a word of the area's names begins with `word`."""
    names = [area.name, *area.aliases]
    return any(part.startswith(word) for name in names for part in slug_of(name, empty="").split("-"))


def hours_of(edition):
    """The full hours of the edition's window at which a party can be on."""
    return [dt.time(hour) for hour in range(edition.starts.hour, edition.ends.hour + bool(edition.ends.minute))]
