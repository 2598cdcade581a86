"""Reminders: each at its time, once, and none whose moment has passed."""

import datetime as dt
import signal
import threading
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from events.access import token_of
from events.mail import letters, notices, outbox, reminders
from events.models import Closure, Host, Notice, Party, Question, Review
from tests.conftest import make_edition
from tests.mail.test_worker import comes_true, process

State = Notice.State
DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
CHICAGO = ZoneInfo("America/Chicago")


def wall(day, hour=9, minute=0):
    """That time by the clock on the wall in Springfield; `day` is a date or its text."""
    date = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return dt.datetime.combine(date, dt.time(hour, minute), tzinfo=CHICAGO)


@pytest.fixture
def party(edition, make_party):
    """Rosa's approved party of Tuesday, October 5, 2027; nobody is owed a letter."""
    made = make_party(edition, Review.APPROVED)
    Notice.objects.all().delete()
    return made


def planned(now):
    return dict(reminders.plan(now))


def owed(kind):
    return Notice.objects.get(kind=kind)


# When


@pytest.mark.parametrize(
    "kind, opens, closes",
    [
        ("week_before", wall("2027-09-28"), wall("2027-10-02", 0)),
        ("day_before", wall("2027-10-04"), wall("2027-10-05", 0)),
        ("day_after", wall("2027-10-06"), wall("2027-10-13", 0)),
    ],
)
def test_a_reminder_is_due_from_the_morning_on_and_not_when_its_moment_has_passed(kind, opens, closes, party):
    assert planned(opens - MINUTE).get(kind) is None
    assert planned(closes).get(kind) is None
    assert planned(closes - MINUTE) == {kind: 1}
    assert owed(kind).not_after == closes
    assert owed(kind).is_quiet
    assert planned(opens) == {}


@pytest.mark.parametrize(
    "date, before, midnight, after",
    [
        ("2026-11-01", "2026-10-31T14:00", "2026-11-01T05:00", "2026-11-02T15:00"),
        ("2026-03-08", "2026-03-07T15:00", "2026-03-08T06:00", "2026-03-09T14:00"),
    ],
)
def test_in_the_nights_when_clocks_change_reminders_keep_to_the_clock_on_the_wall(date, before, midnight, after):
    day = dt.date.fromisoformat(date)
    utc = [dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC) for text in (before, midnight, after)]
    assert reminders.span("day_before", day, CHICAGO) == (utc[0], utc[1])
    assert reminders.span("day_after", day, CHICAGO)[0] == utc[2]


@pytest.mark.parametrize("date", ["2026-11-01", "2026-03-08"])
def test_a_party_in_a_night_when_clocks_change_gets_each_reminder_once(date, springfield, make_party):
    day = dt.date.fromisoformat(date)
    night = make_edition(springfield, 2026, day, registration_opens=day - 60 * DAY)
    registered = wall(day - 30 * DAY, 12)
    make_party(night, Review.APPROVED, date=date, now=registered)
    Notice.objects.all().delete()
    sent, at = [], wall(day - 7 * DAY, 7)
    while at < wall(day + 2 * DAY, 12):
        reminders.plan(at)
        mail.outbox.clear()
        outbox.deliver_due(at)
        sent += [(letter.subject.partition(":")[0], at.astimezone(CHICAGO).isoformat()[:16]) for letter in mail.outbox]
        at += HOUR
    assert sent == [
        ("Your party is coming up", f"{day - 7 * DAY}T09:00"),
        ("Tomorrow", f"{day - DAY}T09:00"),
        ("Did your party happen? 2800 block of Elm St", f"{day + DAY}T09:00"),
    ]


def test_a_reminder_that_waited_for_a_mail_server_too_long_is_never_sent(party):
    planned(wall("2027-10-04", 20))
    assert outbox.deliver_due(wall("2027-10-04", 23)) == {"expired": 1}  # it would have to wait for the party's day
    assert owed("day_before").state == State.EXPIRED
    assert not mail.outbox


def test_a_party_approved_yesterday_is_not_reminded_today(party):
    Party.objects.update(approved_at=wall("2027-09-29", 12))
    assert planned(wall("2027-09-30", 11)) == {}
    assert planned(wall("2027-09-30", 12)) == {"week_before": 1}


# Once


def test_planned_twice_each_is_owed_once(party):
    assert planned(wall("2027-10-04")) == {"day_before": 1}
    assert planned(wall("2027-10-04", 9, 5)) == {}
    assert Notice.objects.count() == 1


def test_a_reminder_that_was_sent_is_not_owed_again(party):
    planned(wall("2027-10-04"))
    assert outbox.deliver_due(wall("2027-10-04")) == {"sent": 1}
    assert planned(wall("2027-10-04", 10)) == {}


def test_a_party_on_another_day_gets_its_reminders_for_that_day(party):
    planned(wall("2027-10-04"))
    Party.objects.update(date=dt.date(2027, 10, 12))
    assert planned(wall("2027-10-04", 10)) == {}
    assert planned(wall("2027-10-05")) == {"week_before": 1}
    assert planned(wall("2027-10-11")) == {"day_before": 1}
    assert planned(wall("2027-10-13")) == {"day_after": 1}
    assert set(Notice.objects.values_list("key", flat=True)) >= {
        f"day_before:{party.hosts.get().pk}:2027-10-05",
        f"day_before:{party.hosts.get().pk}:2027-10-12",
    }


@pytest.mark.django_db(transaction=True)
def test_planned_by_four_workers_at_once_each_is_owed_once(edition, make_party):
    for number in range(12):
        make_party(edition, Review.APPROVED, email=f"host{number}@example.org", number=str(2800 + number))
    Notice.objects.all().delete()
    start, faults = threading.Barrier(4), []

    def work():
        try:
            start.wait(10)
            reminders.plan(wall("2027-10-04"))
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not faults
    assert Notice.objects.filter(kind="day_before").count() == Notice.objects.count() == 12


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_workers_bring_each_reminder_once(springfield, make_party, sink):
    springfield.quiet_from = springfield.quiet_until = dt.time(0)
    springfield.save()
    today = springfield.today(timezone.now())
    night = make_edition(springfield, today.year, today - 3 * DAY, registration_opens=today - 60 * DAY)
    for number in range(20):
        values = {"email": f"host{number}@example.org", "number": str(2800 + number), "date": str(night.date)}
        make_party(night, Review.APPROVED, now=timezone.now() - 20 * DAY, **values)
    Notice.objects.all().delete()
    for kill in (3, 9):
        with process(sink.port, lease=2) as running:
            assert sink.wait_for(kill)
            running.send_signal(signal.SIGKILL)
            running.wait(20)
    with process(sink.port, lease=2), process(sink.port, lease=2):
        assert comes_true(lambda: not Notice.objects.exclude(state=State.SENT).exists())
    assert Notice.objects.count() == 20
    assert set(sink.message_ids) == {letters.message_id(notice) for notice in Notice.objects.all()}
    assert len(sink.message_ids) <= 20 + 2  # a letter in hand when its worker is killed goes once more


def test_many_parties_cost_as_many_queries_as_one(edition, make_party, party, django_assert_num_queries):
    with django_assert_num_queries(8):
        assert sum(reminders.plan(wall("2027-10-04"), dry_run=True).values()) == 1
    for number in range(10):
        make_party(edition, Review.APPROVED, email=f"host{number}@example.org")
    with django_assert_num_queries(8):
        assert sum(reminders.plan(wall("2027-10-04"), dry_run=True).values()) == 11


# Who


@pytest.mark.parametrize(
    "change",
    [
        {"review": Review.CANCELLED},
        {"review": Review.WITHDRAWN},
        {"review": Review.SUBMITTED},
        {"night": "not_happening"},
    ],
)
@pytest.mark.parametrize("day", ["2027-09-28", "2027-10-04", "2027-10-06"])
def test_a_party_that_is_not_on_is_not_reminded(day, change, party):
    Party.objects.update(**change)
    assert planned(wall(day)) == {}


@pytest.mark.parametrize(
    "change", [{"night": "not_happening"}, {"review": "cancelled"}, {"date": dt.date(2027, 10, 6)}]
)
def test_a_party_that_changes_before_the_letter_leaves_is_not_reminded(change, party):
    planned(wall("2027-10-04"))
    Party.objects.update(**change)
    assert outbox.deliver_due(wall("2027-10-04")) == {"expired": 1}


def test_when_the_whole_night_is_called_off_only_a_party_on_another_day_is_reminded(edition, make_party, party):
    make_party(edition, Review.APPROVED, email="walt@example.org", date="2027-10-06", other_day_reason="Church")
    edition.standing = "cancelled"
    edition.save()
    assert planned(wall("2027-10-04")) == {}
    assert planned(wall("2027-10-05")) == {"day_before": 1}
    assert owed("day_before").to_email == "walt@example.org"


def test_a_party_whose_outcome_is_known_is_not_asked_for_it(party):
    Party.objects.update(outcome="held", outcome_source="sighting")
    assert planned(wall("2027-10-06")) == {}


def test_hosts_who_joined_are_reminded_and_the_second_contact_is_not(party):
    shared = {"party": party, "language": "es"}
    Host.objects.create(role="joined", email="ida@example.org", **shared)
    Host.objects.create(role="second", email="sam@example.org", **shared)
    assert planned(wall("2027-10-04")) == {"day_before": 2}
    assert set(Notice.objects.values_list("to_email", "language")) == {
        ("rosa@example.org", "en"),
        ("ida@example.org", "es"),
    }
    assert planned(wall("2027-10-06")) == {"day_after": 1}


def test_somebody_who_wants_no_reminders_gets_none(party):
    Host.objects.update(wants_reminders=False)
    for day in ("2027-09-28", "2027-10-04", "2027-10-06"):
        assert planned(wall(day)) == {}


def test_without_email_a_reminder_is_a_line_of_the_call_list_until_its_moment_has_passed(party, springfield):
    Host.objects.update(email="")
    planned(wall("2027-10-04"))
    assert owed("day_before").state == State.CALL
    words = letters.words_to_say(Notice.objects.select_related(*letters.ROWS).get())
    assert words[0].startswith("Your party is tomorrow: Tuesday, October 5, 2027, 5 to 8 pm.")
    assert "/quiet/" not in "".join(words)


def test_somebody_without_email_and_phone_cannot_be_reminded(party):
    Host.objects.update(email="", phone="")
    assert planned(wall("2027-10-04")) == {}


# Not confirmed, not answered


@pytest.fixture
def unconfirmed(edition, make_party, now):
    return make_party(edition, Review.UNCONFIRMED)


def test_two_days_without_confirmation_bring_one_more_letter(unconfirmed, now):
    assert planned(now + 2 * DAY - MINUTE) == {}
    assert planned(now + 2 * DAY) == {"remind_confirm": 1}
    assert planned(now + 5 * DAY) == {}
    outbox.deliver_due(now + 2 * DAY)
    host = unconfirmed.hosts.get()
    assert f"{settings.SITE_URL}/confirm/{token_of('confirm', host)}/" in mail.outbox[-1].body


def test_a_confirmation_asked_for_again_is_given_its_two_days(unconfirmed, now):
    notices.confirm(unconfirmed.hosts.get(), now=now + DAY)
    assert planned(now + 2 * DAY) == {}
    assert planned(now + 3 * DAY) == {"remind_confirm": 1}


def test_an_old_registration_that_nobody_confirmed_is_left_alone(unconfirmed, now):
    assert planned(now + 15 * DAY) == {}


def test_a_question_without_an_answer_for_three_days_is_asked_once_more(elm, now):
    Party.objects.update(review=Review.NEEDS_INFORMATION)
    question = Question.objects.create(party=elm, about_closure=False, text="Which alley is it?", asked_at=now)
    assert planned(now + 3 * DAY - MINUTE) == {}
    assert planned(now + 3 * DAY) == {"remind_answer": 1}
    assert planned(now + 4 * DAY) == {}
    letter = letters.compose(Notice.objects.select_related(*letters.ROWS).get(kind="remind_answer"))
    assert "> Which alley is it?" in letter.text
    assert "Your party waits until you answer." in letter.text
    question.answer, question.answered_at = "The north one", now
    question.save()
    with pytest.raises(letters.Obsolete):
        letters.compose(Notice.objects.select_related(*letters.ROWS).get(kind="remind_answer"))


def test_a_question_about_the_closure_is_asked_once_more_as_long_as_the_closure_waits(party, now):
    Question.objects.create(party=party, about_closure=True, text="Until when?", asked_at=now)
    assert planned(now + 3 * DAY) == {}
    Closure.objects.update(state=Closure.State.NEEDS_INFORMATION)
    assert planned(now + 3 * DAY) == {"remind_answer": 1}
    letter = letters.compose(Notice.objects.select_related(*letters.ROWS).get(kind="remind_answer"))
    assert "Your street closure waits until you answer." in letter.text


def test_a_question_that_is_still_to_be_called_is_not_called_twice(elm, now):
    Party.objects.update(review=Review.NEEDS_INFORMATION)
    Host.objects.update(email="")
    host = elm.hosts.get()
    question = Question.objects.create(party=elm, about_closure=False, text="Which alley is it?", asked_at=now)
    first = notices.question(host, question, now=now)
    assert planned(now + 3 * DAY) == {}
    Notice.objects.filter(pk=first.pk).update(state=State.CALLED)
    assert planned(now + 3 * DAY) == {"remind_answer": 1}


# The command


def test_a_dry_run_says_what_is_due_and_owes_nothing(springfield, make_party, capsys):
    today = springfield.today(timezone.now())
    night = make_edition(springfield, today.year, today - 2 * DAY, registration_opens=today - 60 * DAY)
    make_party(night, Review.APPROVED, date=str(night.date), now=timezone.now() - 20 * DAY)
    Notice.objects.all().delete()
    call_command("plan_reminders", "--dry-run")
    assert capsys.readouterr().out == "1 The day after\n"
    assert not Notice.objects.exists()
    call_command("plan_reminders")
    call_command("plan_reminders")
    assert capsys.readouterr().out == "1 The day after\nNo reminder is due.\n"
    assert Notice.objects.count() == 1
