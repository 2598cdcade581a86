"""Jobs: done once, by one worker, whatever dies; cancelled when somebody wants it; told of honestly."""

import datetime as dt
import threading
from collections import Counter
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connections, transaction
from django.utils import timezone

from events import housekeeping, jobs
from events.models import Job

State = Job.State
SECOND = dt.timedelta(seconds=1)
MINUTE = dt.timedelta(minutes=1)


class Clock:
    """A clock that goes a second further each time it is asked."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        self.now += SECOND
        return self.now


@pytest.fixture
def begin(springfield, now):
    """begin(kind="sum", **args) queues a job of Springfield's."""
    return lambda kind="sum", **args: jobs.start(kind, community=springfield, by=None, args=args, now=now)


def do(work, now, **options):
    """Run what is due as one worker; the clock starts at `now`."""
    return jobs.run_due(work, **({"clock": Clock(now), "worker": "one"} | options))


def test_a_job_is_done_by_the_function_of_its_kind_and_keeps_what_it_gave(begin, now):
    job = begin(a=2, b=3)
    counts = do({"sum": lambda job, progress: {"sum": job.args["a"] + job.args["b"]}}, now)
    job.refresh_from_db()
    assert counts == Counter(done=1)
    assert (job.state, job.result, job.attempts, job.leased_until) == (State.DONE, {"sum": 5}, 1, None)
    assert job.ended_at > now


def test_jobs_are_done_in_the_order_they_were_asked_for(springfield, now):
    for place in (3, 1, 2):
        args = {"place": place}
        jobs.start("note", community=springfield, by=None, args=args, now=now + place * MINUTE)
    seen = []
    do({"note": lambda job, progress: seen.append(job.args["place"])}, now + 5 * MINUTE)
    assert seen == [1, 2, 3]


def test_a_kind_this_worker_does_not_know_waits_for_one_that_does(begin, now):
    job = begin("plan")
    assert do({"sum": lambda job, progress: None}, now) == Counter()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.WAITING, 0)


@pytest.mark.django_db(transaction=True)
def test_progress_is_written_and_the_lease_renewed(begin, now):
    job, seen = begin(), []

    def work(job, progress):
        progress(40, 100, "Reading rows", draft={"stops": 3})
        seen.append(Job.objects.get())
        progress(80, 100)
        seen.append(Job.objects.get())

    do({"sum": work}, now)
    first, second = seen
    assert (first.done, first.total, first.says, first.result) == (40, 100, "Reading rows", {"stops": 3})
    assert (second.done, second.says) == (80, "Reading rows")
    assert second.leased_until > first.leased_until
    assert jobs.shown(first, now)["percent"] == 40
    job.refresh_from_db()
    assert jobs.shown(job, now) == {
        "state": "done", "done": 80, "total": 100, "percent": 80, "says": "Done", "is_over": True,
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_progress_is_written_at_most_every_half_second(begin, now, django_assert_num_queries):
    job = begin()
    moment = SimpleNamespace(now=now)
    progress = jobs.Progress(jobs.claim(now, "one", ["sum"]), clock=lambda: moment.now)
    progress(1, 1000)
    with django_assert_num_queries(0):
        for row in range(2, 500):
            progress(row, 1000)
    moment.now += SECOND / 2
    progress(500, 1000)
    job.refresh_from_db()
    assert job.done == 500


@pytest.mark.django_db(transaction=True)
def test_inside_a_transaction_progress_writes_nothing_but_still_hears_a_cancel(begin, now):
    job = begin()

    def work(row, progress):
        with transaction.atomic():
            progress(1, 2)
            assert Job.objects.get().done == 0
            Job.objects.update(wants_cancel=True)
            progress(2, 2)

    assert do({"sum": work}, now) == Counter(cancelled=1)
    job.refresh_from_db()
    assert (job.state, job.done) == (State.CANCELLED, 0)


# Cancel


def test_a_job_that_waits_is_cancelled_at_once(begin, now):
    job = jobs.cancel(begin(), now=now)
    assert (job.state, job.ended_at) == (State.CANCELLED, now)
    assert do({"sum": lambda job, progress: 1 / 0}, now) == Counter()


@pytest.mark.django_db(transaction=True)
def test_a_job_that_runs_is_cancelled_at_its_next_step(begin, now):
    job, steps = begin(), []

    def work(row, progress):
        for step in range(10):
            if step == 3:
                assert jobs.shown(jobs.cancel(Job.objects.get(), now=now), now)["says"] == "Cancelling"
            progress(step, 10)
            steps.append(step)

    assert do({"sum": work}, now) == Counter(cancelled=1)
    job.refresh_from_db()
    assert (job.state, steps) == (State.CANCELLED, [0, 1, 2])


def test_a_cancel_that_comes_when_all_is_done_changes_nothing(begin, now):
    job = begin()
    do({"sum": lambda job, progress: {"sum": 1}}, now)
    job = jobs.cancel(job, now=now)
    assert (job.state, job.wants_cancel) == (State.DONE, False)


# Failure


def test_a_job_that_stumbles_fails_with_a_sentence_and_a_trace_in_the_log(begin, now, caplog):
    job = begin()
    assert do({"sum": lambda job, progress: 1 / 0}, now) == Counter(failed=1)
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert (
        job.error
        == f"Something went wrong on our side, and nothing was changed. Tell whoever runs the site: job {job.pk}."
    )
    assert "ZeroDivisionError" in caplog.text


def test_a_refusal_is_told_in_its_own_words_and_is_no_fault(begin, now, caplog):
    def work(job, progress):
        raise jobs.Refused("The file has no areas. Choose another one.")

    job = begin()
    do({"sum": work}, now)
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "The file has no areas. Choose another one.")
    assert "Traceback" not in caplog.text


def test_one_job_that_fails_does_not_hold_up_the_next(begin, now):
    begin("bad")
    begin("sum")
    assert do({"bad": lambda job, progress: 1 / 0, "sum": lambda job, progress: None}, now) == Counter(failed=1, done=1)


def test_a_job_whose_database_was_away_is_begun_again_but_not_for_ever(begin, now):
    def work(job, progress):
        raise OperationalError("server closed the connection")

    job = begin()
    assert [do({"sum": work}, now) for _try in range(4)] == [
        Counter(again=1), Counter(again=1), Counter(failed=1), Counter(),
    ]  # fmt: skip
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.FAILED, 3)
    assert "3 times" in job.error


# Leases


def test_a_job_whose_worker_died_is_taken_up_after_its_lease_and_no_sooner(begin, now, settings):
    job = begin()
    assert jobs.claim(now, "dead", ["sum"]).pk == job.pk
    lease = dt.timedelta(seconds=settings.WORKER_LEASE_SECONDS)
    assert jobs.claim(now + lease - SECOND, "other", ["sum"]) is None
    taken = jobs.claim(now + lease + SECOND, "other", ["sum"])
    assert (taken.claimed_by, taken.attempts) == ("other", 2)


def test_after_three_deaths_a_job_is_given_up(begin, now, caplog):
    job = begin()
    for death in range(3):
        assert jobs.claim(now + death * 10 * MINUTE, f"worker {death}", ["sum"])
    assert do({"sum": lambda job, progress: None}, now + 60 * MINUTE) == Counter()
    job.refresh_from_db()
    assert (job.state, job.leased_until) == (State.FAILED, None)
    assert job.error.startswith("The work was begun 3 times and broke off each time.")


def test_a_job_to_be_cancelled_whose_worker_died_is_cancelled(begin, now):
    job = begin()
    jobs.claim(now, "dead", ["sum"])
    jobs.cancel(job, now=now)
    do({}, now + 10 * MINUTE)
    job.refresh_from_db()
    assert (job.state, job.leased_until) == (State.CANCELLED, None)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_lost_its_job_stops_and_says_nothing_about_it(begin, now):
    job = begin()

    def slow(row, progress):
        assert jobs.claim(now + 10 * MINUTE, "two", ["sum"]).pk == row.pk
        progress(1, 2)

    assert do({"sum": slow}, now) == Counter(lost=1)
    job.refresh_from_db()
    assert (job.state, job.claimed_by, job.done) == (State.RUNNING, "two", 0)


def test_what_a_lost_job_gave_is_not_written_over_the_others(begin, now):
    job = begin()

    def slow(row, progress):
        jobs.claim(now + 10 * MINUTE, "two", ["sum"])
        return {"sum": "late"}

    assert do({"sum": slow}, now) == Counter(lost=1)
    job.refresh_from_db()
    assert (job.state, job.result) == (State.RUNNING, {})


def test_told_to_stop_a_job_is_left_to_be_begun_again_at_no_cost(begin, now):
    job, wishes = begin(), iter([False, False, True])

    def work(job, progress):
        for step in range(10):
            progress(step, 10)

    assert do({"sum": work}, now, stop=lambda: next(wishes, True)) == Counter(stopped=1)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.claimed_by, job.done) == (State.WAITING, 0, "", 0)


@pytest.mark.django_db(transaction=True)
def test_eight_workers_never_do_the_same_job(begin):
    for number in range(40):
        begin(number=number)
    done, together = [], threading.Barrier(8)

    def work(job, progress):
        done.append(job.args["number"])

    def one(name):
        together.wait()
        try:
            jobs.run_due({"sum": work}, clock=timezone.now, worker=name)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=[f"worker {number}"]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(done) == list(range(40))
    assert set(Job.objects.values_list("state", "attempts")) == {(State.DONE, 1)}


# Neglect


def test_a_page_says_when_nothing_works_on_a_job(begin, now):
    job = begin()
    assert jobs.shown(job, now + 30 * SECOND)["says"] == "Waiting for its turn"
    assert jobs.shown(job, now + 2 * MINUTE)["says"] == "Nothing is working on it: is the worker running?"
    other = begin("plan")
    jobs.claim(now + MINUTE, "busy", ["plan"])
    assert jobs.shown(job, now + 2 * MINUTE)["says"] == "Waiting for its turn"
    other.refresh_from_db()
    assert jobs.shown(other, now + 2 * MINUTE)["says"] == "Working"
    assert jobs.shown(other, now + 60 * MINUTE)["says"] == "Nothing is working on it: is the worker running?"


def test_readyz_tells_of_work_that_nobody_does_and_keeps_the_pages_up(client, begin, now):
    assert client.get("/readyz").json()["checks"]["jobs"] == {"ok": True, "oldest_waiting_seconds": 0}
    job = begin()
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - 10 * MINUTE)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["checks"]["jobs"]["ok"] is False
    assert answer.json()["checks"]["jobs"]["oldest_waiting_seconds"] >= 600


def test_jobs_are_forgotten_a_month_after_their_end(begin, now):
    old, new, waiting = begin(), begin(), begin()
    Job.objects.filter(pk=old.pk).update(state=State.DONE, ended_at=now - dt.timedelta(days=31))
    Job.objects.filter(pk=new.pk).update(state=State.FAILED, ended_at=now - dt.timedelta(days=29))
    Job.objects.filter(pk=waiting.pk).update(created_at=now - dt.timedelta(days=90))
    assert housekeeping.tidy(now)["jobs"] == 1
    assert set(Job.objects.values_list("pk", flat=True)) == {new.pk, waiting.pk}
