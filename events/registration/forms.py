"""The small forms around the questions: is this a person, and which address to write to."""

import datetime as dt
import uuid

from django import forms
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.lib.wording import dollars
from events.questions.answers import as_json
from events.questions.fields import DayField, EmailField
from events.rendering import Form

SECONDS = 2
signer = Signer(salt="registration.arrival")


class ArrivalForm(Form):
    """What the first page carries unseen: the key that makes sending twice harmless, and two traps for robots."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    shown = forms.CharField(max_length=200, widget=forms.HiddenInput)
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    @classmethod
    def fresh(cls, now, *, earlier=None):
        """A form to show at `now`; it keeps what was right in an `earlier` one."""
        kept = getattr(earlier, "cleaned_data", {})
        initial = {"key": kept.get("key") or uuid.uuid4(), "shown": kept.get("shown") or signer.sign(now.isoformat())}
        return cls(initial=initial)

    def clean_shown(self):
        try:
            signer.unsign(self.cleaned_data["shown"])
        except BadSignature as error:
            raise forms.ValidationError(_("This page is too old. Press Continue once more.")) from error
        return self.cleaned_data["shown"]

    def is_from_a_person(self, now):
        """Whether the trap was left alone and the page was looked at for a moment."""
        if not self.is_valid() or self.cleaned_data["website"]:
            return False
        shown = dt.datetime.fromisoformat(signer.unsign(self.cleaned_data["shown"]))
        return not settings.LIMITS_ENABLED or now - shown >= dt.timedelta(seconds=SECONDS)


class NearForm(Form):
    """A point as it stands in an address: "38.605,-90.225" (WGS 84 degrees); by its name the logs leave it out."""

    near = forms.RegexField(r"-?\d{1,2}(\.\d{1,6})?,-?\d{1,3}(\.\d{1,6})?")

    def clean_near(self):
        lat, lng = (float(part) for part in self.cleaned_data["near"].split(","))
        if abs(lat) > 85 or abs(lng) > 180:
            raise forms.ValidationError("", "nowhere")
        return lat, lng


class FeeForm(Form):
    """What the page said the closure costs, in cents: nobody sends at a price that rose after they read it."""

    shown = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, data=None, *, costs):
        self.costs = costs
        super().__init__(data, initial={"shown": costs})

    def clean(self):
        if (self.cleaned_data.get("shown") or 0) < self.costs:
            self.data = {"shown": self.costs}
            words = gettext("The closure costs %(fee)s from today on. Look at it below, then send the registration.")
            raise forms.ValidationError(words % {"fee": dollars(self.costs)})


class AboutForm(Form):
    """What is known of the party whose closure is looked at: its local day, its pin in degrees (WGS 84).

    `asked` is the local day on which the stretch was asked for, where it is that of a wish that stands already.
    """

    date = DayField(required=False)
    asked = DayField(required=False)
    lat = forms.FloatField(required=False, min_value=-85, max_value=85)
    lng = forms.FloatField(required=False, min_value=-180, max_value=180)

    def answers(self):
        """Answers for the closure's form; what could not be read is missing."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in ("date", "lat", "lng")}
        return {name: as_json(value) for name, value in given.items() if value is not None}

    @property
    def asked_on(self):
        return self.cleaned_data.get("asked")


class AnotherForm(Form):
    """The pages of the parties that are there already and are not the one meant."""

    party = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)

    def __init__(self, *args, pages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = [(page, page) for page in pages]


class EmailForm(Form):
    """An address to write to."""

    email = EmailField(
        label=_("Email"), error_messages={"required": _("Enter your email address, like name@example.org")}
    )
