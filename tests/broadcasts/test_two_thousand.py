"""A letter to 2,000 hosts while the mail server is down for its first minutes: none lost, none doubled."""

import datetime as dt
import uuid
from collections import Counter

import pytest

from events import jobs
from events.broadcasts import sending
from events.mail import outbox
from events.models import Host, Notice, Party, Review
from tests.broadcasts.conftest import BOTH
from tests.mail import conftest as mailing
from tests.mail.sink import Sink

sink, smtp = mailing.sink, mailing.smtp
HOSTS = 2_000
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def crowd(edition, make_party):
    """2,000 approved parties, each with a host of its own; every tenth reads Spanish, every hundredth has no e-mail."""
    one = make_party(edition, Review.APPROVED)
    columns = {
        field.attname: getattr(one, field.attname) for field in Party._meta.concrete_fields if field.name != "id"
    }
    one.delete()
    Party.objects.bulk_create(
        Party(**columns | {"key": uuid.UUID(int=number, version=4), "reference": f"SPR-27-{number:05d}", "slug": name})
        for number, name in enumerate(f"party-{number}" for number in range(HOSTS))
    )
    Host.objects.bulk_create(
        Host(
            party=party,
            name=f"Host {party.slug}",
            email="" if number % 100 == 0 else f"{party.slug}@example.org",
            phone=f"+1314555{number:04d}",
            language="es" if number % 10 == 0 else "en",
        )
        for number, party in enumerate(Party.objects.order_by("slug"))
    )


@pytest.mark.slow
@pytest.mark.django_db
def test_none_is_lost_and_none_doubled(crowd, edition, smtp, now):
    port = smtp.port
    smtp.close()
    smtp.server.server_close()
    Notice.objects.all().delete()
    letter = sending.draft(edition, by=None, now=now, **BOTH)
    sending.begin(letter, seen=1, by=None, now=now)
    assert jobs.run_due({sending.SEND: sending.send}, clock=lambda: now, worker="one") == {"done": 1}
    assert Counter(letter.notices.values_list("state", flat=True)) == {"queued": 1_980, "call": 20}

    for minute in range(5):
        assert outbox.deliver_due(now + minute * MINUTE) == {"waiting": 1}

    again = Sink(port=port)
    try:
        counts, clock = Counter(), now + 10 * MINUTE
        while letter.notices.filter(state="queued").exists():
            counts += outbox.deliver_due(clock, limit=500)
            clock += MINUTE
        assert counts == {"sent": 1_980}
        assert len(again.letters) == 1_980
        assert set(Counter(to for to, _message in again.letters).values()) == {1}
        assert len(set(again.message_ids)) == 1_980
        subjects = Counter(message["Subject"] for _to, message in again.letters)
        assert subjects == {"Rain on the night": 1_800, "Lluvia esa noche": 180}
    finally:
        again.close()
    assert Counter(letter.notices.values_list("state", flat=True)) == {"sent": 1_980, "call": 20}
