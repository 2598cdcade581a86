"""Automatic checks: what each says, and that the filter by a check agrees with the check."""

import datetime as dt
import uuid

import pytest

from events import registry
from events.checks import SHORT, Facts, checks_of, faults
from events.models import Party, Source
from tests.conftest import answers, make_neighborhood


def checks(party):
    party = Party.objects.select_related("edition__community", "neighborhood").get(pk=party.pk)
    return {check.code: check for check in checks_of(party, Facts(party.edition))}


def test_a_plain_party_passes_every_check(elm):
    found = checks(elm)
    assert list(found) == list(SHORT)
    assert faults(found.values()) == []
    assert found["city"].words == "Inside the city, Elm Park"
    assert found["email"].words == "Email confirmed"


def test_a_party_nobody_placed_and_one_outside_are_told_apart(edition, make_party):
    unplaced = make_party(edition, lat=None, lng=None, neighborhood=None, street="Fir St")
    outside = make_party(edition, lat=39.5, lng=-91.0, neighborhood=None, street="Far St")
    assert checks(unplaced)["city"].words == "Nobody has placed this party on the map yet."
    assert checks(outside)["city"].words == "The place on the map is outside the city’s neighborhoods."


def test_the_other_party_within_150_metres_is_named(edition, elm, make_party):
    near = make_party(edition, number="2900", lat=38.6059, lng=-90.2249)
    check = checks(elm)["nearby"]
    assert (check.ok, check.other.reference, check.other.name) == (False, near.reference, "2900 block of Elm St")
    assert checks(near)["nearby"].other.reference == elm.reference


@pytest.mark.parametrize(("lat", "is_near"), [(38.6051 + 149 / 111_195, True), (38.6051 + 151 / 111_195, False)])
def test_150_metres_is_the_line(edition, elm, make_party, lat, is_near):
    make_party(edition, lat=lat, street="Fir St")
    assert checks(elm)["nearby"].ok is not is_near


@pytest.mark.parametrize("review", ["declined", "withdrawn", "cancelled"])
def test_a_party_that_is_over_is_no_neighbor(edition, elm, make_party, review):
    make_party(edition, review, lat=38.6052)
    assert checks(elm)["nearby"].ok


def test_a_party_of_another_edition_is_no_neighbor(shelby_edition, elm, make_party):
    make_party(shelby_edition, lat=38.6051, lng=-90.2249)
    assert checks(elm)["nearby"].ok


def test_the_nights_hours_and_the_day_are_checked(edition, make_party):
    early = make_party(edition, starts="15:00", street="Fir St")
    late = make_party(edition, ends="22:00", street="Fig St")
    saturday = make_party(edition, date="2027-10-09", starts="11:00", other_day_reason="Market", street="Oat St")
    assert checks(early)["window"].words == checks(late)["window"].words == "Outside the night’s hours, 4 to 9 pm."
    found = checks(saturday)
    assert found["window"].ok
    assert found["day"].words == "On another day: Saturday, October 9."


def test_three_registrations_from_one_address_are_many(edition, elm, make_party):
    make_party(edition, street="Fir St", lat=38.601, email="ROSA@example.org", phone="")
    assert checks(elm)["repeats"].ok
    third = make_party(edition, street="Fig St", lat=38.609, email="rosa@example.org", phone="+13145550111")
    assert checks(elm)["repeats"].words == "3 registrations carry this host’s email or phone."
    assert not checks(third)["repeats"].ok


def test_a_party_after_the_last_day_is_late(edition, make_party, now):
    end = dt.datetime(2027, 10, 1, 23, 59, tzinfo=edition.community.zone)
    in_time = make_party(edition, now=end, street="Fir St")
    late = make_party(edition, now=end + dt.timedelta(minutes=1), street="Fig St")
    assert checks(in_time)["late"].ok
    assert checks(late)["late"].words == "Came after the last day, Friday, October 1."


def test_the_email_counts_as_tried_by_link_by_phone_or_not_at_all(edition, elm, make_party, make_staff, now):
    waits = make_party(edition, "unconfirmed", street="Fir St")
    called = make_party(edition, "unconfirmed", street="Fig St")
    registry.confirm(called.hosts.get(), now=now, by=make_staff(edition.community, "coordinator", "i@example.org"))
    entered = registry.register(edition, answers(email=""), key=uuid.uuid4(), now=now, source=Source.STAFF)
    assert checks(elm)["email"].words == "Email confirmed"
    assert not checks(waits)["email"].ok
    assert checks(called)["email"].words == "Confirmed by phone"
    assert checks(entered)["email"].words == "No email, reach the host by phone"


def test_the_filter_by_a_check_finds_just_the_parties_that_fail_it(springfield, edition, elm, walts, make_party, now):
    make_neighborhood(springfield, 4, "Annex", -90.25, 38.60)
    make_party(edition, street="Near St", lat=38.6052)
    make_party(edition, "unconfirmed", street="Fir St", lat=38.609, email="x@example.org", phone="")
    make_party(edition, street="Fig St", lat=None, lng=None, neighborhood=None)
    make_party(edition, "declined", street="Oat St", starts="12:00", lat=38.6051)
    make_party(edition, street="Rye St", date="2027-10-09", other_day_reason="Market")
    make_party(edition, street="Late St", now=now + dt.timedelta(days=60))
    facts = Facts(edition)
    parties = list(Party.objects.select_related("edition__community", "neighborhood").prefetch_related("hosts"))
    for code in SHORT:
        failing = {p.pk for p in parties for check in checks_of(p, facts) if check.code == code and not check.ok}
        found = set(Party.objects.in_edition(edition).filter(facts.failing(code)).values_list("pk", flat=True))
        assert found == failing, code
        assert failing, code
    passing = {party.pk for party in parties if not faults(checks_of(party, facts))}
    assert set(Party.objects.exclude(facts.failing_any()).values_list("pk", flat=True)) == passing
    assert walts.pk in passing


def test_checking_a_page_asks_four_questions_however_many_rows(edition, make_party, django_assert_num_queries):
    for number in range(12):
        make_party(edition, street=f"Street {number}", email=f"h{number}@example.org")
    parties = list(Party.objects.select_related("edition__community", "neighborhood").prefetch_related("hosts"))
    with django_assert_num_queries(4):
        facts = Facts(edition)
        for party in parties:
            checks_of(party, facts)
        assert facts.by_phone == set()


def test_where_there_are_no_neighborhoods_no_party_fails_for_its_place(edition, make_party):
    party = make_party(edition, lat=None, lng=None, neighborhood=None, street="Fir St", neighborhood_chosen="")
    Party.objects.update(neighborhood=None)
    edition.community.neighborhoods.all().delete()
    assert checks(party)["city"].ok
    assert not Party.objects.filter(Facts(edition).failing("city")).exists()
