"""Visitors: who of the kinds this edition offers the host would like to see. Opt-in; nothing is promised."""

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from events.lib.wording import day, time_range
from events.questions.base import StepForm
from events.questions.fields import ClockField, LineField
from events.rendering import HintedCheckboxes


class VisitorsForm(StepForm):
    """Visit requests. After the last day it only says so; requests made before stay."""

    name = "visitors"
    heading = _("Who would you like to come by?")
    lead = _("A visit is not promised. Teams try to reach the parties that ask.")
    template_name = "questions/visitors.html"
    is_needed = False

    visitors = forms.MultipleChoiceField(
        label=_("I would like a visit from"), required=False, widget=HintedCheckboxes()
    )
    best_time = ClockField(label=_("Best time for a visit"), help_text=_("Like 6 pm"), required=False)
    avoid_times = LineField(
        label=_("Times to avoid"), help_text=_("Like “not before 6 pm”"), max_length=140, required=False
    )
    topic = LineField(
        label=_("Something to talk about"),
        help_text=_("Like smoke detectors, or speeding cars"),
        max_length=280,
        required=False,
    )
    no_uniforms = forms.BooleanField(label=_("No uniforms, please"), required=False)
    access_notes = LineField(
        label=_("How teams get in"), help_text=_("A gate, a code, where to park"), max_length=280, required=False
    )

    def is_over(self):
        return not self.edition.takes("visits", self.now)

    @property
    def last_day(self):
        return day(self.edition.visits_until)

    def arrange(self):
        language = get_language()
        kinds = list(self.edition.visitor_kinds.all())
        self.fields["visitors"].choices = [(kind.code, kind.label(language)) for kind in kinds]
        self.fields["visitors"].widget.hints = {kind.code: about(kind) for kind in kinds}

    def clean(self):
        values = super().clean()
        starts, ends, best = self.initial.get("starts"), self.initial.get("ends"), values.get("best_time")
        if best and starts and ends and not starts <= best <= ends:
            self.add_error(
                "best_time",
                gettext("Your party is %(hours)s. Enter a time in between.") % {"hours": time_range(starts, ends)},
            )
        return values


def about(kind):
    """The agency and the hours of a visitor kind in one line, or ''."""
    hours = time_range(kind.starts, kind.ends) if kind.starts and kind.ends else ""
    return " · ".join(part for part in (kind.agency, hours) if part)
