"""What is asked when somebody says how a party stands on the night: one short form for each thing that can be said."""

from dataclasses import dataclass

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events import night
from events.lib.wording import clock
from events.models import Night
from events.questions.fields import ClockField, LineField
from events.rendering import Form

LONGEST = 140


class NightForm(Form):
    """Something that needs no more words. `said` are the deed's own arguments."""

    def __init__(self, *args, party, **kwargs):
        super().__init__(*args, **kwargs)
        self.party = party

    @property
    def said(self):
        return dict(self.cleaned_data)


class TimeForm(NightForm):
    """A new hour between the planned start and the planned end; `asks` is its label."""

    asks = ""
    time = ClockField(error_messages={"required": _("Enter a time, like 6:30 pm")})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time"].window = self.party.starts, self.party.ends
        self.fields["time"].label = self.asks

    def clean_time(self):
        at, first, last = self.cleaned_data["time"], self.party.starts, self.party.ends
        if not first < at < last:
            words = {"first": clock(first), "last": clock(last)}
            self.add_error("time", gettext("Enter a time after %(first)s and before %(last)s") % words)
        return at


class LateForm(TimeForm):
    asks = _("When does it start?")


class EarlyForm(TimeForm):
    asks = _("When does it end?")


class MovedForm(NightForm):
    words = LineField(
        label=_("Where is it now?"),
        help_text=_("Everyone reads this as you write it."),
        max_length=LONGEST,
        error_messages={"required": _("Say where it is now, like “in the church hall on 13th St”")},
    )


class OffForm(NightForm):
    words = LineField(
        label=_("Why?"),
        help_text=_("Everyone reads this as you write it. Leave out names."),
        max_length=LONGEST,
        required=False,
    )


@dataclass(frozen=True)
class Saying:
    """One thing that can be said: its Night, the part of its address, its form, the words of its link and button."""

    night: Night
    form: type
    label: str
    button: str

    @property
    def slug(self):
        return self.night.replace("_", "-")


SAYINGS = {
    saying.night: saying
    for saying in (
        Saying(Night.STARTS_LATE, LateForm, _("It starts late"), _("Say it starts late")),
        Saying(Night.ENDS_EARLY, EarlyForm, _("It ends early"), _("Say it ends early")),
        Saying(Night.MOVED, MovedForm, _("It is at another place"), _("Say where it is")),
        Saying(Night.RAIN_DATE, NightForm, _("It moves to its rain date"), _("Move it to the rain date")),
        Saying(Night.NOT_HAPPENING, OffForm, _("It is not happening"), _("Say it is not happening")),
        Saying(
            Night.AS_PLANNED,
            NightForm,
            pgettext_lazy("the night", "It is on as planned"),
            _("Say it is on as planned"),
        ),
    )
}


def sayings(party, now):
    """The Sayings that may be said of the party at `now`."""
    return [SAYINGS[one] for one in night.offers(party, now)]


def saying_of(slug, party, now):
    """The Saying of an address, or None where there is none or it may not be said now."""
    return next((saying for saying in sayings(party, now) if saying.slug == slug), None)
