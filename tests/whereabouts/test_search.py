"""Address search: what people type, and the place that is found for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from events.models import AddressPoint, PlaceFile, Segment
from events.whereabouts import find_places, is_clear, names
from tests import streetfiles


@pytest.fixture
def addresses(springfield):
    return streetfiles.make_addresses(springfield)


@pytest.fixture
def streets(springfield):
    return streetfiles.make_streets(springfield)


@pytest.fixture
def places(springfield):
    return streetfiles.make_places(springfield)


def labels(community, text, **options):
    return [place.label for place in find_places(community, text, **options)]


def first(community, text):
    return find_places(community, text)[0]


@pytest.mark.parametrize(
    "typed",
    ["2801 Lemp Ave", "2801 lemp", "2801 LEMP AVENUE", "2801 lamp ave", "2801 elmp", "2801 kemp", "2801 Lemp Ave Apt 2",
     "2801 Lemp Ave, Springfield, MO 63118", "2801 lemp springfield mo", "Lemp Ave 2801", "lemp 2801", "2801 Lémp"],
)  # fmt: skip
def test_an_address_is_found_however_it_is_typed(springfield, addresses, typed):
    place = first(springfield, typed)
    assert (place.kind, place.label, place.number, place.street) == ("address", "2801 Lemp Ave", "2801", "Lemp Ave")
    assert (place.lat, place.lng) == (38.605, -90.2294)
    assert (place.hint, place.neighborhood) == ("Elm Park", 1)


def test_without_a_direction_the_street_that_has_the_number_comes_first(springfield, addresses):
    assert labels(springfield, "3000 grand")[0] == "3000 S Grand Blvd"
    assert labels(springfield, "1000 grand")[0] == "1000 N Grand Blvd"
    both = find_places(springfield, "100 grand")
    assert {place.label for place in both[:2]} == {"100 N Grand Blvd", "100 S Grand Blvd"}
    assert both[0].score == both[1].score
    assert not is_clear(both)
    assert is_clear(find_places(springfield, "3000 s grand"))


def test_without_a_direction_the_street_with_the_nearest_number_comes_first(springfield, addresses):
    assert labels(springfield, "3150 grand")[0] == "S Grand Blvd"
    assert labels(springfield, "1150 grand")[0] == "N Grand Blvd"


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("400 Martin Luther King", "400 Dr Martin Luther King Dr"),
        ("400 mlk dr", "400 Dr Martin Luther King Dr"),
        ("400 doctor martin luther king jr drive", "400 Dr Martin Luther King Dr"),
        ("210 ninth", "210 N 9th St"),
        ("210 n 9 st", "210 N 9th St"),
        ("500 saint louis", "500 St Louis Ave"),
        ("500 st. louis ave", "500 St Louis Ave"),
    ],
)
def test_names_are_found_in_every_spelling(springfield, addresses, typed, label):
    assert labels(springfield, typed)[0] == label


def test_a_block_is_found_in_the_middle_of_its_houses(springfield, addresses):
    place = first(springfield, "2800 block of Lemp Ave")
    assert (place.kind, place.label, place.number) == ("block", "2800 block of Lemp Ave", "2800")
    assert place.lat == pytest.approx(38.605, abs=0.0002)
    assert place.lng == pytest.approx(-90.22925, abs=0.0001)
    assert first(springfield, "2900 block lemp").kind == "block"
    assert first(springfield, "first block of n 9th st").label == "First block of N 9th St"


def test_a_number_that_is_not_in_the_file_is_estimated_between_its_neighbors(springfield, addresses):
    place = first(springfield, "2807 lemp")
    assert (place.kind, place.label, place.number) == ("range", "2807 Lemp Ave", "2807")
    assert place.lng == pytest.approx(-90.22925)  # halfway between 2805 and 2809, on their side
    assert place.lat == 38.605


def test_a_round_number_without_a_house_is_the_block(springfield, addresses):
    AddressPoint.objects.filter(number=2800).delete()
    place = first(springfield, "2800 lemp")
    assert (place.kind, place.label) == ("block", "2800 block of Lemp Ave")


def test_a_number_far_from_any_house_gives_the_street(springfield, addresses):
    place = first(springfield, "9999 lemp")
    assert (place.kind, place.label, place.number) == ("street", "Lemp Ave", "")


def test_segments_alone_give_an_estimated_place(springfield, streets):
    place = first(springfield, "2850 lemp")
    assert (place.kind, place.label) == ("range", "2850 Lemp Ave")
    assert place.lng == pytest.approx(-90.227, abs=0.0001)
    assert first(springfield, "2800 block of lemp").lng == pytest.approx(-90.227)
    assert first(springfield, "2800 lemp").kind == "block"


def test_a_segment_whose_numbers_fall_is_followed_backwards(springfield, streets):
    streets.streets.get(name="Lemp Ave").segments.update(runs_up=False)
    assert first(springfield, "2801 lemp").lng == pytest.approx(-90.226, abs=0.0001)


@pytest.mark.parametrize(
    "typed", ["Lemp & Lynch", "lynch and lemp", "corner of Lemp and Lynch", "Lemp Ave @ Lynch St", "lemp / lynch",
              "lamp & linch", "esquina de Lemp y Lynch", "Lemp at Lynch, Springfield"]
)  # fmt: skip
def test_a_crossing_is_found(springfield, streets, typed):
    place = first(springfield, typed)
    assert place.kind == "crossing"
    assert set(place.street.split(" & ")) == {"Lemp Ave", "Lynch St"}
    assert (place.lat, place.lng) == pytest.approx((38.605, -90.228))


def test_a_corner_is_known_from_either_street(springfield, streets):
    streets.streets.get(name="Lemp Ave").segments.update(from_street="", to_street="")
    assert [place.kind for place in find_places(springfield, "lemp & lynch")] == ["crossing"]


def test_a_corner_is_known_by_a_short_name_too(springfield, streets):
    Segment.objects.filter(from_street="Lemp Ave").update(from_street="Lemp")
    streets.streets.get(name="Lemp Ave").segments.update(from_street="", to_street="")
    assert [place.label for place in find_places(springfield, "lemp & lynch")] == ["Lemp Ave & Lynch St"]


def test_two_streets_whose_corner_is_unknown_are_offered_one_by_one(springfield, addresses):
    found = find_places(springfield, "lemp & st louis")
    assert [(place.kind, place.label) for place in found] == [("street", "Lemp Ave"), ("street", "St Louis Ave")]
    assert not is_clear(found)


def test_a_street_alone_gives_its_middle(springfield, addresses):
    place = first(springfield, "lemp")
    assert (place.kind, place.label, place.street, place.number) == ("street", "Lemp Ave", "Lemp Ave", "")
    assert -90.2296 < place.lng < -90.2287


def test_both_files_of_streets_make_one_street(springfield, addresses, streets):
    assert labels(springfield, "2801 lemp ave") == ["2801 Lemp Ave"]
    assert first(springfield, "2750 lemp").kind == "range"


@pytest.mark.parametrize("typed", ["hickey elementary", "Hickey Elementary School", "hickey", "hicky elementry"])
def test_a_school_is_found_by_its_name(springfield, places, typed):
    place = first(springfield, typed)
    assert (place.kind, place.label, place.place_name) == ("place", *["Hickey Elementary School"] * 2)
    assert place.hint == "School, Oak Hill"


def test_a_park_beside_a_street_of_its_name_is_offered_too(springfield, addresses, places):
    assert labels(springfield, "lemp") == ["Lemp Ave", "Lemp Park"]
    assert labels(springfield, "lemp park")[0] == "Lemp Park"


def test_a_zip_code_is_found(springfield, places):
    place = first(springfield, "63118")
    assert (place.kind, place.label, place.hint) == ("zip", "63118", "ZIP code")
    assert first(springfield, "63118-1234").label == "63118"
    assert find_places(springfield, "99999") == []


@pytest.mark.parametrize("junk", ["", " ", "!!!", "2800", "\0", "🎉", "zzzzzz qqqqq", "& &", "and", "x" * 5_000])
def test_junk_finds_nothing(springfield, addresses, streets, places, junk):
    assert find_places(springfield, junk) == []


def test_a_community_without_files_finds_nothing(springfield, shelby, addresses):
    assert find_places(shelby, "2801 lemp") == []


def test_only_rows_of_a_file_in_use_are_found(springfield, addresses):
    assert labels(springfield, "2801 lemp") == ["2801 Lemp Ave"]
    addresses.state = PlaceFile.State.REPLACED
    addresses.save()
    assert find_places(springfield, "2801 lemp") == []
    newer = streetfiles.make_file(springfield, PlaceFile.Kind.ADDRESSES)
    streetfiles.make_points(streetfiles.make_street(newer, "Lemp Boulevard"), [2801], lat=38.605)
    assert labels(springfield, "2801 lemp") == ["2801 Lemp Boulevard"]


def test_the_names_of_only_so_many_communities_are_held(springfield, shelby, addresses, monkeypatch):
    monkeypatch.setattr(names, "MOST_COMMUNITIES", 1)
    streetfiles.make_places(shelby)
    assert labels(shelby, "hickey") == ["Hickey Elementary School"]
    assert labels(springfield, "2801 lemp") == ["2801 Lemp Ave"]
    assert list(names._held) == [springfield.pk]
    assert labels(shelby, "hickey") == ["Hickey Elementary School"]


@pytest.mark.parametrize("typed", ["2801 lemp", "2807 grand", "lemp & lynch", "lemp", "9999 grand", "hickey"])
def test_the_number_of_queries_does_not_grow_with_the_streets(springfield, addresses, streets, places, typed):
    def queries():
        find_places(springfield, typed)
        with CaptureQueriesContext(connection) as asked:
            find_places(springfield, typed)
        return len(asked)

    def add(number):
        street = streetfiles.make_street(addresses, f"Lemp {number} Ave")
        streetfiles.make_points(street, [2801, 2805], lat=38.604)
        names.forget()

    add(0)
    before = queries()
    for number in range(1, 20):
        add(number)
    assert queries() <= before
    assert before <= 9


def test_what_is_far_less_like_it_is_not_offered_beside_it(springfield, addresses):
    streetfiles.make_points(streetfiles.make_street(addresses, "Lembke Ave"), [2801], lat=38.603)
    assert labels(springfield, "2801 lemp ave") == ["2801 Lemp Ave"]
    assert labels(springfield, "2801 lem") == ["2801 Lemp Ave", "2801 Lembke Ave"]


def test_hints_speak_the_readers_language(springfield, places):
    with translation.override("es"):
        assert first(springfield, "hickey").hint != "School, Oak Hill"


def test_places_of_one_name_are_told_apart_by_their_neighborhood(springfield, places):
    for lng in (-90.225, -90.215):
        streetfiles.make_place(places, "Corner Store", "other", lng=lng)
    assert {(place.label, place.hint) for place in find_places(springfield, "corner store")} == {
        ("Corner Store", "Elm Park"),
        ("Corner Store", "Oak Hill"),
    }
