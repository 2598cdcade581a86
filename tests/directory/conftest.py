"""A night at a distance of some days from the present, and a page as text."""

import datetime as dt
import html
import re

import pytest
from django.utils import timezone, translation

from tests.conftest import make_edition


@pytest.fixture(autouse=True)
def _in_english():
    """A request leaves its language behind."""
    with translation.override("en"):
        yield


@pytest.fixture
def today(springfield):
    return springfield.today(timezone.now())


@pytest.fixture
def night_in(springfield, today):
    """night_in(days, **fields) gives Springfield's edition whose night is so many days from today."""

    def make(days, **fields):
        date = today + dt.timedelta(days=days)
        return make_edition(
            springfield, date.year, date, **{"registration_opens": date - dt.timedelta(days=180)} | fields
        )

    return make


@pytest.fixture
def open_night(night_in):
    """Springfield's night in sixty days: registration is open."""
    return night_in(60)


@pytest.fixture
def read(client):
    """read("/springfield/") gives the page's text without tags, one space between words."""

    def get(path, status=200):
        response = client.get(path)
        assert response.status_code == status
        text = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())

    return get
