"""What leaves to the public: at each level exactly what the host chose, in every place it shows."""

import datetime as dt
import html

import pytest
from django.test import Client
from django.utils.translation import override

from events import registry
from events.citymap import drawing_of
from events.listing import Listing, listings
from events.models import Closure, Party, Review
from tests.conftest import make_edition

SECRETS = {
    "host": "Rosa Quill",
    "email": "rosa@example.org",
    "phone": "+13145550142",
    "phone as people write it": "555-0142",
    "gate": "Gate at the alley",
    "topic": "Smoke detectors",
    "how neighbors were told": "Door to door",
    "second contact": "Ida Quill",
    "second contact's email": "ida@example.org",
}
PINS = ["38.6051", "38.60513", "-90.2249", "-90.22487", "90.22487"]
EXACT_PIN = {"lat": 38.60513, "lng": -90.22487}


def public_pages(party, slug="springfield"):
    """The text of every public page on which the party could show, by address."""
    year = party.edition.year
    paths = [
        "/",
        f"/{slug}/",
        f"/{slug}/?view=print",
        f"/{slug}/?q=elm",
        f"/{slug}/elm-park/",
        f"/{slug}/oak-hill/",
        f"/{slug}/{year}/",
        f"/{slug}/about/",
        "/about/contact/",
    ]
    if party.slug:
        page = f"/{slug}/{year}/p/{party.slug}/"
        paths += [page, f"{page[:-1]}.ics", f"{page}report/", f"{page}report/sent/"]
    paths += [f"/es{path}" for path in paths]
    client = Client()
    with override("en"):  # a request leaves its language behind
        return {path: html.unescape(client.get(path).content.decode().replace("\r\n ", "")) for path in paths}


@pytest.mark.parametrize("level", ["exact", "block", "neighborhood", "unlisted"])
def test_nothing_personal_is_on_any_public_page(edition, shelby_edition, make_party, level):
    party = make_party(
        edition,
        Review.APPROVED,
        level=level,
        second_name="Ida Quill",
        second_email="ida@example.org",
        **EXACT_PIN,
    )
    for path, text in public_pages(party).items():
        shown = [name for name, secret in SECRETS.items() if secret in text]
        assert (path, shown) == (path, [])


@pytest.mark.parametrize("level", ["block", "neighborhood", "unlisted"])
def test_no_house_number_and_no_exact_pin_leaves_below_the_exact_level(edition, shelby_edition, make_party, level):
    party = make_party(edition, Review.APPROVED, level=level, **EXACT_PIN)
    for path, text in public_pages(party).items():
        shown = [secret for secret in ["2827", *PINS] if secret in text]
        assert (path, shown) == (path, [])


@pytest.mark.parametrize("level", ["neighborhood", "unlisted"])
def test_the_street_stays_hidden_where_only_the_neighborhood_shows(edition, shelby_edition, make_party, level):
    party = make_party(edition, Review.APPROVED, level=level, **EXACT_PIN)
    for path, text in public_pages(party).items():
        assert (path, "Elm St" in text) == (path, False)


@pytest.mark.parametrize(
    "level, name, slug, pin, blade",
    [
        ("exact", "2827 Elm St", "2827-elm-st", (38.60513, -90.22487), ("2827", "Elm St", "")),
        ("block", "2800 block of Elm St", "2800-block-of-elm-st", (38.605, -90.225), ("2800 block of", "Elm St", "")),
        ("neighborhood", "Block party in Elm Park", "block-party-in-elm-park", (None, None), None),
    ],
)
def test_name_address_pin_and_blade_follow_the_level(edition, make_party, level, name, slug, pin, blade):
    listing = Listing.of(make_party(edition, Review.APPROVED, level=level, **EXACT_PIN))
    assert (listing.name, listing.url) == (name, f"/springfield/2027/p/{slug}/")
    assert ((listing.lat, listing.lng), listing.blade) == (pin, blade)


def test_an_unlisted_party_has_no_address_and_is_in_no_list(edition, make_party):
    party = make_party(edition, Review.APPROVED, level="unlisted")
    assert Listing.of(party).url == ""
    assert listings(edition) == []


def test_within_a_neighborhood_blocks_come_by_street_and_number_and_the_coarse_last(edition, make_party):
    for number, street, level in [
        ("2827", "Elm St", "neighborhood"),
        ("900", "Elm St", "block"),
        ("2827", "Elm St", "block"),
        ("100", "Ash St", "exact"),
    ]:
        make_party(edition, Review.APPROVED, number=number, street=street, level=level)
    found = sorted(listings(edition), key=lambda listing: listing.sort_key)
    assert [listing.name for listing in found] == [
        "100 Ash St",
        "900 block of Elm St",
        "2800 block of Elm St",
        "Block party in Elm Park",
    ]


def test_the_place_in_the_order_tells_nothing_of_a_hidden_street(edition, make_party):
    first = make_party(edition, Review.APPROVED, level="neighborhood", street="Zoo St", number="1")
    second = make_party(edition, Review.APPROVED, level="neighborhood", street="Ash St", number="9999")
    assert Listing.of(first).sort_key == Listing.of(second).sort_key


def test_the_map_has_a_light_at_the_level_of_each_listing(edition, make_party):
    make_party(edition, Review.APPROVED, level="block", **EXACT_PIN)
    make_party(edition, Review.APPROVED, level="neighborhood", lat=38.609, lng=-90.221)
    areas = list(edition.community.neighborhoods.all())
    drawing = drawing_of(edition.community, areas, listings(edition))
    assert drawing.lights == "M70 90h.1"  # 38.605, -90.225, and no second one
    assert {area.name: (area.look, area.count) for area in drawing.areas if area.count} == {"Elm Park": ("n lit", 2)}


def test_a_party_called_off_on_the_night_has_no_light(edition, make_party):
    party = make_party(edition, Review.APPROVED)
    Party.objects.filter(pk=party.pk).update(night="not_happening")
    drawing = drawing_of(edition.community, list(edition.community.neighborhoods.all()), listings(edition))
    assert drawing.lights == ""


@pytest.mark.parametrize("state", ["requested", "needs_information", "declined", "withdrawn"])
def test_a_closure_that_is_not_approved_is_never_said_to_be_closed(edition, shelby_edition, make_party, now, state):
    party = make_party(edition, Review.APPROVED)
    Closure.objects.filter(party=party).update(state=state, decided_at=now)
    assert Listing.of(Party.objects.with_context().get()).closed_street is None
    for path, text in public_pages(party).items():
        assert (path, "closed to cars" in text) == (path, False)


def test_an_approved_closure_is_said_where_the_street_shows(edition, shelby_edition, make_party, now):
    party = make_party(edition, Review.APPROVED)
    Closure.objects.filter(party=party).update(state="approved", decided_at=now)
    text = public_pages(party)[f"/springfield/2027/p/{party.slug}/"]
    assert "Street closed to cars, 4 to 9 pm" in text
    registry.change(party, {"level": "neighborhood"}, by=None, now=now)
    Closure.objects.filter(party=party).update(state="approved", decided_at=now)
    fresh = Party.objects.with_context().get()
    for path, text in public_pages(fresh).items():
        assert (path, "closed to cars" in text) == (path, False)


def test_an_organization_is_named_only_if_it_says_so(edition, make_party):
    named = {"host_kind": "association", "organization": "Elm Street Friends"}
    quiet = make_party(edition, Review.APPROVED, show_organization=False, **named)
    loud = make_party(edition, Review.APPROVED, show_organization=True, **named)
    assert Listing.of(quiet).hosted_by == "Neighborhood association"
    assert Listing.of(loud).hosted_by == "Elm Street Friends"
    assert "Elm Street Friends" not in quiet.search_text


def test_in_spanish_the_block_reads_around_its_street(edition, make_party):
    party = make_party(edition, Review.APPROVED)
    with override("es"):
        before, street, after = Listing.of(party).blade
    assert street == "Elm St"
    assert "2800" in f"{before} {after}"


def test_listings_are_made_of_one_query_and_no_private_column(edition, make_party, django_assert_num_queries):
    make_party(edition, Review.APPROVED)
    make_party(edition, Review.APPROVED, street="Oak Ave", email="walt@example.org", closure_wanted=False)
    areas = edition.community.neighborhoods.without_outline().in_bulk()
    with django_assert_num_queries(1) as asked:
        assert len(listings(edition, areas=areas)) == 2
    statement = asked.captured_queries[0]["sql"]
    for column in ("access_notes", "topic", "expected", "reason", "outline"):
        assert f'"{column}"' not in statement


def test_a_listing_of_another_day_says_so(springfield, make_party):
    edition = make_edition(springfield, 2027, dt.date(2027, 10, 5))
    listing = Listing.of(make_party(edition, Review.APPROVED, date="2027-10-09"))
    assert (listing.is_on_the_night, listing.day, listing.hours) == (False, "Saturday, October 9", "5 to 8 pm")
