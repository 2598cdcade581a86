"""A listing level holds for everything that leaves: whatever it hides can be changed without anybody seeing it.

Each test asks for every public address, changes what the level hides, asks again, and wants the same bytes. The
examples of a test share its database: each changes the party of the one before.
"""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from events import introductions, registry, whereabouts
from events.listing import Listing, listings
from events.models import Allowance, ListingLevel, Party, PlaceFile, Review, Segment, Street
from tests.conftest import make_edition

SOUTH, NORTH, WEST, EAST = 38.6041, 38.6059, -90.2254, -90.2246  # the 2800 block of Elm and the yards along it
TOLD_EACH_TIME = {"ETag", "Last-Modified", "Expires", "X-Request-ID"}
TOLD_ANEW = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|DTSTAMP:\w+|SEQUENCE:\d+')
some = tried(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],  # each example asks for sixty pages: what fails is plain enough
)
houses = st.integers(2800, 2899).map(str)
lats, lngs = st.floats(SOUTH, NORTH), st.floats(WEST, EAST)


@pytest.fixture
def moment():
    return timezone.now()


@pytest.fixture
def night(springfield, moment):
    """Springfield's night in sixty days."""
    date = springfield.today(moment) + dt.timedelta(days=60)
    return make_edition(springfield, date.year, date, registration_opens=date - dt.timedelta(days=180))


@pytest.fixture
def make(night, make_party, moment):
    """make(level, **answers) gives an approved party of that night on the 2800 block of Elm."""

    def party(level, review=Review.APPROVED, **answers):
        home = {"date": night.date.isoformat(), "level": level, "closure_wanted": True, "number": "2827"}
        return make_party(night, review, now=moment, **home | answers)

    return party


@pytest.fixture
def others(make):
    """Parties around: another host's on the same block, an exact one beside it, one that shows no place."""
    return [
        make("block", number="2811", email="a@example.org", phone=""),
        make("exact", number="2901", lat=38.6061, email="b@example.org", phone=""),
        make("neighborhood", number="2700", street="Oak Ave", email="c@example.org", phone=""),
    ]


@pytest.fixture
def streets(springfield, moment):
    """A file of streets in use that holds the 2800 block of Elm."""
    file = PlaceFile.objects.create(
        community=springfield, kind="streets", name="streets", state="in_use", at=moment, applied_at=moment
    )
    elm = Street.objects.create(file=file, name="Elm St", key="elm")
    line = [[-90.225, SOUTH], [-90.225, NORTH]]
    Segment.objects.create(street=elm, low=2800, high=2899, line=line, lat=38.605, lng=-90.225)


@pytest.fixture
def seen(client, night, others, shelby):
    """seen(party) gives {address: status, headers and body} of everything the public can ask for."""

    def look(party=None):
        slug, year = "/springfield/", night.year
        paths = ["/", slug, "/es/springfield/", f"{slug}about/", f"{slug}{year}/", f"{slug}outlines.json"]
        filters = [
            "",
            "q=elm",
            "q=2827+elm",
            "q=2899",
            "q=2800",
            "q=oak",
            "has=food",
            "neighborhood=elm-park",
            "at=18:00",
        ]
        spots = ["38.604,-90.225", "38.606,-90.225", "38.605,-90.226", "38.605,-90.225", "38.700,-90.300"]
        paths += [f"{slug}?{query}" for query in filters]
        paths += [f"{slug}?near={spot}" for spot in spots] + [f"{slug}?near={spots[0]}&view=map", f"{slug}?view=map"]
        paths += [f"{slug}?view=print", f"{slug}elm-park/", f"{slug}oak-hill/"]
        paths += [f"{slug}{year}/pins.json?{query}" for query in filters]
        paths += [f"{slug}near/", f"{slug}near/?q=2827+elm", f"{slug}near/?q=2827+elm+st", f"{slug}near/?q=elm+park"]
        paths += [f"{slug}places.json?q=2827+elm", f"{slug}places.json?q=elm", "/staff/springfield/parties.csv"]
        paths += [f"{slug}{year}/p/{one.slug}/" for one in others]
        if party:
            page = f"{slug}{year}/p/{party.slug}"
            paths += [f"{page}/", f"{page}.ics", f"/es{page}/", f"{page}/report/", f"{page}/report/sent/"]
            paths.append(f"{slug}{year}/pins/{party.slug}.json")
        cache.clear()
        Allowance.objects.all().delete()
        return {path: answer(path) for path in paths}

    def answer(path):
        response = client.get(path)
        headers = {name: value for name, value in response.items() if name not in TOLD_EACH_TIME}
        return response.status_code, headers, TOLD_ANEW.sub(b"", response.content)

    return look


@pytest.fixture
def first():
    """What the first of a test's examples saw, as "seen"; the others must see the same."""
    return {}


def change(party, moment, **answers):
    """Change the party's answers as every page does; what changed last is not told, so that answers stay alike."""
    registry.change(party, answers, by=None, now=moment)
    Party.objects.filter(pk=party.pk).update(public_note={})


def differences(one, other):
    return [path for path in one if one[path] != other[path]]


@some
@given(number=houses, lat=lats, lng=lngs)
def test_nobody_can_tell_which_house_of_a_block_it_is(number, lat, lng, streets, make, seen, first, moment):
    party = Party.objects.filter(reference__endswith="-0004").first() or make("block")
    change(party, moment, number=number, lat=lat, lng=lng)
    now_seen = seen(party)
    assert differences(first.setdefault("seen", now_seen), now_seen) == []


@some
@given(number=houses, lat=st.floats(38.6046, 38.6054), lng=st.floats(-90.2254, -90.2246))
def test_nor_without_a_file_of_streets(number, lat, lng, make, seen, first, moment):
    party = Party.objects.filter(reference__endswith="-0004").first() or make("block")
    change(party, moment, number=number, lat=lat, lng=lng)
    now_seen = seen(party)
    assert differences(first.setdefault("seen", now_seen), now_seen) == []


@some
@given(
    number=st.integers(1, 9999).map(str),
    street=st.sampled_from(["Elm St", "Oak Ave", "N 9th St", "Founders Pl"]),
    lat=st.floats(38.6005, 38.6095),
    lng=st.floats(-90.2295, -90.2205),
)
def test_a_party_of_its_neighborhood_is_anywhere_in_it(number, street, lat, lng, streets, make, seen, first, moment):
    party = Party.objects.filter(reference__endswith="-0004").first() or make("neighborhood")
    change(party, moment, number=number, street=street, lat=lat, lng=lng, closure_street=street)
    now_seen = seen(party)
    assert differences(first.setdefault("seen", now_seen), now_seen) == []


def test_an_unlisted_party_is_nowhere(streets, make, seen, moment):
    party = make("unlisted", review=Review.SUBMITTED, title="The quiet one")
    without = seen()
    Party.objects.filter(pk=party.pk).update(
        review=Review.APPROVED, approved_at=moment, decided_at=moment, slug="the-quiet-one"
    )
    party.refresh_from_db()
    page = seen(party)
    assert differences(without, page) == []
    own = {path: page[path][0] for path in page if path not in without}
    assert len(own) == 6
    assert set(own.values()) == {404}


@pytest.mark.parametrize("review", [Review.CANCELLED, Review.WITHDRAWN, Review.APPROVED])
def test_what_a_level_hides_stays_hidden_when_a_party_is_called_off(review, streets, make, seen, moment):
    party = make("block", number="2827", lat=38.60442, lng=-90.22483)
    Party.objects.filter(pk=party.pk).update(review=review, reason="Rain")
    party.refresh_from_db()
    for path, (status, headers, body) in seen(party).items():
        if "2827" not in path:
            assert b"2827" not in body, path
        assert b"38.6044" not in body, path
        assert b"90.2248" not in body, path
        assert "2827" not in str(headers) or "2827" in path, path
        assert status in (200, 302, 404), path


@some
@given(number=houses, lat=lats, lng=lngs, asks=st.tuples(lats, lngs, houses))
def test_somebody_who_registers_close_by_learns_no_more(number, lat, lng, asks, streets, make, others, moment):
    party = Party.objects.filter(reference__endswith="-0004").first() or make("block")
    found = []
    for home in ({"number": "2827", "lat": 38.6051, "lng": -90.2249}, {"number": number, "lat": lat, "lng": lng}):
        change(party, moment, **home)
        here = introductions.already_there(
            party.edition, lat=asks[0] + 0.0012, lng=asks[1], number=asks[2], street="Elm Street"
        )
        found.append([(one.url, one.lat, one.lng, one.name) for one in here])
    assert found[0] == found[1]


@some
@given(
    level=st.sampled_from(ListingLevel.values),
    number=houses,
    lat=lats,
    lng=lngs,
)
def test_a_listing_is_no_nearer_than_its_level(level, number, lat, lng, streets, make, moment):
    party = Party.objects.filter(reference__endswith="-0001").first() or make("block")
    change(party, moment, level=level, number=number, lat=lat, lng=lng)
    row = Party.objects.with_context().get(pk=party.pk)
    shown = {"exact": (lat, lng), "block": (38.605, -90.225)}.get(level, (None, None))
    assert (Listing.of(row).lat, Listing.of(row).lng) == shown


def test_a_narrower_level_takes_everything_back(streets, make, seen, moment, client):
    party = make("exact", number="2827", lat=38.60442, lng=-90.22483)
    old = f"/springfield/{party.edition.year}/p/{party.slug}/"
    assert b"2827" in client.get(old).content
    change(party, moment, level="neighborhood")
    party.refresh_from_db()
    assert client.get(old).status_code == 404
    for path, (_status, _headers, body) in seen(party).items():
        assert b"38.6044" not in body, path
        assert b"2827" not in body or "2827" in path, path


def test_an_import_of_streets_brings_pins_nearer_to_the_block_and_never_to_the_house(make, seen, springfield, moment):
    party = make("block", lat=38.60442, lng=-90.22483)
    assert (party.public_lat, party.public_lng) == (38.604, -90.225)
    file = PlaceFile.objects.create(
        community=springfield, kind="streets", name="streets", state="in_use", at=moment, applied_at=moment
    )
    elm = Street.objects.create(file=file, name="Elm St", key="elm")
    line = [[-90.225, SOUTH], [-90.225, NORTH]]
    Segment.objects.create(street=elm, low=2800, high=2899, line=line, lat=38.605, lng=-90.225)
    assert whereabouts.refresh_pins(springfield) == 1
    [shown] = [one for one in listings(party.edition) if one.key == party.slug]
    assert (shown.lat, shown.lng) == (38.605, -90.225)


def test_what_a_level_shows_does_change_the_pages(streets, make, seen, moment):
    party = make("exact", number="2827", place_kind="park", closure_wanted=False)
    before = seen(party)
    change(party, moment, lat=38.6058)
    assert len(differences(before, seen(party))) > 20
