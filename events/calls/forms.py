"""Which calls to print."""

from django import forms

from events.rendering import Form


class SheetForm(Form):
    """The kind of letter the calls are about; `kinds` are those that are owed."""

    about = forms.ChoiceField(required=False)

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", ""), *((kind, label) for kind, label, _number in kinds)]
