"""Reminders while a storm moves the night, calls it off, and is taken back."""

import datetime as dt

import pytest
from django.core import mail

from events import housekeeping, night, storm
from events.mail import outbox, reminders
from events.models import Host, Night, Notice, Party, Review
from tests.mail.test_reminders import DAY, HOUR, MINUTE, wall

WORDS = {"en": "A storm comes up the river."}
State = Notice.State


@pytest.fixture
def party(edition, make_party):
    """Rosa's approved party of Tuesday, October 5, 2027; nobody is owed a letter."""
    made = make_party(edition, Review.APPROVED)
    Notice.objects.all().delete()
    return made


@pytest.fixture
def imani(springfield, make_staff):
    return make_staff(springfield, "coordinator", "imani@springfield.example.org")


def planned(now):
    return dict(reminders.plan(now))


def subjects():
    return [letter.subject.partition(":")[0] for letter in mail.outbox]


def decide(edition, kind, imani, now):
    if kind == "call_off":
        return storm.call_off(edition, words=WORDS, by=imani, now=now)
    return storm.postpone(edition, edition.date + 7 * DAY, words=WORDS, by=imani, now=now)


@pytest.mark.parametrize("kind", ["call_off", "postpone"])
def test_a_reminder_given_up_in_a_storm_is_owed_again_when_the_storm_is_undone(kind, party, edition, imani):
    morning = wall("2027-10-04")
    planned(morning)
    done = decide(edition, kind, imani, morning)
    assert outbox.deliver_due(morning + MINUTE) == {"expired": 1}
    storm.undo(done, by=imani, now=morning + 5 * MINUTE)
    assert planned(morning + 6 * MINUTE) == {"day_before": 1}
    assert planned(morning + 7 * MINUTE) == {}
    assert outbox.deliver_due(morning + 7 * MINUTE) == {"sent": 1}
    assert planned(morning + 8 * MINUTE) == {}
    assert subjects() == ["Tomorrow"]


def test_a_reminder_to_be_called_is_on_the_call_list_again_when_the_storm_is_undone(party, edition, imani):
    Host.objects.update(email="")
    morning = wall("2027-10-04")
    planned(morning)
    done = decide(edition, "call_off", imani, morning)
    housekeeping.tidy(morning + MINUTE)
    assert Notice.objects.get(kind="day_before").state == State.EXPIRED
    storm.undo(done, by=imani, now=morning + 5 * MINUTE)
    planned(morning + 6 * MINUTE)
    assert Notice.objects.get(kind="day_before").state == State.CALL


def test_a_party_that_is_off_and_on_again_is_reminded(party):
    morning = wall("2027-10-04")
    planned(morning)
    host = party.hosts.get()
    night.say(party, Night.NOT_HAPPENING, words="No tables", by=host, now=morning)
    outbox.deliver_due(morning)
    assert planned(morning + HOUR) == {}
    night.say(party, Night.AS_PLANNED, by=host, now=morning + 2 * HOUR)
    assert planned(morning + 2 * HOUR) == {"day_before": 1}
    assert outbox.deliver_due(morning + 2 * HOUR) == {"sent": 1}


def test_a_reminder_sent_before_the_storm_is_not_sent_again_after_it(party, edition, imani):
    morning = wall("2027-10-04")
    planned(morning)
    outbox.deliver_due(morning)
    storm.undo(decide(edition, "postpone", imani, morning + HOUR), by=imani, now=morning + HOUR)
    assert planned(morning + HOUR) == {}


def test_nobody_is_reminded_of_the_new_day_before_the_storm_can_no_longer_be_undone(party, edition, imani):
    evening = wall("2027-10-04", 17)
    done = storm.postpone(edition, edition.date + DAY, words=WORDS, by=imani, now=evening)
    assert planned(done.letters_at - MINUTE) == {}
    assert outbox.deliver_due(done.letters_at) == {"sent": 1}
    assert planned(wall("2027-10-05")) == {"day_before": 1}


def test_the_letter_of_the_storm_is_the_first_to_tell_of_the_new_day(party, edition, imani):
    """Moved by a week in the afternoon: a week before the new day is that very morning."""
    planned(wall("2027-09-28"))
    Notice.objects.all().delete()
    afternoon = wall("2027-10-05", 15)
    decide(edition, "postpone", imani, afternoon)
    at = afternoon
    while at < afternoon + 2 * DAY:
        reminders.plan(at)
        outbox.deliver_due(at)
        at += 5 * MINUTE if at < afternoon + HOUR else HOUR
    assert subjects() == ["National Night Out moves to Tuesday, October 12", "Your party is coming up"]


def test_what_a_host_was_about_to_be_told_before_a_storm_is_told_when_it_is_undone(party, edition, imani):
    Host.objects.create(party=party, role="joined", email="ida@example.org", language="en")
    now = wall("2027-10-05", 15)
    night.say(party, Night.STARTS_LATE, time=dt.time(18), by=party.hosts.get(role="main"), now=now)
    done = decide(edition, "call_off", imani, now + MINUTE)
    assert outbox.deliver_due(now + 2 * MINUTE) == {"expired": 1}
    storm.undo(done, by=imani, now=now + 3 * MINUTE)
    assert outbox.deliver_due(now + 4 * MINUTE) == {"sent": 1}
    assert subjects() == ["Starts late, at 6 pm"]


def test_letters_of_an_earlier_storm_that_nobody_got_go_when_the_later_one_is_undone(party, edition, imani):
    now = wall("2027-10-04", 12)
    decide(edition, "postpone", imani, now)
    later = now + HOUR  # the mail server was down
    edition.refresh_from_db()
    done = decide(edition, "call_off", imani, later)
    assert outbox.deliver_due(later) == {"expired": 1}
    storm.undo(done, by=imani, now=later + MINUTE)
    assert outbox.deliver_due(later + MINUTE) == {"sent": 1}
    assert subjects() == ["National Night Out moves to Tuesday, October 12"]
    assert Party.objects.get().date == dt.date(2027, 10, 12)


def test_a_party_that_a_storm_sends_to_its_rain_date_is_reminded_of_that_day(party, edition, imani):
    Party.objects.update(rain_plan="date", rain_date=dt.date(2027, 10, 9))
    decide(edition, "call_off", imani, wall("2027-10-05", 12))
    outbox.deliver_due(wall("2027-10-05", 13))
    assert planned(wall("2027-10-06")) == {}  # the day after the night that was not
    assert planned(wall("2027-10-08")) == {"day_before": 1}
    assert planned(wall("2027-10-10")) == {"day_after": 1}
