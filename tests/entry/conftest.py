"""The season of these tests is now: the pages ask the clock themselves."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from events.models import Edition, Party


@pytest.fixture(autouse=True)
def season(cast, edition):
    """Registration is open and the night is in a month; gives `night`, `other` (a day later), `over` (yesterday)."""
    today = edition.community.today(timezone.now())
    night, until = today + dt.timedelta(days=30), today + dt.timedelta(days=20)
    days = dict.fromkeys(["listing_until", "closure_until", "visits_until", "kit_until"], until)
    over = today - dt.timedelta(days=1)
    Edition.objects.filter(pk=edition.pk).update(date=night, registration_opens=today - dt.timedelta(days=60), **days)
    Party.objects.filter(edition=edition).update(date=night)
    edition.refresh_from_db()
    return SimpleNamespace(night=night, other=night + dt.timedelta(days=1), over=over)
