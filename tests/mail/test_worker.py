"""The worker as a process: told to stop, killed, run twice, run beside a web server; and the tidying it does."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.utils import timezone

from events import housekeeping
from events.mail import letters, notices, worker
from events.models import Allowance, Draft, Host, Letter, Notice, Party, Upload
from tests.conftest import make_edition
from tests.mail.owing import owe

State = Notice.State
DAY = dt.timedelta(days=1)


@contextmanager
def process(port, lease=120):
    """A worker process on the test's own database that mails to `port`; ended at the end whatever happens."""
    database = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database}"
    else:
        url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{database}"
    environment = os.environ | {
        "DATABASE_URL": url,
        "DEBUG": "true",
        "DEMO": "false",
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "WORKER_LEASE_SECONDS": str(lease),
    }
    command = [sys.executable, "manage.py", "worker", "--interval", "0.1"]
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield running
    finally:
        running.kill()
        running.communicate(timeout=20)


def comes_true(claim, seconds=60):
    """Whether `claim()` comes true within that time."""
    until = time.monotonic() + seconds
    while not claim():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def all_settled():
    return not Notice.objects.filter(state__in=[State.QUEUED, State.SENDING]).exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_five_times_killed_no_letter_is_lost(rosa, sink):
    owed = owe(rosa, timezone.now(), 60)
    for _kill in range(5):
        already = len(sink.letters)
        with process(sink.port, lease=2) as running:
            assert sink.wait_for(already + 5)
            sink.hold()
            assert sink.wait_for(already + 6)
            running.send_signal(signal.SIGKILL)
            running.wait(20)
        sink.release()
    with process(sink.port, lease=2):
        assert comes_true(all_settled)
    assert set(Notice.objects.values_list("state", flat=True)) == {State.SENT}
    assert {letters.message_id(notice) for notice in owed} == set(sink.message_ids)
    assert len(sink.message_ids) <= 60 + 5


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_told_to_stop_the_worker_finishes_the_letter_in_hand(rosa, sink):
    owe(rosa, timezone.now(), 3)
    sink.hold()
    with process(sink.port) as running:
        assert sink.wait_for(1)
        running.send_signal(signal.SIGTERM)
        sink.release()
        said, errors = running.communicate(timeout=30)
        assert (running.returncode, said) == (0, "1 sent\n")
        assert "Letters: 1 sent" in errors
        assert "@" not in errors
    assert list(Notice.objects.order_by("id").values_list("state", flat=True)) == ["sent", "queued", "queued"]
    assert not Notice.objects.filter(state=State.QUEUED, leased_until__isnull=False).exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_letters(rosa, sink):
    owed = owe(rosa, timezone.now(), 40)
    with process(sink.port), process(sink.port):
        assert comes_true(all_settled)
    assert sorted(sink.message_ids) == sorted(letters.message_id(notice) for notice in owed)


@pytest.mark.django_db(transaction=True)
def test_beside_a_web_server_the_worker_runs_in_a_thread(rosa, settings):
    settings.DEMO = True
    owe(rosa, timezone.now(), 2)
    thread, stop = worker.start_in_thread(interval=0.05)
    try:
        assert comes_true(lambda: Letter.objects.count() == 2)
    finally:
        stop.set()
        thread.join(20)
    assert not thread.is_alive()


def test_once_sends_everything_that_is_due_and_ends(rosa, mailoutbox, capsys, monkeypatch):
    monkeypatch.setattr(worker, "BATCH", 2)
    owe(rosa, timezone.now(), 5)
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        call_command("worker", "--once")
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    assert len(mailoutbox) == 5
    assert capsys.readouterr().out == "5 sent\n"


@pytest.mark.django_db(transaction=True)
def test_a_silent_server_is_asked_less_and_less_often(rosa, smtp):
    smtp.close()
    owe(rosa, timezone.now(), 1)
    pauses = []

    class Patience(worker.Stop):
        def wait(self, seconds):
            pauses.append(seconds)
            Notice.objects.update(send_after=F("created_at"))
            self.wished = len(pauses) == 6
            return self.wished

    worker.run(interval=5, stop=Patience())
    assert pauses == [10, 20, 40, 60, 60, 60]
    assert Notice.objects.get().state == State.QUEUED


def test_the_wish_to_stop_ends_a_wait():
    stop = worker.Stop()
    assert stop.wait(0) is False
    stop.set(signal.SIGTERM, None)
    assert stop.wait(60) is True


# Rounds


def test_the_worker_makes_its_rounds_at_once_and_then_each_at_its_time(db, now, monkeypatch):
    made, at = [], [now]
    monkeypatch.setattr(
        worker, "ROUNDS", {lambda _now: made.append("plan"): 300, lambda _now: made.append("tidy"): 600}
    )

    class Patience(worker.Stop):
        def wait(self, seconds):
            at[0] += dt.timedelta(minutes=3)
            self.wished = at[0] > now + dt.timedelta(minutes=12)

    worker.run(clock=lambda: at[0], stop=Patience())
    assert made == ["plan", "tidy", "plan", "plan", "tidy"]


def test_a_round_that_fails_does_not_hold_letters_up(rosa, mailoutbox, monkeypatch):
    def stumble(now):
        raise ValueError("a row that nobody expected")

    monkeypatch.setattr(worker, "ROUNDS", {stumble: 300})
    owe(rosa, timezone.now())
    assert worker.run(once=True) == {"sent": 1}
    assert len(mailoutbox) == 1


# Housekeeping


def test_housekeeping_takes_away_what_has_served_its_time_and_nothing_else(springfield, edition, make_staff, now):
    for name, at in (("old", now - 3 * DAY), ("new", now)):
        Allowance.objects.create(key=name, tokens=1, at=at)
        Draft.objects.create(edition=edition, created_at=at, updated_at=at, expires_at=at + 2 * DAY)
        Session.objects.create(session_key=name, session_data="", expire_date=at + 2 * DAY)
    imani = make_staff(springfield, "coordinator", "imani@springfield.example.org")
    for name, at in (("old.csv", now - 2 * DAY), ("new.csv", now)):
        Upload.objects.create(community=springfield, edition=edition, by=imani, name=name, header=[], rows=[], at=at)
    make_edition(springfield, 2023, dt.date(2023, 10, 3), is_public=False)  # made for a file that was given up
    gone = housekeeping.tidy(now)
    assert (
        gone.items() >= {"allowances": 1, "drafts": 1, "uploads": 1, "editions": 1, "sessions": 1, "calls": 0}.items()
    )
    assert Allowance.objects.get().key == "new"
    assert Draft.objects.get().expires_at == now + 2 * DAY
    assert Upload.objects.get().name == "new.csv"
    assert Session.objects.get().session_key == "new"
    assert not any(housekeeping.tidy(now).values())


def test_a_draft_that_was_sent_is_kept(elm, edition, now):
    Draft.objects.create(edition=edition, party=elm, created_at=now, updated_at=now, expires_at=now - DAY)
    housekeeping.tidy(now)
    assert Draft.objects.count() == 1


def test_a_call_that_lost_its_point_leaves_the_call_list(elm, now):
    Host.objects.filter(party=elm).update(email="")
    Notice.objects.all().delete()
    host = elm.hosts.get()
    received, link = notices.received(host, now=now), notices.host_link(host, now=now)
    elm.review = "withdrawn"
    elm.save()
    assert housekeeping.tidy(now)["calls"] == 1
    received.refresh_from_db()
    link.refresh_from_db()
    assert (received.state, link.state) == (State.EXPIRED, State.CALL)


def test_a_call_about_the_night_leaves_the_call_list_when_the_night_is_over(elm, now):
    Host.objects.filter(party=elm).update(email="")
    Notice.objects.all().delete()
    evening = dt.datetime(2027, 10, 5, 16, tzinfo=elm.community.zone)
    host = elm.hosts.get()
    Party.objects.update(review="approved", approved_at=now, decided_at=now, slug="elm", night_at=evening)
    host.party = Party.objects.with_context().get(pk=elm.pk)
    notices.night_said(host, now=evening)
    housekeeping.end_pointless_calls(evening + dt.timedelta(hours=7))
    assert Notice.objects.to_call().exists()
    assert housekeeping.end_pointless_calls(evening + dt.timedelta(hours=8)) == 1
