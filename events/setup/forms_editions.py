"""Forms of an edition: the year, the days, the texts, the visitors. Their words are the staff's, in English."""

from django import forms
from django.conf import settings

from events.lib import nights, wording
from events.lib.texts import clean_text, slug_of
from events.models import VisitorKind
from events.rendering import FieldErrors, Form
from events.setup import editions

LANGUAGE_NAMES = dict(settings.LANGUAGES)
DATE_NEEDED = "Enter a date"
OUTDATED = "Somebody else saved this while you had it open. Check below what you typed, then save again."


def languages_of(edition):
    """The languages the edition's community has turned on, in the site's order."""
    return [code for code, _name in settings.LANGUAGES if code in edition.community.languages]


class StaffForm(Form):
    says_optional = False


def day_field(label, hint="", required=True):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input-m"})
    return forms.DateField(label=label, help_text=hint, widget=widget, required=required)


def time_field(label, hint="", required=True):
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "input-s"})
    return forms.TimeField(label=label, help_text=hint, widget=widget, required=required)


class Watched(StaffForm):
    """A form on an edition, or a `row` of it, that notices when somebody else saved the same fields in between."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    watches = ()

    def __init__(self, *args, edition, row=None, **kwargs):
        self.edition = edition
        self.mark = editions.fingerprint(row or edition, self.watches)
        super().__init__(*args, initial={"seen": self.mark} | self.now_said(row or edition), **kwargs)

    def now_said(self, row):
        """The fields' values as they are."""
        return {name: getattr(row, name) for name in self.watches}

    def clean(self):
        values = super().clean()
        if values.get("seen") != self.mark:
            self.data = self.data.copy()
            self.data["seen"] = self.mark
            raise forms.ValidationError(OUTDATED)
        return values


class NewEditionForm(StaffForm):
    year = forms.IntegerField(
        label="Year", min_value=2000, max_value=2100, widget=forms.NumberInput(attrs={"class": "input-s"})
    )
    date = day_field("Date of the night", required=False)

    def __init__(self, *args, community, **kwargs):
        self.community = community
        super().__init__(*args, **kwargs)
        rule = community.date_rule
        self.fields["date"].help_text = (
            f"Leave it empty for your rule: {editions.rule_in_words(rule)}."
            if rule
            else "You have no rule for the date yet."
        )

    def clean(self):
        values = super().clean()
        year, date = values.get("year"), values.get("date")
        if year and not self.errors:
            values["date"] = date = date or editions.night_of(self.community, year)
            if date is None:
                self.add_error("date", DATE_NEEDED)
            elif date.year != year:
                self.add_error("date", f"Enter a date in {year}")
        return values


class DatesForm(Watched):
    """Name, night, hours and last days."""

    watches = ("program_name", "date", "starts", "ends", *editions.DAYS, "answer_days", "asks_permits")

    program_name = forms.CharField(label="Name of the program", max_length=80)
    date = day_field("Date of the night")
    starts = time_field("Parties may start from")
    ends = time_field("Parties must end by")
    registration_opens = day_field("Registration opens")
    listing_until = day_field("Last day to register")
    closure_until = day_field("Last day to ask for a street closure")
    visits_until = day_field("Last day to ask for visitors")
    kit_until = day_field("Last day to ask for a kit")
    answer_days = forms.IntegerField(
        label="Working days until hosts hear back",
        min_value=1,
        max_value=30,
        widget=forms.NumberInput(attrs={"class": "input-s"}),
    )
    asks_permits = forms.BooleanField(
        label="Ask about sound, alcohol, food sold, inflatables and tents", required=False
    )

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, edition=edition, **kwargs)
        by_rule = editions.night_of(edition.community, edition.year)
        if by_rule:
            self.fields["date"].help_text = f"Your rule gives {wording.day(by_rule)}"
        for name in ("date", *editions.DAYS):
            self.fields[name].error_messages["required"] = DATE_NEEDED

    def clean(self):
        values = super().clean()
        starts, ends, date = values.get("starts"), values.get("ends"), values.get("date")
        if starts and ends and starts >= ends:
            self.add_error("ends", f"Choose an end after {wording.clock(starts)}")
        if date and date.year != self.edition.year:
            self.add_error("date", f"This edition is for {self.edition.year}. Enter a date in {self.edition.year}")
        elif date:
            self._check_hours_exist(date, starts, ends)
        if date:
            self._check_order(values, date)
        return values

    def _check_hours_exist(self, date, starts, ends):
        for name, at in (("starts", starts), ("ends", ends)):
            try:
                if at:
                    nights.localize(date, at, self.edition.community.time_zone)
            except nights.BadLocalTime as error:
                self.add_error(name, str(error))

    def _check_order(self, values, date):
        opens = values.get("registration_opens")
        for name in editions.LAST_DAYS:
            day = values.get(name)
            if day and day > date:
                self.add_error(name, f"Choose a day no later than the night, {wording.day(date)}")
            elif day and opens and day < opens:
                self.add_error(name, f"Choose a day after registration opens, {wording.day(opens)}")

    def values(self):
        return {name: self.cleaned_data[name] for name in self.watches}


class TextsForm(Watched):
    """The city's own texts, in each language it has turned on."""

    watches = ("rules", "closure_rules", "about")
    WORDS = {
        "rules": ("Rules for hosts", "Hosts accept them before they register. Say what a listing does not allow."),
        "closure_rules": ("Rules and fees for street closures", "Shown where hosts ask to close a street."),
        "about": ("About the night", "Shown on the about page."),
    }

    def __init__(self, *args, edition, **kwargs):
        self.languages = languages_of(edition)
        fields = {f"{text}_{code}": self._field(text, code) for text in self.watches for code in self.languages}
        self.base_fields = self.base_fields | fields
        super().__init__(*args, edition=edition, **kwargs)

    def _field(self, text, code):
        label, _hint = self.WORDS[text]
        return forms.CharField(
            label=f"{label}, {LANGUAGE_NAMES[code]}",
            required=False,
            max_length=6000,
            widget=forms.Textarea(attrs={"rows": 6, "lang": code}),
        )

    def now_said(self, edition):
        return {
            f"{text}_{code}": getattr(edition, text).get(code, "") for text in self.watches for code in self.languages
        }

    def sections(self):
        """[(heading, hint, fields)] for the page."""
        return [(*self.WORDS[text], [self[f"{text}_{code}"] for code in self.languages]) for text in self.watches]

    def values(self):
        """The three texts by language; languages that are turned off keep what they have."""
        said = {}
        for text in self.watches:
            typed = {code: clean_text(self.cleaned_data[f"{text}_{code}"]) for code in self.languages}
            kept = getattr(self.edition, text) | typed
            said[text] = {code: words for code, words in kept.items() if words}
        return said


class VisitorForm(StaffForm):
    """One kind of visitor; an empty row is no kind."""

    kind = forms.IntegerField(widget=forms.HiddenInput, required=False)
    service = forms.ChoiceField(label="Service", choices=[("", "Choose"), *VisitorKind.Service.choices], required=False)
    agency = forms.CharField(label="Agency", max_length=120, required=False)
    starts = time_field("From", required=False)
    ends = time_field("Until", required=False)
    position = forms.IntegerField(
        label="Order", min_value=0, max_value=99, required=False, widget=forms.NumberInput(attrs={"class": "input-s"})
    )
    remove = forms.BooleanField(label="Remove", required=False)

    def __init__(self, *args, edition, kinds, **kwargs):
        self.edition, self.kinds = edition, kinds
        self.languages = languages_of(edition)
        self.base_fields = {f"label_{code}": self._label(code) for code in self.languages} | self.base_fields
        super().__init__(*args, **kwargs)

    def _label(self, code):
        return forms.CharField(
            label=f"Name, {LANGUAGE_NAMES[code]}",
            max_length=60,
            required=False,
            widget=forms.TextInput(attrs={"lang": code}),
        )

    def label_fields(self):
        return [self[f"label_{code}"] for code in self.languages]

    def clean(self):
        values = super().clean()
        pk = values.get("kind")
        if pk is not None and pk not in self.kinds:
            raise forms.ValidationError(OUTDATED)
        if values.get("remove"):
            self._check_nobody_asked(pk)
            return values
        if not self.has_changed() and pk is None:
            return values
        for code in self.languages:
            if not values.get(f"label_{code}") and f"label_{code}" not in self.errors:
                self.add_error(f"label_{code}", f"Enter the name in {LANGUAGE_NAMES[code]}")
        if not values.get("service"):
            self.add_error("service", "Choose the service")
        if values.get("starts") and values.get("ends") and values["starts"] >= values["ends"]:
            self.add_error("ends", f"Choose an end after {wording.clock(values['starts'])}")
        return values

    def _check_nobody_asked(self, pk):
        kind = self.kinds.get(pk)
        if kind and kind.asked:
            self.add_error("remove", editions.still_asked_for(kind, kind.asked))

    def row(self):
        """What the domain asks for, or None for an empty row."""
        values = self.cleaned_data
        if not values or (values["kind"] is None and (values["remove"] or not self.has_changed())):
            return None
        old = self.kinds.get(values["kind"])
        kind = VisitorKind(pk=old.pk, code=old.code, labels=dict(old.labels)) if old else VisitorKind()
        kind.edition, kind._state.adding = self.edition, old is None
        if not values["remove"]:
            kind.labels |= {code: values[f"label_{code}"] for code in self.languages}
            for name in ("service", "agency", "starts", "ends"):
                setattr(kind, name, values[name])
            kind.position = values["position"] or 0
        else:
            kind = old
        return {"kind": kind, "old": old, "remove": values["remove"]}


class VisitorFormSet(forms.BaseFormSet):
    """All kinds of an edition, with two empty rows."""

    def __init__(self, *args, edition, kinds, **kwargs):
        self.kinds = {kind.pk: kind for kind in kinds}
        rows = [_said(kind) for kind in kinds]
        given = {"edition": edition, "kinds": self.kinds}
        super().__init__(*args, initial=rows, form_kwargs=given, error_class=FieldErrors, **kwargs)

    def rows(self):
        """[{kind, old, remove}], with a code for each new kind that no other has."""
        rows = [row for row in (form.row() for form in self.forms) if row]
        codes = {row["kind"].code for row in rows}
        last = max((row["kind"].position for row in rows), default=0)
        for row in rows:
            kind = row["kind"]
            if not kind.code:
                stem = code = slug_of(kind.label("en"), max_length=30, empty="visitor")
                number = 1
                while code in codes:
                    number += 1
                    code = f"{stem}-{number}"
                kind.code = code
                codes.add(code)
                kind.position = kind.position or last + 1
        return rows

    @property
    def problems(self):
        return [problem for form in self.forms for problem in form.problems] if self.is_bound else []


def _said(kind):
    labels = {f"label_{code}": text for code, text in kind.labels.items()}
    names = ("service", "agency", "starts", "ends", "position")
    return labels | {"kind": kind.pk} | {name: getattr(kind, name) for name in names}


VisitorForms = forms.formset_factory(VisitorForm, formset=VisitorFormSet, extra=2, max_num=40, validate_max=True)


class PublishForm(StaffForm):
    """Publish or hide."""

    publish = forms.TypedChoiceField(choices=[("yes", "Publish"), ("no", "Hide")], coerce=lambda value: value == "yes")
