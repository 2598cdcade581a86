"""Closure: the wish to close a street, between two cross streets, from one time to another."""

import datetime as dt

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from events.lib.streets import same_street, tidy_street
from events.lib.wording import clock, day
from events.models import Barricades
from events.questions.base import StepForm
from events.questions.fields import ClockField, LineField, YesNoField

AROUND = dt.timedelta(hours=1)
SEGMENT = ("closure_street", "closure_from", "closure_to", "closure_starts", "closure_ends")
STREET = {"widget": forms.TextInput(attrs={"autocomplete": "off"}), "max_length": 80, "required": False}


class ClosureForm(StepForm):
    """The wish to close the street. It is decided beside the party; nothing here closes a street."""

    name = "closure"
    heading = _("Street closure")
    template_name = "questions/closure.html"
    is_needed = False
    depends = (*SEGMENT, "barricades")

    closure_wanted = YesNoField(
        label=_("Do you want the street closed to cars?"), error_messages={"required": _("Choose yes or no")}
    )
    closure_street = LineField(
        label=_("Street to close"), error_messages={"required": _("Enter the street, like Lemp Ave")}, **STREET
    )
    closure_from = LineField(
        label=_("From this cross street"),
        error_messages={"required": _("Enter the cross street where the closure begins, like Lynch St")},
        **STREET,
    )
    closure_to = LineField(
        label=_("To this cross street"),
        error_messages={"required": _("Enter the cross street where the closure ends, like Pestalozzi St")},
        **STREET,
    )
    closure_starts = ClockField(
        label=_("Closed from"),
        required=False,
        error_messages={"required": _("Enter when the closure starts, like 4 pm")},
    )
    closure_ends = ClockField(
        label=_("Closed until"),
        required=False,
        error_messages={"required": _("Enter when the closure ends, like 9 pm")},
    )
    barricades = forms.ChoiceField(
        label=_("Barricades"),
        choices=Barricades,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you get the barricades")},
    )
    neighbors_told = LineField(
        label=_("How do the neighbors on the block know?"),
        help_text=_("Like “a letter to every house”"),
        max_length=280,
        required=False,
    )

    @classmethod
    def is_answered(cls, answers):
        return answers.get("closure_wanted") is not None

    def is_over(self):
        return not self.edition.takes("closure", self.now)

    @property
    def last_day(self):
        return day(self.edition.closure_until)

    def defaults(self):
        values = {"closure_street": self.known.get("street", ""), "barricades": Barricades.DELIVERED}
        starts, ends = self.initial.get("starts"), self.initial.get("ends")
        if starts and ends:
            first = dt.datetime.combine(self.edition.date, starts) - AROUND
            last = dt.datetime.combine(self.edition.date, ends) + AROUND
            is_usual = self.edition.starts <= starts and ends <= self.edition.ends
            values["closure_starts"] = max(first.time(), self.edition.starts) if is_usual else starts
            values["closure_ends"] = min(last.time(), self.edition.ends) if is_usual else ends
        return values

    @property
    def rules(self):
        """The city's own words about closures, in the active language."""
        return self.edition.words("closure_rules", get_language())

    def clean(self):
        values = super().clean()
        if values.get("closure_wanted") is False:
            for name in (*SEGMENT, "barricades", "neighbors_told"):
                if name in self.errors:
                    del self.errors[name]
        elif values.get("closure_wanted"):
            self._clean_segment(values)
        return values

    def _clean_segment(self, values):
        for name in (*SEGMENT, "barricades"):
            if name not in self.errors and not values.get(name):
                self.need(name)
        for name in ("closure_street", "closure_from", "closure_to"):
            values[name] = tidy_street(values.get(name, ""))[:80] or values.get(name, "")
        if not self.errors and same_street(values["closure_from"], values["closure_to"]):
            self.add_error("closure_to", _("Enter another cross street than the first one"))
        if {"closure_starts", "closure_ends"} & self.errors.keys():
            return
        if values["closure_ends"] <= values["closure_starts"]:
            after = {"time": clock(values["closure_starts"])}
            self.add_error("closure_ends", gettext("Choose an end time after %(time)s") % after)

    def answers(self):
        own = super().answers()
        return own if own.get("closure_wanted") or not own else {"closure_wanted": False}
