"""Forms of what is handed out: a row for each item, a row for each pickup place, and two empty rows of either."""

from django import forms
from django.conf import settings

from events.lib.texts import slug_of
from events.models import KitItem, PickupPlace
from events.packing import offers
from events.rendering import FieldErrors, Form

OUTDATED = "Somebody else saved this while you had it open. Open the page again and type it once more."
LANGUAGE_NAMES = dict(settings.LANGUAGES)


def order_field():
    widget = forms.NumberInput(attrs={"class": "input-s"})
    return forms.IntegerField(label="Order", min_value=0, max_value=99, required=False, widget=widget)


class RowForm(Form):
    """One row over a model's rows at hand; an empty row is none."""

    says_optional = False
    model = None
    columns = ()

    row = forms.IntegerField(widget=forms.HiddenInput, required=False)
    remove = forms.BooleanField(label="Remove", required=False)

    def __init__(self, *args, edition, rows, **kwargs):
        self.edition, self.rows = edition, rows
        super().__init__(*args, **kwargs)

    @property
    def known(self):
        """The row of the database that this form changes, or None."""
        return self.rows.get(self.cleaned_data.get("row"))

    @property
    def is_removed(self):
        return self.known is not None and self.cleaned_data["remove"]

    @property
    def is_saved(self):
        """Whether the form says something new or changed."""
        return bool(self.cleaned_data) and not self.cleaned_data["remove"] and self.has_changed()

    def clean(self):
        values = super().clean()
        if values.get("row") is not None and values["row"] not in self.rows:
            raise forms.ValidationError(OUTDATED)
        if not values.get("remove") and (self.has_changed() or values.get("row") is not None):
            self.check_whole(values)
        elif self.known is not None and self.known.wanted:
            self.add_error("remove", offers.still_wanted(self.known, self.known.wanted))
        return values

    def filled(self):
        """The model's row with what was typed, unsaved."""
        row = self.known or self.model(edition=self.edition)
        for name in self.columns:
            setattr(row, name, self.cleaned_data[name])
        row.position = self.cleaned_data["position"] or 0
        return row


class ItemForm(RowForm):
    """One item, named in each language the city has turned on."""

    model = KitItem
    columns = ("per_kit",)

    per_kit = forms.IntegerField(
        label="How many in a kit",
        min_value=1,
        max_value=500,
        required=False,
        widget=forms.NumberInput(attrs={"class": "input-s"}),
    )
    position = order_field()

    def __init__(self, *args, edition, **kwargs):
        self.languages = [code for code in LANGUAGE_NAMES if code in edition.community.languages]
        self.base_fields = {f"label_{code}": self._label(code) for code in self.languages} | self.base_fields
        super().__init__(*args, edition=edition, **kwargs)

    def _label(self, code):
        widget = forms.TextInput(attrs={"lang": code})
        return forms.CharField(label=f"Name, {LANGUAGE_NAMES[code]}", max_length=60, required=False, widget=widget)

    def label_fields(self):
        return [self[f"label_{code}"] for code in self.languages]

    def check_whole(self, values):
        for code in self.languages:
            if not values.get(f"label_{code}") and f"label_{code}" not in self.errors:
                self.add_error(f"label_{code}", f"Enter the name in {LANGUAGE_NAMES[code]}")
        values["per_kit"] = values.get("per_kit") or 1

    def filled(self):
        item = super().filled()
        item.labels = item.labels | {code: self.cleaned_data[f"label_{code}"] for code in self.languages}
        return item

    @staticmethod
    def said(item):
        labels = {f"label_{code}": text for code, text in item.labels.items()}
        return labels | {"row": item.pk, "per_kit": item.per_kit, "position": item.position}


class PlaceForm(RowForm):
    """One pickup place."""

    model = PickupPlace
    columns = ("name", "address", "hours")

    name = forms.CharField(label="Name", max_length=80, required=False)
    address = forms.CharField(label="Address", max_length=120, required=False)
    hours = forms.CharField(
        label="Days and hours", max_length=140, required=False, help_text="Like “September 20 to 30, noon to 6 pm”"
    )
    position = order_field()

    def check_whole(self, values):
        if not values.get("name") and "name" not in self.errors:
            self.add_error("name", "Enter the name of the place")

    @staticmethod
    def said(place):
        return {"row": place.pk} | {name: getattr(place, name) for name in (*PlaceForm.columns, "position")}


class RowFormSet(forms.BaseFormSet):
    """All rows of one kind."""

    def __init__(self, *args, edition, rows, **kwargs):
        given = {"edition": edition, "rows": {row.pk: row for row in rows}}
        said = [self.form.said(row) for row in rows]
        super().__init__(*args, initial=said, form_kwargs=given, error_class=FieldErrors, **kwargs)

    @property
    def problems(self):
        return [problem for form in self.forms for problem in form.problems] if self.is_bound else []

    def removed(self):
        """The rows to take away."""
        return [form.known for form in self.forms if form.is_removed]

    def saved(self):
        """The new and the changed rows; a new one without an order comes last."""
        last = max((form.cleaned_data.get("position") or 0 for form in self.forms), default=0)
        rows = [form.filled() for form in self.forms if form.is_saved]
        for row in rows:
            if row.pk is None and not row.position:
                last += 1
                row.position = last
        return rows


def _distinct(name_of, words):
    """A formset in which no two rows that stay have the same name."""

    class Distinct(RowFormSet):
        def clean(self):
            names = set()
            for form in self.forms:
                name = name_of(form)
                if not name or form.cleaned_data.get("remove"):
                    continue
                if name.casefold() in names:
                    form.add_error(None, words)
                names.add(name.casefold())

    return Distinct


ItemForms = forms.formset_factory(
    ItemForm,
    formset=_distinct(lambda form: form.cleaned_data.get("label_en", ""), "Two items have this name. Change one"),
    extra=2,
    max_num=30,
    validate_max=True,
)
PlaceForms = forms.formset_factory(
    PlaceForm,
    formset=_distinct(lambda form: form.cleaned_data.get("name", ""), "Two places have this name. Change one"),
    extra=2,
    max_num=40,
    validate_max=True,
)


def with_codes(edition, items):
    """The items, with a code for each new one that no other of the edition has."""
    codes = set(edition.kit_items.values_list("code", flat=True))
    for item in items:
        if not item.code:
            stem = code = slug_of(item.label("en"), max_length=30, empty="item")
            number = 1
            while code in codes:
                number += 1
                code = f"{stem}-{number}"
            item.code = code
            codes.add(code)
    return items
