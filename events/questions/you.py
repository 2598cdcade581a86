"""You: who hosts, and how the city team reaches them."""

from django import forms
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from events.questions.base import StepForm
from events.questions.fields import EmailField, LineField, PhoneField


class YouForm(StepForm):
    """The main host. For a caller (`staff`) an e-mail address or a phone number is enough."""

    name = "you"
    heading = _("Who are you?")
    lead = _("Only for the city team. We never show your name, email or phone.")
    template_name = "questions/you.html"

    host_name = LineField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name")},
    )
    email = EmailField(
        label=_("Email"),
        help_text=_("We send you a link to confirm, and the link to your party."),
        error_messages={"required": _("Enter your email address, like name@example.org")},
    )
    phone = PhoneField(
        label=_("Phone"), help_text=_("For questions on the day. Any way of writing it is fine."), required=False
    )
    language = forms.ChoiceField(
        label=_("Language for our letters"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a language")},
    )

    def arrange(self):
        self.fields["language"].choices = [
            (code, get_language_info(code)["name_local"].capitalize()) for code in self.community.languages
        ]
        if self.staff:
            self.fields["host_name"].label = _("Name")
            self.fields["host_name"].error_messages["required"] = _("Enter the name")
            self.fields["email"].required = False
            self.fields["email"].help_text = ""
            self.fields["phone"].help_text = ""

    def defaults(self):
        offered = self.community.languages
        return {"language": get_language() if get_language() in offered else next(iter(offered), None)}

    def clean(self):
        values = super().clean()
        if self.staff and not self.errors and not values["email"] and not values["phone"]:
            self.add_error("phone", _("Enter a phone number or an email address"))
        return values
