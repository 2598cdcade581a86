"""What every step of the questions is: a form that starts from answers and gives answers."""

import datetime as dt

from events.questions.answers import DATES, TIMES, as_json
from events.questions.fields import ClockField
from events.rendering import BoundField, Form

MOMENTS = {*TIMES, "closure_starts", "closure_ends"}


class StepField(BoundField):
    """A field of a step; one whose need depends on another answer does not call itself optional."""

    @property
    def says_optional(self):
        return super().says_optional and self.name not in self.form.depends


class StepForm(Form):
    """One step. `{{ form }}` prints its fields with their notes on any page; the page brings tag, token and button.

    `answers` is the flat object of `events.questions.answers`, in whole or in part; `staff` lifts last days, the window
    and the need of an e-mail. After `is_valid()`, `answers()` gives this step's part, ready for JSON.
    """

    name = ""
    heading = ""
    lead = ""
    is_needed = True  # to send a registration
    helpers = ()  # fields that are no answers
    depends = ()  # fields needed or not by what else is answered
    bound_field_class = StepField

    def __init__(self, data=None, *, edition, answers=None, now, staff=False, **kwargs):
        self.edition, self.community, self.now, self.staff = edition, edition.community, now, staff
        self.known = answers or {}
        self.says_optional = not staff
        super().__init__(data, initial=moments_of(self.known), **kwargs)
        for field in self.fields.values():
            if isinstance(field, ClockField):
                field.window = (edition.starts, edition.ends)
        self.is_closed = self.is_over() and not staff
        if self.is_closed:
            self.fields.clear()
        else:
            self.arrange()
            for name, value in self.defaults().items():
                if self.initial.get(name) in (None, ""):
                    self.initial[name] = value

    def is_over(self):
        """Whether the last day for this step is over: then it asks nothing and changes nothing."""
        return False

    def arrange(self):
        """Fit the fields to the edition and the answers so far."""

    def defaults(self):
        """What stands in the fields before the person answers."""
        return {}

    def answers(self):
        """This step's answers as they stand in JSON; after `is_valid()`."""
        return {
            name: as_json(value)
            for name, value in self.cleaned_data.items()
            if name in self.fields and name not in self.helpers
        }

    def need(self, name, code="required"):
        """Put the field's own message at it."""
        self.add_error(name, self.fields[name].error_messages[code])

    @classmethod
    def is_answered(cls, answers):
        """Whether anything of this step was answered."""
        return any(answers.get(name) not in (None, "", []) for name in cls.base_fields)


def moments_of(answers):
    """The answers with dates and times as such."""
    values = dict(answers)
    for names, kind in ((DATES, dt.date), (MOMENTS, dt.time)):
        for name in names:
            if isinstance(values.get(name), str):
                values[name] = kind.fromisoformat(values[name]) if values[name] else None
    return values
