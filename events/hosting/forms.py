"""What hosts type outside the questions: answers to coordinators, and the address of a lost link."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.questions.fields import EmailField, ParagraphField
from events.rendering import Form

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


class FindLinkForm(Form):
    """The e-mail address of a party."""

    email = EmailField(
        label=_("Your email"),
        help_text=_("The one you gave when you registered your party."),
        error_messages={"required": _("Enter your email address, like name@example.org")},
    )
