"""The outbox and a real conversation with a mail server: refusals, outages, silence, and a letter's way there."""

import datetime as dt
from collections import Counter

import pytest

from events.mail import letters, notices, outbox
from events.models import Host, Notice
from tests.mail.owing import owe, row
from tests.mail.sink import Sink

State = Notice.State
MINUTE = dt.timedelta(minutes=1)


def test_letters_arrive_whole_over_smtp(rosa, now, smtp):
    (notice,) = owe(rosa, now)
    assert outbox.deliver_due(now) == {"sent": 1}
    ((to, message),) = smtp.letters
    assert to == "rosa@example.org"
    assert message["Message-ID"] == letters.message_id(notice)
    assert "Here is the link to your party." in message.get_body(("plain",)).get_content()
    assert 'class="button"' in message.get_body(("html",)).get_content()


def test_a_batch_is_one_conversation(rosa, now, smtp):
    owe(rosa, now, 5)
    assert outbox.deliver_due(now) == {"sent": 5}
    assert smtp.conversations == 1


def test_a_refused_address_fails_at_once_and_its_error_names_nobody(rosa, walts, now, smtp):
    refused, fine = notices.host_link(rosa, now=now), notices.host_link(walts.hosts.get(), now=now)
    smtp.answers["RCPT", "rosa@example.org"] = "550 5.1.1 <rosa@example.org> no such user"
    assert outbox.deliver_due(now) == {"failed": 1, "sent": 1}
    assert row(refused).state == State.FAILED
    assert row(refused).last_error == "550 5.1.1 <…@…> no such user"
    assert row(fine).state == State.SENT


def test_a_refused_text_fails_at_once(rosa, now, smtp):
    owe(rosa, now)
    smtp.answers["DATA", "*"] = "554 5.7.1 we do not like this"
    assert outbox.deliver_due(now) == {"failed": 1}


def test_an_address_that_mail_cannot_carry_is_refused(rosa, now, smtp):
    Host.objects.filter(pk=rosa.pk).update(email="rosa@example.org\nBcc: all@example.org")
    rosa.refresh_from_db()
    owe(rosa, now)
    assert outbox.deliver_due(now) == {"failed": 1}


def test_not_now_means_later_and_does_not_stop_the_others(rosa, walts, now, smtp):
    greylisted, fine = notices.host_link(rosa, now=now), notices.host_link(walts.hosts.get(), now=now)
    smtp.answers["RCPT", "rosa@example.org"] = "451 4.7.1 come back later"
    assert outbox.deliver_due(now) == {"deferred": 1, "sent": 1}
    assert (row(greylisted).state, row(greylisted).send_after) == (State.QUEUED, now + MINUTE)
    assert row(fine).state == State.SENT
    smtp.answers.clear()
    assert outbox.deliver_due(now + MINUTE) == {"sent": 1}


@pytest.mark.parametrize(
    "verb, answer", [("MAIL", "550 who are you?"), ("RCPT", "530 sign in first"), ("RCPT", "421 closing down")]
)
def test_a_server_that_will_not_talk_to_us_costs_no_letter(verb, answer, rosa, now, smtp):
    owe(rosa, now, 3)
    smtp.answers[verb, "*"] = answer
    assert outbox.deliver_due(now) == {"waiting": 1}
    assert Notice.objects.filter(state=State.QUEUED).count() == 3


def test_while_no_server_answers_the_whole_batch_waits(rosa, now, settings, smtp):
    smtp.close()
    first, *others = owe(rosa, now, 3)
    assert outbox.deliver_due(now) == {"waiting": 1}
    assert (row(first).attempts, row(first).send_after) == (1, now + MINUTE)
    assert {row(notice).attempts for notice in others} == {0}
    assert {row(notice).state for notice in (first, *others)} == {State.QUEUED}


def test_after_an_outage_everything_goes(rosa, now, smtp, settings):
    owe(rosa, now, 5)
    port = smtp.port
    smtp.close()
    assert outbox.deliver_due(now) == {"waiting": 1}
    back = Sink(port)
    try:
        assert outbox.deliver_due(now + MINUTE) == {"sent": 5}
        assert len(back.letters) == 5
    finally:
        back.close()


# In doubt


def test_a_line_that_drops_after_the_text_leaves_the_letter_in_doubt(rosa, now, smtp, settings):
    settings.RESEND_IN_DOUBT = False
    (notice,) = owe(rosa, now)
    smtp.hangs_up = True
    assert outbox.deliver_due(now) == {"in_doubt": 1}
    assert row(notice).state == State.IN_DOUBT
    assert len(smtp.letters) == 1


def test_a_letter_in_doubt_goes_again_under_the_same_id(rosa, now, smtp):
    owe(rosa, now)
    smtp.hangs_up = True
    assert outbox.deliver_due(now) == {"again": 1}
    smtp.hangs_up = False
    assert outbox.deliver_due(now + MINUTE) == {"sent": 1}
    assert len(smtp.letters) == 2
    assert len(set(smtp.message_ids)) == 1


def test_a_server_that_hangs_after_the_text_is_waited_for_no_longer_than_the_timeout(rosa, now, smtp, settings):
    settings.EMAIL_TIMEOUT, settings.RESEND_IN_DOUBT = 0.2, False
    owe(rosa, now)
    smtp.hold()
    assert outbox.deliver_due(now) == {"in_doubt": 1}


@pytest.mark.slow
def test_two_thousand_letters_survive_a_server_that_is_down_then_busy(rosa, now, smtp):
    Notice.objects.bulk_create(
        Notice(
            kind="host_link",
            key=f"load:{number}",
            community=rosa.party.edition.community,
            party=rosa.party,
            host=rosa,
            to_email=rosa.email,
            created_at=now,
            send_after=now,
            not_after=now + dt.timedelta(days=2),
        )
        for number in range(2000)
    )
    counts, at = Counter(), now
    for number in range(400):
        smtp.answers = {}
        if number < 5:
            smtp.answers = {("DATA", "*"): "421 not now"}
        elif number < 10:
            smtp.answers = {("RCPT", "*"): "451 busy"}
        counts += outbox.deliver_due(at, limit=100)
        at += MINUTE
        if not Notice.objects.filter(state=State.QUEUED).exists():
            break
    assert counts["sent"] == 2000
    assert counts["waiting"] == 5
    assert counts["deferred"] >= 500
    assert len(set(smtp.message_ids)) == len(smtp.letters) == 2000
