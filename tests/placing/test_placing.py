"""Parties that are not on the map: their list, and the page that places one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import registry, whereabouts
from events.models import Change, Deed, Notice, Party, Review
from events.queue import unplaced
from events.whereabouts.search import Place

HERE = "/staff/springfield/placing/"
NOWHERE = {"lat": None, "lng": None, "neighborhood": None, "closure_wanted": False}
FOUND = [
    Place("2827 N Elm St", 38.605, -90.215, "address", number="2827", street="N Elm St", hint="Oak Hill"),
    Place("2827 S Elm St", 38.605, -90.205, "range", number="2827", street="S Elm St", hint="River Bend"),
    Place("Elm St", 38.605, -90.205, "street", street="Elm St"),
]


@pytest.fixture
def lost(edition, make_party, cast):
    """A party whose street nobody knew."""
    return make_party(edition, email="lost@example.org", host_name="Ada Lark", street="Lost Ln", **NOWHERE)


@pytest.fixture
def search(monkeypatch):
    """The community's files know three places for whatever is asked."""
    asked = []

    def find_places(community, text, **_options):
        asked.append(text)
        return FOUND

    monkeypatch.setattr(whereabouts, "find_places", find_places)
    return asked


def page_of(party):
    return reverse("placing:party", args=["springfield", party.reference])


def test_the_list_says_what_hosts_typed_and_what_is_wrong(cast, lost, edition, make_party):
    outside = make_party(edition, street="Far Rd", email="far@example.org", **NOWHERE | {"lat": 38.9, "lng": -90.2})
    page = cast.imani.get(HERE).content.decode()
    assert "2827 Lost Ln" in page
    assert "Ada Lark" in page
    assert "The pin is outside all neighborhoods" in page
    assert outside.reference in page
    assert "2827 Elm St" not in page
    assert page_of(lost) in page
    assert page_of(lost) not in cast.reader.get(HERE).content.decode()


@pytest.mark.parametrize("review", [Review.UNCONFIRMED, Review.DECLINED, Review.WITHDRAWN, Review.CANCELLED])
def test_parties_that_are_not_on_are_not_waiting_for_a_place(edition, make_party, review):
    make_party(edition, review, **NOWHERE)
    assert list(unplaced(edition)) == []


def test_without_neighborhoods_a_pin_is_enough(edition, make_party, springfield):
    springfield.neighborhoods.all().delete()
    make_party(edition, neighborhood=None)
    assert list(unplaced(edition)) == []


def test_when_all_are_placed_the_list_says_so(cast):
    assert "Every party is on the map." in cast.imani.get(HERE).content.decode()


def test_a_community_without_a_night_has_nothing_to_place(cast, shelby_edition):
    shelby_edition.delete()
    page = cast.otto.get("/staff/shelby/placing/").content.decode()
    assert "has no night set up yet" in page


def test_the_queue_counts_what_is_not_placed(cast, lost):
    assert "1 not placed" in cast.imani.get("/staff/springfield/").content.decode()
    lost.delete()
    assert "not placed</a>" not in cast.imani.get("/staff/springfield/").content.decode()


def test_the_list_asks_the_database_as_often_for_many_as_for_one(cast, lost, edition, make_party):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            cast.imani.get(HERE)
        return len(queries)

    once = asked()
    for number in range(9):
        make_party(edition, email=f"{number}@example.org", street=f"Lost {number}", **NOWHERE)
    assert asked() == once


def test_the_page_looks_the_hosts_words_up_and_offers_what_has_a_pin(cast, lost, search):
    page = cast.imani.get(page_of(lost)).content.decode()
    assert search == ["2827 Lost Ln"]
    assert "2827 N Elm St" in page
    assert 'value="38.605,-90.205"' in page
    assert page.count('type="radio" name="place"') == 3
    cast.imani.get(page_of(lost) + "?q=lemp")
    assert search[-1] == "lemp"


def test_choosing_a_place_puts_the_party_there_and_leads_to_the_next(cast, lost, search, edition, make_party):
    other = make_party(edition, email="other@example.org", street="Other Ln", **NOWHERE)
    letters = Notice.objects.count()
    answer = cast.imani.post(page_of(lost), {"place": "38.605,-90.205", "seen": lost.revision})
    assert (answer.status_code, answer["Location"]) == (302, page_of(other))
    placed = Party.objects.get(pk=lost.pk)
    assert (placed.lat, placed.lng, placed.neighborhood.number) == (38.605, -90.205, 3)
    assert (placed.street, placed.number) == ("Lost Ln", "2827")
    line = Change.objects.get(party=lost, deed=Deed.PLACED)
    assert line.by_user == cast.users.imani
    assert {value.field for value in line.values.all()} == {"lat", "lng", "neighborhood"}
    assert Notice.objects.count() == letters
    page = cast.imani.get(answer["Location"]).content.decode()
    assert f"{lost.reference} is on the map, in River Bend. 1 left to place." in page


def test_the_pin_of_a_placed_party_is_moved_and_leads_back_to_its_record(cast, elm, lost, search):
    record = f"/staff/springfield/parties/{elm.reference}/"
    assert f'<a href="{page_of(elm)}">Move the pin</a>' in cast.imani.get(record).content.decode()
    assert "Move the pin" not in cast.reader.get(record).content.decode()
    page = cast.imani.get(page_of(elm)).content.decode()
    assert '<button class="btn">Move the pin</button>' in page
    assert " checked" not in page
    assert page_of(lost) not in page
    assert cast.imani.get(page_of(elm) + "?q=lemp").content.decode().count(" checked") == 1
    answer = cast.imani.post(page_of(elm), {"lat": "38.605", "lng": "-90.205", "seen": elm.revision, "place": "pin"})
    assert answer["Location"] == record
    assert Party.objects.get(pk=elm.pk).neighborhood.number == 3


def test_the_public_is_not_told_that_a_party_moved_when_it_gets_its_first_pin(cast, edition, make_party):
    lost = make_party(edition, Review.APPROVED, **NOWHERE)
    for lng, told in (("-90.225", {}), ("-90.205", ["place"])):
        lost.refresh_from_db()
        cast.imani.post(page_of(lost), {"lat": "38.605", "lng": lng, "seen": lost.revision})
        note = Party.objects.get(pk=lost.pk).public_note
        assert (note and note["fields"]) == told


def test_a_pin_places_it_where_nothing_was_found(cast, lost):
    page = cast.imani.get(page_of(lost)).content.decode()
    assert "Nothing like “2827 Lost Ln” was found" in page
    answer = cast.imani.post(page_of(lost), {"lat": "38.605, -90.225", "lng": "", "seen": lost.revision})
    assert answer["Location"] == HERE
    assert Party.objects.get(pk=lost.pk).neighborhood.number == 1
    assert "Every party is on the map." in cast.imani.get(HERE).content.decode()


@pytest.mark.parametrize(
    "given, message",
    [
        ({}, "Choose a place, or put the pin on the map"),
        ({"lat": "38.6"}, "Enter both numbers of the pin"),
        ({"lat": "38.9", "lng": "-90.2"}, "This place is outside Springfield."),
        ({"lat": "38.705", "lng": "-90.225"}, "This place is in Shelby, not in Springfield."),
        ({"lat": "38.605", "lng": "-90.2201"}, "This place borders Elm Park and Oak Hill."),
        ({"lat": "north", "lng": "-90.2"}, "Enter a number, like 38.6051"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_placed(cast, lost, given, message):
    answer = cast.imani.post(page_of(lost), given | {"seen": lost.revision})
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert Party.objects.get(pk=lost.pk).lat is None


def test_near_a_line_the_hosts_own_choice_holds(cast, edition, make_party):
    lost = make_party(edition, **NOWHERE | {"neighborhood": 1})
    cast.imani.post(page_of(lost), {"lat": "38.605", "lng": "-90.2199", "seen": lost.revision})
    placed = Party.objects.get(pk=lost.pk)
    assert (placed.neighborhood.number, placed.neighborhood_chosen) == (1, True)


def test_near_a_line_the_coordinator_chooses_for_a_host_who_did_not(cast, lost):
    pin = {"lat": "38.605", "lng": "-90.2201", "neighborhood": "2", "seen": lost.revision}
    cast.imani.post(page_of(lost), pin)
    placed = Party.objects.get(pk=lost.pk)
    assert (placed.neighborhood.number, placed.neighborhood_chosen) == (2, True)


def test_another_neighborhood_than_the_hosts_is_said(cast, edition, make_party):
    lost = make_party(edition, **NOWHERE | {"neighborhood": 1})
    pin = {"lat": "38.605", "lng": "-90.205", "seen": lost.revision}
    page = cast.imani.post(page_of(lost), pin, follow=True).content.decode()
    assert "in River Bend. The host had chosen Elm Park." in page


def test_a_colleague_who_was_quicker_is_not_overruled_unseen(cast, lost, now):
    registry.change(lost, {"lat": 38.605, "lng": -90.225}, by=cast.users.admin, now=now, deed=Deed.PLACED)
    pin = {"lat": "38.605", "lng": "-90.205", "seen": lost.revision}
    answer = cast.imani.post(page_of(lost), pin)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody was quicker" in page
    assert "38.6050, -90.2250 now" in page
    assert 'value="-90.205"' in page
    assert Party.objects.get(pk=lost.pk).lng == -90.225
    fresh = Party.objects.get(pk=lost.pk)
    cast.imani.post(page_of(lost), pin | {"seen": fresh.revision})
    assert Party.objects.get(pk=lost.pk).lng == -90.205


def test_without_the_revision_nothing_is_placed(cast, lost):
    answer = cast.imani.post(page_of(lost), {"lat": "38.605", "lng": "-90.205"})
    assert "We could not tell what you had seen" in answer.content.decode()
    assert Party.objects.get(pk=lost.pk).lat is None


def test_the_next_one_goes_round_the_list(cast, edition, make_party):
    first, second = (make_party(edition, email=f"{n}@example.org", **NOWHERE) for n in range(2))
    assert f'href="{page_of(second)}">Skip' in cast.imani.get(page_of(first)).content.decode()
    assert f'href="{page_of(first)}">Skip' in cast.imani.get(page_of(second)).content.decode()


def test_outsiders_do_not_see_the_room(cast, lost):
    pin = {"lat": "38.605", "lng": "-90.205", "seen": lost.revision}
    assert cast.otto.get(HERE).status_code == 404
    assert cast.otto.post(page_of(lost), pin).status_code == 404
    assert cast.reader.post(page_of(lost), pin).status_code == 403
    assert cast.walt.get(HERE).status_code == 302
    assert Party.objects.get(pk=lost.pk).lat is None
