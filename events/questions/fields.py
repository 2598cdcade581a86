"""Fields that take any sensible way of writing: clock times, phone numbers, lines and paragraphs of text."""

import datetime as dt
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.lib import phones
from events.lib.texts import clean_text, one_line
from events.lib.wording import clock

NAMED = {"noon": dt.time(12), "mediodia": dt.time(12), "mediodía": dt.time(12)}
NAMED |= {"midnight": dt.time(0), "medianoche": dt.time(0)}
NAMED |= {"12delmediodía": dt.time(12), "12delmediodia": dt.time(12), "12delanoche": dt.time(0)}
WRITTEN = re.compile(r"(?P<hour>\d{1,2})(?:[:h](?P<minute>\d{2}))?(?::\d{2})?(?P<half>[ap]m?)?\Z", re.ASCII)
MORNING_FROM = 8
COUNTED = re.compile(r"[^\d.-]{0,20}(\d{1,6})(?:\s*(?:-|–|to|or|a|o)\s*(\d{1,6}))?[^\d.-]{0,20}\Z", re.ASCII)


class ClockInput(forms.TextInput):
    """A clock time to type; shows a time as people say it, and what was typed as it was typed."""

    def __init__(self, attrs=None):
        super().__init__({"class": "input-s", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value):
        return clock(value) if isinstance(value, dt.time) else super().format_value(value)


class ClockField(forms.TimeField):
    """A clock time: "5 pm", "17:00", "5:30pm", "noon". A bare hour is the one inside the night's `window`."""

    widget = ClockInput
    window = (dt.time(16), dt.time(21))

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, dt.time):
            return value or None
        text = one_line(value).casefold().replace(".", "").replace(" ", "")
        if text in NAMED:
            return NAMED[text]
        found = WRITTEN.match(text)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if found["half"]:
            if not 1 <= hour <= 12:
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            hour = hour % 12 + (12 if found["half"][0] == "p" else 0)
        if hour > 23 or minute > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if not found["half"] and len(found["hour"]) == 1:
            hour = self._likely(hour, minute)
        elif not found["half"] and hour < 12:
            hour = self._likely(hour, minute) if text[0] != "0" else hour
        return dt.time(hour, minute)

    def _likely(self, hour, minute):
        """The hour meant by a bare 1 to 11: inside the window, else an afternoon hour before it can be a morning."""
        if not 1 <= hour <= 11:
            return hour
        starts, ends = self.window
        if starts <= dt.time(hour + 12, minute) <= ends:
            return hour + 12
        if starts <= dt.time(hour, minute) <= ends or hour >= MORNING_FROM:
            return hour
        return hour + 12


class CountField(forms.IntegerField):
    """A number of people: "40", "about 40", "1,200"; of "30 to 40" the larger."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"class": "input-s", "inputmode": "numeric", "autocomplete": "off"})
        super().__init__(**{"min_value": 0, "max_value": 5000, "widget": widget, **kwargs})

    def to_python(self, value):
        found = COUNTED.match(value.casefold().replace(",", "")) if isinstance(value, str) else None
        return super().to_python(max(found.groups(default="0"), key=int) if found else value)


class PhoneInput(forms.TextInput):
    input_type = "tel"

    def __init__(self, attrs=None):
        super().__init__({"class": "input-m", "autocomplete": "tel", **(attrs or {})})

    def format_value(self, value):
        text = super().format_value(value)
        return phones.pretty(text) if text and text.startswith("+") else text


class PhoneField(forms.CharField):
    """A phone number in any sensible form; gives E.164."""

    widget = PhoneInput

    def to_python(self, value):
        text = one_line(super().to_python(value))
        if not text:
            return ""
        try:
            return phones.tidy(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error


class LineField(forms.CharField):
    """One line of text, cleaned of what nobody can see."""

    def to_python(self, value):
        return one_line(super().to_python(value))


class ParagraphField(forms.CharField):
    """A few lines of text, cleaned of what nobody can see."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value):
        return clean_text(super().to_python(value))


class EmailField(forms.EmailField):
    """An e-mail address."""

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 254, **kwargs})
        self.widget.attrs.update({"autocomplete": "email", "spellcheck": "false"})


class DayField(forms.DateField):
    """A day, typed or picked; ISO and United States order are read."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date", "class": "input-m"}, format="%Y-%m-%d"))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y"])
        super().__init__(**kwargs)


class YesNoField(forms.TypedChoiceField):
    """Yes or no, neither chosen beforehand; gives True or False."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs):
        super().__init__(
            choices=[("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda value: value == "yes",
            empty_value=None,
            **kwargs,
        )

    def prepare_value(self, value):
        return {True: "yes", False: "no"}.get(value, value)
