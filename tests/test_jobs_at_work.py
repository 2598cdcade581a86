"""Jobs as the worker does them: in a thread, once, in processes of their own that are killed or told to stop."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from events import jobs
from events.models import Job

State = Job.State


@pytest.fixture
def begin(springfield):
    """begin(kind="sum", **args) queues a job of Springfield's."""
    return lambda kind="sum", **args: jobs.start(kind, community=springfield, by=None, args=args, now=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_beside_a_web_server_jobs_are_done_in_a_thread_and_its_errors_do_not_end_it(begin):
    begin("bad")
    begin()
    thread, stop = jobs.start_in_thread(
        {"bad": lambda job, progress: 1 / 0, "sum": lambda job, progress: {"sum": 1}}, interval=0.05
    )
    try:
        assert comes_true(lambda: not Job.objects.unfinished().exists())
    finally:
        stop.set()
        thread.join(20)
    assert not thread.is_alive()
    assert list(Job.objects.order_by("pk").values_list("state", flat=True)) == [State.FAILED, State.DONE]


def test_the_command_does_what_is_due_once(begin, capsys):
    begin("places.read", file=0)
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        call_command("worker", "--once")
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    assert capsys.readouterr().out == "1 jobs failed\n"
    assert Job.objects.get().error == "The file is no longer there. Upload it again."


PROCESS = """
import os, signal, sys, time
import django
django.setup()
from django.utils import timezone
from events import jobs
from events.mail.worker import Stop, name_of_worker

def slow(job, progress):
    for step in range(job.args["steps"]):
        progress(step, job.args["steps"], "Working")
        time.sleep(0.05)
    with open(job.args["mark"], "a") as file:
        file.write(f"{os.getpid()}\\n")

stop = Stop()
signal.signal(signal.SIGTERM, stop.set)
jobs.run({"slow": slow}, stop=stop, interval=0.1)
"""


def process(lease):
    """A process on the test's own database that does slow jobs."""
    database = connection.settings_dict["NAME"]
    is_file = connection.vendor == "sqlite"
    url = f"sqlite:///{database}" if is_file else f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{database}"
    environment = os.environ | {
        "DATABASE_URL": url,
        "DEBUG": "true",
        "DEMO": "false",
        "DJANGO_SETTINGS_MODULE": "nightout.settings",
        "WORKER_LEASE_SECONDS": str(lease),
    }
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(PROCESS)], env=environment)


def comes_true(claim, seconds=60):
    """Whether `claim()` comes true within that time."""
    until = time.monotonic() + seconds
    while not claim():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def running():
    """running(lease) starts a process; all are ended when the test is over."""
    started = []

    def start(lease=120):
        started.append(process(lease))
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.wait(20)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_of_a_job_another_worker_takes_it_up(begin, running, tmp_path):
    job, mark = begin("slow", steps=60, mark=str(tmp_path / "mark")), tmp_path / "mark"
    first = running(lease=2)
    assert comes_true(lambda: Job.objects.get().done > 5)
    first.send_signal(signal.SIGKILL)
    first.wait(20)
    second = running(lease=2)
    assert comes_true(lambda: Job.objects.get().is_over)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 2)
    assert mark.read_text() == f"{second.pid}\n"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_told_to_stop_a_worker_leaves_its_job_at_once_to_the_next(begin, running, tmp_path):
    job, mark = begin("slow", steps=100, mark=str(tmp_path / "mark")), tmp_path / "mark"
    first = running()
    assert comes_true(lambda: Job.objects.get().done > 5)
    first.send_signal(signal.SIGTERM)
    assert first.wait(20) == 0
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.WAITING, 0)
    assert not mark.exists()
    Job.objects.update(args=job.args | {"steps": 2})
    running()
    assert comes_true(lambda: Job.objects.get().state == State.DONE)
