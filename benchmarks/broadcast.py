"""A letter to 2,000 hosts while the mail server is down at first: what arrives, and what pages cost meanwhile.

    DEBUG=true .venv/bin/python -m benchmarks.broadcast [--hosts 2000] [--down 60]

Makes a test database (of DATABASE_URL's kind, SQLite by default) with one community, has a worker of its own process
write and send the letters to a mail server of a third process, and kills the worker once while it writes. Prints the
milliseconds of pages, the median and the slowest of twenty, before, while the server is down and while letters leave,
with the ratios, and how many letters were lost or doubled. For the first minutes that letters leave, the server holds
its answers back at every second round of pages: the worker waits then, so that the two are compared in the same
minutes, whatever else the machine does.
"""

import argparse
import atexit
import json
import logging
import multiprocessing
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment
from django.utils import timezone

from benchmarks.growth import grown
from events.broadcasts import sending
from events.models import Broadcast, Edition, Party, Region, User
from tests.mail.sink import Sink

WORDS = {"subjects": {"en": "Rain on the night"}, "texts": {"en": "Take a tent."}}
MEASURED, LONGEST = 180, 1_800  # seconds: pages asked for while letters leave, and all of them gone


def receive(port, path, is_over, may_answer):
    """Be the mail server on `port`, answering while it may, until `is_over`; then leave in a file who got what."""
    sink = Sink(port=port)
    sink.may_answer = may_answer
    is_over.wait()
    with open(path, "w") as file:
        json.dump([[to, message["Message-ID"]] for to, message in sink.letters], file)
    sink.close()


def worker(database, port):
    """A worker process on the database that mails to `port`, at the priority that docs/operations.md gives it."""
    is_file = connection.vendor == "sqlite"
    url = f"sqlite:///{database}" if is_file else f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{database}"
    given = {"DATABASE_URL": url, "DEBUG": "true", "DEMO": "false", "WORKER_LEASE_SECONDS": "5"}
    given["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
    command = ["nice", "-n", "10", sys.executable, "manage.py", "worker", "--interval", "1"]
    running = subprocess.Popen(command, env=os.environ | given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    atexit.register(running.kill)
    return running


def times_of(pages, goes_on, least=5):
    """{page: milliseconds of each time} of asking for the pages in turn while `goes_on()`, at least so many times."""
    took = {name: [] for name in pages}
    while goes_on() or min(map(len, took.values())) < least:
        for name, ask in pages.items():
            began = time.perf_counter()
            answer = ask()
            took[name].append((time.perf_counter() - began) * 1000)
            assert answer.status_code in (200, 204), (name, answer.status_code)
    return took


def in_turns(pages, goes_on, may_answer):
    """({page: milliseconds} while letters are held back, the same while they leave), round by round in turns."""
    held, leaving = {name: [] for name in pages}, {name: [] for name in pages}
    while goes_on():
        for took, turn in ((held, may_answer.clear), (leaving, may_answer.set)):
            turn()
            for name, times in times_of(pages, lambda: False, least=1).items():
                took[name] += times
    return held, leaving


def for_seconds(seconds):
    until = time.monotonic() + seconds
    return lambda: time.monotonic() < until


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--hosts", type=int, default=2_000)
    parser.add_argument("--down", type=int, default=60, help="Seconds for which the mail server is down")
    given = parser.parse_args()
    logging.disable()
    setup_test_environment(debug=False)
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = f"{folder}/test.sqlite3"
        name = connection.creation.create_test_db(verbosity=0)
        try:
            report(given.hosts, given.down, folder)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)
            teardown_test_environment()


def report(hosts, down, folder):
    """Prints the table."""
    user = User.objects.create_user("bench@example.org", "bench")
    community = grown(Region.objects.create(name="Bench", slug="bench"), "bench", "BEN", hosts, user)
    community.quiet_from = community.quiet_until
    community.save()
    edition = Edition.objects.select_related("community").get()
    public, staff = Client(), Client()
    staff.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    reference = Party.objects.filter(edition=edition, slug="party-7").values_list("reference", flat=True).get()
    letter = sending.draft(edition, by=user, now=timezone.now(), **WORDS)
    pages = {
        "city page": lambda: public.get("/bench/"),
        "party": lambda: public.get(f"/bench/{edition.year}/p/party-7/"),
        "register": lambda: public.get("/bench/register/"),
        "staff queue": lambda: staff.get("/staff/bench/?tab=approved"),
        "staff save": lambda: staff.post(f"/staff/bench/parties/{reference}/opened/"),
        "the letter's page": lambda: staff.get(f"/staff/bench/broadcasts/{letter.pk}/"),
    }
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    took = {"before": times_of(pages, for_seconds(15))}
    at_work = begun_twice(letter, user, port)
    took["server down"] = times_of(pages, for_seconds(down))
    is_over, may_answer, path = multiprocessing.Event(), multiprocessing.Event(), f"{folder}/letters.json"
    may_answer.set()
    server = multiprocessing.Process(target=receive, args=(port, path, is_over, may_answer))
    server.start()
    began = time.monotonic()
    wait_for(lambda: letter.notices.filter(state="sent").exists())
    leaving = time.monotonic()
    owed = letter.notices.filter(state__in=["queued", "sending"])
    is_measured = for_seconds(MEASURED)
    took["held back"], took["letters leaving"] = in_turns(pages, lambda: owed.exists() and is_measured(), may_answer)
    wait_for(lambda: not owed.exists(), every=1)
    ended = time.monotonic()
    at_work.send_signal(signal.SIGTERM)
    at_work.wait(30)
    is_over.set()
    server.join(30)
    show(took, path, hosts)
    print(f"first letter {leaving - began:.0f} s after the server was back, all in {ended - leaving:.0f} s more")
    print(f"on our side: {dict(Counter(letter.notices.values_list('state', flat=True)))}")


def begun_twice(letter, user, port):
    """Send the letter; kill the worker while it writes, and give the one that goes on, all letters being written."""
    sending.begin(letter, seen=letter.revision, by=user, now=timezone.now())
    first = worker(connection.settings_dict["NAME"], port)
    wait_for(lambda: letter.notices.count() > 0)
    first.kill()
    first.wait(10)
    print(f"worker killed with {letter.notices.count():,} letters written")
    second = worker(connection.settings_dict["NAME"], port)
    wait_for(lambda: Broadcast.objects.filter(pk=letter.pk, state="sent").exists())
    return second


def slowest_of_twenty(times):
    return statistics.quantiles(times, n=20)[-1]


def wait_for(claim, every=0.02):
    until = time.monotonic() + LONGEST
    while not claim():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(every)


def show(took, path, hosts):
    print(f"{connection.vendor}, {hosts:,} hosts")
    for title, figure in {"median ms": statistics.median, "slowest of 20, ms": slowest_of_twenty}.items():
        print(f"{title:<20}" + "".join(f"{name:>24}" for name in took))
        for page in took["before"]:
            here = {name: figure(took[name][page]) for name in took}
            beside = dict.fromkeys(took, here["before"]) | {"letters leaving": here["held back"]}
            print(f"{page:<20}" + "".join(f"{ms:>15.1f} ({ms / beside[name]:>4.2f} x)" for name, ms in here.items()))
    with open(path) as file:
        letters = json.load(file)
    people, ids = Counter(to for to, _id in letters), {message for _to, message in letters}
    doubled = sum(number - 1 for number in people.values())
    print(f"{len(letters):,} letters arrived, {hosts - len(people)} lost, {doubled} doubled, {len(ids):,} Message-IDs")


if __name__ == "__main__":
    main()
