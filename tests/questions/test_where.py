"""Where: typing alone is enough, a pin knows its neighborhood, and near a line the host chooses."""

import pytest

from events.questions.where import WhereForm
from events.whereabouts.search import Place
from tests.conftest import answers, host_client
from tests.streetfiles import make_streets

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


def knows(*places, asked="2827 Elm St"):
    """A Where step over a community whose files know these places."""

    class Searched(WhereForm):
        @staticmethod
        def find_places(community, text, *, limit=5, online=False):
            return list(places) if text == asked else []

    return Searched


def place(label="2827 Elm St", lat=38.605, lng=-90.215, kind="address", **fields):
    """A place of the search, by default the very house in Oak Hill."""
    return Place(label, lat, lng, kind, **{"number": "2827", "street": "Elm St", "score": 100.0} | fields)


def shown(form):
    """What the page that answers with this form sends back when nothing is touched."""
    form.is_valid()
    return {name: form[name].value() or "" for name in form.fields if name != "unplaced"}


TWICE = knows(place("2827 N Elm St", street="N Elm St"), place("2827 S Elm St", lng=-90.205, street="S Elm St"))


def test_a_house_that_is_found_without_doubt_needs_no_question(where):
    form = where(form=knows(place()), neighborhood="")
    assert form.is_valid(), form.errors
    assert (form.answers()["lat"], form.answers()["lng"]) == (38.605, -90.215)
    assert form.answers()["neighborhood"] == 2


@pytest.mark.parametrize(
    "found",
    [
        place(kind="range"),
        place(kind="online"),
        place(number="2829"),
        place("2827 Helm St", street="Helm St"),
        place("2700 block of Elm St", kind="block", number="2700"),
    ],
)
def test_a_place_with_a_doubt_is_shown_for_a_yes(where, found):
    first = where(form=knows(found), neighborhood="")
    assert not first.is_valid()
    assert first.errors == {}
    page = str(first)
    assert "Is this the place?" in page
    assert found.label in page
    assert 'name="lat" value="38.605"' in page
    second = where(shown(first), form=knows(found))
    assert second.is_valid(), second.errors
    assert (second.answers()["lat"], second.answers()["neighborhood"]) == (38.605, 2)
    assert second.answers()["street"] == found.street


def test_the_pin_of_a_shown_place_can_be_moved(where):
    search = knows(place(kind="range"))
    moved = shown(where(form=search)) | {"lat": "38.6052", "lng": "-90.2052"}
    form = where(moved, form=search)
    assert form.is_valid(), form.errors
    assert (form.answers()["lat"], form.answers()["neighborhood"]) == (38.6052, 3)


def test_a_shown_place_that_is_wrong_is_left_to_the_city_team(where):
    search = knows(place(kind="range"))
    form = where(shown(where(form=search)) | {"unplaced": "on"}, form=search)
    assert form.is_valid(), form.errors
    assert (form.answers()["lat"], form.answers()["lng"]) == (None, None)
    assert form.answers()["neighborhood"] == 2
    assert "unplaced" not in form.answers()


def test_an_emptied_pin_is_not_looked_up_again(where):
    search = knows(place(kind="range"))
    form = where(shown(where(form=search)) | {"lat": "", "lng": ""}, form=search)
    assert form.is_valid(), form.errors
    assert form.answers()["lat"] is None


def test_other_words_bring_another_place(where):
    typed = shown(where(form=knows(place(kind="range")))) | {"number": "100", "street": "Oak Ave"}
    oak = place("100 Oak Ave", lng=-90.205, number="100", street="Oak Ave")
    form = where(typed, form=knows(oak, asked="100 Oak Ave"))
    assert form.is_valid(), form.errors
    assert form.answers()["neighborhood"] == 3
    form = where(typed, form=knows())
    assert form.is_valid(), form.errors
    assert form.answers()["lat"] is None


def test_a_pin_put_by_hand_stays_when_only_the_spelling_is_mended(edition, now):
    kept = answers(street="Emm St")
    typed = TYPED | {"lat": "38.6051", "lng": "-90.2249"}
    for lng, stays in ((-90.224, True), (-90.215, False)):
        form = knows(place(kind="range", lng=lng))(typed, edition=edition, answers=kept, now=now)
        assert form.is_valid() == stays
        assert (form.cleaned_data["lng"] == -90.2249) == stays


def test_the_search_itself_is_asked(where, springfield):
    make_streets(springfield)
    form = where(number="", street="2850 lemp", neighborhood="")
    assert not form.is_valid()
    assert "2850 Lemp Ave, between Lynch St and Pine St, in Elm Park" in str(form)
    form = where(number="", street="lemp & lynch", neighborhood="")
    assert form.is_valid(), form.errors
    assert form.answers()["street"] == "Lemp Ave & Lynch St"


def test_a_place_in_another_neighborhood_than_chosen_is_shown_first(where):
    form = where(form=knows(place()))
    assert not form.is_valid()
    assert "2827 Elm St, in Oak Hill" in str(form)
    assert form["neighborhood"].value() == "2"


def test_near_a_line_a_found_place_asks_for_the_neighborhood_once(where):
    search = knows(place(lng=-90.2201))
    form = where(form=search, neighborhood="")
    assert "This block borders Elm Park and Oak Hill" in str(form.errors["neighborhood"])
    form = where(shown(form) | {"neighborhood": "1"}, form=search)
    assert form.is_valid(), form.errors
    assert (form.answers()["neighborhood"], form.answers()["neighborhood_chosen"]) == (1, True)
    assert where(form=search, neighborhood="2").is_valid()


def test_another_fault_of_the_page_does_not_ask_twice_for_the_place(where):
    search = knows(place(kind="range"))
    form = where(form=search, place_kind="")
    assert list(form.errors) == ["place_kind"]
    form = where(shown(form) | {"place_kind": "yard"}, form=search)
    assert form.is_valid(), form.errors
    assert form.answers()["lat"] == 38.605


def test_a_street_found_more_than_once_makes_a_question(where):
    form = where(form=TWICE, neighborhood="")
    assert not form.is_valid()
    assert "We found this more than once" in str(form.errors["place"])
    assert "2827 S Elm St" in str(form)
    form = where(form=TWICE, neighborhood="", place="38.605,-90.205")
    assert form.is_valid(), form.errors
    assert (form.answers()["lat"], form.answers()["neighborhood"]) == (38.605, 3)
    assert form.answers()["street"] == "S Elm St"
    assert "place" not in form.answers()


def test_none_of_the_places_found_is_an_answer_too(where):
    form = where(form=TWICE, place="none")
    assert form.is_valid(), form.errors
    assert (form.answers()["lat"], form.answers()["street"], form.answers()["neighborhood"]) == (None, "Elm St", 1)


def test_an_answer_of_somebody_elses_making_is_asked_again(where):
    form = where(form=TWICE, place="10.0,20.0")
    assert "We found this more than once" in str(form.errors["place"])


def test_a_place_is_found_by_its_name(where):
    school = place("Hickey Elementary", kind="place", place_name="Hickey Elementary", number="", street="")
    typed = {"place_kind": "park", "neighborhood": ""}
    form = where({"place_name": "hickey elementary", **typed}, form=knows(school, asked="hickey elementary"))
    assert form.is_valid(), form.errors
    assert (form.answers()["place_name"], form.answers()["neighborhood"]) == ("Hickey Elementary", 2)
    form = where({"place_name": "hickey", **typed}, form=knows(school, asked="hickey"))
    assert not form.is_valid()
    assert "Hickey Elementary, in Oak Hill" in str(form)
    form = where({"street": "hickey elementary", **typed}, form=knows(school, asked="hickey elementary"))
    assert form.is_valid(), form.errors
    assert (form.answers()["place_name"], form.answers()["street"]) == ("Hickey Elementary", "")


def test_a_house_written_into_the_name_does_not_stay_there(where):
    typed = {"place_name": "2827 elm", "place_kind": "yard", "neighborhood": ""}
    form = where(typed, form=knows(place(), asked="2827 Elm"))
    assert form.is_valid(), form.errors
    assert (form.answers()["place_name"], form.answers()["number"], form.answers()["street"]) == ("", "2827", "Elm St")


def test_a_crossing_needs_no_number(where):
    corner = place("Elm St & 2nd St", kind="crossing", number="", street="Elm St & 2nd St")
    form = where(form=knows(corner, asked="2nd St & Elm"), number="", street="2nd st & elm", neighborhood="")
    assert form.is_valid(), form.errors
    assert (form.answers()["number"], form.answers()["street"]) == ("", "Elm St & 2nd St")
    assert where(number="", street="2nd st & elm").is_valid()


@pytest.mark.parametrize("words", ["Elm and Lynch", "elm at lynch", "the corner of Elm and Lynch"])
@pytest.mark.parametrize("field", ["number", "street"])
def test_a_crossing_may_be_said_in_words(where, field, words):
    form = where({"number": "", "street": "", "place_kind": "street", "neighborhood": "1", field: words})
    assert form.is_valid(), form.errors
    assert (form.answers()["number"], form.answers()["street"]) == ("", "Elm & Lynch")


@pytest.mark.parametrize("changes", [{"number": ""}, {"street": ""}, {"number": "", "street": ""}])
def test_half_an_address_is_not_called_an_unknown_one(where, springfield, changes):
    make_streets(springfield)
    assert "neighborhood" not in where(**{"neighborhood": ""} | changes).errors


def test_a_park_that_is_an_area_of_its_own_is_named_once(where):
    park = place("Oak Hill", kind="place", place_name="Oak Hill", number="", street="")
    form = where({"place_name": "oak hil", "place_kind": "park"}, form=knows(park, asked="oak hil"))
    assert not form.is_valid()
    assert form.found_words == "Oak Hill"


def test_staff_take_what_is_found_without_a_question(where):
    form = where(form=knows(place(kind="range")), staff=True)
    assert form.is_valid(), form.errors
    assert (form.answers()["lat"], form.answers()["neighborhood"]) == (38.605, 2)
    form = where(form=TWICE, staff=True)
    assert "None of these. Leave it unplaced." in str(form)


def test_a_street_nobody_knows_is_left_to_the_city_team(where, springfield, now):
    springfield.place_files.create(kind="streets", state="in_use", name="streets", at=now, applied_at=now)
    form = where(neighborhood="")
    assert "We do not know this address yet. Choose the neighborhood" in str(form.errors["neighborhood"])
    assert where().is_valid()


def test_a_place_that_only_another_city_knows_is_offered_there(where, shelby, now):
    shelby.place_files.create(kind="streets", state="in_use", name="streets", at=now, applied_at=now)

    class Shelbys(WhereForm):
        @staticmethod
        def find_places(community, text, *, limit=5, online=False):
            return [place(lat=38.705, lng=-90.225)] if community == shelby else []

    form = where(form=Shelbys)
    assert "This place is in Shelby, not in Springfield." in str(form.errors["lat"])
    assert form.elsewhere == shelby
    form = where(shown(form) | {"lat": "", "lng": ""}, form=Shelbys)
    assert form.is_valid(), form.errors


def test_answers_that_were_kept_are_not_looked_up_again(edition, now):
    kept = answers(lat=None, lng=None)
    data = {name: value for name, value in kept.items() if value is not None}
    assert knows(place(kind="range"))(data, edition=edition, answers=kept, now=now).is_valid()


def test_a_host_who_changes_the_place_later_is_shown_a_doubtful_one_too(cast, elm, springfield):
    make_streets(springfield)
    rosa, address = host_client(elm), f"/my/{elm.reference}/edit/where/"
    where = {"place_kind": "yard", "number": "2850", "street": "lemp", "lat": elm.lat, "lng": elm.lng}
    page = rosa.post(address, where | {"neighborhood": "1", "seen": elm.revision})
    assert "Is this the place?" in page.content.decode()
    assert "Save changes" not in page.content.decode()
    answer = rosa.post(address, shown(page.context["form"]) | {"seen": elm.revision})
    assert answer.status_code == 302
    elm.refresh_from_db()
    assert (elm.street, elm.number, elm.neighborhood.number) == ("Lemp Ave", "2850", 1)
    assert elm.lng == pytest.approx(-90.227, abs=0.0005)
