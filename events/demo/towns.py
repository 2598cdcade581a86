"""The region of the demo: its communities, areas, editions and the visitors they offer."""

import datetime as dt
from dataclasses import dataclass

from events.demo.districts import make_districts
from events.demo.mark import SLUG
from events.demo.offers import make_offers
from events.invented.facts import GEOGRAPHY, WORDS
from events.lib import geometry
from events.lib.citymap import Frame, line_of, path_of
from events.lib.nights import DateRule
from events.lib.texts import slug_of
from events.models import Community, Edition, Neighborhood, Region, VisitorKind

GAP = 2.4


@dataclass(frozen=True)
class Town:
    """A community of the demo, in the order of the region page."""

    slug: str
    name: str
    code: str
    date_rule: str
    starts: dt.time
    ends: dt.time


TOWNS = [
    Town("st-louis", "St. Louis", "STL", "first tuesday october", dt.time(16), dt.time(21)),
    Town("florissant", "Florissant", "FLO", "first tuesday october", dt.time(17), dt.time(21)),
    Town("maplewood", "Maplewood", "MAP", "first tuesday august", dt.time(17, 30), dt.time(21)),
    Town("valley-park", "Valley Park", "VAL", "first tuesday october", dt.time(17), dt.time(20, 30)),
]

VISITORS = [
    ("police", "police", "Police officers", "Agentes de policía", "Police Department", 16, 21),
    ("fire", "fire", "A fire engine", "Un camión de bomberos", "Fire Department", 16, 20),
    ("ems", "ems", "An ambulance crew", "Personal de ambulancia", "Emergency Medical Services", 16, 19),
    (
        "violence-prevention",
        "violence_prevention",
        "Office of Violence Prevention",
        "Oficina de Prevención de la Violencia",
        "Office of Violence Prevention",
        16,
        21,
    ),
    (
        "neighborhood",
        "neighborhood",
        "Neighborhood improvement specialist",
        "Especialista en mejoramiento del vecindario",
        "Neighborhood Stabilization",
        16,
        20,
    ),
    ("official", "official", "An elected official", "Una persona electa del gobierno", "Board of Aldermen", 17, 20),
]


def make_region():
    """The marked region with its communities and areas; gives the communities by slug."""
    region = Region.objects.create(name="Greater St. Louis", slug=SLUG)
    return {town.slug: _make_community(region, town) for town in TOWNS}


def _make_community(region, town):
    drawn = GEOGRAPHY[town.slug]
    water = drawn.get("water")
    frame = Frame.around([area["outline"] for area in drawn["areas"]] + ([water] if water else []))
    community = Community.objects.create(
        region=region,
        name=town.name,
        slug=town.slug,
        code=town.code,
        state="MO",
        date_rule=town.date_rule,
        contact_email=f"nightout@{town.slug}.example.org",
        contact_phone="+13145550100",
        frame=frame.as_json(),
        water=line_of(water, frame) if water else "",
        outlines_are_approximate=True,
    )
    Neighborhood.objects.bulk_create(_area(community, area, frame) for area in drawn["areas"])
    if len(drawn["areas"]) > 1:
        make_districts(community, drawn["areas"])
    return community


def _area(community, area, frame):
    lat, lng = geometry.center_of(area["outline"])
    return Neighborhood(
        community=community,
        number=area["number"],
        name=area["name"],
        slug=slug_of(area["name"]),
        aliases=area["aliases"],
        kind=area["kind"],
        contact={
            "en": "Demo Neighborhood Desk, (314) 555-0111",
            "es": "Oficina de vecindarios (demostración), (314) 555-0111",
        },
        outline=area["outline"],
        path=path_of(area["outline"], frame, gap=GAP),
        lat=lat,
        lng=lng,
        **geometry.Box.of(area["outline"])._asdict(),
    )


def next_date(town, today):
    """The town's coming night by its date rule; today counts."""
    return DateRule.parse(town.date_rule).next_on_or_after(today)


def make_edition(community, town, year, date, *, today):
    """The town's night of `year` with its last days and visitors; the coming one takes registrations on `today`."""
    is_coming = date >= today
    opens = min(date - dt.timedelta(days=190), today - dt.timedelta(days=75)) if is_coming else dt.date(year, 3, 1)

    def until(days):
        normal = date - dt.timedelta(days=days)
        return max(normal, today) if is_coming else normal

    edition = Edition.objects.create(
        community=community,
        year=year,
        date=date,
        starts=town.starts,
        ends=town.ends,
        registration_opens=opens,
        listing_until=until(4),
        closure_until=until(14),
        visits_until=until(7),
        kit_until=until(10),
        rules=WORDS["rules"],
        closure_rules=WORDS["closure_rules"],
        about=WORDS["about"],
        is_public=True,
    )
    VisitorKind.objects.bulk_create(
        VisitorKind(
            edition=edition,
            code=code,
            service=service,
            labels={"en": english, "es": spanish},
            agency=f"{agency} (demo)",
            starts=max(dt.time(starts), town.starts),
            ends=min(dt.time(ends), town.ends),
            position=position,
        )
        for position, (code, service, english, spanish, agency, starts, ends) in enumerate(VISITORS)
    )
    make_offers(edition)
    return edition
