"""The night is postponed, called off and taken back: rows, history, letters."""

import datetime as dt
import uuid

import pytest

from events import registry, storm
from events.calls import lines
from events.mail import outbox
from events.models import Closure, Draft, Edition, Night, Notice, Party
from events.setup import editions
from events.storm import Refused
from tests.conftest import answers, make_edition
from tests.storms.conftest import NEW_DATE, WORDS

LATER = dt.timedelta(minutes=10)
KEPT = ("date", "rain_date", "night", "night_time", "night_words", "night_at", "review", "level", "slug")


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def kept(*parties):
    """All that a storm may touch, of the edition and the parties."""
    edition = Edition.objects.get(pk=parties[0].edition_id)
    stands = [getattr(edition, name) for name in storm.EDITION]
    return stands, [[getattr(fresh(party), name) for name in KEPT] for party in parties]


def last_change(party):
    line = party.changes.newest_first().first()
    return line.deed, line.by_user, {value.field: (value.before, value.after) for value in line.values.all()}


def test_the_parties_of_the_night_move_with_it(postponed, rosas, imani):
    assert fresh(rosas).date == NEW_DATE
    deed, by, values = last_change(rosas)
    assert (deed, by, values) == ("postponed", imani, {"date": ("2027-10-05", "2027-10-12")})


def test_the_edition_remembers_its_first_date_and_why(postponed, edition):
    stands = fresh(edition)
    assert (stands.date, stands.standing, stands.first_date) == (NEW_DATE, "postponed", dt.date(2027, 10, 5))
    assert stands.standing_words == WORDS
    assert stands.version > edition.version


def test_a_party_on_another_day_stays_there(elsewhere, postponed):
    assert fresh(elsewhere).date == dt.date(2027, 10, 3)
    assert not Notice.objects.filter(party=elsewhere).exists()


def test_a_closure_stays_approved_for_the_new_day(postponed, rosas):
    assert fresh(rosas.closure).state == "approved"
    assert Closure.objects.public().get().party.date == NEW_DATE


def test_a_rain_date_that_the_new_night_has_reached_is_none_any_more(rainy, postponed):
    assert (fresh(rainy).date, fresh(rainy).rain_date) == (NEW_DATE, None)


def test_what_was_said_for_the_old_evening_ends_with_it(edition, rosas, imani, now):
    Party.objects.filter(pk=rosas.pk).update(night="starts_late", night_time=dt.time(18), night_at=now)
    storm.postpone(edition, NEW_DATE, words=WORDS, by=imani, now=now)
    assert (fresh(rosas).night, fresh(rosas).night_time) == (Night.AS_PLANNED, None)


def test_a_host_who_said_no_is_not_overruled(edition, rosas, imani, now):
    Party.objects.filter(pk=rosas.pk).update(night="not_happening", night_at=now)
    storm.postpone(edition, NEW_DATE, words=WORDS, by=imani, now=now)
    assert (fresh(rosas).date, fresh(rosas).night) == (NEW_DATE, Night.NOT_HAPPENING)


def test_a_second_postponement_keeps_the_very_first_date(postponed, edition, imani, now):
    storm.postpone(fresh(edition), dt.date(2027, 10, 19), words=WORDS, by=imani, now=now + LATER)
    assert (fresh(edition).date, fresh(edition).first_date) == (dt.date(2027, 10, 19), dt.date(2027, 10, 5))


def test_on_a_night_called_off_nothing_happens_and_no_street_is_closed(called_off, rosas, imani):
    assert fresh(rosas).night == Night.NOT_HAPPENING
    assert not Closure.objects.public().exists()
    deed, by, values = last_change(rosas)
    assert (deed, by, values) == ("called_off", imani, {"night": ("as_planned", "not_happening")})


def test_a_party_with_a_rain_date_goes_to_it(rainy, called_off):
    assert (fresh(rainy).date, fresh(rainy).night) == (dt.date(2027, 10, 9), Night.RAIN_DATE)


def test_nobody_registers_for_a_night_that_is_called_off(called_off, edition, now):
    assert not fresh(edition).takes("listing", now)


def test_answers_still_being_written_move_too(edition, imani, now, rosas):
    later = now + dt.timedelta(days=30)
    times = {"created_at": now, "updated_at": now, "expires_at": later}
    mine = Draft.objects.create(edition=edition, answers=answers(), **times)
    other = Draft.objects.create(edition=edition, answers=answers(date="2027-10-03"), **times)
    storm.postpone(edition, NEW_DATE, words=WORDS, by=imani, now=now)
    assert [fresh(draft).answers["date"] for draft in (mine, other)] == ["2027-10-12", "2027-10-03"]


def test_each_host_is_owed_one_letter_that_waits_ten_minutes(postponed, rosas, now):
    letter = Notice.objects.get()
    assert (letter.kind, letter.host, letter.send_after) == ("night_postponed", rosas.hosts.get(), now + LATER)
    assert not letter.is_quiet
    assert outbox.claim(now + LATER - dt.timedelta(seconds=1), "worker") is None
    assert outbox.claim(now + LATER, "worker") == letter


def test_a_host_without_email_is_to_be_called_ten_minutes_later(edition, rosas, imani, now):
    rosas.hosts.update(email="")
    storm.call_off(edition, words=WORDS, by=imani, now=now)
    assert Notice.objects.get().state == Notice.State.CALL
    assert lines.lines_to_call(edition.community, now)[1] == 0
    assert lines.lines_to_call(edition.community, now + LATER)[1] == 1


def test_nobody_is_written_to_whose_email_is_not_confirmed(edition, make_party, imani, now):
    party = make_party(edition, "unconfirmed")
    Notice.objects.all().delete()
    storm.postpone(edition, NEW_DATE, words=WORDS, by=imani, now=now)
    assert fresh(party).date == NEW_DATE
    assert not Notice.objects.exists()


@pytest.mark.parametrize("kind", ["postponed", "cancelled"])
def test_undoing_makes_everything_as_it_was(edition, rosas, rainy, elsewhere, imani, now, kind):
    Party.objects.filter(pk=elsewhere.pk).update(night="moved", night_words="The gym", night_at=now)
    before = kept(rosas, rainy, elsewhere)
    if kind == "postponed":
        done = storm.postpone(edition, NEW_DATE, words=WORDS, by=imani, now=now)
    else:
        done = storm.call_off(edition, words=WORDS, by=imani, now=now)
    assert kept(rosas, rainy, elsewhere) != before
    storm.undo(done, by=imani, now=now + LATER - dt.timedelta(seconds=1))
    assert kept(rosas, rainy, elsewhere) == before
    assert last_change(rosas)[0] == "night_restored"
    assert fresh(edition).version > edition.version


def test_undoing_restores_what_was_said_for_the_evening(edition, rosas, imani, now):
    said = {"night": "starts_late", "night_time": dt.time(18), "night_at": now - dt.timedelta(hours=1)}
    Party.objects.filter(pk=rosas.pk).update(**said)
    storm.undo(storm.postpone(edition, NEW_DATE, words=WORDS, by=imani, now=now), by=imani, now=now)
    assert {name: getattr(fresh(rosas), name) for name in said} == said


def test_no_letter_leaves_after_undoing(postponed, imani, now):
    storm.undo(postponed, by=imani, now=now)
    assert [letter.state for letter in Notice.objects.all()] == [Notice.State.EXPIRED]
    assert outbox.claim(now + LATER, "worker") is None


def test_nothing_is_undone_once_its_letters_may_leave(postponed, imani, now):
    with pytest.raises(Refused):
        storm.undo(postponed, by=imani, now=now + LATER)
    assert fresh(postponed).undone_at is None


def test_nothing_is_undone_while_a_worker_holds_a_letter(postponed, rosas, imani, now):
    assert outbox.claim(now + LATER, "worker ahead of our clock")
    with pytest.raises(Refused):
        storm.undo(postponed, by=imani, now=now + LATER - dt.timedelta(seconds=1))
    assert fresh(rosas).date == NEW_DATE


def test_undoing_twice_is_refused(postponed, imani, now):
    storm.undo(postponed, by=imani, now=now)
    with pytest.raises(Refused):
        storm.undo(postponed, by=imani, now=now)


def test_what_a_host_said_in_between_stays(called_off, rosas, imani, now):
    since = {"night": "moved", "night_words": "The church hall", "night_at": now + dt.timedelta(minutes=2)}
    Party.objects.filter(pk=rosas.pk).update(**since)
    storm.undo(called_off, by=imani, now=now + dt.timedelta(minutes=3))
    assert {name: getattr(fresh(rosas), name) for name in since} == since


def test_who_registered_in_between_is_on_the_old_day_again(postponed, make_party, edition, imani, now):
    since = now + dt.timedelta(minutes=2)
    late = make_party(fresh(edition), date="2027-10-12", email="late@example.org", phone="", now=since)
    storm.undo(postponed, by=imani, now=now + dt.timedelta(minutes=3))
    assert fresh(late).date == dt.date(2027, 10, 5)


def test_a_second_decision_waits_until_the_first_cannot_be_undone(postponed, edition, imani, now):
    with pytest.raises(Refused):
        storm.call_off(fresh(edition), words=WORDS, by=imani, now=now + dt.timedelta(minutes=9))
    storm.call_off(fresh(edition), words=WORDS, by=imani, now=now + LATER)
    assert fresh(edition).is_cancelled


def test_of_two_who_decide_the_second_is_refused(called_off, edition, imani, now):
    with pytest.raises(Refused):
        storm.postpone(edition, NEW_DATE, words=WORDS, by=imani, now=now + LATER)


def test_a_night_that_is_over_is_left_alone(edition, imani):
    after = dt.datetime(2027, 10, 6, 12, tzinfo=edition.community.zone)
    with pytest.raises(Refused):
        storm.call_off(edition, words=WORDS, by=imani, now=after)


def test_another_citys_night_stays(called_off, shelby):
    other = make_edition(shelby)
    assert fresh(other).standing == "on"


def test_the_next_edition_counts_its_last_days_from_the_first_date(postponed, edition, springfield):
    after = editions.open_edition(springfield, year=2028, date=dt.date(2028, 10, 3))
    assert after.date - after.listing_until == dt.date(2027, 10, 5) - edition.listing_until


def test_who_sends_in_the_instant_of_a_storm_is_on_the_new_day(edition, now, imani):
    read_before = Edition.objects.select_related("community__region").get(pk=edition.pk)
    storm.postpone(edition, NEW_DATE, words=WORDS, by=imani, now=now)
    sent = answers(date=read_before.date.isoformat(), email="late@example.org")
    party = registry.register(read_before, sent, key=uuid.uuid4(), now=now)
    assert fresh(party).date == NEW_DATE
