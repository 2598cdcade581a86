"""Forms of the review room that are not one of the shared decisions."""

import re

from django import forms

from events.deciding import staff_address
from events.rendering import Form

PICK = re.compile(r"([A-Z]{2,5}-\d{2}-\d{4,9}):(\d{1,9})")
MOST = 100


class Picks(forms.Field):
    """Ticked lines of the queue: [(reference, revision)]."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value):
        found = [PICK.fullmatch(text) for text in value or []]
        if not all(found) or len(found) > MOST:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid")
        return [(match[1], int(match[2])) for match in found]


class BulkForm(Form):
    """Parties to approve together; `sure` says that the page naming them was seen."""

    party = Picks(error_messages={"required": "Tick at least one party first.", "invalid": "Tick the parties again."})
    sure = forms.BooleanField(required=False)
    next = forms.CharField(required=False, max_length=500)

    def clean_next(self):
        return staff_address(self.cleaned_data["next"])


class InternalNoteForm(Form):
    """An internal note."""

    says_optional = False

    text = forms.CharField(
        max_length=2000,
        label="New note",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Only staff see it.",
        error_messages={"required": "Write the note first."},
    )
