"""What the list pages show: rows of listings under their neighborhoods, folded where a city has very many."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import citymap
from events.lib import wording
from events.models import Access, Activity

FOLD_OVER = 150
FOLD_ROWS = 3
MOST_DOTS = 8
MOST_TAGS = 4
ICONS = {
    Activity.FOOD: "food",
    Activity.KIDS: "kids",
    Activity.MUSIC: "music",
    Activity.SPORTS: "sport",
    Activity.ARTS: "art",
    Activity.MOVIE: "film",
    Activity.GARDEN: "tree",
    Activity.RESOURCES: "info",
    Access.STEP_FREE: "access",
    Access.SEATING: "chair",
    Access.QUIET: "ear",
    Access.RESTROOM: "restroom",
    Access.INTERPRETER: "sign",
}


@dataclass(frozen=True)
class Row:
    """One line of a list: a listing, its tags as (icon, words), and how far away it is and in which area, or ''."""

    listing: object
    tags: list = field(default_factory=list)
    far: str = ""
    area: str = ""

    @classmethod
    def of(cls, listing, *, metres=None, is_short=False, says_area=False):
        far = "" if metres is None else wording.miles(metres)
        area = listing.neighborhood.name if says_area and listing.neighborhood else ""
        area = "" if area == listing.community.name else area
        return cls(listing, [] if is_short else tags_of(listing), far, area)


@dataclass(frozen=True)
class Hood:
    """A neighborhood's part of a list; `more` leads to all of its parties where only the first are shown."""

    name: str
    slug: str
    url: str
    count: int
    rows: list
    more: str = ""

    @property
    def dots(self):
        return "●" * min(self.count, MOST_DOTS)


def tags_of(listing):
    """The most telling things about a party, as (icon, words): a closed street, what there is to do, step-free."""
    tags = [("street", _("Street closed to cars"))] if listing.closed_street else []
    if not listing.is_for_everyone:
        tags.append(("lock", listing.open_to))
    doing = [(ICONS[value], label) for value, label in listing.activities]
    step_free = [(ICONS[value], label) for value, label in listing.accessibility if value == Access.STEP_FREE]
    room = MOST_TAGS - len(tags) - len(step_free)
    return doing[:room] + tags + step_free


def hoods_of(listings, community, *, most_rows=None, is_short=False, query=""):
    """The listings under their neighborhoods, A to Z, in the order of their blocks; those without one at the end.

    With `most_rows` each neighborhood shows its first rows and leads on to a page with all, with the filters of
    `query`. Short rows do without tags.
    """
    groups = {}
    for listing in listings:
        groups.setdefault(listing.neighborhood, []).append(listing)
    named = sorted((area for area in groups if area is not None), key=lambda area: area.name.casefold())
    return [
        _hood(area, sorted(groups[area], key=lambda one: one.sort_key), community, most_rows, is_short, query)
        for area in [*named, *([None] if None in groups else [])]
    ]


def _hood(area, listings, community, most_rows, is_short, query):
    if area is None:
        name, slug, url, more = _("Elsewhere in %(city)s") % {"city": community.name}, "elsewhere", "", ""
        most_rows = None
    else:
        area.community = community
        name, slug, url = area.name, area.slug, area.get_absolute_url()
        more = f"{community.get_absolute_url()}{query}&neighborhood={slug}" if query else url
    is_cut = most_rows is not None and len(listings) > most_rows
    rows = [Row.of(one, is_short=is_short) for one in listings[:most_rows]]
    return Hood(name, slug, url, len(listings), rows, more if is_cut else "")


def nearby(listings, lat, lng, *, but=None, limit=3, says_far=True):
    """The rows of the nearest other listings that show a pin and are on; `says_far` if the point is public."""
    others = [one for one in listings if but is None or one.url != but.url]
    found = citymap.nearest(others, lat, lng, limit=limit)
    return [Row.of(one, metres=metres if says_far else None) for one, metres in found]


def any_rows(listings, *, limit=3):
    """The first rows of a list, where there is no place to be near to."""
    return [Row.of(one) for one in listings if not one.is_off][:limit]


def count_words(count):
    """ "121 parties"."""
    return ngettext("%(count)s party", "%(count)s parties", count) % {"count": f"{count:,}"}
