"""Rosa's party is approved and listed by block; Ana begins to register on the same block, with a device of her own."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from events import access, introductions
from events.mail import letters
from events.models import Draft, Host, Introduction, Notice, Review
from tests.conftest import client_of
from tests.hosting import conftest as hosting

now, night, make_party = hosting.now, hosting.night, hosting.make_party
edition, shelby_edition = hosting.edition, hosting.shelby_edition
HERE = {"place_kind": "street", "number": "2815", "street": "Elm St", "lat": 38.6051, "lng": -90.2249}
ANA = {"name": "Ana Lark", "email": "ana@example.org", "phone": "314 555 0155", "message": "I bring a tent."}


@pytest.fixture
def there(edition, make_party):
    return make_party(edition, Review.APPROVED)


@pytest.fixture
def draft(edition):
    now = timezone.now()
    said = {**HERE, "place_name": "", "neighborhood": 1, "neighborhood_chosen": False}
    until = now + dt.timedelta(days=30)
    return Draft.objects.create(
        edition=edition, answers=said, steps_done=["where"], created_at=now, updated_at=now, expires_at=until
    )


@pytest.fixture
def ana(draft):
    """The client that holds the draft."""
    return client_of(lambda response: access.let_in_draft(response, draft))


@pytest.fixture
def wish(ana, draft, there):
    """Ana has asked by the page, and has to confirm."""
    ana.post(f"/springfield/register/{draft.key}/join/{there.slug}/", ANA)
    return Introduction.objects.get()


@pytest.fixture
def asked(wish):
    """Ana's e-mail is confirmed; Rosa is asked."""
    return introductions.confirm_wish(wish, now=timezone.now())


@pytest.fixture
def joined(asked, there):
    """Ana is a joined host of Rosa's party."""
    rosa = there.hosts.get()
    introductions.answer(asked, rosa, True, by=rosa, now=timezone.now())
    return there.hosts.get(role=Host.Role.JOINED)


def link_of(kind):
    """The path of the link in the newest letter of a kind."""
    notice = Notice.objects.select_related(*letters.ROWS).filter(kind=kind).latest("pk")
    found = re.search(r"https?://[^/\s]+(/(?:es/)?(?:join|answer|link|draft)/\S+)", letters.compose(notice).text)
    return found[1]
