"""The one question before last time's answers are opened: this night's rules."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.rendering import Form


class RulesForm(Form):
    """The rules may be new since last time, so they are accepted anew."""

    rules_accepted = forms.BooleanField(
        label=_("I have read the rules and keep to them"),
        error_messages={"required": _("Tick that you have read the rules")},
    )
