"""A season that is open on the day the tests run, and a host who fills in the pages."""

import datetime as dt
import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Draft
from tests.conftest import make_edition

WHERE = {"number": "2827", "street": "Elm Street", "place_kind": "street", "neighborhood": "1"}
STEPS = {
    "you": {"host_name": "Rosa Quill", "email": "rosa@example.org", "phone": "314-555-0142", "language": "en"},
    "when": {"starts": "5 pm", "ends": "8 pm", "rain_plan": "go"},
    "what": {"open_to": "everyone", "host_kind": "resident", "expected": "40", "activities": ["food", "music"]},
    "visitors": {"visitors": ["fire"], "topic": "Smoke detectors"},
    "closure": {
        "closure_wanted": "yes",
        "closure_street": "Elm St",
        "closure_from": "1st St",
        "closure_to": "2nd St",
        "closure_starts": "4 pm",
        "closure_ends": "9 pm",
        "barricades": "delivered",
    },
    "sharing": {"level": "block", "rules_accepted": "on"},
}


def open_season(community, days=60, **fields):
    """An edition whose night is in `days` days and whose registration is open today."""
    today = community.today(timezone.now())
    date = today + dt.timedelta(days=days)
    return make_edition(
        community, year=date.year, date=date, **{"registration_opens": today - dt.timedelta(days=30)} | fields
    )


@pytest.fixture
def season(springfield):
    """Springfield's night, open for registration today."""
    return open_season(springfield)


@pytest.fixture
def shelby_season(shelby):
    """Shelby's night, open for registration today."""
    return open_season(shelby)


@pytest.fixture
def rosa():
    """A browser that has not been here before."""
    return Client()


def unseen(page):
    """The hidden fields of the first page, as a browser would send them back."""
    names = ("key", "shown")
    return {name: re.search(rf'name="{name}" value="([^"]+)"', page.content.decode())[1] for name in names}


def arrive(client, slug="springfield", **changes):
    """Send the first step as a browser would; gives the response."""
    address = f"/{slug}/register/"
    return client.post(address, WHERE | unseen(client.get(address)) | changes)


@pytest.fixture
def begun(season, rosa):
    """Rosa's draft after the first step; `rosa` carries its cookie."""
    arrive(rosa)
    return Draft.objects.get()


def answer(client, draft, *names, **changes):
    """Answer the named steps (all when none are named); gives the last response."""
    response = None
    for name in names or STEPS:
        response = client.post(page_of(draft, name), STEPS[name] | changes)
        assert response.status_code == 302, (name, response.context["form"].errors)
    return response


def page_of(draft, name):
    return f"/springfield/register/{draft.key}/{name}/"


@pytest.fixture
def sent(begun, rosa):
    """Rosa's party, sent and not confirmed."""
    answer(rosa, begun)
    rosa.post(page_of(begun, "check"))
    begun.refresh_from_db()
    return begun.party


def a_key():
    return str(uuid.uuid4())
