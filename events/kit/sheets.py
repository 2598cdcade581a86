"""The things that can be printed: their names, what they are for, and how each is drawn."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from events.kit import card, flyer, sign, signin
from events.kit.letters import can_print
from events.kit.words import Words, short_path


@dataclass(frozen=True)
class Kind:
    """One thing to print; `is_public` when everybody may print it from the party's page."""

    name: str
    label: str
    hint: str
    draw: object
    is_public: bool = False


KINDS = {
    kind.name: kind
    for kind in (
        Kind("flyer", gettext_lazy("Flyer"), gettext_lazy("One to a page, for doors and windows"), flyer.draw, True),
        Kind(
            "small-flyers",
            gettext_lazy("Small flyers"),
            gettext_lazy("Four to a page, to cut and to put through doors"),
            flyer.draw_four,
            True,
        ),
        Kind("sign", gettext_lazy("Street sign"), gettext_lazy("For both ends of the block"), sign.draw),
        Kind("sign-in", gettext_lazy("Sign-in sheet"), gettext_lazy("So that you know who came"), signin.draw),
        Kind(
            "welcome-card",
            gettext_lazy("Welcome card"),
            gettext_lazy("For visitors from the city. Two to a page, with lines you fill in"),
            card.draw,
        ),
    )
}


def sheet_of(kind, party, languages):
    """(Sheet, whether the PDF's font has every letter) of a party's page in one language or two.

    The party comes with its edition, community, neighborhood and closure.
    """
    words = [Words.of(party, language) for language in languages]
    path = short_path(party, languages[0])
    with override(languages[0]):
        name = _("%(what)s: %(party)s") % {"what": kind.label, "party": words[0].listing.name}
    sheet = kind.draw(words, f"{settings.SITE_URL}{path}" if path else "", name)
    return sheet, can_print(" ".join(one.own for one in words))
