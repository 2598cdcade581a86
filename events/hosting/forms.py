"""What hosts type outside the questions: answers to coordinators, and the address of a lost link."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Outcome
from events.questions.fields import CountField, EmailField, ParagraphField
from events.rendering import Form, HintedRadioSelect

LONGEST_ANSWER = 2000


class SeenForm(Form):
    """The revision of the party the host had before them; without it nothing is compared."""

    seen = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def revision(self):
        """The revision, or None where it was not given or cannot be read."""
        self.is_valid()
        return self.cleaned_data.get("seen")


class AnswerForm(Form):
    """One box for each open question; one answer at least."""

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = {f"answer_{question.pk}": question for question in questions}
        for name in self.questions:
            field = ParagraphField(
                label=_("Your answer"),
                max_length=LONGEST_ANSWER,
                required=len(questions) == 1,
                widget=forms.Textarea(attrs={"rows": 4, "class": "input"}),
                error_messages={"required": _("Write your answer")},
            )
            self.fields[name] = field

    def pairs(self):
        """[(question, its field)] for the page."""
        return [(question, self[name]) for name, question in self.questions.items()]

    def replies(self):
        """{question id: answer} of what was written."""
        return {self.questions[name].pk: text for name, text in self.cleaned_data.items() if text}

    def clean(self):
        values = super().clean()
        if self.questions and not self.errors and not any(values.values()):
            self.add_error(next(iter(self.questions)), _("Write your answer"))
        return values


class OutcomeForm(Form):
    """Whether the party was held, how many came, and what went well."""

    outcome = forms.ChoiceField(
        label=_("Did your party happen?"),
        choices=[
            (Outcome.HELD.value, pgettext_lazy("the party was held", "Yes, it did")),
            (Outcome.NOT_HELD.value, pgettext_lazy("the party was not held", "No, it did not")),
        ],
        widget=HintedRadioSelect,
        error_messages={"required": _("Choose yes or no")},
    )
    attendance = CountField(
        label=_("How many people came?"),
        help_text=_("A guess is fine. The city counts all parties together."),
        required=False,
        min_value=1,
    )
    went_well = ParagraphField(
        label=_("What went well?"),
        help_text=_("Only for the city team. Leave names out."),
        required=False,
        max_length=500,
    )

    def clean(self):
        values = super().clean()
        if values.get("outcome") == Outcome.NOT_HELD and values.get("attendance"):
            self.add_error("attendance", _("Leave this empty if the party did not happen"))
        return values

    def said(self):
        """What was said, as the deed's own arguments."""
        return {name: self.cleaned_data[name] for name in ("outcome", "attendance", "went_well")}


class FindLinkForm(Form):
    """The e-mail address of a party."""

    email = EmailField(
        label=_("Your email"),
        help_text=_("The one you gave when you registered your party."),
        error_messages={"required": _("Enter your email address, like name@example.org")},
    )
