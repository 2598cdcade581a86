"""What the city's page and its sisters show, put together for the templates."""

from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events import basemap, citymap
from events.directory import lists, mapview
from events.directory import near as nearness
from events.lib import nights, phones, wording
from events.lib.geometry import distance_m
from events.lib.texts import slug_of
from events.listing import listings
from events.models import Access, Activity, OpenTo, Party
from events.search import PartySearch, hours_of

CHIPS = [
    ("has", Activity.KIDS, "kids"),
    ("has", Activity.FOOD, "food"),
    ("has", Activity.MUSIC, "music"),
    ("has", Access.STEP_FREE, "access"),
    ("open", OpenTo.EVERYONE, "users"),
]
NEXT_TO = 6


@dataclass(frozen=True)
class CityPage:
    """A city's list and map: the listings found, under their neighborhoods; `total` counts all there are."""

    search: PartySearch
    found: list
    total: int
    hoods: list
    map: object
    chips: list
    areas: list
    instead: list = field(default_factory=list)
    near: object = None
    is_outside: bool = False
    here: tuple = ()
    street_map: dict | None = None
    shows_streets: bool = False

    @property
    def count(self):
        return len(self.found)

    @property
    def tally(self):
        """How many of the parties found the map has, and where the others are."""
        return mapview.tally_of(self.found)

    @property
    def hood_count(self):
        return sum(1 for hood in self.hoods if hood.url)

    @property
    def words(self):
        """ "12 parties"."""
        return lists.count_words(self.count)

    @property
    def total_words(self):
        return lists.count_words(self.total)

    @property
    def picked(self):
        """The filters that are on, in one line for the title: "Food to share, On at 6 pm"."""
        return ", ".join(str(choice.label) for choice in self.search.chosen)


def city_page(edition, params, *, has_streets=False):
    """The CityPage of an edition for the query string `params`: three queries, a few more when nothing was found."""
    community = edition.community
    areas = list(community.neighborhoods.current().defer("outline"))
    for area in areas:
        area.community = community
    search = PartySearch(params, neighborhoods=areas, hours=hours_of(edition))
    listed = Party.objects.listed().in_edition(edition)
    by_id = {area.pk: area for area in areas}
    found = listings(edition, search.narrow(listed), areas=by_id)
    is_folded = len(found) > lists.FOLD_OVER and not search.is_print and search.neighborhood is None
    most_rows = lists.FOLD_ROWS if is_folded else None
    is_outside = search.near is not None and nearness.is_outside(search.near, areas)
    near = None
    if search.near is not None and not is_outside:
        near = nearness.near_of(found, search.near, community, query=search.without_place)
    query = search.without_place
    return CityPage(
        search=search,
        found=found,
        total=listed.count() if search.is_narrow else len(found),
        hoods=[] if near else lists.hoods_of(found, community, most_rows=most_rows, is_short=is_folded, query=query),
        near=near,
        is_outside=is_outside,
        here=mapview.here_on(community, search.near) if near else (),
        street_map=mapview.config_of(edition, areas, near and search.near, has_streets) if search.is_map else None,
        shows_streets=has_streets or basemap.tiles() is not None,
        map=None if search.is_print else citymap.drawing_of(community, areas, found),
        chips=[(icon, search.offer(name, value, _label(name, value))) for name, value, icon in CHIPS],
        areas=search.areas() if search.text else [],
        instead=[] if found else _instead(edition, search, by_id),
    )


def _label(name, value):
    short = {
        Activity.FOOD: pgettext("filter", "Food"),
        OpenTo.EVERYONE: pgettext("filter", "Open to everyone"),
    }
    return short.get(value) or (Access if value in Access.values else Activity)(value).label


def _instead(edition, search, areas):
    """Three parties to show where none was found: the nearest to the neighborhood meant, else any."""
    every = listings(edition, areas=areas)
    spot = search.neighborhood or next(iter(search.areas()), None)
    if spot is not None and spot.lat is not None:
        return lists.nearby(every, spot.lat, spot.lng)
    return lists.any_rows(sorted(every, key=lambda one: one.sort_key))


@dataclass(frozen=True)
class AreaPage:
    """A neighborhood's parties, its map, and what is next to it: (name, url, words) and rows."""

    rows: list
    count: int
    map: object
    next_to: list
    next_rows: list

    @property
    def words(self):
        return lists.count_words(self.count)


def area_page(edition, area):
    """The AreaPage of a neighborhood in an edition."""
    community = edition.community
    own = Party.objects.listed().in_edition(edition)
    found = listings(edition, own.filter(neighborhood=area), areas={area.pk: area})
    found.sort(key=lambda one: one.sort_key)
    beside = areas_next_to(area, community)
    near = listings(edition, own.filter(neighborhood__in=beside), areas={one.pk: one for one in beside})
    counts = citymap.counted(near)
    near.sort(key=lambda one: ([other.pk for other in beside].index(one.neighborhood.pk), one.sort_key))
    return AreaPage(
        rows=[lists.Row.of(one) for one in found],
        count=len(found),
        map=citymap.close_up(community, area, found),
        next_to=[(one.name, one.get_absolute_url(), lists.count_words(counts.get(one.pk, 0))) for one in beside],
        next_rows=[] if found else lists.any_rows(near),
    )


def area_called(community, slug):
    """The neighborhood with this page address, else the one that had it before it was renamed.

    Else a retired one that approved parties still lie in, else None. One query for an address in use.
    """
    areas = community.neighborhoods.without_outline()
    area = areas.current().filter(slug=slug).first()
    if area is not None:
        return area
    renamed = (one for one in areas.current() if slug in {slug_of(name, 70) for name in one.aliases})
    return next(renamed, None) or areas.filter(slug=slug, parties__approved_at__isnull=False).first()


def areas_next_to(area, community):
    """The neighborhoods whose box touches the area's, nearest center first: six at most. One query."""
    if area.south is None or area.lat is None:
        return []
    touching = (
        community.neighborhoods.current()
        .without_outline()
        .filter(south__lte=area.north, north__gte=area.south, west__lte=area.east, east__gte=area.west)
    )
    beside = [one for one in touching if one.pk != area.pk and one.lat is not None]
    beside.sort(key=lambda one: distance_m(area.lat, area.lng, one.lat, one.lng))
    for one in beside:
        one.community = community
    return beside[:NEXT_TO]


def still_to_come(found, today):
    """The rows of the listings whose own day is not over when the night is: another day, or a rain date."""
    coming = [one for one in found if one.date >= today and not one.is_off]
    return [lists.Row.of(one) for one in sorted(coming, key=lambda one: (one.date, one.starts, one.sort_key))]


def totals_of(edition):
    """What became of an edition: {parties, areas} and [(neighborhood, number)] A to Z, from counts alone."""
    rows = (
        Party.objects.listed()
        .in_edition(edition)
        .values("neighborhood__name")
        .annotate(number=Count("pk"))
        .order_by("neighborhood__name")
    )
    named = [(row["neighborhood__name"], row["number"]) for row in rows if row["neighborhood__name"]]
    elsewhere = sum(row["number"] for row in rows if not row["neighborhood__name"])
    if elsewhere:
        named.append((_("Elsewhere in %(city)s") % {"city": edition.community.name}, elsewhere))
    return {
        "parties": sum(row["number"] for row in rows),
        "areas": sum(1 for row in rows if row["neighborhood__name"]),
        "rows": named,
    }


def next_night(edition):
    """The day of next year's night by the community's date rule, in words, or ''."""
    try:
        rule = nights.DateRule.parse(edition.community.date_rule)
    except ValueError:
        return ""
    return wording.day_year(rule.date(edition.date.year + 1))


def rule_in_words(community):
    """The date rule as people say it: "the first Tuesday of October", or ''."""
    try:
        rule = nights.DateRule.parse(community.date_rule)
    except ValueError:
        return ""
    nths = {
        1: pgettext("date rule", "first"),
        2: pgettext("date rule", "second"),
        3: pgettext("date rule", "third"),
        4: pgettext("date rule", "fourth"),
        -1: pgettext("date rule", "last"),
    }
    weekday, month = rule.date(2027).strftime("%A"), rule.date(2027).strftime("%B")
    words = {"nth": nths[rule.nth], "weekday": _(weekday), "month": _(month)}
    # Translators: "the first Tuesday of October"; Spanish: "el primer martes de octubre".
    return _("the %(nth)s %(weekday)s of %(month)s") % words


def contact_of(community):
    """How to reach the community's team: {email, phone, phone_words}, or None where neither is known."""
    email, phone = community.contact_email, community.contact_phone
    if not email and not phone:
        return None
    return {"email": email, "phone": phone, "phone_words": phones.pretty(phone) if phone else ""}
