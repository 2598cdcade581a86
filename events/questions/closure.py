"""Closure: the wish to close a street, between two cross streets, from one time to another."""

import datetime as dt

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from events import pinmap
from events.closing.look import look
from events.lib.streets import same_street, tidy_street
from events.lib.wording import clock, day
from events.models import Barricades, PlaceKind, Proof
from events.questions.base import StepForm
from events.questions.fields import ClockField, CountField, LineField, YesNoField
from events.questions.petition import PetitionField
from events.rendering import Form

AROUND = dt.timedelta(hours=1)
FOOT_M = 0.3048
INSTEAD = (
    (PlaceKind.YARD.value, _("Hold it in a yard")),
    (PlaceKind.ALLEY.value, _("Hold it in an alley")),
    (PlaceKind.PARK.value, _("Hold it in a park")),
)
SEGMENT = ("closure_street", "closure_from", "closure_to", "closure_starts", "closure_ends")
STREET = {"widget": forms.TextInput(attrs={"autocomplete": "off"}), "max_length": 80, "required": False}


class ClosureForm(StepForm):
    """The wish to close the street. It is decided beside the party; nothing here closes a street.

    What the city's rules refuse cannot be sent by a host; staff may ask for it all the same. `kept` are the files of
    signatures so far where this page takes some, else None.
    """

    name = "closure"
    heading = _("Street closure")
    template_name = "questions/closure.html"
    is_needed = False
    helpers = ("petition", "closure_anyway")
    depends = (*SEGMENT, "barricades", "closure_share", "petition")

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
    barricades_at = LineField(
        label=_("Where should the city leave them?"),
        help_text=_("Like “at the corner of Lemp and Lynch”"),
        max_length=120,
        required=False,
    )
    neighbors_told = LineField(
        label=_("How do the neighbors on the block know?"),
        help_text=_("Like “a letter to every house”"),
        max_length=280,
        required=False,
    )
    closure_share = CountField(
        label=_("How many percent of the households on the block agree?"),
        help_text=_("Count the households that said yes. 15 of 20 are 75 percent."),
        min_value=1,
        max_value=100,
        required=False,
        error_messages={"invalid": _("Enter a number, like 75")},
    )
    petition = PetitionField(required=False)
    closure_anyway = forms.BooleanField(label=_("Ask for this closure although the rules say no"), required=False)

    instead = INSTEAD
    look = None
    typed = {}
    is_refused = False

    def __init__(self, *args, kept=None, **kwargs):
        self.kept = kept
        super().__init__(*args, **kwargs)
        self.asked_on = self.community.today(self.now)

    def arrange(self):
        offered = [choice for choice in Barricades.choices if choice[0] in self.policy.barricades]
        self.fields["barricades"].choices = offered or Barricades.choices
        if offered and Barricades.DELIVERED not in dict(offered):
            del self.fields["barricades_at"]
        if self.policy.proof != Proof.SHARE:
            del self.fields["closure_share"]
        if self.policy.proof != Proof.PETITION or self.kept is None:
            del self.fields["petition"]
        if not self.staff:
            del self.fields["closure_anyway"]

    @cached_property
    def policy(self):
        return self.edition.policy

    @classmethod
    def is_answered(cls, answers):
        return answers.get("closure_wanted") is not None

    def is_over(self):
        return not self.edition.takes("closure", self.now)

    @property
    def last_day(self):
        return day(self.edition.closure_until)

    def defaults(self):
        first_way = self.fields["barricades"].choices[0][0]
        is_delivered = Barricades.DELIVERED in dict(self.fields["barricades"].choices)
        values = {
            "closure_street": self.known.get("street", ""),
            "barricades": Barricades.DELIVERED if is_delivered else first_way,
        } | self._own_block()
        starts, ends = self.initial.get("starts"), self.initial.get("ends")
        if starts and ends:
            first = dt.datetime.combine(self.edition.date, starts) - AROUND
            last = dt.datetime.combine(self.edition.date, ends) + AROUND
            is_usual = self.edition.starts <= starts and ends <= self.edition.ends
            values["closure_starts"] = max(first.time(), self.edition.starts) if is_usual else starts
            values["closure_ends"] = min(last.time(), self.edition.ends) if is_usual else ends
        return values

    def _own_block(self):
        """The cross streets of the party's own block, as far as its place tells; nobody is asked for them twice."""
        street, lat, lng = (self.known.get(name) for name in ("street", "lat", "lng"))
        is_told = any(self.known.get(name) for name in SEGMENT[:3])
        if self.is_bound or is_told or not street or lat is None or lng is None:
            return {}
        return dict(zip(SEGMENT[1:3], pinmap.crosses_of(self.community, street, lat, lng) or (), strict=False))

    @property
    def rules(self):
        """The city's own words about closures, in the active language."""
        return self.edition.words("closure_rules", get_language())

    def clean(self):
        values = super().clean()
        if values.get("closure_wanted") is False:
            for name in self.fields:
                if name in self.errors:
                    del self.errors[name]
        elif values.get("closure_wanted"):
            self._clean_segment(values)
            if values.get("barricades") != Barricades.DELIVERED:
                values["barricades_at"] = ""
            self.typed = {name: values[name] for name in SEGMENT if values.get(name)}
            self.look = self.look_so_far()
            self._refuse(values)
            if self.look and not self.errors and not self._is_as_before(values, SEGMENT[:3]):
                values |= zip(
                    SEGMENT, self.look.stretch.names_for(*(values[name] for name in SEGMENT[:3])), strict=False
                )
        return values

    def _refuse(self, values):
        """Put what the rules refuse at its fields; what stands as it was asked for once is not judged again.

        Staff give their reason for a day that is over in the history, so that it needs no tick.
        """
        refusals = [one for one in self.look.refusals if not self.staff or one.code != "too_late"] if self.look else []
        if not refusals or self._is_as_before(values, SEGMENT):
            return
        if not self.staff:
            self.is_refused = True
            for finding in refusals:
                self.add_error(finding.field if finding.field in self.fields else "closure_street", finding.words)
        elif not values.get("closure_anyway"):
            self.is_refused = True
            self.add_error("closure_anyway", " ".join(finding.words for finding in refusals))

    def _is_as_before(self, values, names):
        """Whether these answers are those of a party's own wish, asked for in this season."""
        asked_on = self.known.get("closure_asked_on") or ""
        stands = self.known.get("closure_wanted") and asked_on >= self.edition.registration_opens.isoformat()
        return bool(stands) and all(values.get(name) == self.initial.get(name) for name in names)

    def look_so_far(self):
        """The Look at what was typed, as far as it is right; None while the stretch is not told."""
        values = self.cleaned_data if self.is_bound else self.initial
        street, first, last = (values.get(name) for name in SEGMENT[:3])
        if not (street and first and last):
            return None
        asked_on = self.asked_on
        if self._is_as_before(values, SEGMENT[:3]):
            asked_on = dt.date.fromisoformat(self.known["closure_asked_on"])
        lat, lng = self.known.get("lat"), self.known.get("lng")
        return look(
            self.edition,
            street=street,
            from_street=first,
            to_street=last,
            starts=values.get("closure_starts"),
            ends=values.get("closure_ends"),
            date=self.initial.get("date") or self.edition.date,
            asked_on=asked_on,
            share=values.get("closure_share"),
            has_petition=self.kept is None or bool(self.kept or values.get("petition")),
            near=None if lat is None or lng is None else (lat, lng),
            policy=self.policy,
        )

    @cached_property
    def seen(self):
        """The Look at the wish as it stands in the form, or None without one; of a bound form, after `is_valid()`."""
        if self.is_bound or self.is_closed or not self.initial.get("closure_wanted"):
            return self.look
        return self.look_so_far()

    @property
    def said(self):
        """What the rules say beside refusals, and what was found, in sentences."""
        return said_of(self.seen) if self.seen else []

    @property
    def check_url(self):
        """Where a script asks what the rules say while one types."""
        return reverse("registration:closure_check", args=[self.community.slug])

    @property
    def party_date(self):
        return (self.initial.get("date") or self.edition.date).isoformat()

    @property
    def wish_date(self):
        """The local day on which the stretch was asked for that stands in the fields as they first show, or ''."""
        stands = not self.is_bound and self._is_as_before(self.initial, SEGMENT[:3])
        return self.known["closure_asked_on"] if stands else ""

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


class InsteadForm(Form):
    """Another kind of place for a party whose street cannot be closed."""

    instead = forms.ChoiceField(choices=INSTEAD)

    def place(self):
        """The answer that this is, or nothing."""
        return {"place_kind": self.cleaned_data["instead"]} if self.is_valid() else {}


def said_of(seen):
    """A Look in sentences, without its refusals: what was found, and what the rules say of it."""
    said = [finding.words for finding in seen.others]
    stretch = seen.stretch
    if stretch.is_known:
        words = ngettext(
            "We found it: %(street)s, %(blocks)d block, about %(feet)d feet long.",
            "We found it: %(street)s, %(blocks)d blocks, about %(feet)d feet long.",
            stretch.blocks,
        )
        feet = round(stretch.length_m / FOOT_M, -1)
        said.insert(0, words % {"street": stretch.street, "blocks": stretch.blocks, "feet": feet})
    return said
