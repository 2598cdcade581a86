"""Forms of a decision about the whole night: what it is, the words that go with it, and the typed confirmation."""

from django import forms
from django.conf import settings

from events.lib.texts import clean_text, slug_of
from events.rendering import Form

OUTDATED = "Somebody else changed the night while you had this open. Look at it below, then decide again."
MOST_WORDS = 500


class StormForm(Form):
    """Why the night is called off: one text in each language of the community, the first one needed.

    `seen` marks how the night stood when the page was shown. `confirmed` is the city's name, typed on the last page.
    """

    says_optional = False

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, edition, **kwargs):
        self.edition = edition
        self.mark = f"{edition.date} {edition.standing}"
        self.languages = [code for code, _name in settings.LANGUAGES if code in edition.community.languages]
        self.base_fields = self.base_fields | {f"words_{code}": self._words_field(code) for code in self.languages}
        super().__init__(data, initial={"seen": self.mark}, **kwargs)

    def _words_field(self, code):
        is_first = code == self.languages[0]
        return forms.CharField(
            label=f"Why, in {dict(settings.LANGUAGES)[code]}",
            help_text="Everyone reads it, on every page and in the letters." if is_first else "",
            max_length=MOST_WORDS,
            required=is_first,
            widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            error_messages={"required": "Say why. Everyone reads it."},
        )

    def clean(self):
        values = super().clean()
        if values.get("seen") != self.mark:
            self.data = self.data.copy()
            self.data["seen"] = self.mark
            raise forms.ValidationError(OUTDATED)
        return values

    @property
    def words(self):
        """The texts that were written, by language."""
        texts = {code: clean_text(self.cleaned_data.get(f"words_{code}")) for code in self.languages}
        return {code: text for code, text in texts.items() if text}

    @property
    def new_date(self):
        return self.cleaned_data.get("new_date")


class PostponeForm(StormForm):
    """The night's new day, and why."""

    new_date = forms.DateField(
        label="New day",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input-m"}),
        error_messages={"required": "Enter the new day of the night"},
    )
    field_order = ["seen", "new_date"]

    def __init__(self, data=None, *, today, **kwargs):
        self.today = today
        super().__init__(data, **kwargs)

    def clean_new_date(self):
        date, night = self.cleaned_data["new_date"], self.edition.date
        if date <= max(night, self.today):
            raise forms.ValidationError("Enter a day after the night and after today")
        if (date - night).days > 180:
            raise forms.ValidationError("Enter a day within half a year of the night")
        return date


class ConfirmForm(Form):
    """The city's name, typed by hand: nobody moves a whole night by a slip of the finger."""

    says_optional = False

    city = forms.CharField(
        label="Type the name of your city",
        max_length=80,
        widget=forms.TextInput(attrs={"class": "input-m", "autocomplete": "off"}),
    )

    def __init__(self, data=None, *, community):
        self.community = community
        super().__init__(data)
        self.fields["city"].help_text = f"It is {community.name}."
        self.fields["city"].error_messages["required"] = f"Type {community.name} to go on"

    def clean_city(self):
        if slug_of(self.cleaned_data["city"]) != slug_of(self.community.name):
            raise forms.ValidationError(f"Type {self.community.name} to go on")
        return self.cleaned_data["city"]
