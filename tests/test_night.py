"""What is said on the night: who may say what and when, what is laid down, who is told, and what the public reads."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from icalendar import Calendar

from events import night, storm
from events.calendar import calendar_of
from events.listing import Listing, listings
from events.mail import letters
from events.models import Change, Deed, Edition, Host, Night, Notice, Party, Review
from events.search import PartySearch
from events.streetmap.pins import card_of

RAIN = {"rain_plan": "date", "rain_date": "2027-10-12"}


@pytest.fixture
def night_of(now):
    """night_of(hour, minute=0, day=5): that local time in October 2027."""
    return lambda hour, minute=0, day=5: now.replace(month=10, day=day, hour=hour, minute=minute)


@pytest.fixture
def party(edition, make_party):
    """Rosa's party of 5 to 8 pm, approved, with Ida as its second contact."""
    made = make_party(
        edition, Review.APPROVED, second_name="Ida Quill", second_email="ida@example.org", closure_wanted=False, **RAIN
    )
    Notice.objects.all().delete()
    return made


def rosa_of(party):
    return party.hosts.get(role="main")


def fresh(party):
    return Party.objects.with_context().get(pk=party.pk)


def said(party, *args, by=None, **words):
    """The party after `say`, as everybody reads it."""
    night.say(party, *args, by=by or rosa_of(party), **words)
    return fresh(party)


@pytest.mark.parametrize(
    "day, hour, offered",
    [
        (1, 12, ["rain_date", "not_happening"]),
        (4, 23, ["rain_date", "not_happening"]),
        (5, 0, ["starts_late", "ends_early", "moved", "rain_date", "not_happening"]),
        (5, 23, ["starts_late", "ends_early", "moved", "rain_date", "not_happening"]),
        (6, 0, []),
    ],
)
def test_what_may_be_said_turns_with_the_partys_own_day(party, night_of, day, hour, offered):
    assert night.offers(party, night_of(hour, day=day)) == offered


@pytest.mark.parametrize("review", [review for review in Review if review != Review.APPROVED])
def test_nothing_is_said_of_a_party_that_is_not_approved(party, night_of, review):
    party.review = review
    assert night.offers(party, night_of(17)) == []


def test_the_rain_date_is_offered_only_where_there_is_one(party, night_of):
    party.rain_plan = "go"
    assert Night.RAIN_DATE not in night.offers(party, night_of(17))


def test_a_late_start_is_laid_down_with_one_line_of_history(party, edition, night_of):
    version = Edition.objects.get(pk=edition.pk).version
    after = said(party, Night.STARTS_LATE, time=dt.time(18, 30), now=night_of(16))
    assert (after.night, after.night_time, after.night_words, after.night_at) == (
        Night.STARTS_LATE,
        dt.time(18, 30),
        "",
        night_of(16),
    )
    change = Change.objects.get(party=party, deed=Deed.NIGHT_CHANGED)
    assert change.by_host == rosa_of(party)
    assert set(change.values.values_list("field", "before", "after")) == {
        ("night", "as_planned", "starts_late"),
        ("night_time", None, "18:30"),
    }
    assert Edition.objects.get(pk=edition.pk).version == version + 1


def test_the_same_word_twice_is_one_line_and_one_letter(party, night_of):
    for minute in (1, 2):
        said(party, Night.MOVED, words="The school hall", now=night_of(17, minute))
    assert Change.objects.filter(party=party, deed=Deed.NIGHT_CHANGED).count() == 1
    assert Notice.objects.filter(kind="night_said").count() == 1


def test_every_other_host_is_told_and_the_one_who_said_it_is_not(party, night_of, make_staff, springfield):
    said(party, Night.NOT_HAPPENING, words="The storm", now=night_of(16))
    assert list(Notice.objects.values_list("kind", "to_email")) == [("night_said", "ida@example.org")]
    imani = make_staff(springfield, "coordinator", "imani@springfield.example.org")
    said(party, Night.AS_PLANNED, by=imani, now=night_of(16, 5))
    assert set(Notice.objects.filter(created_at=night_of(16, 5)).values_list("to_email", flat=True)) == {
        "rosa@example.org",
        "ida@example.org",
    }


def test_only_the_last_word_leaves_and_says_who_said_it(party, night_of):
    said(party, Night.NOT_HAPPENING, words="The storm", now=night_of(16))
    said(party, Night.MOVED, words="The school hall", now=night_of(16, 5))
    first, last = Notice.objects.select_related(*letters.ROWS).filter(kind="night_said").order_by("pk")
    with pytest.raises(letters.Obsolete):
        letters.compose(first)
    text = letters.compose(last).text
    assert "Your party has moved. This is where it is now:\n\n> The school hall\n\nRosa Quill said so." in text
    assert last.not_after == night_of(0, day=6)


def test_a_host_without_email_is_called(party, night_of):
    Host.objects.filter(party=party, role="second").update(email="", phone="+13145550177")
    said(party, Night.ENDS_EARLY, time=dt.time(19), now=night_of(18))
    notice = Notice.objects.select_related(*letters.ROWS).get(kind="night_said")
    assert notice.state == Notice.State.CALL
    assert "Your party ends earlier than planned, at 7 pm." in letters.words_to_say(notice)


@pytest.mark.parametrize("time", [None, dt.time(16), dt.time(17), dt.time(20), dt.time(21)])
@pytest.mark.parametrize("word", [Night.STARTS_LATE, Night.ENDS_EARLY])
def test_a_new_hour_lies_between_the_planned_ones(party, night_of, word, time):
    with pytest.raises(night.NightRefused):
        night.say(party, word, time=time, by=rosa_of(party), now=night_of(16))
    assert fresh(party).night == Night.AS_PLANNED


def test_late_elsewhere_and_early_are_refused_before_the_day(party, night_of):
    with pytest.raises(night.NightRefused):
        night.say(party, Night.MOVED, words="The hall", by=rosa_of(party), now=night_of(12, day=4))


def test_a_party_goes_to_its_rain_date_and_back(party, night_of):
    after = said(party, Night.RAIN_DATE, now=night_of(15))
    assert (after.date, after.rain_date) == (dt.date(2027, 10, 12), dt.date(2027, 10, 12))
    assert night.planned_day(after) == dt.date(2027, 10, 5)
    assert night.offers(after, night_of(15)) == [Night.NOT_HAPPENING, Night.AS_PLANNED]
    back = said(after, Night.AS_PLANNED, now=night_of(16))
    assert (back.date, back.night) == (dt.date(2027, 10, 5), Night.AS_PLANNED)
    assert Night.RAIN_DATE in night.offers(back, night_of(16))


def test_on_the_rain_date_the_first_day_is_over_and_everything_else_can_be_said(party, night_of):
    after = said(party, Night.RAIN_DATE, now=night_of(15))
    assert night.offers(after, night_of(9, day=6)) == [Night.NOT_HAPPENING]
    on_the_day = night_of(17, day=12)
    assert night.offers(after, on_the_day) == ["starts_late", "ends_early", "moved", "not_happening"]
    late = said(after, Night.STARTS_LATE, time=dt.time(18), now=on_the_day)
    plain = said(late, Night.AS_PLANNED, now=night_of(17, 30, day=12))
    assert (plain.date, plain.night) == (dt.date(2027, 10, 12), Night.AS_PLANNED)


def test_a_party_on_its_rain_date_keeps_its_closure_its_listing_and_its_place_in_the_count(
    edition, make_party, night_of
):
    party = make_party(edition, Review.APPROVED, **RAIN)
    party.closure.state, party.closure.decided_at = "approved", night_of(12, day=1)
    party.closure.save()
    after = said(party, Night.RAIN_DATE, now=night_of(15))
    [listing] = listings(edition)
    assert listing.closed_street == (dt.time(16), dt.time(21))
    assert (listing.day, listing.is_on_the_night, listing.is_off) == ("Tuesday, October 12", False, False)
    assert Party.objects.listed().in_edition(edition).count() == 1
    assert letters._about(after)["closed_when"] == "Tuesday, October 12, 2027, 4 to 9 pm"


def test_the_listing_has_the_hours_of_the_night(party, night_of):
    late = Listing.of(said(party, Night.STARTS_LATE, time=dt.time(18, 30), now=night_of(16)))
    assert (late.hours, late.night_line) == ("6:30 to 8 pm", "Starts late, at 6:30 pm")
    early = Listing.of(said(party, Night.ENDS_EARLY, time=dt.time(19), now=night_of(17)))
    assert (early.hours, early.night_line) == ("5 to 7 pm", "Ends early, at 7 pm")
    assert "5 to 7 pm" in card_of(early)["when"]


@pytest.mark.parametrize("level, shown", [("exact", True), ("block", True), ("neighborhood", False)])
def test_where_it_moved_to_shows_only_where_the_street_does(party, night_of, level, shown):
    Party.objects.filter(pk=party.pk).update(level=level, public_lat=None, public_lng=None)
    listing = Listing.of(said(party, Night.MOVED, words="The yard of 2814", now=night_of(17)))
    assert ("2814" in repr(listing)) is shown
    assert listing.night_line == ("Moved: The yard of 2814" if shown else "Moved")


def test_a_calendar_file_follows_the_night(party, night_of):
    def event():
        content = calendar_of(fresh(party), now=night_of(12))
        return Calendar.from_ical(content).walk("VEVENT")[0]

    assert "geo" in event()
    said(party, Night.MOVED, words="The school hall", now=night_of(16))
    assert event()["location"] == "The school hall, Springfield, MO"
    assert "geo" not in event()
    said(party, Night.STARTS_LATE, time=dt.time(18), now=night_of(16, 5))
    assert event()["dtstart"].dt == night_of(18)
    said(party, Night.NOT_HAPPENING, now=night_of(16, 10))
    assert event()["status"] == "CANCELLED"


def test_the_filter_by_hour_goes_by_the_hours_of_the_night(party, edition, night_of):
    def on_at(hour):
        search = PartySearch({"at": f"{hour}:00"}, hours=[dt.time(hour)])
        return search.narrow(Party.objects.listed().in_edition(edition)).exists()

    assert on_at(17)
    said(party, Night.STARTS_LATE, time=dt.time(18), now=night_of(16))
    assert (on_at(17), on_at(18)) == (False, True)
    said(party, Night.ENDS_EARLY, time=dt.time(19), now=night_of(16, 5))
    assert (on_at(17), on_at(19)) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_said_of_a_party_whose_night_is_called_off_at_the_same_moment(
    edition, make_party, make_staff, night_of
):
    party = make_party(edition, Review.APPROVED, closure_wanted=False)
    rosa, outcomes = rosa_of(party), []
    imani = make_staff(edition.community, "coordinator", "imani@springfield.example.org")

    def say():
        try:
            outcomes.append(night.say(party, Night.STARTS_LATE, time=dt.time(18), by=rosa, now=night_of(16)))
        except night.NightRefused:
            outcomes.append("refused")
        finally:
            connection.close()

    thread = threading.Thread(target=say)
    with transaction.atomic():
        storm.call_off(edition, words={"en": "A storm"}, by=imani, now=night_of(16))
        thread.start()
        thread.join(1)  # it waits for the party's row
    thread.join()
    assert outcomes == ["refused"]
    assert fresh(party).night == Night.NOT_HAPPENING
