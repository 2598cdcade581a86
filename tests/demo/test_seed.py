"""The demo's data: as alive as a city's, the same on the same day, and nobody real in it."""

import datetime as dt
import re
from collections import Counter

import pytest
import shapely
from django.core.management import call_command
from django.db import connection
from shapely.geometry import shape

from events.demo.seed import seed_demo
from events.demo.staff import PASSWORD
from events.lib.streets import hundred
from events.models import (
    Change,
    Closure,
    Community,
    Edition,
    Host,
    NamedPlace,
    Neighborhood,
    Notice,
    Party,
    Phase,
    Region,
    Review,
    Segment,
    User,
    VisitorKind,
    VisitRequest,
)
from events.whereabouts import find_places

TODAY = dt.date(2027, 8, 16)


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    """The demo, made once for this file and emptied at its end: making it takes seconds."""
    with django_db_blocker.unblock():
        edition = seed_demo(TODAY)
        yield edition
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def demo(seeded, db):
    """The St. Louis edition of the demo."""
    return Edition.objects.get(pk=seeded.pk)


def test_st_louis_has_its_areas_and_three_towns_beside_it(demo):
    assert list(Community.objects.values_list("code", flat=True)) == ["FLO", "MAP", "STL", "VAL"]
    kinds = Counter(demo.community.neighborhoods.values_list("kind", flat=True))
    assert kinds["neighborhood"] == 79
    assert sum(kinds.values()) == 88
    assert demo.community.outlines_are_approximate
    assert all(path.startswith("M") for path in Neighborhood.objects.values_list("path", flat=True))


def test_the_coming_night_follows_each_towns_rule_and_takes_registrations_today(demo, now):
    dates = {edition.community.code: edition.date for edition in Edition.objects.filter(date__gte=TODAY)}
    assert dates == {
        "STL": dt.date(2027, 10, 5),
        "FLO": dt.date(2027, 10, 5),
        "MAP": dt.date(2028, 8, 1),
        "VAL": dt.date(2027, 10, 5),
    }
    assert {edition.phase(now) for edition in Edition.objects.filter(date__gte=TODAY)} == {Phase.OPEN}


def test_the_coming_night_has_parties_in_every_state(demo):
    counts = Counter(demo.parties.values_list("review", flat=True))
    assert counts.pop("approved") in range(118, 126)
    assert counts == {
        "submitted": 14,
        "needs_information": 3,
        "unconfirmed": 4,
        "declined": 2,
        "withdrawn": 2,
        "cancelled": 2,
    }
    closures = Closure.objects.filter(party__edition=demo).values_list("state", flat=True)
    assert set(closures) == set(Closure.State.values)
    assert VisitRequest.objects.filter(party__edition=demo).count() > 100


def test_hosts_have_been_written_to_and_the_first_kits_are_handed_over(demo):
    sent, draft = demo.broadcasts.order_by("created_at")
    assert (sent.state, draft.state) == ("sent", "draft")
    audience = demo.parties.filter(review=Review.APPROVED, closure__state="approved")
    assert Notice.objects.filter(broadcast=sent).count() == audience.count() > 20
    assert demo.parties.filter(kit__handed_over_at__isnull=False).count() == 9


def test_what_waits_for_review_gives_the_checks_something_to_say(demo):
    waiting = demo.parties.filter(review=Review.SUBMITTED)
    assert waiting.exclude(date=demo.date).exclude(other_day_reason="").count() == 2
    assert waiting.filter(lat__isnull=True).count() == 1
    assert waiting.filter(lat__isnull=False, neighborhood__isnull=True).count() == 1
    assert waiting.filter(ends__gt=demo.ends).count() == 1
    senders = Counter(Host.objects.filter(party__in=waiting, role="main").values_list("email", flat=True))
    assert max(senders.values()) == 3
    approved = {(party.number, party.street) for party in demo.parties.filter(review=Review.APPROVED)}
    assert sum((party.number, party.street) in approved for party in waiting) == 2


def test_parties_stand_as_they_do_in_life(demo):
    approved = demo.parties.filter(review=Review.APPROVED)
    spread = Counter(approved.values_list("neighborhood__name", flat=True))
    assert spread["Tower Grove South"] >= 6
    assert len(spread) in range(38, 60)
    levels = Counter(approved.values_list("level", flat=True))
    assert levels["block"] > 60
    assert levels["exact"] >= 28
    assert levels["neighborhood"]
    assert levels["unlisted"]
    assert set(approved.filter(level="exact").values_list("place_kind", flat=True)) == {"park", "lot"}


def test_no_name_tells_the_street_that_its_level_hides(demo):
    for party in Party.objects.filter(level__in=["neighborhood", "unlisted"]):
        assert party.street not in party.title + party.organization


def test_every_pin_lies_inside_the_partys_neighborhood(demo):
    outlines = {area.pk: shape(area.outline).buffer(0.0012) for area in Neighborhood.objects.all()}
    for party in Party.objects.exclude(lat=None).exclude(neighborhood=None):
        assert outlines[party.neighborhood_id].covers(shapely.Point(party.lng, party.lat)), party.reference


def test_a_party_at_home_stands_on_its_own_block(demo):
    streets = {
        (name, low): shapely.LineString(line)
        for name, low, line in Segment.objects.values_list("street__name", "low", "line")
    }
    at_home = demo.parties.exclude(street="").exclude(neighborhood=None).filter(lat__isnull=False)
    far = 0.0005  # degrees: a second registration for a block is placed some 30 m off
    off = [
        party.reference
        for party in at_home
        if streets[party.street, hundred(party.number)].distance(shapely.Point(party.lng, party.lat)) > far
    ]
    assert at_home.count() > 80
    assert off == []


def test_closures_end_at_the_corners_of_the_block(demo):
    corners = {
        (name, low): {start, end}
        for name, low, start, end in Segment.objects.values_list("street__name", "low", "from_street", "to_street")
    }
    closures = Closure.objects.filter(party__edition=demo).select_related("party")
    assert closures
    for closure in closures:
        corner = corners[closure.street, hundred(closure.party.number)]
        assert {closure.from_street, closure.to_street} <= corner | {""}


def test_streets_houses_and_places_can_be_found(demo):
    files = {file.kind: file for file in demo.community.place_files.in_use()}
    assert set(files) == {"streets", "addresses", "places"}
    assert all(not file.report["counts"] for file in files.values())
    for text, label in [
        ("2800 lemp", "2800 block of Lemp Ave"),
        ("lemp and lynch", "Lemp Ave & Lynch St"),
        ("lamplight elementary", "Lamplight Elementary School"),
        ("forest park", "Forest Park"),
        ("63118", "63118"),
    ]:
        assert find_places(demo.community, text)[0].label == label


def test_parties_at_named_places_are_where_the_place_is(demo):
    places = {place.name: place for place in NamedPlace.objects.all()}
    for party in demo.parties.exclude(place_name=""):
        place = places[party.place_name]
        assert (party.lat, party.lng) == (place.lat, place.lng)


def test_three_nights_before_are_history_with_hosts_who_came_back(demo):
    past = Edition.objects.filter(community=demo.community, date__lt=TODAY)
    assert [edition.year for edition in past] == [2026, 2025, 2024]
    for edition in past:
        outcomes = Counter(edition.parties.values_list("outcome", flat=True))
        assert sum(outcomes.values()) in range(60, 111)
        assert outcomes["held"] > sum(outcomes.values()) * 0.7
        said_by = Counter(edition.parties.values_list("outcome_source", flat=True))
        assert said_by["host"] > said_by["sighting"] > 0
        assert said_by["phone"]
    assert demo.parties.filter(previous__isnull=False).count() > 60
    assert past[0].parties.filter(previous__isnull=False).count() > 50


def test_contacts_of_past_nights_are_gone_but_for_those_who_asked_to_be_asked(demo):
    kept = Host.objects.filter(party__edition__date__lt=TODAY).exclude(email="")
    assert set(kept.values_list("party__edition__year", "party__ask_next_year")) == {(2026, True)}


def test_nothing_happened_after_the_day_began(demo):
    begun = dt.datetime(2027, 8, 16, 5, tzinfo=dt.UTC)
    assert not Change.objects.filter(at__gt=begun).exists()
    assert not Notice.objects.filter(created_at__gt=begun).exists()
    assert Party.objects.filter(created_at__lt=dt.datetime(2027, 8, 1, tzinfo=dt.UTC), edition=demo).count() > 60


def test_history_and_revision_agree(demo):
    for party in Party.objects.prefetch_related("changes"):
        lines = list(party.changes.all())
        assert party.revision == max(line.revision for line in lines)
        assert sorted(line.revision for line in lines) == list(range(2, len(lines) + 2))


def test_no_letter_leaves_example_org_and_only_a_handful_waits(demo):
    columns = ((Host, "email"), (Notice, "to_email"), (User, "email"), (Community, "contact_email"))
    addresses = [value for model, column in columns for value in model.objects.values_list(column, flat=True) if value]
    assert {re.sub(r".*(@|\.)example\.org$", "example.org", address) for address in addresses} == {"example.org"}
    assert Counter(Notice.objects.filter(state="queued").values_list("kind", flat=True)) == {
        "confirm": 4,
        "question": 2,
        "declined": 1,
        "approved": 2,
        "closure_approved": 1,
    }
    assert Notice.objects.to_call().count() > 3


def test_every_phone_number_is_one_kept_for_stories(demo):
    phones = [*Host.objects.exclude(phone="").values_list("phone", flat=True),
              *Community.objects.values_list("contact_phone", flat=True)]  # fmt: skip
    assert [phone for phone in phones if not re.fullmatch(r"\+1\d{3}55501\d\d", phone)] == []


def test_rows_keep_every_promise_of_the_database(demo):
    connection.check_constraints()
    for model in (Party, Host, Closure, Edition, Neighborhood, Community, VisitorKind, Region):
        for row in model.objects.order_by("-pk")[:40]:
            row.full_clean(validate_unique=False)


def test_staff_can_sign_in_and_each_sees_their_own_town(demo):
    coordinator = User.objects.get(email="coordinator@example.org")
    assert coordinator.check_password(PASSWORD)
    assert [seat.community.code for seat in coordinator.memberships.all()] == ["STL"]
    assert User.objects.get(email="operator@example.org").is_operator
    roles = Counter(demo.community.memberships.values_list("role", flat=True))
    assert roles == {"coordinator": 3, "administrator": 1, "reader": 1, "lead": 1}
