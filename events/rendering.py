"""How forms look and speak: one template for a field, errors in our own words, kind to odd input.

Every form of NightOut stands on `Form` or `ModelForm` here (or mixes in `Look`, for forms that come from elsewhere).
Templates print a field with `{{ form.name.as_field_group }}` and start the page with `_parts/errors.html`.
"""

import unicodedata
from pathlib import Path

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import (
    EmailValidator,
    MaxLengthValidator,
    MaxValueValidator,
    MinLengthValidator,
    MinValueValidator,
    ProhibitNullCharactersValidator,
    URLValidator,
)
from django.forms.renderers import DjangoTemplates
from django.forms.utils import ErrorList, pretty_name
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
WITHOUT_BOX = (forms.CheckboxInput, forms.HiddenInput, *GROUPS)


class BoundField(forms.BoundField):
    """A field on a page, with what the field template asks of it."""

    def value(self):
        """What was typed, without what no page can show: so the second try passes."""
        value = super().value()
        return "".join(filter(_is_shown, value)) if isinstance(value, str) else value

    @property
    def is_tick(self):
        """True for one checkbox on its own, whose label stands behind it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def says_optional(self):
        return not (self.field.required or self.is_tick) and getattr(self.form, "says_optional", True)

    @property
    def first_id(self):
        """The id of the first control: where a link from the error summary leads."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label


class FormRenderer(DjangoTemplates):
    """Prints every field with `_parts/field.html`; looks for templates in ours first, then in the framework's."""

    field_template_name = "_parts/field.html"
    bound_field_class = BoundField

    @cached_property
    def engine(self):
        framework = Path(forms.__file__).parent / "templates"
        dirs = [*settings.TEMPLATES[0]["DIRS"], framework]
        return self.backend({"APP_DIRS": True, "DIRS": dirs, "NAME": "forms", "OPTIONS": {}})


class FieldErrors(ErrorList):
    """The messages of one field in one element, with the id that the control's aria-describedby names."""

    template_name = "_parts/fielderrors.html"

    def get_context(self):
        return {**super().get_context(), "field_id": self.field_id}


class Choices:
    """Full-width choices, each with a line of explanation from `hints` ({value: text}) under its label.

    `columns=True` sets short choices in two columns where there is room.
    """

    template_name = "_parts/choices.html"

    def __init__(self, *args, hints=None, columns=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.hints = hints or {}
        self.columns = columns

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["columns"] = self.columns
        return context

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), self.hints.get(value, ""))
        return option


class HintedRadioSelect(Choices, forms.RadioSelect):
    """Radio buttons; `HintedRadioSelect(hints={"street": _("You ask to close the block.")})`."""


class HintedCheckboxes(Choices, forms.CheckboxSelectMultiple):
    """Checkboxes, several of which may be ticked; takes `hints` like HintedRadioSelect."""


def only_shown_characters(value):
    """Refuses what no one can see or store: control characters (but tab and line ends) and halves of characters."""
    if not all(map(_is_shown, str(value))):
        raise ValidationError(_("We took out characters that cannot be shown. Check what is left."), "control")


def _is_shown(character):
    return character in "\t\n\r" or unicodedata.category(character) not in ("Cc", "Cs")


MESSAGES = (
    (forms.BooleanField, "required", _("Tick this box to go on")),
    (forms.FileField, "required", _("Choose a file")),
    (forms.MultipleChoiceField, "invalid_choice", _("Choose from the list")),
    (forms.ModelMultipleChoiceField, "invalid_choice", _("Choose from the list")),
    (forms.ChoiceField, "invalid_choice", _("Choose from the list")),
    (forms.ModelChoiceField, "invalid_choice", _("Choose from the list")),
    (forms.IntegerField, "invalid", _("Enter a number, like 40")),
    (forms.DateTimeField, "invalid", _("Enter a date and a time")),
    (forms.DateField, "invalid", _("Enter a date with day, month and year")),
    (forms.TimeField, "invalid", _("Enter a time, like 5:30 pm")),
    (forms.FileField, "empty", _("This file is empty. Choose another one.")),
    (forms.URLField, "invalid", _("Enter a web address, like https://example.org")),
)
NEEDED = _("“{label}” needs an answer")
ADDRESSES = {
    EmailValidator: _("Enter an email address, like name@example.org"),
    URLValidator: _("Enter a web address, like https://example.org"),
}
LIMITS = {
    MaxLengthValidator: ngettext_lazy(
        "Use %(limit_value)d character or fewer. You have %(show_value)d.",
        "Use %(limit_value)d characters or fewer. You have %(show_value)d.",
        "limit_value",
    ),
    MinLengthValidator: ngettext_lazy(
        "Use at least %(limit_value)d character.",
        "Use at least %(limit_value)d characters.",
        "limit_value",
    ),
    MaxValueValidator: _("Enter %(limit_value)s or less"),
    MinValueValidator: _("Enter %(limit_value)s or more"),
}


def _is_own(field, key):
    """True if the form's author gave this message, so that it is not the framework's."""
    given = field.error_messages.get(key)
    return not any(given is getattr(kind, "default_error_messages", {}).get(key) for kind in type(field).__mro__)


def _speak(field, label):
    """Gives `field` our words where its author left the framework's."""
    unspoken = {key for key in field.error_messages if not _is_own(field, key)}
    for kind, key, message in MESSAGES:
        if key in unspoken and isinstance(field, kind):
            field.error_messages[key] = message
            unspoken.discard(key)
    if "required" in unspoken:
        field.error_messages["required"] = format_lazy(NEEDED, label=label)
    field.validators = [_spoken(validator) for validator in field.validators]


def _spoken(validator):
    kind = type(validator)
    if kind is ProhibitNullCharactersValidator:
        return only_shown_characters
    if kind in ADDRESSES and validator.message is kind.message:
        return kind(message=ADDRESSES[kind])
    if kind in LIMITS and validator.message is kind.message:
        return kind(validator.limit_value, message=LIMITS[kind])
    return validator


def _dress(widget):
    """Gives the controls their classes and the groups of choices their template."""
    for part in getattr(widget, "widgets", [widget]):
        if isinstance(part, GROUPS) and not isinstance(part, Choices):
            part.template_name = Choices.template_name
        if not isinstance(part, WITHOUT_BOX):
            part.attrs["class"] = f"input {part.attrs.get('class', '')}".strip()


class Look:
    """Mix in before any Django form class. `says_optional = False` leaves "(optional)" away (filters, staff)."""

    use_required_attribute = False
    default_renderer = FormRenderer
    says_optional = True

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("error_class", FieldErrors)
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _dress(field.widget)
            _speak(field, field.label or pretty_name(name))

    @property
    def problems(self):
        """[(id of a control, message)] in the order of the page; what belongs to no field leads to the first one."""
        visible = self.visible_fields()
        first = visible[0].first_id if visible else ""
        shown = [(field.first_id, message) for field in visible for message in field.errors]
        hidden = [(first, message) for field in self.hidden_fields() for message in field.errors]
        return [(first, message) for message in self.non_field_errors()] + hidden + shown


class Form(Look, forms.Form):
    """A plain form with the look of NightOut."""


class ModelForm(Look, forms.ModelForm):
    """A form for one row with the look of NightOut."""
