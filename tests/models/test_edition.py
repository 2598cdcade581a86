"""An edition's clock: phases and last days, on the community's own calendar."""

import datetime as dt

import pytest

from events.models import Phase

UTC = dt.UTC


@pytest.mark.parametrize(
    "at, phase",
    [
        ("2027-03-31T23:59-05:00", Phase.BEFORE),
        ("2027-04-01T00:00-05:00", Phase.OPEN),
        ("2027-10-01T23:59-05:00", Phase.OPEN),
        ("2027-10-02T00:00-05:00", Phase.CLOSED),
        ("2027-10-05T00:00-05:00", Phase.TODAY),
        ("2027-10-05T15:59-05:00", Phase.TODAY),
        ("2027-10-05T16:00-05:00", Phase.NOW),
        ("2027-10-05T20:59-05:00", Phase.NOW),
        ("2027-10-05T21:00-05:00", Phase.AFTER),
    ],
)
def test_the_phase_follows_the_communitys_own_clock(edition, at, phase):
    instant = dt.datetime.fromisoformat(at)
    assert edition.phase(instant) == edition.phase(instant.astimezone(UTC)) == phase


@pytest.mark.parametrize(
    "what, last", [("listing", "10-01"), ("closure", "09-21"), ("visits", "09-28"), ("kit", "09-25")]
)
def test_each_wish_has_its_own_last_day(edition, what, last):
    late = dt.datetime.fromisoformat(f"2027-{last}T23:59-05:00")
    assert edition.takes(what, late)
    assert not edition.takes(what, late + dt.timedelta(minutes=1))


def test_a_night_after_the_clocks_change_keeps_its_local_hours(edition):
    edition.date = dt.date(2027, 11, 9)
    begins, finishes = edition.window()
    assert (begins.isoformat(), finishes - begins) == ("2027-11-09T16:00:00-06:00", dt.timedelta(hours=5))


def test_touching_an_edition_changes_its_version_in_the_database(edition):
    before = edition.version
    edition.touch()
    edition.refresh_from_db()
    assert edition.version == before + 1
