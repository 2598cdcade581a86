"""The cast. Rosa hosts on Elm, Walt hosts elsewhere; Imani coordinates Springfield, Otto another town.

Springfield is three square neighborhoods side by side, each 0.01 degrees wide: Elm Park (1), Oak Hill (2), River Bend
(3) and a park (80). Shelby is a town of its own to the north. The night is a Tuesday in October; `now` is in August.
"""

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from events import access, registry
from events.lib import geometry
from events.models import (
    Community,
    Edition,
    Membership,
    Neighborhood,
    Party,
    Region,
    Review,
    Role,
    Source,
    User,
    VisitorKind,
)
from events.whereabouts import names

pytest_plugins = ["tests.browser"]

ZONE = dt.timezone(dt.timedelta(hours=-5))
PASSWORD = "a lamp on every porch"


@pytest.fixture
def now():
    """A Monday noon in August 2027, in registration time."""
    return dt.datetime(2027, 8, 16, 12, 0, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def _fresh_start():
    """No test sees another's cache, names of streets or language."""
    cache.clear()
    names.forget()
    with translation.override("en"):
        yield


def square(west, south, size=0.01):
    """A GeoJSON square."""
    east, north = round(west + size, 6), round(south + size, 6)
    return {
        "type": "MultiPolygon",
        "coordinates": [[[[west, south], [east, south], [east, north], [west, north], [west, south]]]],
    }


def make_neighborhood(community, number, name, west, south, kind="neighborhood"):
    outline = square(west, south)
    box = geometry.Box.of(outline)
    return Neighborhood.objects.create(
        community=community,
        number=number,
        name=name,
        slug=name.lower().replace(" ", "-"),
        kind=kind,
        outline=outline,
        lat=south + 0.005,
        lng=west + 0.005,
        south=box.south,
        west=box.west,
        north=box.north,
        east=box.east,
        path="M0 0L10 0L10 10L0 10z",
    )


def make_edition(community, year=2027, date=dt.date(2027, 10, 5), **fields):
    values = {
        "registration_opens": dt.date(year, 4, 1),
        "listing_until": date - dt.timedelta(days=4),
        "closure_until": date - dt.timedelta(days=14),
        "visits_until": date - dt.timedelta(days=7),
        "kit_until": date - dt.timedelta(days=10),
        "rules": {"en": "Keep a lane free for fire engines.", "es": "Deje libre un carril para los bomberos."},
        "is_public": True,
    } | fields
    edition = Edition.objects.create(community=community, year=year, date=date, **values)
    for position, (code, service, label) in enumerate(
        [("police", "police", "Police officer"), ("fire", "fire", "Fire engine"), ("mayor", "official", "Mayor")]
    ):
        VisitorKind.objects.create(
            edition=edition, code=code, service=service, labels={"en": label, "es": label}, position=position
        )
    return edition


@pytest.fixture
def region(db):
    return Region.objects.create(name="Greater Springfield", slug="springfield-region")


@pytest.fixture
def springfield(region):
    """Imani's community."""
    community = Community.objects.create(
        region=region,
        name="Springfield",
        slug="springfield",
        code="SPR",
        state="MO",
        contact_email="nno@springfield.example.org",
        contact_phone="+13145550100",
        date_rule="first tuesday october",
        frame={"south": 38.6, "west": -90.23, "north": 38.61, "east": -90.2, "width": 420},
    )
    make_neighborhood(community, 1, "Elm Park", -90.23, 38.60)
    make_neighborhood(community, 2, "Oak Hill", -90.22, 38.60)
    make_neighborhood(community, 3, "River Bend", -90.21, 38.60)
    make_neighborhood(community, 80, "Founders Park", -90.24, 38.60, kind="park")
    return community


@pytest.fixture
def shelby(region):
    """Otto's town."""
    community = Community.objects.create(region=region, name="Shelby", slug="shelby", code="SHE", state="MO")
    make_neighborhood(community, 1, "Shelby", -90.23, 38.70)
    return community


@pytest.fixture
def edition(springfield):
    """Springfield's night of 2027, open for registration at `now`."""
    return make_edition(springfield)


@pytest.fixture
def shelby_edition(shelby):
    return make_edition(shelby)


def answers(**changes):
    """Complete answers of Rosa's registration on the 2800 block of Elm St in Elm Park."""
    return {
        "place_kind": "street",
        "number": "2827",
        "street": "Elm St",
        "place_name": "",
        "lat": 38.6051,
        "lng": -90.2249,
        "neighborhood": 1,
        "neighborhood_chosen": False,
        "host_name": "Rosa Quill",
        "email": "rosa@example.org",
        "phone": "+13145550142",
        "language": "en",
        "date": "2027-10-05",
        "starts": "17:00",
        "ends": "20:00",
        "rain_plan": "go",
        "title": "",
        "host_kind": "resident",
        "organization": "",
        "show_organization": False,
        "open_to": "everyone",
        "expected": 40,
        "children": 12,
        "activities": ["food", "music"],
        "description": "Two grills and a long table.",
        "accessibility": ["step-free"],
        "languages": ["en"],
        "bring": "A chair",
        "permits": [],
        "visitors": ["fire"],
        "best_time": "18:00",
        "avoid_times": "",
        "topic": "Smoke detectors",
        "no_uniforms": False,
        "access_notes": "Gate at the alley",
        "closure_wanted": True,
        "closure_street": "Elm St",
        "closure_from": "1st St",
        "closure_to": "2nd St",
        "closure_starts": "16:00",
        "closure_ends": "21:00",
        "barricades": "delivered",
        "neighbors_told": "Door to door",
        "level": "block",
        "second_name": "",
        "second_email": "",
        "second_phone": "",
        "kit_wanted": True,
        "ask_next_year": True,
        "rules_accepted": True,
    } | changes


@pytest.fixture
def make_party(now):
    """make_party(edition, review="approved", **answers) gives a party in that state, made by the registry's own deeds.

    States other than unconfirmed and submitted are set on the row directly, whole enough for every constraint.
    """

    def make(edition, review=Review.SUBMITTED, **changes):
        at = changes.pop("now", now)
        party = registry.register(edition, answers(**changes), key=uuid.uuid4(), now=at, source=Source.WEB)
        if review != Review.UNCONFIRMED:
            party = registry.confirm(party.hosts.get(role="main"), now=at)
        if review not in (Review.UNCONFIRMED, Review.SUBMITTED):
            party.review = review
            party.decided_at = at
            if review in (Review.APPROVED, Review.CANCELLED):
                party.approved_at = at
                party.slug = registry.free_slug(party)
            party.save()
        return Party.objects.with_context().get(pk=party.pk)

    return make


@pytest.fixture
def elm(edition, make_party):
    """Rosa's party on Elm, submitted."""
    return make_party(edition)


@pytest.fixture
def walts(edition, make_party):
    """Walt's party on Oak, submitted."""
    return make_party(
        edition,
        host_name="Walt Moss",
        email="walt@example.org",
        phone="+13145550177",
        street="Oak Ave",
        number="100",
        lat=38.6052,
        lng=-90.2151,
        neighborhood=2,
        closure_wanted=False,
    )


@pytest.fixture
def make_staff():
    """make_staff(community, role, email, **fields) gives a user who holds that seat."""

    def make(community, role, email, **fields):
        user = User.objects.create_user(email, PASSWORD, name=email.split("@")[0].title())
        if community is not None:
            Membership.objects.create(user=user, community=community, role=role, **fields)
        return user

    return make


@pytest.fixture
def cast(springfield, shelby, edition, shelby_edition, elm, walts, make_staff):
    """Everybody at once, with a signed-in client each: cast.rosa, cast.walt (hosts' clients), cast.imani (coordinator),
    cast.otto (coordinator of Shelby), cast.reader, cast.lead, cast.admin, cast.operator, cast.nobody."""
    users = {
        "imani": make_staff(springfield, Role.COORDINATOR, "imani@springfield.example.org"),
        "otto": make_staff(shelby, Role.COORDINATOR, "otto@shelby.example.org"),
        "reader": make_staff(springfield, Role.READER, "reader@springfield.example.org"),
        "lead": make_staff(springfield, Role.LEAD, "lead@springfield.example.org", service="police"),
        "admin": make_staff(springfield, Role.ADMINISTRATOR, "admin@springfield.example.org"),
        "operator": User.objects.create_superuser("operator@example.org", PASSWORD),
    }
    clients = {}
    for name, user in users.items():
        clients[name] = Client()
        clients[name].force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    for name, party in (("rosa", elm), ("walt", walts)):
        clients[name] = host_client(party)
    return SimpleNamespace(**clients, nobody=Client(), users=SimpleNamespace(**users))


def host_client(party, role="main"):
    """A client that carries the cookie of the party's host."""
    host = party.hosts.select_related("party").get(role=role)
    return client_of(lambda response: access.let_in_host(response, host))


def client_of(let_in):
    """A client with the cookies that `let_in` sets on a response."""
    response = let_in(HttpResponse())
    client = Client()
    client.cookies.update(response.cookies)
    return client
