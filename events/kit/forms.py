"""Which languages a printed page speaks: one, or two of which the first is the larger."""

from itertools import permutations

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from events.rendering import Form


class LanguagesForm(Form):
    """The choice in the address; what it cannot read is the usual one: the reader's language, and another beside it."""

    says_optional = False

    languages = forms.ChoiceField(label=gettext_lazy("Languages"), required=False)

    def __init__(self, data, *, community):
        super().__init__(data)
        here = get_language()
        offered = [code for code, _name in settings.LANGUAGES if code in community.languages] or [here]
        offered.sort(key=lambda code: code != here)
        self.usual = "-".join(offered[:2])
        names = {code: get_language_info(code)["name_local"].capitalize() for code in offered}
        pairs = [(f"{one}-{two}", _pair(names[one], names[two])) for one, two in permutations(offered, 2)]
        self.fields["languages"].choices = [*((code, names[code]) for code in offered), *pairs]
        self.initial["languages"] = self.usual

    @property
    def chosen(self):
        """The languages' codes, the larger one first."""
        said = self.cleaned_data.get("languages") if self.is_valid() else ""
        return (said or self.usual).split("-")


def _pair(one, two):
    return _("%(first)s, with %(second)s") % {"first": one, "second": two}
