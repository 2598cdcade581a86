"""The room's form: a place that somebody types."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.rendering import Form

LONGEST = 80


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
