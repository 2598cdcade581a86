"""The room's forms: a city by its name, a message about a listing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.rendering import Form


class CitySearch(Form):
    """A city by its name."""

    says_optional = False

    q = forms.CharField(
        label=_("Your city or town"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "enterkeyhint": "search", "autocomplete": "address-level2"}),
    )


class ReportForm(Form):
    """What is wrong with a listing. `website` is a trap for machines: people do not see it."""

    text = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("The coordinators of your city will read it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say what is wrong, in a sentence or two")},
    )
    email = forms.EmailField(
        label=_("Your email"),
        help_text=_("Only if you want an answer. Only the coordinators see it."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    @property
    def is_from_a_machine(self):
        return bool(self.data.get("website"))
