"""What reminders say, and what comes with them."""

import datetime as dt

import pytest
from django.conf import settings

from events.access import token_of
from events.mail import letters, reminders
from events.models import Notice, Party, RainPlan, Review, VisitRequest
from tests.mail.test_reminders import wall


@pytest.fixture
def party(edition, make_party):
    """Rosa's approved party of Tuesday, October 5, 2027; nobody is owed a letter."""
    made = make_party(edition, Review.APPROVED)
    Notice.objects.all().delete()
    return made


def letter_of(kind, day, party):
    reminders.plan(wall(day))
    return letters.compose(Notice.objects.select_related(*letters.ROWS).get(kind=kind, party=party))


@pytest.mark.parametrize(
    "plan, rain_date, words",
    [
        (RainPlan.GO, None, "If it rains, your party goes ahead"),
        (RainPlan.CANCEL, None, "If it rains, your party is off"),
        (RainPlan.DATE, dt.date(2027, 10, 7), "If it rains, your party moves to Thursday, October 7"),
        (RainPlan.DATE, None, "The rain date you chose is before the new day, so we took it out."),
    ],
)
def test_the_day_before_the_plan_for_rain_is_told(plan, rain_date, words, party):
    Party.objects.update(rain_plan=plan, rain_date=rain_date)
    assert words in letter_of("day_before", "2027-10-04", party).text


def test_the_day_before_a_joined_host_is_not_sent_to_a_form_that_is_not_theirs(party):
    party.hosts.update(role="joined")
    text = letter_of("day_before", "2027-10-04", party).text
    assert "moves or cannot happen, call us" in text
    assert "say so on your page" not in text


def test_the_day_before_the_visits_asked_for_are_told_and_not_promised(party):
    text = letter_of("day_before", "2027-10-04", party).text
    assert "You asked for visits: Fire engine. A visit is not promised." in text
    VisitRequest.objects.update(state=VisitRequest.State.DECLINED)
    notice = Notice.objects.select_related(*letters.ROWS).get(kind="day_before")
    assert "visits" not in letters.compose(notice).text


def test_a_week_before_the_party_comes_along_for_the_calendar(party):
    letter = letter_of("week_before", "2027-09-28", party)
    assert [attached.name for attached in letter.attachments] == [f"{party.reference}.ics"]
    assert b"SUMMARY:2800 block of Elm St" in letter.attachments[0].content


def test_an_unlisted_party_comes_along_for_the_calendar_without_its_place(edition, make_party, now):
    party = make_party(edition, Review.APPROVED, level="unlisted")
    letter = letter_of("week_before", "2027-09-28", party)
    file = letter.attachments[0].content.decode()
    assert party.slug not in file.replace("\r\n ", "")
    assert "Elm" not in file.replace("Elm Park", "")
    assert "URL" not in file


def test_the_day_after_the_button_leads_to_the_question_itself(party, client):
    letter = letter_of("day_after", "2027-10-06", party)
    link = f"/link/{token_of('manage', party.hosts.get())}/?to=outcome"
    assert f"\n{settings.SITE_URL}{link}\n" in letter.text


def test_reminders_come_in_the_hosts_language(edition, make_party):
    party = make_party(edition, Review.APPROVED, language="es")
    letter = letter_of("day_before", "2027-10-04", party)
    assert f"{settings.SITE_URL}/es/link/" in letter.text
    assert "martes 5 de octubre de 2027" in letter.text
