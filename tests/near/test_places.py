"""The places offered while somebody types."""

import pytest

from tests import streetfiles


@pytest.fixture
def gazetteer(springfield):
    streetfiles.make_places(springfield)
    return streetfiles.make_addresses(springfield)


def ask(client, text, path="/springfield/places.json"):
    answer = client.get(path, {"q": text})
    assert answer["Content-Type"] == "application/json"
    return answer.json()


def test_a_place_comes_with_all_that_a_form_needs(client, gazetteer):
    assert ask(client, "2801 lemp") == {
        "places": [
            {
                "label": "2801 Lemp Ave",
                "hint": "Elm Park",
                "kind": "address",
                "lat": 38.605,
                "lng": -90.2294,
                "number": "2801",
                "street": "Lemp Ave",
                "place_name": "",
                "neighborhood": 1,
            }
        ],
        "words": "1 place",
    }


def test_the_count_is_said_in_words(client, gazetteer):
    assert ask(client, "100 grand")["words"] == "2 places"
    assert ask(client, "zzyzx") == {"places": [], "words": "No place like this"}


@pytest.mark.parametrize("typed", ["", "l", "x" * 200, "%00".replace("%00", "🎉")])
def test_too_little_and_too_much_find_nothing(client, gazetteer, typed):
    assert ask(client, typed)["places"] == []


def test_names_begun_are_offered(client, gazetteer):
    assert ask(client, "2801 le")["places"][0]["label"] == "2801 Lemp Ave"
    assert ask(client, "hick")["places"][0]["place_name"] == "Hickey Elementary School"


def test_five_places_at_most_are_offered(client, gazetteer):
    for number in range(10):
        streetfiles.make_points(streetfiles.make_street(gazetteer, f"Elm {number} St"), [12], lat=38.605)
    assert len(ask(client, "12 elm")["places"]) == 5


def test_only_an_open_community_answers(client, gazetteer, springfield):
    springfield.is_open = False
    springfield.save()
    assert client.get("/springfield/places.json", {"q": "lemp"}).status_code == 404


def test_only_asking_is_allowed(client, gazetteer):
    assert client.post("/springfield/places.json", {"q": "lemp"}).status_code == 405


def test_nothing_of_any_party_is_offered(client, edition, make_party):
    """The places come from the city's files: where somebody registered tells nobody anything."""
    for level in ("exact", "block", "neighborhood", "unlisted"):
        make_party(
            edition, "approved", level=level, email=f"{level}@example.org", place_name="Rosa Hall", street="Rue St"
        )
    for typed in ("2827 rue st", "rue", "rosa hall", "rosa quill"):
        assert ask(client, typed)["places"] == []
