"""PartySearch: filters of the address, kind to whatever stands in it."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from events.models import Party, Review
from events.search import PartySearch, hours_of


@pytest.fixture
def find(edition):
    """find("q=elm") gives the streets of the parties found, in order."""

    def run(query):
        areas = list(edition.community.neighborhoods.all())
        search = PartySearch(QueryDict(query), neighborhoods=areas, hours=hours_of(edition))
        return sorted(party.street for party in search.narrow(Party.objects.listed().in_edition(edition)))

    return run


@pytest.fixture
def parties(edition, make_party):
    make_party(edition, Review.APPROVED)
    make_party(
        edition,
        Review.APPROVED,
        street="Oak Ave",
        number="100",
        neighborhood=2,
        neighborhood_chosen=True,
        starts="16:00",
        ends="17:00",
        activities=["kids"],
        accessibility=[],
        open_to="neighbors",
        email="walt@example.org",
        organization="Oak Avenue Friends",
        show_organization=True,
        host_kind="association",
    )
    make_party(edition, Review.SUBMITTED, street="Ash St", email="ash@example.org")


@pytest.mark.parametrize("text, is_zip", [("63104", True), ("63104-1234", True), ("63104+elm", False), ("2800", False)])
def test_a_zip_code_is_known_as_one(text, is_zip):
    search = PartySearch(QueryDict(f"q={text}"))
    assert (search.is_zip, search.messages) == (is_zip, [])


@pytest.mark.parametrize(
    "asked, spot, is_rounded",
    [
        ("38.605,-90.225", "38.605,-90.225", True),
        ("38.60512,-90.22549", "38.605,-90.225", False),
        (" 38.6 , -90 ", "38.600,-90.000", False),
        ("-0.0001,0", "0.000,0.000", False),
        ("90,180", "90.000,180.000", False),
    ],
)
def test_a_place_is_rounded_to_about_a_hundred_meters(asked, spot, is_rounded):
    search = PartySearch(QueryDict(urlencode({"near": asked})))
    assert (str(search.near), search.is_rounded, search.messages) == (spot, is_rounded, [])


@pytest.mark.parametrize(
    "asked", ["here", "38.6", "91,0", "0,181", "nan,nan", "1e1,2", "38.6;-90.2", "٣٨,-٩٠", "\x00", "9" * 500, "1,2,3"]
)
def test_what_is_no_place_is_left_out_and_told(asked):
    search = PartySearch(QueryDict(urlencode({"near": asked, "has": "kids"})))
    assert (search.near, search.is_rounded, len(search.messages)) == (None, True, 1)
    assert search.query() == "?has=kids"


def test_place_and_view_are_kept_with_every_filter_and_narrow_nothing(parties, find):
    search = PartySearch(QueryDict("has=kids&view=map&near=38.605,-90.225"))
    assert search.query() == "?near=38.605,-90.225&view=map&has=kids"
    assert search.keeping == "?view=map&has=kids"
    assert search.without_place == "?view=map&has=kids"
    assert search.without_map == "?near=38.605,-90.225&has=kids"
    assert search.chosen[0].query == "?near=38.605,-90.225&view=map"
    assert find("near=38.605,-90.225&view=map") == ["Elm St", "Oak Ave"]
    assert not PartySearch(QueryDict("near=38.605,-90.225&view=map")).is_narrow


@pytest.mark.parametrize(
    "query, streets",
    [
        ("", ["Elm St", "Oak Ave"]),
        ("q=elm", ["Elm St"]),
        ("q=ELM+STREET", ["Elm St"]),
        ("q=oak+avenue", ["Oak Ave"]),
        ("q=cuadra+2800+de+Elm", ["Elm St"]),
        ("q=2800+block+of+elm", ["Elm St"]),
        ("q=2831+Elm", ["Elm St"]),
        ("q=oak+hill", ["Oak Ave"]),
        ("q=friends", ["Oak Ave"]),
        ("q=lm", []),
        ("q=rosa", []),
        ("q=ash", []),
        ("has=food", ["Elm St"]),
        ("has=food&has=music&has=step-free", ["Elm St"]),
        ("has=food&has=kids", []),
        ("open=everyone", ["Elm St"]),
        ("open=neighbors", ["Oak Ave"]),
        ("at=16:00", ["Oak Ave"]),
        ("at=17:00", ["Elm St"]),
        ("neighborhood=oak-hill", ["Oak Ave"]),
        ("neighborhood=elm-park&has=food&at=18:00&open=everyone&q=elm", ["Elm St"]),
    ],
)
def test_a_filter_finds_what_it_says(parties, find, query, streets):
    assert find(query) == streets


def test_another_name_of_a_neighborhood_finds_its_parties(parties, find, springfield):
    springfield.neighborhoods.filter(number=2).update(aliases=["The Knoll"])
    assert find("q=knoll") == ["Oak Ave"]


@pytest.mark.parametrize(
    "query",
    ["has=nonsense", "open=%00", "at=noon", "at=25:00", "neighborhood=nowhere", "q=" + "x" * 5000, "q=%00", "view=3d"],
)
def test_a_value_that_cannot_be_read_is_left_out_and_told(parties, find, edition, query):
    assert find(query) == ["Elm St", "Oak Ave"]
    assert len(PartySearch(QueryDict(query), hours=hours_of(edition)).messages) == 1


@pytest.mark.parametrize("query", ["q=%25", "q=_", "q=%F0%9F%8E%89", "q=%22kids%22", "q=--", "q=of+the"])
def test_signs_mean_nothing_to_the_search(parties, find, query):
    assert find(query) in ([], ["Elm St", "Oak Ave"])


def test_each_chosen_filter_leads_to_the_list_without_it(springfield):
    areas = list(springfield.neighborhoods.all())
    search = PartySearch(QueryDict("at=18:00&has=kids&q=elm&has=food&neighborhood=elm-park"), neighborhoods=areas)
    assert [(str(choice.label), choice.query) for choice in search.chosen] == [
        ("“elm”", "?has=kids&has=food&at=18:00&neighborhood=elm-park"),
        ("Kids’ games", "?q=elm&has=food&at=18:00&neighborhood=elm-park"),
        ("Food to share", "?q=elm&has=kids&at=18:00&neighborhood=elm-park"),
        ("On at 6 pm", "?q=elm&has=kids&has=food&neighborhood=elm-park"),
        ("Elm Park", "?q=elm&has=kids&has=food&at=18:00"),
    ]


def test_a_chip_adds_its_filter_and_takes_it_away_again():
    assert PartySearch(QueryDict("q=elm")).offer("has", "kids", "Kids").query == "?q=elm&has=kids"
    on = PartySearch(QueryDict("has=kids")).offer("has", "kids", "Kids")
    assert (on.is_on, on.query) == (True, "")
    assert PartySearch(QueryDict("open=members")).offer("open", "everyone", "All").query == "?open=everyone"


def test_the_hours_offered_are_those_of_the_window(edition):
    assert hours_of(edition) == [dt.time(hour) for hour in (16, 17, 18, 19, 20)]
