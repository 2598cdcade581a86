"""Sharing: what everyone will see, a second contact, the kit, next year, and the rules."""

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from events.models import ListingLevel
from events.questions.base import StepForm
from events.questions.fields import EmailField, LineField, PhoneField
from events.questions.levels import default_level, levels_for, places_at
from events.rendering import HintedRadioSelect


class SharingForm(StepForm):
    """Who sees it. Each level is offered with what the public will read at it."""

    name = "sharing"
    depends = ("kit_items", "kit_place")
    heading = _("Who sees it?")
    template_name = "questions/sharing.html"

    level = forms.ChoiceField(
        label=_("What may everyone see?"),
        widget=HintedRadioSelect(),
        error_messages={
            "required": _("Choose what everyone may see"),
            "invalid_choice": _("This is not possible for this party. Choose another one."),
        },
    )
    second_name = LineField(
        label=_("Name"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the name of the second contact")},
    )
    second_email = EmailField(
        label=_("Email"), help_text=_("They get a link of their own and can help with everything."), required=False
    )
    second_phone = PhoneField(label=_("Phone"), required=False)
    kit_wanted = forms.BooleanField(
        label=_("I would like the printed kit"), help_text=_("A flyer for the block and a sign"), required=False
    )
    kit_items = forms.MultipleChoiceField(
        label=_("What should be in it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what should be in your kit")},
    )
    kit_place = forms.ChoiceField(
        label=_("Where will you pick it up?"),
        required=False,
        widget=HintedRadioSelect(),
        error_messages={"required": _("Choose where you pick up your kit")},
    )
    ask_next_year = forms.BooleanField(
        label=_("Ask me again next year"),
        help_text=_("We keep your email and your answers until registration closes next year."),
        required=False,
    )
    rules_accepted = forms.BooleanField(
        label=_("I have read the rules and keep to them"),
        error_messages={"required": _("Tick that you have read the rules")},
    )

    def arrange(self):
        levels = levels_for(self.known)
        self.fields["level"].choices = [(level, level.label) for level in levels]
        self.fields["level"].widget.hints = self.previews(levels)
        for name in ("second_email", "second_phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.arrange_kit()
        if self.staff:
            self.fields["rules_accepted"].required = False
            self.fields["rules_accepted"].label = _("The host accepts the rules")
            self.fields["ask_next_year"].label = _("Ask again next year")

    def arrange_kit(self):
        """Offer what this edition hands out, and where; of one place alone nothing is asked."""
        items, places = list(self.edition.kit_items.all()), list(self.edition.pickup_places.all())
        self.fields["kit_items"].choices = [(item.code, item.label(get_language())) for item in items]
        self.fields["kit_place"].choices = [(place.name, place.name) for place in places]
        self.fields["kit_place"].widget.hints = {
            place.name: " · ".join(words for words in (place.address, place.hours) if words) for place in places
        }
        if self.staff:
            self.fields["kit_wanted"].label = _("Wants the printed kit")
        asked = {"kit_wanted": True, "kit_items": bool(items), "kit_place": bool(places)}
        for name, is_asked in asked.items():
            if not (is_asked and self.takes_kit):
                del self.fields[name]

    def defaults(self):
        usual = {"level": default_level(self.known)} if self.known.get("place_kind") else {}
        if "kit_items" in self.fields and not self.known.get("kit_wanted"):
            self.initial["kit_items"] = [code for code, _label in self.fields["kit_items"].choices]
        if "kit_place" in self.fields and len(self.fields["kit_place"].choices) == 1:
            usual["kit_place"] = self.fields["kit_place"].choices[0][0]
        return usual

    @property
    def takes_kit(self):
        return self.staff or self.edition.takes("kit", self.now)

    @property
    def has_second(self):
        """Whether the part about a second contact should stand open."""
        names = ("second_name", "second_email", "second_phone")
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def rules(self):
        """The edition's rules in the active language."""
        return self.edition.words("rules", get_language())

    def previews(self, levels):
        """{level: what the public will read at it}."""
        unlisted = {ListingLevel.UNLISTED: _("No page and not on the map. You tell people yourself.")}
        if not self.known.get("place_kind"):
            return unlisted
        sentences = {ListingLevel.NEIGHBORHOOD: gettext("Everyone reads “%(place)s”. No light on the map.")}
        usual = gettext("Everyone reads “%(place)s”.")
        places = places_at(self.edition, self.known, levels)
        if ListingLevel.NEIGHBORHOOD in places and self.known.get("title"):
            places[ListingLevel.NEIGHBORHOOD] = self.known["title"]  # a name of one's own may tell the street after all
        return {level: sentences.get(level, usual) % {"place": place} for level, place in places.items()} | unlisted

    def clean(self):
        values = super().clean()
        email = values.get("second_email")
        if (email or values.get("second_phone")) and not values.get("second_name") and "second_name" not in self.errors:
            self.need("second_name")
        if email and email.casefold() == str(self.known.get("email") or "").casefold():
            self.add_error("second_email", _("Enter another address than your own"))
        self.clean_kit(values)
        return values

    def clean_kit(self, values):
        """A kit that is wanted has something in it and a place; staff may leave that open."""
        if "kit_items" in values:
            values["kit_items"] = sorted(values["kit_items"]) if values.get("kit_wanted") else []
        for name in ("kit_items", "kit_place"):
            if values.get("kit_wanted") and name in values and not values[name] and not self.staff:
                self.need(name)
