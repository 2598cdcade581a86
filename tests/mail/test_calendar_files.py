"""The files that letters bring for a host's calendar: one event, however often it changes."""

import datetime as dt

import pytest
from django.utils.translation import override
from icalendar import Calendar

from events import night, registry, storm
from events.calendar import calendar_of
from events.mail import letters, notices, storms
from events.models import Closure, Host, Night, Notice, Party, Review
from events.questions import answers as asked

WORDS = {"en": "A storm comes up the river."}
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def imani(springfield, make_staff):
    return make_staff(springfield, "coordinator", "imani@springfield.example.org")


@pytest.fixture
def party(edition, make_party):
    """Rosa's approved party of Tuesday, October 5, 2027, with a rain date."""
    made = make_party(edition, Review.APPROVED, rain_plan="date", rain_date="2027-10-09")
    Notice.objects.exclude(kind="approved").delete()
    return made


def letter(kind):
    return letters.compose(Notice.objects.select_related(*letters.ROWS).get(kind=kind))


def event(content):
    (found,) = Calendar.from_ical(content).walk("VEVENT")
    return found


def event_in(kind):
    (file,) = letter(kind).attachments
    return event(file.content)


def approved(party, now):
    notices.approved(party.hosts.get(), now=now)
    return event_in("approved")


def replaces(new, old):
    """Whether a calendar that has the old event takes the new one in its place."""
    return new["uid"] == old["uid"] and new["sequence"] > old["sequence"]


@pytest.mark.parametrize(
    "kind, decide, status, day",
    [
        ("night_postponed", storm.postpone, "CONFIRMED", 12),
        ("night_called_off", storm.call_off, "CONFIRMED", 9),  # on its rain date
    ],
)
def test_the_letter_of_a_storm_moves_the_party_in_the_hosts_calendar(
    kind, decide, status, day, party, edition, imani, now
):
    before = approved(party, now)
    new_date = [dt.date(2027, 10, 12)] if decide is storm.postpone else []
    decide(edition, *new_date, words=WORDS, by=imani, now=now + MINUTE)
    after = event_in(kind)
    assert replaces(after, before)
    assert (after["status"], after["dtstart"].dt.day) == (status, day)
    assert "The file with this letter brings your calendar up to date." in letter(kind).text


def test_the_letter_of_a_night_called_off_takes_the_party_off_the_calendar(party, edition, imani, now):
    Party.objects.update(rain_plan="go", rain_date=None)
    before = approved(party, now)
    storm.call_off(edition, words=WORDS, by=imani, now=now + MINUTE)
    after = event_in("night_called_off")
    assert replaces(after, before)
    assert after["status"] == "CANCELLED"


def test_who_was_never_approved_gets_no_file(edition, make_party, imani, now):
    make_party(edition, Review.SUBMITTED)
    Notice.objects.all().delete()
    storm.postpone(edition, dt.date(2027, 10, 12), words=WORDS, by=imani, now=now)
    assert letter("night_postponed").attachments == ()
    assert "calendar" not in letter("night_postponed").text


@pytest.mark.parametrize(
    "said, about, status, starts",
    [
        (Night.STARTS_LATE, {"time": dt.time(18)}, "CONFIRMED", dt.datetime(2027, 10, 5, 23, tzinfo=dt.UTC)),
        (Night.RAIN_DATE, {}, "CONFIRMED", dt.datetime(2027, 10, 9, 22, tzinfo=dt.UTC)),
        (Night.NOT_HAPPENING, {"words": "Rain"}, "CANCELLED", dt.datetime(2027, 10, 5, 22, tzinfo=dt.UTC)),
    ],
)
def test_what_is_said_on_the_night_reaches_the_other_hosts_calendar(said, about, status, starts, party, imani, now):
    before = approved(party, now)
    evening = dt.datetime(2027, 10, 5, 15, tzinfo=party.community.zone)
    night.say(party, said, by=imani, now=evening, **about)
    after = event_in("night_said")
    assert replaces(after, before)
    assert (after["status"], after["dtstart"].dt) == (status, starts)


@pytest.mark.parametrize("kind", ["cancelled", "withdrawn"])
def test_a_party_that_is_cancelled_or_withdrawn_leaves_the_calendar_that_had_it(kind, owed, fresh, now):
    notice = owed(kind)
    Party.objects.filter(pk=notice.party_id).update(approved_at=now)
    (file,) = letters.compose(fresh(notice)).attachments
    assert event(file.content)["status"] == "CANCELLED"
    Party.objects.filter(pk=notice.party_id).update(approved_at=None)
    assert letters.compose(fresh(notice)).attachments == ()


def test_a_new_place_a_new_language_and_a_coarser_listing_are_the_same_event(party, now):
    before = approved(party, now)
    told = asked.answers_of(Party.objects.get()) | {"street": "Oak Ave", "level": "unlisted"}
    registry.change(Party.objects.get(), told, seen=None, by=party.hosts.get(), now=now)
    with override("es"):
        after = event(calendar_of(Party.objects.with_context().get(), now=now))
    assert replaces(after, before)
    assert "url" not in after


def test_a_party_that_is_looked_at_again_is_not_sure(party, now):
    Party.objects.update(review=Review.SUBMITTED)
    assert event(calendar_of(Party.objects.with_context().get(), now=now))["status"] == "TENTATIVE"


def test_a_joined_host_is_not_told_to_do_what_only_the_host_can(party, edition, imani, now):
    joined = Host.objects.create(party=party, role="joined", email="ida@example.org", language="en")
    done = storm.postpone(edition, dt.date(2027, 10, 12), words=WORDS, by=imani, now=now)
    Notice.objects.exclude(host=joined).delete()
    storms.tell([joined], done, now=now)
    text = letter("night_postponed").text
    assert "withdraw" not in text
    assert "See your party:" in text


@pytest.mark.parametrize(
    "said, words",
    [
        (Night.RAIN_DATE, "Your street closure moves with it to Saturday, October 9, 2027, 4 to 9 pm."),
        (Night.NOT_HAPPENING, "No street is closed for it."),
        (Night.STARTS_LATE, ""),
    ],
)
def test_what_is_said_on_the_night_says_what_becomes_of_the_closed_street(said, words, party, imani, now):
    Closure.objects.update(state="approved", decided_at=now)
    evening = dt.datetime(2027, 10, 5, 15, tzinfo=party.community.zone)
    night.say(party, said, by=imani, now=evening, time=dt.time(18), words="Rain")
    text = letter("night_said").text
    assert words in text
    assert ("closure" in text or "closed" in text) is bool(words)
