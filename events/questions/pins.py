"""The pin in a form: two numbers in any sensible writing, and for which words they stand."""

import math
import re
from dataclasses import dataclass

from django import forms

from events.questions.finding import Typed

NUMBER = r"[-+−]?\d{1,3}(?:\.\d+)?"
ONE = re.compile(rf"({NUMBER})\s*°?\s*([NSEW])?", re.I | re.A)
BOTH = re.compile(rf"\(?\s*({NUMBER}\s*°?\s*[NS]?)\s*[,;\s]\s*({NUMBER}\s*°?\s*[EW]?)\s*\)?", re.I | re.A)
SAME = 1e-6  # degrees: a tenth of a meter
PARTS = 5


class DegreesField(forms.FloatField):
    """A latitude (`limit` 90) or longitude (180): "38.6051", "38.6051° N", "90.22 W"."""

    def __init__(self, *, limit, **kwargs):
        attrs = {"class": "input-s", "inputmode": "text", "autocomplete": "off", "maxlength": 40}
        widget = forms.TextInput(attrs=attrs)
        super().__init__(min_value=-limit, max_value=limit, widget=widget, required=False, **kwargs)

    def to_python(self, value):
        found = ONE.fullmatch(value.strip()) if isinstance(value, str) else None
        if found is None:
            return super().to_python(value)
        number = float(found[1].replace("−", "-"))
        return -abs(number) if (found[2] or "").upper() in ("S", "W") else number

    def tried(self, value):
        """The number of a raw value, or None where there is none that is right."""
        try:
            return self.clean(value)
        except forms.ValidationError:
            return None


def pasted(data):
    """The form's data with both numbers of a pin in place, where "38.6051, -90.2249" was pasted into one field."""
    for name, other in (("lat", "lng"), ("lng", "lat")):
        found = BOTH.fullmatch(str(data.get(name) or "").strip())
        if found and not data.get(other):
            data = data.copy()
            data.update({"lat": found[1], "lng": found[2]})
            break
    return data


@dataclass(frozen=True)
class Stand:
    """A pin and the words it stands for: tells a pin that was put for these words from one that was left behind."""

    words: Typed
    lat: float | None = None
    lng: float | None = None

    @classmethod
    def of(cls, values):
        """The Stand of answers, or of what stands in a form."""
        return cls(Typed.of(values), values.get("lat"), values.get("lng"))

    @classmethod
    def read(cls, line):
        """The Stand that `line` wrote, or None."""
        parts = (line or "").split("|")
        if len(parts) != PARTS:
            return None
        try:
            lat, lng = (float(part) if part else None for part in parts[3:])
        except ValueError:
            return None
        return cls(Typed(*parts[:3]), lat, lng)

    @property
    def line(self):
        """The Stand in one line, for an unseen field; '' for nothing."""
        words = (self.words.number, self.words.street, self.words.place_name)
        pin = ("" if self.lat is None else str(self.lat), "" if self.lng is None else str(self.lng))
        return "|".join(part.replace("|", "/") for part in (*words, *pin)) if any((*words, *pin)) else ""

    def has_pin(self, values):
        """Whether the pin in `values` is this one."""
        own, given = (self.lat, self.lng), (values.get("lat"), values.get("lng"))
        return None not in (*own, *given) and all(
            math.isclose(one, other, rel_tol=0, abs_tol=SAME) for one, other in zip(own, given, strict=True)
        )
