"""The demo takes an empty database or its own, is the same on the same day, and moves its night to today."""

import datetime as dt
import zoneinfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from events.demo.mark import NotADemo, check_database, is_seeded
from events.demo.seed import seed_demo
from events.demo.tonight import hold_tonight
from events.models import Change, Closure, Edition, Host, Neighborhood, Notice, Party, Phase, Region

TODAY = dt.date(2027, 8, 16)
ZONE = zoneinfo.ZoneInfo("America/Chicago")


def rows():
    """Everything that makes the demo what it is, without the numbers a database gives by itself."""
    columns = {
        Party: "reference key review slug lat lng title created_at approved_at waiting_since previous__reference",
        Host: "party__reference role name email phone confirmed_at",
        Change: "party__reference revision deed at by_user__email",
        Notice: "party__reference kind created_at state to_email",
        Edition: "community__code year date counter listing_until",
        Neighborhood: "community__code number name path",
    }
    return [sorted(model.objects.values_list(*names.split()), key=repr) for model, names in columns.items()]


def test_seeding_the_same_day_twice_gives_the_same_data(db):
    with transaction.atomic():
        seed_demo(TODAY)
        first = rows()
        transaction.set_rollback(True)
    assert not is_seeded()
    seed_demo(TODAY)
    assert rows() == first


@pytest.mark.parametrize("today", [dt.date(2026, 12, 31), dt.date(2027, 10, 5)])
def test_registration_is_open_whatever_the_day(db, today):
    edition = seed_demo(today)
    assert edition.date >= today
    for name in ("listing_until", "closure_until", "visits_until", "kit_until"):
        assert today <= getattr(edition, name) <= edition.date


def test_a_database_in_use_is_refused_and_left_alone(region):
    with pytest.raises(NotADemo, match="a region that is not the demo"):
        seed_demo(TODAY)
    assert [row.slug for row in Region.objects.all()] == ["springfield-region"]
    assert not Party.objects.exists()


def test_a_database_with_staff_but_no_region_is_refused(db, make_staff):
    make_staff(None, "", "somebody@example.org")
    with pytest.raises(NotADemo, match="in use"):
        seed_demo(TODAY)


def test_a_region_added_to_a_demo_ends_its_being_one(db):
    Region.objects.create(name="Greater St. Louis", slug="nightout-demo")
    check_database()
    Region.objects.create(name="Elsewhere", slug="elsewhere")
    with pytest.raises(NotADemo):
        check_database()


def test_a_database_of_something_else_is_refused(db, monkeypatch):
    monkeypatch.setattr(Region._meta, "db_table", "a_region_that_is_not_there")
    with pytest.raises(NotADemo, match="something else"):
        check_database()


@pytest.mark.parametrize("command", ["demo", "seed_demo"])
def test_the_commands_refuse_a_city_in_production(region, settings, command):
    settings.DEMO = True
    options = {"no_serve": True} if command == "demo" else {}
    with pytest.raises(CommandError, match="database of its own"):
        call_command(command, **options)
    assert not is_seeded()


@pytest.mark.parametrize("command", ["demo", "seed_demo"])
def test_the_commands_refuse_to_run_where_nobody_asked_for_a_demo(db, settings, command):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=true"):
        call_command(command)
    assert not is_seeded()


def test_the_night_can_be_put_on_today_again_and_again(db):
    seed_demo(TODAY)
    before = list(Party.objects.order_by("id").values_list("id", flat=True))
    for day, clock, window in (
        (TODAY, dt.time(17), (dt.time(16), dt.time(21))),
        (TODAY, dt.time(15, 10), (dt.time(16), dt.time(21))),
        (TODAY, dt.time(9, 40), (dt.time(8, 30), dt.time(13, 30))),
        (dt.date(2027, 8, 20), dt.time(23, 50), (dt.time(18, 55), dt.time(23, 55))),
        (dt.date(2027, 8, 21), dt.time(0, 5), (dt.time(0), dt.time(5))),
    ):
        now = dt.datetime.combine(day, clock, tzinfo=ZONE)
        edition = hold_tonight(now)
        assert (edition.date, edition.starts, edition.ends) == (day, *window)
        assert edition.listing_until < day
        assert edition.registration_opens <= edition.listing_until
        assert edition.phase(now) in (Phase.TODAY, Phase.NOW)
        on_the_night = edition.parties.filter(date=day)
        assert on_the_night.count() > 120
        assert not on_the_night.filter(starts__lt=edition.starts).exists()
        assert not Closure.objects.filter(party__edition=edition, starts__lt=edition.starts).exists()
    assert list(Party.objects.order_by("id").values_list("id", flat=True)) == before
    connection.check_constraints()


def test_a_demo_made_for_tonight_is_this_years_night(db):
    today = dt.date(2026, 11, 22)
    seed_demo(today, tonight=True)
    edition = hold_tonight(dt.datetime(2026, 11, 22, 17, tzinfo=ZONE))
    assert (edition.year, edition.date) == (2026, today)
    assert [past.year for past in edition.community.editions.all()] == [2026, 2025, 2024, 2023]
    assert edition.community.current_edition(dt.datetime(2026, 11, 22, 17, tzinfo=ZONE)) == edition
    said = edition.parties.exclude(night="as_planned")
    assert sorted(said.values_list("night", flat=True)) == ["ends_early", "moved", "not_happening", "starts_late"]
    said.update(night="as_planned")
    hold_tonight(dt.datetime(2026, 11, 22, 18, tzinfo=ZONE))
    assert not said.exists()  # what somebody took back stays taken back
