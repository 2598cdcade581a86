"""Forms of a community: the facts its administrators keep, and all of it for the operator."""

import zoneinfo

from django import forms
from django.conf import settings

from events.lib import nights, phones
from events.lib.texts import one_line
from events.models import Community, Region
from events.models.community import check_slug_is_free
from events.rendering import Form
from events.setup.forms_editions import time_field

COMMON_ZONES = [
    "America/New_York",
    "America/Detroit",
    "America/Indiana/Indianapolis",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
]
OTHER_ZONES = sorted(name for name in zoneinfo.available_timezones() if "/" in name and name not in COMMON_ZONES)


def _zones(names):
    return [(name, name.replace("_", " ")) for name in names]


LEAST_DAYS, MOST_DAYS = 14, 730

ZONES = [("Usual", _zones(COMMON_ZONES)), ("All", _zones(OTHER_ZONES))]
NTHS = [("", "No rule")] + [(number, word.capitalize()) for number, word in nights.NTHS.items()]
WEEKDAYS = [("", "Day")] + [(number, word.capitalize()) for number, word in enumerate(nights.WEEKDAYS)]
MONTHS = [("", "Month")] + [(number, word.capitalize()) for number, word in enumerate(nights.MONTHS, 1)]


def _choice(label, choices):
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, empty_value=None, required=False)


class FactsForm(Form):
    """Contact, languages, clock, quiet hours, retention and date rule. `values` gives them by the model's names."""

    says_optional = False
    keeps = ("contact_email", "contact_phone", "languages", "time_zone")
    keeps += ("quiet_from", "quiet_until", "contacts_kept_days")

    contact_email = forms.EmailField(label="Email for questions", max_length=254, required=False)
    contact_phone = forms.CharField(label="Phone for questions", max_length=40, required=False)
    languages = forms.MultipleChoiceField(
        label="Languages",
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least English"},
    )
    time_zone = forms.ChoiceField(label="Time zone", choices=ZONES)
    quiet_from = time_field("Quiet from")
    quiet_until = time_field("Quiet until")
    contacts_kept_days = forms.IntegerField(
        label="Days until contacts are deleted",
        help_text="Counted from the party’s day. Then hosts’ names, emails and phones and the exact place go for good.",
        min_value=LEAST_DAYS,
        max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={"class": "input-s"}),
        error_messages={
            "min_value": f"Keep contacts for {LEAST_DAYS} days or more, so that hosts can say how it went",
            "max_value": f"Keep contacts for {MOST_DAYS} days at most",
        },
    )
    nth = _choice("The night is on the", NTHS)
    weekday = _choice("Weekday", WEEKDAYS)
    month = _choice("Month", MONTHS)

    def __init__(self, *args, community=None, **kwargs):
        self.community = community
        fresh = community or Community(time_zone="America/Chicago")
        initial = {name: getattr(fresh, name) for name in FactsForm.keeps}
        if community:
            initial = {name: getattr(community, name) for name in self.keeps}
        if community and community.date_rule:
            rule = nights.DateRule.parse(community.date_rule)
            initial |= {"nth": rule.nth, "weekday": rule.weekday, "month": rule.month}
        initial["contact_phone"] = phones.pretty(initial["contact_phone"]) if initial.get("contact_phone") else ""
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["contact_phone"].widget.input_type = "tel"

    def clean_contact_phone(self):
        typed = self.cleaned_data["contact_phone"]
        try:
            return phones.tidy(typed) if typed else ""
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_languages(self):
        chosen = self.cleaned_data["languages"]
        if "en" not in chosen:
            raise forms.ValidationError("Keep English: it stands in where a text is missing")
        return [code for code, _name in settings.LANGUAGES if code in chosen]

    def clean(self):
        values = super().clean()
        parts = [values.get(name) for name in ("nth", "weekday", "month")]
        given = [part is not None for part in parts]
        values["date_rule"] = ""
        if all(given):
            values["date_rule"] = str(nights.DateRule(*parts))
        elif any(given):
            missing = ("nth", "weekday", "month")[given.index(False)]
            self.add_error(missing, "Choose all three: which one, the weekday and the month")
        return values

    def values(self):
        return {name: self.cleaned_data[name] for name in (*self.keeps, "date_rule")}


class CommunityForm(FactsForm):
    """Everything of a community, for the operator. Without `community` it is a new one."""

    keeps = ("name", "slug", "code", "state", "region", "is_open", *FactsForm.keeps)

    name = forms.CharField(label="Name", max_length=80)
    slug = forms.SlugField(label="Short name in addresses", max_length=50, help_text="Such as st-louis")
    code = forms.CharField(label="Code in references", max_length=5, help_text="2 to 5 letters, such as STL")
    state = forms.CharField(
        label="State", max_length=2, required=False, widget=forms.TextInput(attrs={"class": "input-s"})
    )
    region = forms.ModelChoiceField(
        label="Region", queryset=Region.objects.order_by("name"), required=False, empty_label="A new one"
    )
    new_region = forms.CharField(label="Name of the new region", max_length=80, required=False)
    is_open = forms.BooleanField(label="Show it to the public", required=False)

    def clean_name(self):
        return one_line(self.cleaned_data["name"])

    def clean_slug(self):
        slug = self.cleaned_data["slug"].lower()
        check_slug_is_free(slug)
        return self._unused("slug", slug, "Another community has this short name. Choose another one")

    def clean_code(self):
        code = self.cleaned_data["code"].upper()
        if not (2 <= len(code) <= 5 and code.isascii() and code.isalpha()):
            raise forms.ValidationError("Use 2 to 5 letters, like STL")
        return self._unused("code", code, "Another community has this code. Choose another one")

    def clean_state(self):
        return self.cleaned_data["state"].upper()

    def _unused(self, field, value, message):
        others = Community.objects.exclude(pk=self.community.pk if self.community else None)
        if others.filter(**{f"{field}__iexact": value}).exists():
            raise forms.ValidationError(message)
        return value

    def clean(self):
        values = super().clean()
        if not values.get("region") and not values.get("new_region"):
            self.add_error("new_region", "Choose a region, or name a new one")
        return values

    def new_region_name(self):
        """The name of the region to make, or ''."""
        return "" if self.cleaned_data["region"] else one_line(self.cleaned_data["new_region"])


class NewCommunityForm(CommunityForm):
    """With the person who will set it up."""

    administrator_email = forms.EmailField(label="Email of the first administrator", max_length=254, required=False)
    administrator_name = forms.CharField(label="Name of the first administrator", max_length=120, required=False)

    def administrator(self):
        return {
            "email": self.cleaned_data["administrator_email"].lower(),
            "name": one_line(self.cleaned_data["administrator_name"]),
        }
