"""What the printed things say of a party, in one language: all of it comes from the Listing, at the host's level."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from events.lib import short, wording
from events.listing import Listing
from events.models import HostKind, OpenTo
from events.questions import summary

SENTENCES = {
    "invitation": gettext_lazy("Come to our block party"),
    "details": gettext_lazy("Details and changes"),
    "slowly": gettext_lazy("Please drive slowly. Children are playing."),
    "closed": gettext_lazy("The city approved this closure."),
    "here": gettext_lazy("Block party"),
    "sign_in": gettext_lazy("Welcome. Please sign in."),
    "kept": gettext_lazy("This sheet stays with your hosts, to thank you and to tell you of the next party."),
    "name": pgettext_lazy("of a person", "Name"),
    "contact": gettext_lazy("Email or phone, if you like"),
    "house": gettext_lazy("Your block or house"),
    "welcome_card": gettext_lazy("Welcome to our block"),
    "thanks": gettext_lazy("Thank you for coming by. It means a lot to us."),
    "your_host": gettext_lazy("Your host today"),
    "talk": gettext_lazy("What we would like to talk about"),
    "sit": gettext_lazy("Sit down with us and have something to eat."),
}


@dataclass(frozen=True)
class Words:
    """One language's words. `blade` is None where the level hides the street: the sign then stays empty."""

    language: str
    listing: Listing
    blade: tuple | None
    title: str
    day: str
    hours: str
    doing: str
    access: str
    bring: str
    welcome: str
    host: str
    program: str
    closed: str

    @classmethod
    def of(cls, party, language):
        """The words for a party that came with its edition and community."""
        with override(language):
            listing = Listing.of(party)
            program = {"program": party.edition.program_name, "city": listing.community.name}
            return cls(
                language=language,
                listing=listing,
                blade=listing.blade,
                title=party.title,
                day=listing.day[:1].upper() + listing.day[1:],
                hours=listing.hours,
                doing=summary.listed(listing.activities),
                access=summary.listed(listing.accessibility),
                bring=_("Bring: %(what)s") % {"what": listing.bring} if listing.bring else "",
                welcome=_welcome(listing),
                host=_host(listing),
                program=_("%(program)s in %(city)s") % program,
                closed=_closed(listing),
            )

    def sentence(self, name):
        """One of our own SENTENCES in this language."""
        with override(self.language):
            return str(SENTENCES[name])

    @property
    def invitation(self):
        return self.sentence("invitation")

    @property
    def details(self):
        return self.sentence("details")

    @property
    def own(self):
        """All that people wrote themselves."""
        listing = self.listing
        return " ".join([self.title, *(self.blade or ()), listing.bring, listing.hosted_by, self.program])


def _welcome(listing):
    return {
        OpenTo.EVERYONE: _("All neighbors are welcome."),
        OpenTo.NEIGHBORS: _("For everyone who lives on our block."),
    }.get(listing.open_to_whom, listing.open_to)


def _host(listing):
    if listing.hosted_by == HostKind.RESIDENT.label:
        return _("Your neighbors on the block")
    return listing.hosted_by


def _closed(listing):
    if not listing.closed_street:
        return ""
    return _("Street closed to cars, %(hours)s") % {"hours": wording.time_range(*listing.closed_street)}


def short_path(party, language):
    """The path of the short address that leads to the party's page, or '' where it has no page."""
    with override(language):
        listing = Listing.of(party)
        return reverse("kit:short", args=[short.code_of(party.pk)]) if listing.url else ""
