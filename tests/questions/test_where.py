"""Where: typing alone is enough, a pin knows its neighborhood, and near a line the host chooses."""

from types import SimpleNamespace

import pytest

from events.questions.where import WhereForm
from tests.conftest import answers

TYPED = {"number": "2827", "street": "Elm Street", "place_kind": "street", "neighborhood": "1"}


@pytest.fixture
def where(edition, now):
    """where(**changes) gives the bound form of a typed block in Elm Park, with changes; without any, of nothing."""

    def make(data=None, *, staff=False, form=WhereForm, **changes):
        return form((TYPED if data is None else data) | changes, edition=edition, now=now, staff=staff)

    return make


def test_a_block_typed_in_is_enough(where):
    form = where()
    assert form.is_valid(), form.errors
    assert form.answers() == {
        "number": "2827",
        "street": "Elm St",
        "place_name": "",
        "place_kind": "street",
        "neighborhood": 1,
        "lat": None,
        "lng": None,
        "neighborhood_chosen": False,
    }


def test_a_named_place_is_enough(where):
    form = where({"place_name": "Founders Park", "place_kind": "park", "neighborhood": "80"})
    assert form.is_valid(), form.errors
    assert form.answers()["place_name"] == "Founders Park"


@pytest.mark.parametrize(
    "number, street, kept",
    [
        ("", "2827 Elm St", ("2827", "Elm St")),
        ("", "2800 block of elm street", ("2800", "Elm St")),
        ("2827 elm street", "", ("2827", "Elm St")),
        ("2800 block of elm", "", ("2800", "Elm")),
        ("2800 block", "Elm St", ("2800", "Elm St")),
        ("2800 - 2899", "Elm St", ("2800-2899", "Elm St")),
        ("2827A", "Elm St, apt 3", ("2827A", "Elm St")),
        ("2827 1/2", "Elm St", ("2827", "Elm St")),
    ],
)
def test_an_address_is_tidied(where, number, street, kept):
    form = where(number=number, street=street)
    assert form.is_valid(), form.errors
    assert (form.answers()["number"], form.answers()["street"]) == kept


@pytest.mark.parametrize(
    "changes, field, message",
    [
        ({"number": ""}, "number", "Enter the block number, like 2800"),
        ({"street": ""}, "street", "Enter the street, like Lemp Ave"),
        ({"number": "", "street": ""}, "number", "Enter the block and street, or the name of a place"),
        ({"number": "corner"}, "number", "Enter the block number, like 2800"),
        ({"number": "12345678"}, "number", "Enter the block number, like 2800"),
        ({"place_kind": ""}, "place_kind", "Choose where the party will be"),
        ({"place_kind": "moon"}, "place_kind", "Choose from the list"),
        ({"neighborhood": ""}, "neighborhood", "Choose the neighborhood"),
        ({"neighborhood": "99"}, "neighborhood", "Choose from the list"),
        ({"lat": "38.605"}, "lng", "Enter both numbers of the pin"),
        ({"lat": "north", "lng": "-90.2"}, "lat", "Enter a number, like 38.6051"),
        ({"lat": "nan", "lng": "-90.2"}, "lat", "Enter a number, like 38.6051"),
        ({"lat": "138", "lng": "-90.2"}, "lat", "Enter 90 or less"),
        ({"street": "x" * 5000}, "street", "Use 120 characters or fewer"),
    ],
)
def test_a_wrong_answer_is_told_at_its_field(where, changes, field, message):
    form = where(**changes)
    assert not form.is_valid()
    assert message in str(form.errors[field])


def test_a_pin_decides_the_neighborhood(where):
    form = where(neighborhood="", lat="38.605", lng="-90.215")
    assert form.is_valid(), form.errors
    assert form.answers()["neighborhood"] == 2
    assert form.answers()["neighborhood_chosen"] is False


def test_near_a_line_the_host_is_asked_and_the_choice_is_kept(where):
    near = {"lat": "38.605", "lng": "-90.2201", "neighborhood": ""}
    form = where(**near)
    assert not form.is_valid()
    assert "This block borders Elm Park and Oak Hill" in str(form.errors["neighborhood"])
    page = str(form)
    assert 'type="radio" name="neighborhood" value="1"' in page
    assert 'type="radio" name="neighborhood" value="3"' not in page
    form = where(**near | {"neighborhood": "1"})
    assert form.is_valid(), form.errors
    assert form.answers()["neighborhood"] == 1
    assert form.answers()["neighborhood_chosen"] is True


def test_a_pin_outside_every_city_is_told_and_nothing_typed_is_lost(where, shelby):
    form = where(lat="38.69", lng="-90.225")
    assert not form.is_valid()
    assert "outside Springfield. The nearest city here is Shelby" in str(form.errors["lat"])
    assert 'value="2827"' in str(form)
    assert 'value="38.69"' in str(form)
    assert form.elsewhere is None
    form = where(lat="38.59", lng="-90.225")
    assert not form.is_valid()
    assert "Move it inside, or leave it empty" in str(form.errors["lat"])


def test_a_pin_in_another_city_of_the_region_names_it(where, shelby):
    form = where(lat="38.705", lng="-90.225")
    assert not form.is_valid()
    assert "This place is in Shelby, not in Springfield." in str(form.errors["lat"])
    assert form.elsewhere == shelby


def test_a_community_of_one_area_does_not_ask_for_it(shelby_edition, now):
    form = WhereForm(TYPED | {"neighborhood": ""}, edition=shelby_edition, now=now)
    assert "neighborhood" not in form.fields
    assert form.is_valid(), form.errors
    assert form.answers()["neighborhood"] == 1


def test_staff_may_leave_the_neighborhood_for_later(where):
    form = where(neighborhood="", staff=True)
    assert form.is_valid(), form.errors
    assert form.answers()["neighborhood"] is None


class Searched(WhereForm):
    """A form over a community that knows two places called Elm St."""

    @staticmethod
    def find_places(community, text):
        assert text == "2827 Elm St"
        return [
            SimpleNamespace(label="2827 Elm St, Oak Hill", lat=38.605, lng=-90.215),
            SimpleNamespace(label="2827 Elm St, River Bend", lat=38.605, lng=-90.205),
        ]


def test_a_street_found_more_than_once_makes_a_question(where):
    form = where(form=Searched, neighborhood="")
    assert not form.is_valid()
    assert "We found this more than once" in str(form.errors["place"])
    assert "2827 Elm St, River Bend" in str(form)
    form = where(form=Searched, neighborhood="", place="1")
    assert form.is_valid(), form.errors
    assert (form.answers()["lat"], form.answers()["neighborhood"]) == (38.605, 3)
    assert "place" not in form.answers()


@pytest.mark.parametrize(
    "changes, kept",
    [
        ({}, 38.6051),
        ({"number": "2829"}, 38.6051),
        ({"number": "100"}, None),
        ({"street": "Oak Ave"}, None),
        ({"place_name": "Founders Park"}, None),
        ({"street": "Oak Ave", "lat": "38.605", "lng": "-90.225"}, 38.605),
    ],
)
def test_a_pin_does_not_stay_behind_when_the_party_moves(edition, now, changes, kept):
    typed = TYPED | {"lat": "38.6051", "lng": "-90.2249"} | changes
    form = WhereForm(typed, edition=edition, answers=answers(), now=now)
    assert form.is_valid(), form.errors
    assert form.answers()["lat"] == kept
    form = WhereForm(typed, edition=edition, answers=answers(), now=now, staff=True)
    assert form.is_valid()
    assert form.answers()["lat"] is not None
