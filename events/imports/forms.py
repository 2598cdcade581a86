"""The forms of an import: a file and its night, what each column is, and the last word."""

import datetime as dt

from django import forms

from events.imports import columns
from events.imports.loading import MAX_BYTES, MAX_ROWS
from events.lib.tables import NotATable, read_table
from events.lib.wording import day_year
from events.questions.fields import DayField
from events.rendering import Form

EARLIEST = dt.date(1984, 1, 1)


class UploadForm(Form):
    """A CSV file of one past night. After `is_valid()`, `table` is what was read."""

    says_optional = False

    file = forms.FileField(
        label="CSV file",
        help_text=f"Saved from your spreadsheet as CSV. Up to {MAX_ROWS:,} rows and 2.5 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
    )
    edition = forms.ModelChoiceField(
        label="Which night is it?", queryset=None, required=False, empty_label="Another year, with this date:"
    )
    date = DayField(
        label="Date of the night", required=False, help_text="Only for a year that is not in the list above."
    )

    def __init__(self, *args, community, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.community, self.today, self.table = community, today, None
        self.fields["edition"].queryset = community.editions.filter(date__lt=today)
        self.fields["edition"].label_from_instance = lambda edition: f"{edition.year}: {day_year(edition.date)}"

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("The file is larger than 2.5 MB. Split it into smaller files.")
        try:
            self.table = read_table(file.read(), max_rows=MAX_ROWS, max_bytes=MAX_BYTES)
        except NotATable as error:
            raise forms.ValidationError(str(error)) from None
        return file

    def clean(self):
        values = super().clean()
        date = values.get("date")
        if values.get("edition") or {"edition", "date"} & self.errors.keys():
            return values
        if date is None:
            self.add_error("date", "Choose a night from the list, or enter the date of the night")
        elif date >= self.today:
            self.add_error("date", "Enter a night that is over")
        elif date < EARLIEST:
            self.add_error("date", "Enter a year after 1983")
        else:
            there = self.community.editions.filter(year=date.year).first()
            if there is not None and there.date != date:
                self.add_error("date", f"The night of {date.year} was {day_year(there.date)}. Choose it from the list.")
        return values


class ColumnsForm(Form):
    """One select for each of our fields: the column of the file, or none."""

    says_optional = False

    def __init__(self, *args, upload, **kwargs):
        kwargs.setdefault("initial", {name: str(column) for name, column in upload.mapping.items()})
        self.upload = upload
        offered = [("", "Not in my file"), *((str(n), name) for n, name in enumerate(upload.header))]
        self.base_fields = {
            target.name: forms.ChoiceField(label=target.label, help_text=target.hint, choices=offered, required=False)
            for target in columns.TARGETS
        }
        super().__init__(*args, **kwargs)

    @property
    def groups(self):
        """[(group, [(bound field, target, first values)])] for the page."""
        names = dict.fromkeys(target.group for target in columns.TARGETS)
        return [(name, [self._line(t) for t in columns.TARGETS if t.group == name]) for name in names]

    def _line(self, target):
        bound = self[target.name]
        chosen = str(bound.value() or "")
        is_column = chosen.isdecimal() and int(chosen) < len(self.upload.header)
        return bound, target, columns.samples(self.upload.rows, int(chosen)) if is_column else []

    def clean(self):
        values = super().clean()
        used = {}
        for target in columns.TARGETS:
            column = values.get(target.name)
            if column in used:
                name = self.upload.header[int(column)]
                other = columns.BY_NAME[used[column]].label
                self.add_error(target.name, f"“{name}” is already used for “{other}”. Choose another column for one.")
            elif column:
                used[column] = target.name
        if not any(values.get(name) for name in columns.HOST_FIELDS):
            self.add_error("host_name", "Choose the column with the host’s name or the organization")
        if not any(values.get(name) for name in columns.PLACE_FIELDS):
            self.add_error("address", "Choose the column that says where: an address, a place or a neighborhood")
        if values.get("address") and values.get("street"):
            self.add_error("street", "Use one column with the whole address, or street and number apart, not both")
        return values

    @property
    def mapping(self):
        """{field: column} of what was chosen; after `is_valid()`."""
        return {name: int(column) for name, column in self.cleaned_data.items() if column}


class LoadForm(Form):
    """The last word. `seen` is the mark of the reading the person looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)
