"""A registration typed in for a caller."""

import uuid

import pytest

from events.models import Deed, Edition, Notice, Party, Review, Source
from tests.conftest import answers
from tests.streetfiles import make_addresses, make_streets

ADDRESS = "/staff/springfield/new/"


def typed(**changes):
    """What a coordinator's browser sends for Rosa's party."""
    data = answers(neighborhood_chosen=None, neighborhood="1", closure_wanted="yes") | changes
    data = {"key": str(uuid.uuid4()), "note": "", "date": "", **data}
    if "date" not in changes:
        data["date"] = ""
    return {name: value for name, value in data.items() if value not in (None, False)}


def test_a_callers_party_goes_straight_to_review_and_says_who_entered_it(cast):
    response = cast.imani.post(ADDRESS, typed(host_name="Ada Lark", email="ada@example.org"))
    party = Party.objects.get(hosts__email="ada@example.org")
    assert response.url == f"/staff/springfield/parties/{party.reference}/"
    assert (party.review, party.source, party.submitted_at) == (Review.SUBMITTED, Source.STAFF, party.created_at)
    line = party.changes.get()
    assert (line.deed, line.by_user) == (Deed.ENTERED, cast.users.imani)
    assert [(row.kind, row.to_email, row.state) for row in party.notices.all()] == [
        ("entered", "ada@example.org", Notice.State.QUEUED)
    ]


def test_a_caller_without_email_gets_a_line_of_the_call_list(cast):
    cast.imani.post(ADDRESS, typed(host_name="Ben Rook", email="", phone="314 555 0102"))
    party = Party.objects.get(hosts__phone="+13145550102")
    assert [(row.kind, row.state) for row in party.notices.all()] == [("entered", Notice.State.CALL)]


def test_a_double_press_makes_one_party(cast):
    before = Party.objects.count()
    data = typed(host_name="Ada Lark")
    first, second = cast.imani.post(ADDRESS, data), cast.imani.post(ADDRESS, data)
    assert first.url == second.url
    assert Party.objects.count() == before + 1


def test_nothing_typed_is_lost_when_something_is_missing(cast):
    before = Party.objects.count()
    data = typed(host_name="", email="", phone="", street="Lantern Ln", bring="A lamp")
    page = cast.imani.post(ADDRESS, data).content.decode()
    assert Party.objects.count() == before
    assert "<title>Error: " in page
    assert "Enter the name" in page
    assert 'value="Lantern Ln"' in page
    assert 'value="A lamp"' in page
    assert data["key"] in page


def test_an_email_or_a_phone_is_enough_but_one_is_needed(cast):
    page = cast.imani.post(ADDRESS, typed(host_name="Ada Lark", email="", phone="")).content.decode()
    assert "Enter a phone number or an email address" in page


def test_past_a_last_day_staff_give_a_reason_that_stands_in_the_history(cast, season):
    Edition.objects.filter(community__slug="springfield").update(closure_until=season.over)
    page = cast.imani.post(ADDRESS, typed(host_name="Ada Lark")).content.decode()
    assert "the last day to ask for a street closure is over" in page
    data = typed(host_name="Ada Lark", note="The bus is on a detour anyway")
    cast.imani.post(ADDRESS, data)
    cast.imani.post(ADDRESS, data)
    line = Party.objects.get(hosts__name="Ada Lark").changes.get()
    assert [(value.field, value.after) for value in line.values.all()] == [("note", "The bus is on a detour anyway")]


def test_after_registration_closed_staff_may_still_enter_a_party(cast, season):
    Edition.objects.filter(community__slug="springfield").update(listing_until=season.over)
    assert "is not open today" in cast.imani.get(ADDRESS).content.decode()
    assert "registration is not open" in cast.imani.post(ADDRESS, typed(host_name="Ada Lark")).content.decode()
    assert cast.imani.post(ADDRESS, typed(host_name="Ada Lark", note="Their form came by mail")).status_code == 302


def test_another_day_needs_its_reason(cast, season):
    page = cast.imani.post(ADDRESS, typed(host_name="Ada Lark", date=season.other.isoformat())).content.decode()
    assert "Say why the party is on another day" in page
    cast.imani.post(
        ADDRESS, typed(host_name="Ada Lark", date=season.other.isoformat(), other_day_reason="School night")
    )
    assert Party.objects.get(hosts__name="Ada Lark").other_day_reason == "School night"


def test_only_who_may_decide_enters_parties(cast):
    before = Party.objects.count()
    assert cast.otto.get(ADDRESS).status_code == cast.otto.post(ADDRESS, typed()).status_code == 404
    assert cast.reader.get(ADDRESS).status_code == cast.reader.post(ADDRESS, typed()).status_code == 403
    assert cast.lead.post(ADDRESS, typed()).status_code == 403
    assert cast.nobody.post(ADDRESS, typed()).url.startswith("/staff/account/")
    assert Party.objects.count() == before


def test_a_community_without_a_night_says_so(cast, edition):
    Edition.objects.filter(pk=edition.pk).update(is_public=False)
    assert "There is no night to register for yet" in cast.imani.get(ADDRESS).content.decode()


def test_a_callers_place_is_found_in_the_files_without_a_question(cast, edition):
    make_streets(edition.community)
    cast.imani.post(ADDRESS, typed(email="ada@example.org", number="2850", street="lemp", lat="", lng=""))
    party = Party.objects.get(hosts__email="ada@example.org")
    assert (party.street, party.neighborhood.number) == ("Lemp Ave", 1)
    assert party.lat == pytest.approx(38.605, abs=0.0005)


def test_a_callers_place_that_is_found_twice_is_asked_and_may_stay_unplaced(cast, edition):
    make_addresses(edition.community)
    data = typed(email="ada@example.org", number="100", street="grand", lat="", lng="")
    page = cast.imani.post(ADDRESS, data).content.decode()
    assert "100 N Grand Blvd" in page
    assert "None of these. Leave it unplaced." in page
    cast.imani.post(ADDRESS, data | {"place": "none"})
    party = Party.objects.get(hosts__email="ada@example.org")
    assert (party.lat, party.street) == (None, "Grand")
