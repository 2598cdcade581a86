"""Files of signatures: the field that takes one, and the forms that add and remove them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.closing import petitions
from events.rendering import Form


class PetitionField(forms.FileField):
    """A photo or a PDF, by what it holds; gives the upload."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Your neighbors’ signatures"))
        kwargs.setdefault(
            "help_text", _("A photo or a PDF of the signed sheet, 5 MB at most. Only the city team sees it.")
        )
        super().__init__(widget=forms.FileInput(attrs={"accept": petitions.ACCEPT}), **kwargs)

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        try:
            if upload:
                petitions.check(upload)
        except petitions.NotTaken as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return upload


class PetitionForm(Form):
    """One more file."""

    petition = PetitionField()


class RemoveForm(Form):
    """One of the files that are there."""

    remove = forms.ModelChoiceField(None)

    def __init__(self, *args, kept, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["remove"].queryset = kept
