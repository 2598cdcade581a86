"""Forms of the room: a file and what it is, which field says what, the last word."""

from django import forms
from django.conf import settings

from events.lib import filetypes
from events.lib.texts import one_line, slug_of
from events.models import PlaceFile
from events.places.importers import OUTLINE
from events.rendering import Form, HintedRadioSelect

Kind = PlaceFile.Kind
NEIGHBORHOODS, NEW = "neighborhoods", "new"
SLUG_LENGTH = 40
LARGEST = f"{settings.LARGE_UPLOAD_LIMIT // 1_000_000} MB"
HINTS = {
    Kind.AREAS: "Outlines of neighborhoods, police districts or wards. GeoJSON.",
    Kind.ADDRESSES: "One point for each address, like a file of OpenAddresses. CSV, GeoJSON or GeoJSON lines.",
    Kind.STREETS: "Pieces of streets with their house numbers and cross streets. GeoJSON or GeoJSON lines.",
    Kind.PLACES: "Schools, parks, libraries by name. CSV, GeoJSON or GeoJSON lines.",
}
NO_OUTLINES = f"Areas need outlines, and a table has none. {filetypes.HOW}"
NO_LINES = f"Streets need their lines, and a table has none. {filetypes.HOW}"


class UploadForm(Form):
    """A file, what it is, and for areas which layer it is. After `is_valid()`, `layer` and `mapping` tell the rest."""

    says_optional = False

    kind = forms.ChoiceField(
        label="What is in the file?",
        choices=Kind.choices,
        widget=HintedRadioSelect(hints=HINTS),
        error_messages={"required": "Choose what is in the file"},
    )
    layer = forms.ChoiceField(label="Which areas?", required=False, help_text="For areas only.")
    layer_name = forms.CharField(
        label="Name of the new layer",
        required=False,
        max_length=80,
        help_text="For a new layer only, like Police districts or Wards.",
        widget=forms.TextInput(attrs={"class": "input-m"}),
    )
    file = forms.FileField(
        label="File",
        help_text=f"Up to {LARGEST}. Coordinates in WGS 84, as GeoJSON has them.",
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.geojsonl,.json,.ndjson,.csv,.txt"}),
    )

    def __init__(self, *args, layers, has_neighborhoods, **kwargs):
        super().__init__(*args, **kwargs)
        self.layers = layers
        named = [(layer.slug, layer.name) for layer in layers]
        whole = [] if has_neighborhoods else [(OUTLINE, "The whole town, as one area")]
        kinds = [("", "Choose"), (NEIGHBORHOODS, "Neighborhoods"), *whole, *named]
        self.fields["layer"].choices = [*kinds, (NEW, "A new layer, with this name:")]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.LARGE_UPLOAD_LIMIT:
            raise forms.ValidationError(f"The file is larger than {LARGEST}. Split it, or leave out fields.")
        file.seek(0)
        try:
            self.content = filetypes.type_of(file.read(filetypes.HEAD))
        except filetypes.WrongType as wrong:
            raise forms.ValidationError(str(wrong)) from None
        return file

    def clean(self):
        values = super().clean()
        kind, content = values.get("kind"), getattr(self, "content", None)
        if content == filetypes.CSV and kind in (Kind.AREAS, Kind.STREETS) and "file" not in self.errors:
            self.add_error("file", NO_OUTLINES if kind == Kind.AREAS else NO_LINES)
        if kind == Kind.AREAS:
            self._clean_layer(values)
        return values

    def _clean_layer(self, values):
        layer, name = values.get("layer"), one_line(values.get("layer_name") or "")
        if not layer and "layer" not in self.errors:
            self.add_error("layer", "Choose which areas these are")
        elif layer == NEW and not name:
            self.add_error("layer_name", "Enter the name of the new layer, like Police districts")
        elif layer == NEW and slug_of(name, SLUG_LENGTH) in {
            NEIGHBORHOODS,
            OUTLINE,
            NEW,
            *(one.slug for one in self.layers),
        }:
            self.add_error("layer_name", "There is a layer of that name already. Choose it from the list.")

    @property
    def told(self):
        """kind, layer and layer_name of what was uploaded, for `uploads.keep`; after `is_valid()`."""
        values = self.cleaned_data
        if values["kind"] != Kind.AREAS:
            return {"kind": values["kind"], "layer": "", "layer_name": ""}
        layer, name = values["layer"], one_line(values["layer_name"])
        if layer == NEW:
            return {"kind": Kind.AREAS, "layer": slug_of(name, SLUG_LENGTH), "layer_name": name}
        known = {one.slug: one.name for one in self.layers} | {OUTLINE: "the whole town"}
        return {"kind": Kind.AREAS, "layer": layer, "layer_name": known.get(layer, "")}


class FieldsForm(Form):
    """One select for each thing the file may tell: which of its fields says it. For areas also how to take the file."""

    says_optional = False

    def __init__(self, *args, found, file, **kwargs):
        self.found, self.kind, mapping = found, file.kind, file.mapping
        self.mapping, self.is_outline = mapping, file.layer == OUTLINE
        asks_kinds = file.layer in ("", NEIGHBORHOODS)
        kwargs.setdefault("initial", {**mapping, **found["mapping"]})
        offered = [("", "Not in the file"), *((name, name) for name in found["fields"])]
        self.base_fields = {
            role["code"]: forms.ChoiceField(label=role["label"], choices=offered, required=False)
            for role in found["roles"]
        }
        if self.is_outline:
            self.base_fields["called"] = forms.CharField(
                label="What the town is called there", required=False, max_length=80
            )
        elif self.kind == Kind.AREAS:
            self.base_fields |= {
                name: field for name, field in self._settings().items() if asks_kinds or name != "up_to"
            }
        super().__init__(*args, **kwargs)

    @staticmethod
    def _settings():
        """How a file of areas is to be taken; see `areas.read`."""
        return {
            "match": forms.ChoiceField(
                label="An area of the file is the one we have with the same",
                choices=[("number", "Number"), ("name", "Name")],
                required=False,
            ),
            "up_to": forms.IntegerField(
                label="Neighborhoods have numbers up to",
                min_value=1,
                max_value=100_000,
                required=False,
                help_text="Higher numbers are parks and the like. Leave it empty where all are neighborhoods.",
                widget=forms.NumberInput(attrs={"class": "input-s"}),
            ),
            "skip_refused": forms.BooleanField(
                label="Leave out the rows that cannot be used",
                required=False,
                help_text="Their areas stay as they are.",
            ),
            "anyway": forms.BooleanField(
                label="It is the right file, even if it does not look so",
                required=False,
                help_text="Only where the page says that it looks like another city’s file.",
            ),
        }

    def clean(self):
        values = super().clean()
        for role in self.found["roles"]:
            if role["required"] and role["code"] not in self.errors and not values.get(role["code"]):
                self.add_error(role["code"], f"Choose the field that says: {role['label'].lower()}")
        is_areas = self.kind == Kind.AREAS and not self.is_outline
        if is_areas and not (values.get("number") or values.get("name") or self.errors):
            self.add_error("name", "Choose the field with the name or the one with the number")
        return values

    @property
    def asked(self):
        """The fields of the file, side by side on the page."""
        return [self[role["code"]] for role in self.found["roles"]]

    @property
    def further(self):
        """How the file is to be taken, below them."""
        codes = {role["code"] for role in self.found["roles"]}
        return [self[name] for name in self.fields if name not in codes]

    @property
    def chosen(self):
        """The mapping that was chosen; after `is_valid()`. What is not asked here is kept as it was."""
        told = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return {**self.mapping, **told}


class BeginForm(Form):
    """The last word. `seen` is the mark of the reading the person looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)
