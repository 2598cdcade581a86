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

    languages = forms.ChoiceField(label=gettext_lazy("Languages"), widget=forms.Select(attrs={"class": "input-m"}))

    def __init__(self, data, *, community):
        choices = _choices(community)
        usual = max(choices, key=lambda choice: choice.startswith(get_language()) + choice.count("-"))
        said = data.get("languages")
        super().__init__({"languages": said if said in choices else usual})
        self.fields["languages"].choices = list(choices.items())

    @property
    def chosen(self):
        """The languages' codes, the larger one first."""
        return self["languages"].value().split("-")


def _choices(community):
    """{codes: words} of the community's languages, each alone and each with each other beside it."""
    codes = [code for code, _name in settings.LANGUAGES if code in community.languages] or [get_language()]
    names = {code: get_language_info(code)["name_local"].capitalize() for code in codes}
    pairs = {
        f"{one}-{two}": _("%(first)s, with %(second)s") % {"first": names[one], "second": names[two]}
        for one, two in permutations(codes, 2)
    }
    return names | pairs
