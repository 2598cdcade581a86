"""Listing: exactly what the public may know of a party, as exact or as coarse as its host chose.

The only way out: pages, map, feeds, files and API are given listings, never parties. Whatever a level hides is not in
the object at all, so that no template can show it by mistake.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.lib import wording
from events.lib.streets import block_label, block_parts
from events.models import (
    SPOKEN,
    Access,
    Activity,
    Closure,
    HostKind,
    ListingLevel,
    Night,
    OpenTo,
    Party,
    PlaceKind,
    RainPlan,
    Review,
)

ACTIVITIES, ACCESS = set(Activity.values), set(Access.values)
COLUMNS = """edition slug review night night_time night_words place_kind number street place_name public_lat public_lng
neighborhood date starts ends rain_plan title host_kind organization show_organization open_to activities description
accessibility languages bring level approved_at public_note merged_into""".split()
CLOSURE_COLUMNS = ["closure__party", "closure__state", "closure__starts", "closure__ends"]


@dataclass(frozen=True)
class Listing:
    """The public face of a party; texts are in the active language, times local, `lat`/`lng` no finer than the level.

    `key` is the last part of its address, by which a script finds the pin's line in the list.
    `blade` is (words before, street, words after) for the street sign, or None where the level hides the street.
    `state` is 'on', 'cancelled' or 'withdrawn'. `closed_street` is None or (starts, ends) of an approved closure.
    `activities`, `accessibility` and `languages` are (value, label) pairs. `starts` and `ends` are as they are now,
    late or early on the night; `night_words` say where it moved to, if the level shows the street, or why it is off.
    """

    key: str
    url: str
    name: str
    place: str
    blade: tuple | None
    place_kind: str
    community: object
    neighborhood: object
    lat: float | None
    lng: float | None
    date: object
    starts: object
    ends: object
    is_on_the_night: bool
    state: str
    night: str
    night_words: str
    hosted_by: str
    open_to: str
    open_to_whom: str
    is_for_everyone: bool
    description: str
    bring: str
    rain: str
    level: str
    activities: list = field(default_factory=list)
    accessibility: list = field(default_factory=list)
    languages: list = field(default_factory=list)
    closed_street: tuple | None = None
    public_note: dict = field(default_factory=dict)
    together_with: tuple | None = None

    @classmethod
    def of(cls, party):
        """The listing of an approved (or once approved) party; wants `Party.objects.with_context()`."""
        lat, lng = pin_of(party)
        place = place_of(party)
        starts, ends = times_of(party)
        return cls(
            key=party.slug,
            url=address_of(party),
            name=party.title or place,
            place=place,
            blade=blade_of(party),
            place_kind=party.get_place_kind_display(),
            community=party.edition.community,
            neighborhood=party.neighborhood,
            lat=lat,
            lng=lng,
            date=party.date,
            starts=starts,
            ends=ends,
            is_on_the_night=party.date == party.edition.date,
            state={Review.CANCELLED: "cancelled", Review.WITHDRAWN: "withdrawn"}.get(party.review, "on"),
            night=party.night if party.night != Night.AS_PLANNED else "",
            night_words=party.night_words if party.night != Night.MOVED or shows_street(party) else "",
            hosted_by=host_label(party),
            open_to=OpenTo(party.open_to).label,
            open_to_whom=party.open_to,
            is_for_everyone=party.open_to == OpenTo.EVERYONE,
            description=party.description,
            bring=party.bring,
            rain=RainPlan(party.rain_plan).label,
            level=party.level,
            activities=[(value, Activity(value).label) for value in party.activities if value in ACTIVITIES],
            accessibility=[(value, Access(value).label) for value in party.accessibility if value in ACCESS],
            languages=[(code, label) for code, label in SPOKEN if code in party.languages],
            closed_street=closed_street_of(party),
            public_note=party.public_note,
            together_with=together_with(party),
        )

    @property
    def day(self):
        """The day in words: "Tuesday, October 5"."""
        return wording.day(self.date)

    @property
    def hours(self):
        """From when to when, in words: "5 to 9 pm"."""
        return wording.time_range(self.starts, self.ends)

    @property
    def until(self):
        """Until when, in words: "9 pm"."""
        return wording.clock(self.ends)

    @property
    def is_off(self):
        """Whether nobody should go: cancelled, withdrawn, or not happening after all."""
        return self.state != "on" or self.night == Night.NOT_HAPPENING

    @property
    def night_label(self):
        """What is different on the night, in a few words, or ''."""
        return Night(self.night).label if self.night else ""

    @property
    def night_line(self):
        """What is different on the night, in one line with its new hour or place, or ''."""
        if self.night == Night.STARTS_LATE:
            return _("Starts late, at %(time)s") % {"time": wording.clock(self.starts)}
        if self.night == Night.ENDS_EARLY:
            return _("Ends early, at %(time)s") % {"time": wording.clock(self.ends)}
        if self.night == Night.MOVED and self.night_words:
            return _("Moved: %(where)s") % {"where": self.night_words}
        return self.night_label

    @property
    def is_for_neighbors(self):
        return self.open_to_whom == OpenTo.NEIGHBORS

    @property
    def sort_key(self):
        """Order within a neighborhood: by street and number where they show, coarser listings last."""
        before, street, _after = self.blade or ("", "", "")
        digits = "".join(c for c in before if c.isdigit())
        return (self.blade is None, street.casefold(), int(digits or 0), self.name.casefold())


def listings(edition, parties=None, *, areas=None):
    """The Listings of an edition's listed parties, or of the given queryset of them, in the order they came.

    One query, whatever their number, for the columns a listing is made of and no others. `areas` are the community's
    neighborhoods by id where they are at hand (one more query where not); edition, community and neighborhoods are
    shared by all.
    """
    if areas is None:
        areas = edition.community.neighborhoods.without_outline().in_bulk()
    if parties is None:
        parties = Party.objects.listed().in_edition(edition)
    rows = list(parties.select_related("closure").only(*COLUMNS, *CLOSURE_COLUMNS).order_by("id"))
    for row in rows:
        row.edition = edition
        row.neighborhood = areas.get(row.neighborhood_id)
    return [Listing.of(row) for row in rows]


def shows_street(party):
    """Whether the level lets the public know the street."""
    if party.level == ListingLevel.EXACT:
        return bool(party.street or party.place_name)
    return party.level == ListingLevel.BLOCK and bool(party.street)


def times_of(party):
    """(starts, ends) as they are now: the hour said on the night goes before the planned one."""
    starts, ends = party.starts, party.ends
    if party.night_time is not None:
        starts = party.night_time if party.night == Night.STARTS_LATE else starts
        ends = party.night_time if party.night == Night.ENDS_EARLY else ends
    return starts, ends


def place_of(party):
    """The place in words, at the party's level."""
    if party.level == ListingLevel.EXACT and (party.place_name or party.street):
        return party.place_name or f"{party.number} {party.street}".strip()
    if party.level == ListingLevel.BLOCK and party.street:
        return _block(party.number, party.street, get_language())[0]
    area = party.neighborhood.name if party.neighborhood else party.edition.community.name
    return _("Block party in %(area)s") % {"area": area}


def name_of(party):
    """The party's name: the host's own, or its place at the listing level."""
    return party.title or place_of(party)


def blade_of(party):
    """The words of the street blade: (before, street, after), or None where the level hides the street."""
    if party.level == ListingLevel.EXACT and party.place_name:
        return ("", party.place_name, "")
    if party.level == ListingLevel.EXACT and party.street:
        return (party.number, party.street, "")
    if party.level == ListingLevel.BLOCK and party.street:
        return _block(party.number, party.street, get_language())[1]
    return None


@lru_cache(maxsize=8192)
def _block(number, street, language):
    """The block in words, whole and in three parts, in the active `language`: costly, and the same at every view."""
    return block_label(number, street), block_parts(number, street)


def pin_of(party):
    """(lat, lng) no finer than the level: the place itself, the middle of its block, or (None, None)."""
    return party.public_lat, party.public_lng


def host_label(party):
    """Who hosts: the organization if it says so, else the kind of host; never a person's name."""
    return organization_of(party) or str(HostKind(party.host_kind).label)


def organization_of(party):
    """The name of the organization that hosts, or '' where it does not say so."""
    return party.organization if party.show_organization and party.host_kind != HostKind.RESIDENT else ""


def closed_street_of(party):
    """(starts, ends) of the approved closure of a party whose street shows, else None."""
    closure = getattr(party, "closure", None)
    if closure is None or closure.state != Closure.State.APPROVED or not shows_street(party):
        return None
    if party.place_kind not in (PlaceKind.STREET, PlaceKind.ALLEY) or party.review != Review.APPROVED:
        return None
    return closure.starts, closure.ends


def together_with(party):
    """(name, address of its page) of the party that this one was merged into, else None.

    Only where both show their block: the two were close to each other, so that each tells where the other is.
    """
    stays = party.merged_into if party.merged_into_id is not None else None
    if stays is None or not stays.is_public or ListingLevel.NEIGHBORHOOD in (stays.level, party.level):
        return None
    return name_of(stays), address_of(stays)


def address_of(party):
    """The path of the party's page, or '' while it has none."""
    if not party.slug or party.approved_at is None or party.level == ListingLevel.UNLISTED:
        return ""
    edition = party.edition
    return reverse("directory:party", args=[edition.community.slug, edition.year, party.slug])
