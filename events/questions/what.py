"""What: the party's name, its hosts, its guests and what is going on."""

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from events.models import SPOKEN, Access, Activity, HostKind, OpenTo, Permit
from events.questions.base import StepForm
from events.questions.fields import CountField, LineField, ParagraphField
from events.questions.levels import default_level, places_at
from events.rendering import HintedCheckboxes, HintedRadioSelect

OPEN_HINTS = {
    OpenTo.NEIGHBORS: _("People of your block. We never show the exact place."),
    OpenTo.MEMBERS: _("People of your school, church or group"),
}
PERMIT_HINTS = {
    Permit.SOUND: _("Loudspeakers, or a band with amplifiers"),
    Permit.ALCOHOL: _("Served or sold, outside your own yard"),
    Permit.FOOD_SOLD: _("Not for food you share"),
    Permit.INFLATABLES: _("Bounce houses and slides"),
    Permit.TENTS: _("Larger than a canopy for one table"),
}


class WhatForm(StepForm):
    """What kind of party it is. Nearly all of it is public; the page says which answers are not."""

    name = "what"
    heading = _("What kind of party is it?")
    template_name = "questions/what.html"
    depends = ("organization",)

    title = LineField(label=_("Name of the party"), max_length=80, required=False)
    open_to = forms.ChoiceField(
        label=_("Who may come?"),
        choices=OpenTo,
        widget=HintedRadioSelect(hints=OPEN_HINTS),
        error_messages={"required": _("Choose who may come")},
    )
    activities = forms.MultipleChoiceField(
        label=_("What is planned?"), choices=Activity, required=False, widget=HintedCheckboxes(columns=True)
    )
    description = ParagraphField(
        label=_("A few words about it"),
        help_text=_("Up to 280 characters. No phone numbers and no names of people."),
        max_length=280,
        required=False,
    )
    bring = LineField(
        label=_("What should people bring?"),
        help_text=_("Like a chair, or a dish to share"),
        max_length=140,
        required=False,
    )
    accessibility = forms.MultipleChoiceField(
        label=_("What makes it easy to come?"), choices=Access, required=False, widget=HintedCheckboxes(columns=True)
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), choices=SPOKEN, required=False, widget=HintedCheckboxes(columns=True)
    )
    host_kind = forms.ChoiceField(
        label=_("Who hosts it?"),
        choices=HostKind,
        widget=forms.Select(attrs={"class": "input-m"}),
        error_messages={"required": _("Choose who hosts the party")},
    )
    organization = LineField(
        label=_("Name of the group"),
        help_text=_("Not needed for neighbors on the block"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": _("Enter the name of the group that hosts the party")},
    )
    show_organization = forms.BooleanField(label=_("Show the group’s name to everyone"), required=False)
    expected = CountField(
        label=_("How many people do you expect?"),
        help_text=_("A guess is fine"),
        min_value=1,
        error_messages={"required": _("Enter about how many people you expect, like 40")},
    )
    children = CountField(
        label=_("How many of them are children?"),
        required=False,
        error_messages={"invalid": _("Enter a number, like 12")},
    )
    permits = forms.MultipleChoiceField(
        label=_("Will there be any of these?"),
        help_text=_("Some of them need a permit of their own. The city team will tell you."),
        choices=Permit,
        required=False,
        widget=HintedCheckboxes(hints=PERMIT_HINTS),
    )

    def arrange(self):
        level = self.known.get("level") or default_level(self.known)
        place = places_at(self.edition, self.known, [level])[level]
        if self.known.get("place_kind"):
            self.fields["title"].help_text = gettext("Leave it empty to use “%(place)s”.") % {"place": place}
        if not self.edition.asks_permits:
            del self.fields["permits"]

    @property
    def has_more(self):
        """Whether the part with what few hosts change should stand open."""
        spoken = self["languages"].value() or []
        return bool(self["bring"].value() or self["bring"].errors or self["languages"].errors or len(spoken) > 1)

    def defaults(self):
        return {"host_kind": HostKind.RESIDENT, "languages": [get_language()]}

    def clean(self):
        values = super().clean()
        if values.get("host_kind") == HostKind.RESIDENT:
            values["organization"], values["show_organization"] = "", False
        elif "host_kind" in values and not values.get("organization") and "organization" not in self.errors:
            self.need("organization")
        expected, children = values.get("expected"), values.get("children")
        if expected is not None and children is not None and children > expected:
            self.add_error(
                "children",
                gettext("Enter %(expected)s or less, as that is how many you expect") % {"expected": expected},
            )
        return values
