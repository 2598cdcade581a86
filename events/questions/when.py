"""When: the hours inside the night's window, another day with its reason, and the plan for rain."""

import datetime as dt

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.lib.nights import BadLocalTime, localize
from events.lib.wording import clock, day, time_range
from events.models import RainPlan
from events.questions.base import StepForm
from events.questions.fields import ClockField, DayField, LineField

USUAL = (dt.time(17), dt.time(20))
FURTHEST = dt.timedelta(days=365)


class WhenForm(StepForm):
    """Start, end and rain plan. Another day, or for staff other hours, want a reason; a coordinator decides."""

    name = "when"
    heading = _("When is your party?")
    template_name = "questions/when.html"
    depends = ("date", "other_day_reason", "rain_date")

    starts = ClockField(label=_("It starts at"), error_messages={"required": _("Enter when it starts, like 5 pm")})
    ends = ClockField(label=_("It ends at"), error_messages={"required": _("Enter when it ends, like 8 pm")})
    date = DayField(label=_("The other day"), required=False)
    other_day_reason = LineField(
        label=_("Why another day?"),
        help_text=_("A coordinator reads this and decides."),
        max_length=280,
        required=False,
        error_messages={"required": _("Say why your party is on another day")},
    )
    rain_plan = forms.ChoiceField(
        label=_("And if it rains?"),
        choices=RainPlan,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you do if it rains")},
    )
    rain_date = DayField(
        label=_("The other date"),
        help_text=_("Only if you move it."),
        required=False,
        error_messages={"required": _("Enter the date you move it to")},
    )

    def arrange(self):
        if self.initial.get("date") == self.edition.date:
            self.initial["date"] = None
        if self.staff:
            self.fields["other_day_reason"].label = _("Why another day or other hours?")
            self.fields["other_day_reason"].help_text = ""
            self.fields["other_day_reason"].error_messages["required"] = "Say why the party is on another day"

    def defaults(self):
        first, last = self.edition.starts, self.edition.ends
        starts, ends = max(USUAL[0], first), min(USUAL[1], last)
        return {"starts": starts, "ends": ends} if starts < ends else {"starts": first, "ends": last}

    @property
    def night(self):
        """The night's day and window in words."""
        return {"day": day(self.edition.date), "hours": time_range(self.edition.starts, self.edition.ends)}

    @property
    def has_other_day(self):
        """Whether the part about another day should stand open."""
        names = ("date", "other_day_reason")
        return any(self[name].value() or self[name].errors for name in names)

    def clean(self):
        values = super().clean()
        if "date" not in self.errors:
            self._clean_day(values)
        if not {"starts", "ends", "date"} & self.errors.keys():
            self._clean_hours(values)
        if not {"rain_plan", "rain_date", "date"} & self.errors.keys():
            self._clean_rain(values)
        return values

    def _clean_day(self, values):
        night = self.edition.date
        values["date"] = values.get("date") or night
        if values["date"] == night:
            if not self.staff:
                values["other_day_reason"] = ""
            return
        if abs(values["date"] - night) > FURTHEST:
            self.add_error("date", gettext("Enter a day in %(year)s") % {"year": self.edition.year})
        elif values["date"] < self.community.today(self.now) and not self.staff:
            self.add_error("date", _("Enter a day that is still to come"))
        elif not values.get("other_day_reason"):
            self.need("other_day_reason")

    def _clean_hours(self, values):
        starts, ends, on = values["starts"], values["ends"], values["date"]
        for name in ("starts", "ends"):
            try:
                localize(on, values[name], self.community.time_zone)
            except BadLocalTime as error:
                return self.add_error(name, str(error))
        if ends <= starts:
            return self.add_error("ends", gettext("Choose an end time after %(time)s") % {"time": clock(starts)})
        if on != self.edition.date:
            return None
        early, late = starts < self.edition.starts, ends > self.edition.ends
        if self.staff:
            if (early or late) and not values.get("other_day_reason"):
                self.add_error("other_day_reason", _("Say why the hours are outside the night’s"))
            return None
        if early:
            self.add_error(
                "starts", self._outside(gettext("The night is %(hours)s. Start at %(time)s or later."), "starts")
            )
        if late:
            self.add_error(
                "ends", self._outside(gettext("The night is %(hours)s. End at %(time)s or earlier."), "ends")
            )
        return None

    def _outside(self, sentence, edge):
        return sentence % {"hours": self.night["hours"], "time": clock(getattr(self.edition, edge))}

    def _clean_rain(self, values):
        if values["rain_plan"] != RainPlan.DATE:
            values["rain_date"] = None
        elif not values.get("rain_date"):
            self.need("rain_date")
        elif not values["date"] < values["rain_date"] <= values["date"] + FURTHEST:
            self.add_error("rain_date", gettext("Enter a date after %(day)s") % {"day": day(values["date"])})
