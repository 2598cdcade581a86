"""The outbox: exactly the owed letters go, each once, whatever the mail server does."""

import datetime as dt
import threading

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection, connections
from icalendar import Calendar

from events import registry
from events.access import token_of
from events.mail import delivery, letters, notices, outbox
from events.models import Host, Letter, Notice
from tests.mail.owing import owe, row

State = Notice.State
MINUTE = dt.timedelta(minutes=1)


class Basket:
    """A way out that keeps what it is given; `trouble` is raised instead while it is set."""

    def __init__(self, trouble=None, unreachable=False):
        self.letters, self.trouble, self.unreachable = [], trouble, unreachable
        self.in_transaction = []

    def open(self):
        if self.unreachable:
            raise delivery.Unreachable("No route to rosa@example.org")

    def close(self):
        pass

    def send(self, composed, *, notice, now):
        self.in_transaction.append(connection.in_atomic_block)
        if self.trouble:
            raise self.trouble
        self.letters.append((notice.pk, composed))


def test_exactly_the_owed_letters_go(rosa, walts, now):
    owed = [notices.host_link(rosa, now=now), notices.host_link(walts.hosts.get(), now=now)]
    notices.withdrawn(rosa, now=now)
    assert outbox.deliver_due(now) == {"sent": 2, "expired": 1}
    assert sorted(letter.to[0] for letter in mail.outbox) == ["rosa@example.org", "walt@example.org"]
    assert {row(notice).state for notice in owed} == {State.SENT}
    assert row(owed[0]).sent_at == now
    assert outbox.deliver_due(now) == {}
    assert len(mail.outbox) == 2


def test_a_registration_and_its_confirmation_bring_two_letters(edition, make_party, now):
    party = make_party(edition, "unconfirmed")
    outbox.deliver_due(now)
    registry.confirm(party.hosts.get(), now=now)
    outbox.deliver_due(now)
    assert [letter.subject for letter in mail.outbox] == [
        "Please confirm your party: 2800 block of Elm St",
        "We have your registration: 2800 block of Elm St",
    ]


def test_a_letter_leaves_with_text_html_reply_address_and_its_own_id(rosa, now):
    (notice,) = owe(rosa, now)
    outbox.deliver_due(now)
    (letter,) = mail.outbox
    assert letter.reply_to == ["nno@springfield.example.org"]
    assert letter.alternatives[0].mimetype == "text/html"
    assert letter.message()["Message-ID"] == letters.message_id(notice)
    assert letter.message()["Auto-Submitted"] == "auto-generated"


def test_the_oldest_goes_first_and_a_batch_is_bounded(rosa, now):
    owed = owe(rosa, now, 3)
    basket = Basket()
    assert outbox.deliver_due(now, limit=2, delivery=basket) == {"sent": 2}
    assert [pk for pk, _letter in basket.letters] == [notice.pk for notice in owed[:2]]


def test_a_letter_waits_for_its_time(rosa, now):
    (notice,) = owe(rosa, now)
    Notice.objects.filter(pk=notice.pk).update(send_after=now + MINUTE)
    assert outbox.deliver_due(now) == {}
    assert outbox.deliver_due(now + MINUTE) == {"sent": 1}


def test_a_letter_that_nobody_needs_any_more_expires(rosa, now):
    (notice,) = owe(rosa, now)
    assert outbox.deliver_due(notice.not_after) == {"expired": 1}
    assert row(notice).state == State.EXPIRED
    assert not mail.outbox


def test_a_line_of_the_call_list_is_not_mailed(edition, make_party, now):
    party = make_party(edition)
    Host.objects.filter(party=party).update(email="")
    Notice.objects.all().delete()
    notice = notices.approved(party.hosts.get(), now=now)
    assert notice.state == State.CALL
    assert outbox.deliver_due(now) == {}


def test_a_letter_that_cannot_be_written_does_not_hold_up_the_others(rosa, now):
    broken, whole = owe(rosa, now, 2)
    Notice.objects.filter(pk=broken.pk).update(kind="nonsense")
    assert outbox.deliver_due(now) == {"deferred": 1, "sent": 1}
    assert (row(broken).state, row(broken).send_after) == (State.QUEUED, now + MINUTE)
    assert row(whole).state == State.SENT


# Quiet hours and what goes with a letter


def quiet_letter(host, now, at, days=7):
    """A letter that nobody waits for, due at `at`."""
    (notice,) = owe(host, now)
    Notice.objects.filter(pk=notice.pk).update(is_quiet=True, send_after=at, not_after=at + dt.timedelta(days=days))
    return row(notice)


def local(now, day, hour, minute=0):
    """That hour of an August day in Springfield."""
    return now.replace(day=day, hour=hour, minute=minute)


def test_a_quiet_letter_waits_for_the_morning_and_that_is_no_try(rosa, now):
    evening = local(now, 16, 21)
    notice = quiet_letter(rosa, now, evening)
    assert outbox.deliver_due(evening) == {"quiet": 1}
    assert (row(notice).state, row(notice).attempts) == (State.QUEUED, 0)
    assert row(notice).send_after == local(now, 17, 8)
    assert outbox.deliver_due(local(now, 17, 7, 59)) == {}
    assert outbox.deliver_due(local(now, 17, 8)) == {"sent": 1}


def test_until_the_quiet_hours_begin_a_quiet_letter_goes_like_any_other(rosa, now):
    before = local(now, 16, 20, 59)
    quiet_letter(rosa, now, before)
    assert outbox.deliver_due(before) == {"sent": 1}


def test_a_letter_that_somebody_waits_for_goes_at_night(rosa, now):
    owe(rosa, now)
    assert outbox.deliver_due(local(now, 17, 2)) == {"sent": 1}


def test_a_retry_of_a_quiet_letter_does_not_fall_into_the_night(rosa, now):
    evening = local(now, 16, 20, 59)
    notice = quiet_letter(rosa, now, evening)
    assert outbox.deliver_due(evening, delivery=Basket(unreachable=True)) == {"waiting": 1}
    assert row(notice).send_after == local(now, 16, 21)
    assert outbox.deliver_due(local(now, 16, 21)) == {"quiet": 1}
    assert outbox.deliver_due(local(now, 17, 8)) == {"sent": 1}
    assert row(notice).attempts == 2


def test_a_server_that_takes_its_time_does_not_carry_a_letter_into_the_night(rosa, now):
    evening = local(now, 16, 20, 59)
    notice = quiet_letter(rosa, now, evening)
    times = [evening, evening]  # claimed and written before nine, connected after
    basket = Basket()
    counts = outbox.deliver_due(
        evening, delivery=basket, clock=lambda: times.pop(0) if times else local(now, 16, 21), limit=1
    )
    assert (counts, basket.letters) == ({"quiet": 1}, [])
    assert row(notice).send_after == local(now, 17, 8)


def test_a_server_that_takes_its_time_does_not_carry_a_letter_beyond_its_moment(rosa, now):
    (notice,) = owe(rosa, now)
    midnight = local(now, 17, 0)
    Notice.objects.filter(pk=notice.pk).update(not_after=midnight)
    times = [midnight - MINUTE, midnight - MINUTE]  # claimed and written in time, connected too late
    basket = Basket()
    counts = outbox.deliver_due(
        midnight - MINUTE, delivery=basket, clock=lambda: times.pop(0) if times else midnight, limit=1
    )
    assert (counts, basket.letters) == ({"expired": 1}, [])


def test_a_quiet_letter_that_would_come_too_late_in_the_morning_never_goes(rosa, now):
    evening = local(now, 16, 22)
    notice = quiet_letter(rosa, now, evening)
    Notice.objects.filter(pk=notice.pk).update(not_after=local(now, 17, 0))
    assert outbox.deliver_due(evening) == {"expired": 1}
    assert row(notice).state == State.EXPIRED


def test_quiet_hours_are_the_citys_own(rosa, now, springfield):
    springfield.quiet_from, springfield.quiet_until = dt.time(12), dt.time(13)
    springfield.save()
    quiet_letter(rosa, now, now)
    assert outbox.deliver_due(now) == {"quiet": 1}
    assert outbox.deliver_due(local(now, 16, 23)) == {"sent": 1}


def test_a_letter_that_is_not_needed_says_how_to_end_them_and_so_do_its_headers(rosa, now):
    quiet_letter(rosa, now, now)
    outbox.deliver_due(now)
    message = mail.outbox[0].message()
    page = f"{settings.SITE_URL}/quiet/{token_of('quiet', rosa)}/"
    assert message["List-Unsubscribe"] == f"<{page}at-once/>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"No more reminders and news: {page}\n" in f"{mail.outbox[0].body}\n"
    assert mail.outbox[0].alternatives[0].content.count(page) == 2


def test_a_letter_that_is_needed_cannot_be_stopped(rosa, now):
    owe(rosa, now)
    outbox.deliver_due(now)
    assert mail.outbox[0].message()["List-Unsubscribe"] is None
    assert "/quiet/" not in mail.outbox[0].body


def test_somebody_who_wants_no_reminders_gets_what_is_needed_alone(rosa, now):
    Host.objects.filter(pk=rosa.pk).update(wants_reminders=False)
    quiet, needed = quiet_letter(rosa, now, now), owe(rosa, now + MINUTE)[0]
    assert outbox.deliver_due(now + MINUTE) == {"expired": 1, "sent": 1}
    assert (row(quiet).state, row(needed).state) == (State.EXPIRED, State.SENT)


def test_news_that_everybody_needs_goes_to_those_who_want_no_reminders_too(rosa, now):
    Host.objects.filter(pk=rosa.pk).update(wants_reminders=False)
    notice = quiet_letter(rosa, now, now)
    Notice.objects.filter(pk=notice.pk).update(context={"needed": True})
    assert outbox.deliver_due(now) == {"sent": 1}
    assert "/quiet/" not in mail.outbox[0].body


def test_an_approval_brings_the_party_for_the_calendar_as_everyone_may_see_it(edition, make_party, smtp, now):
    party = make_party(edition, "approved")
    Notice.objects.all().delete()
    notices.approved(party.hosts.get(), now=now)
    assert outbox.deliver_due(now) == {"sent": 1}
    ((_to, message),) = smtp.letters
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == (f"{party.reference}.ics", "text/calendar")
    (event,) = Calendar.from_ical(attached.get_content()).walk("VEVENT")
    assert event["DTSTART"].dt == dt.datetime(2027, 10, 5, 22, tzinfo=dt.UTC)
    assert (event["SUMMARY"], event["STATUS"]) == ("2800 block of Elm St", "CONFIRMED")
    assert "2827" not in attached.get_content()


# Claims


def test_a_leased_letter_is_nobody_elses_until_the_lease_runs_out(rosa, now, settings):
    (notice,) = owe(rosa, now)
    assert outbox.claim(now, "one").pk == notice.pk
    assert outbox.claim(now, "two") is None
    later = now + dt.timedelta(seconds=settings.WORKER_LEASE_SECONDS + 1)
    assert outbox.claim(later, "two").claimed_by == "two"
    assert row(notice).attempts == 2


def test_a_worker_that_lost_its_lease_does_not_send(rosa, now, settings):
    (notice,) = owe(rosa, now)
    later = now + dt.timedelta(seconds=settings.WORKER_LEASE_SECONDS + 1)
    taken = []

    class Slow(Basket):
        def open(self):
            if not taken:
                taken.append(True)
                outbox.deliver_due(later, "quick", delivery=quick)

    quick, slow = Basket(), Slow()
    assert outbox.deliver_due(now, "slow", delivery=slow) == {"lost": 1}
    assert [pk for pk, _letter in quick.letters] == [notice.pk]
    assert slow.letters == []
    assert row(notice).state == State.SENT


@pytest.mark.django_db(transaction=True)
def test_four_workers_never_send_a_letter_twice(rosa, now):
    owed = owe(rosa, now, 40)
    baskets, start, faults = [Basket() for _ in range(4)], threading.Barrier(4), []

    def work(number):
        try:
            start.wait(10)
            outbox.deliver_due(now, f"worker {number}", delivery=baskets[number])
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not faults
    assert sorted(pk for basket in baskets for pk, _letter in basket.letters) == sorted(notice.pk for notice in owed)
    assert set(Notice.objects.values_list("state", "attempts")) == {(State.SENT, 1)}


@pytest.mark.django_db(transaction=True)
def test_a_letter_is_sent_outside_any_transaction(rosa, now):
    owe(rosa, now)
    basket = Basket()
    outbox.deliver_due(now, delivery=basket)
    assert basket.in_transaction == [False]


# In doubt


class Killed(BaseException):
    """The process ends here."""


def test_killed_before_the_hand_over_a_letter_is_simply_due_again(rosa, now, settings):
    (notice,) = owe(rosa, now)
    outbox.claim(now, "dies")
    later = now + dt.timedelta(seconds=settings.WORKER_LEASE_SECONDS + 1)
    assert outbox.deliver_due(later) == {"sent": 1}
    assert row(notice).last_error == ""


@pytest.mark.parametrize(
    "resend, outcome, state", [(True, {"again": 1, "sent": 1}, "sent"), (False, {"in_doubt": 1}, "in_doubt")]
)
def test_killed_between_sending_and_marking_a_letter_is_in_doubt(resend, outcome, state, rosa, now, settings):
    settings.RESEND_IN_DOUBT = resend
    (notice,) = owe(rosa, now)
    with pytest.raises(Killed):
        outbox.deliver_due(now, delivery=Basket(trouble=Killed()))
    assert row(notice).state == State.SENDING
    assert outbox.deliver_due(now) == {}
    later = now + dt.timedelta(seconds=settings.WORKER_LEASE_SECONDS + 1)
    assert outbox.deliver_due(later) == outcome
    assert row(notice).state == state


def test_a_letter_that_kills_every_worker_is_held_in_the_end(rosa, now, settings):
    (notice,) = owe(rosa, now)
    Notice.objects.filter(pk=notice.pk).update(state=State.SENDING, leased_until=now - MINUTE, attempts=outbox.TRIES)
    assert outbox.deliver_due(now) == {"in_doubt": 1}


# Refusals and outages


def test_an_error_that_is_kept_names_nobody(rosa, now):
    (notice,) = owe(rosa, now)
    outbox.deliver_due(now, delivery=Basket(unreachable=True))
    assert row(notice).last_error == "No route to …@…"


def test_the_pauses_double_and_forty_eight_tries_take_about_a_day(rosa, now):
    assert [outbox.pause_after(n).total_seconds() / 60 for n in (1, 2, 3, 4, 5, 6, 7)] == [1, 2, 4, 8, 16, 32, 32]
    total = sum((outbox.pause_after(n) for n in range(1, outbox.TRIES)), dt.timedelta())
    assert dt.timedelta(hours=20) < total < dt.timedelta(hours=25)


def test_after_the_last_try_a_letter_is_given_up_and_shown(rosa, now):
    (notice,) = owe(rosa, now)
    Notice.objects.filter(pk=notice.pk).update(not_after=now + dt.timedelta(days=14))
    basket, at, tries = Basket(trouble=delivery.Deferred("451 later")), now, 0
    while row(notice).state == State.QUEUED:
        at = row(notice).send_after
        outbox.deliver_due(at, delivery=basket)
        tries += 1
    assert tries == outbox.TRIES
    assert row(notice).state == State.FAILED
    assert notice in Notice.objects.troubled()


# The demo


def test_in_the_demo_a_letter_is_a_row_once(rosa, now, settings):
    settings.DEMO = True
    (notice,) = owe(rosa, now)
    outbox.deliver_due(now)
    Notice.objects.filter(pk=notice.pk).update(state=State.QUEUED)
    outbox.deliver_due(now + MINUTE)
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == ("rosa@example.org", "Your link: 2800 block of Elm St")
    assert "/link/" in letter.text
    assert not mail.outbox
