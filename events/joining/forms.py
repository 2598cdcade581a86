"""What is typed to join a party: how to be reached, a few words, and the host's answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.questions.fields import EmailField, LineField, ParagraphField, PhoneField
from events.rendering import Form

LONGEST_MESSAGE = 280


class JoinForm(Form):
    """Who asks to join a party. `website` is a trap for robots: people do not see it."""

    name = LineField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name")},
    )
    email = EmailField(
        label=_("Email"),
        help_text=_("We send you a link to confirm, and the host’s answer."),
        error_messages={"required": _("Enter your email address, like name@example.org")},
    )
    phone = PhoneField(label=_("Phone"), required=False)
    message = ParagraphField(
        label=_("A few words to the host"),
        help_text=_("The host reads them before answering. Up to 280 characters."),
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "input"}),
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    @property
    def is_from_a_machine(self):
        return bool(self.cleaned_data.get("website"))

    def wish(self):
        """What was typed, as the deed's own arguments."""
        return {column: self.cleaned_data[column] or "" for column in ("name", "email", "phone", "message")}


class ReplyForm(Form):
    """Yes or no: each is a button of its own."""

    YES, NO = "yes", "no"

    answer = forms.ChoiceField(choices=[(YES, _("Yes")), (NO, _("No"))])

    @property
    def agrees(self):
        return self.cleaned_data["answer"] == self.YES
