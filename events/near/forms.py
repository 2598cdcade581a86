"""The room's forms: a place that somebody types, and the page it is for."""

import re
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from events.rendering import Form

LONGEST = 80
PARTY = re.compile(r"[-a-z0-9_]{1,80}")
MOST_PARTIES = 10
GOALS = {"tonight": "tonight:tonight", "evening": "evening:evening"}


class NearForm(Form):
    """A place by its words; `data-places` (the address of places.json) lets the script offer places while one types."""

    says_optional = False

    q = forms.CharField(
        label=_("Address, street, crossing or ZIP code"),
        help_text=_("Like 2800 Lemp Ave, Lemp & Lynch, or 63118"),
        max_length=LONGEST,
        error_messages={"required": _("Type a street, a ZIP code or a place, like 2800 Lemp Ave")},
        widget=forms.TextInput(attrs={"type": "search", "enterkeyhint": "search", "autocomplete": "street-address"}),
    )

    def __init__(self, *args, places_url="", **kwargs):
        super().__init__(*args, **kwargs)
        if places_url:
            self.fields["q"].widget.attrs["data-places"] = places_url


class GoalForm(Form):
    """Which page the place is for, where it is not the city's list; of an evening, the parties chosen and the start."""

    to = forms.ChoiceField(choices=[(word, word) for word in GOALS], required=False)
    p = forms.Field(required=False, widget=forms.MultipleHiddenInput)
    leave = forms.TimeField(required=False, input_formats=["%H:%M"])

    def clean_p(self):
        """The last parts of the addresses of parties' pages that came, each once."""
        asked = self.cleaned_data["p"] or []
        return list(dict.fromkeys(key for key in asked if PARTY.fullmatch(key)))[:MOST_PARTIES]

    def goal(self):
        """The Goal asked for; after a word nobody knows, the list."""
        self.is_valid()
        word, leave = self.cleaned_data.get("to", ""), self.cleaned_data.get("leave")
        pairs = []
        if word == "evening":
            pairs = [("p", key) for key in self.cleaned_data.get("p", [])]
            pairs += [("leave", f"{leave:%H:%M}")] if leave else []
        return Goal(word, GOALS.get(word, "directory:city"), pairs)


@dataclass(frozen=True)
class Goal:
    """The page that a place is for: its `word` ('' for the city's list), the name of its address, what it knows."""

    word: str
    page: str
    pairs: list
