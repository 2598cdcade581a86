"""The last evening before the last day: everybody registers at once, and many press the button twice.

None may be refused by a busy database, none lost, none doubled, whichever database it is.
"""

import datetime as dt
import random
import urllib.request
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.http import HttpResponse
from django.utils import timezone

from events import access, registry
from events.models import Change, Deed, Draft, Host, Notice, Party
from tests.conftest import answers, make_edition

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

CLIENTS = 50


def in_parallel(deed, tasks, clients=CLIENTS):
    """Do `deed(task)` for every task on so many threads; gives what came of each, exceptions included."""

    def work(mine):
        try:
            return [attempt(task) for task in mine]
        finally:
            connections.close_all()

    def attempt(task):
        try:
            return deed(task)
        except Exception as trouble:  # counted, not raised: one failure must not hide the others
            return trouble

    with ThreadPoolExecutor(clients) as pool:
        return [
            came for result in pool.map(work, [tasks[start::clients] for start in range(clients)]) for came in result
        ]


def assert_each_arrived_once(edition, keys):
    parties = Party.objects.filter(edition=edition)
    assert sorted(parties.values_list("key", flat=True)) == sorted(keys)
    assert parties.values("reference").distinct().count() == len(keys)
    assert set(Counter(Host.objects.values_list("party_id", flat=True)).values()) == {1}
    assert Change.objects.filter(deed=Deed.REGISTERED).count() == len(keys)
    assert Notice.objects.filter(kind="confirm").count() == len(keys)
    edition.refresh_from_db()
    assert edition.counter == len(keys)


def test_two_thousand_registrations_from_fifty_clients_all_arrive_once(edition, now):
    keys = [uuid.UUID(int=number, version=4) for number in range(2000)]
    sendings = keys + keys
    random.Random(7).shuffle(sendings)

    overtaken = []  # by so many others, while a sending was on its way

    def register(key):
        number = key.int & 0xFFFF
        sent = answers(email=f"host{number}@example.org", phone="", number=str(number % 90 * 100 + 7))
        before = len(overtaken)
        reference = registry.register(edition, sent, key=key, now=now).reference
        overtaken.append(len(overtaken) - before)
        return reference

    came = in_parallel(register, sendings)
    assert [trouble for trouble in came if isinstance(trouble, Exception)][:3] == []
    assert max(overtaken) < 10 * CLIENTS, "Somebody waited while others came and went again and again."
    assert len(set(came)) == len(keys)
    assert_each_arrived_once(edition, keys)


def post_twice(address, cookie):
    """What a double click sends: the same form, two times in a row; gives the two statuses after the redirect."""
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Cookie": cookie}), timeout=60) as answer:
        page, given = answer.read().decode(), answer.headers.get_all("Set-Cookie") or []
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    headers = {"Cookie": "; ".join([cookie, *(line.split(";")[0] for line in given)]), "Referer": address}
    statuses = []
    for _click in range(2):
        request = urllib.request.Request(address, f"csrfmiddlewaretoken={token}".encode(), headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            statuses.append(answer.status)
    return statuses


def test_registrations_over_http_all_arrive_once(springfield, live_server):
    edition, now = (
        make_edition(springfield, 2099, dt.date(2099, 10, 6), registration_opens=dt.date(2020, 4, 1)),
        timezone.now(),
    )
    drafts = [
        Draft.objects.create(
            key=uuid.UUID(int=number, version=4),
            edition=edition,
            answers=answers(date="2099-10-06", email=f"host{number}@example.org", phone=""),
            created_at=now,
            updated_at=now,
            expires_at=now + dt.timedelta(days=1),
        )
        for number in range(100)
    ]

    def send(draft):
        cookies = access.let_in_draft(HttpResponse(), draft).cookies
        cookie = "; ".join(morsel.OutputString(attrs=[]) for morsel in cookies.values())
        return post_twice(f"{live_server.url}/springfield/register/{draft.key}/check/", cookie)

    came = in_parallel(send, drafts, clients=10)
    assert Counter(map(str, came)) == {"[200, 200]": len(drafts)}
    assert_each_arrived_once(edition, [draft.key for draft in drafts])
