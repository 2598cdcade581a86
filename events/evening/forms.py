"""What the address of an evening says: which parties, from where and from when."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.lib import wording
from events.rendering import Form

SLUG = re.compile(r"[-a-z0-9_]{1,80}")


class Keys(forms.MultipleChoiceField):
    """Last parts of addresses of parties' pages, in the order they came; whether they exist is for the list to say."""

    def valid_value(self, value):
        return bool(SLUG.fullmatch(value))


class EveningForm(Form):
    """The parties `p`, a place `near` to set out from, and when; the search fields beside it are PartySearch's."""

    says_optional = False

    p = Keys(required=False)
    leave = forms.TimeField(label=gettext_lazy("Set out at"), required=False, input_formats=["%H:%M"])

    def __init__(self, data, *, hours):
        super().__init__(data)
        times = [(f"{hour:%H:%M}", wording.clock(hour)) for hour in hours]
        self.fields["leave"].widget = forms.Select(choices=[("", _("Any time")), *times], attrs={"class": "input"})
        self.is_valid()

    @property
    def keys(self):
        """The parties asked for, each once."""
        return list(dict.fromkeys(self.cleaned_data.get("p") or []))

    @property
    def leaves(self):
        return self.cleaned_data.get("leave")
