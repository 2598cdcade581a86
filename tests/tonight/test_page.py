"""Tonight's page as it goes out: when there is one, how it is kept, how large it is, and what is not in it."""

import datetime as dt
import gzip
import re

import pytest
from django.utils import timezone

from events import night
from events.caching import LIVE
from events.models import Night, Party, Review
from tests.conftest import make_edition

HERE = "/springfield/tonight/"
ALL_DAY = {"starts": "00:01", "ends": "23:59", "closure_wanted": False}


@pytest.fixture
def today(springfield):
    return springfield.today(timezone.now())


@pytest.fixture
def edition(springfield, today):
    """A night that was three days ago."""
    date = today - dt.timedelta(days=3)
    return make_edition(springfield, date.year, date, registration_opens=date - dt.timedelta(days=180))


@pytest.fixture
def party(edition, make_party, today):
    """Rosa's party, on its rain date: today, all day."""
    return make_party(
        edition, Review.APPROVED, date=str(today), other_day_reason="Rain", rain_plan="date",
        rain_date=str(today + dt.timedelta(days=2)), **ALL_DAY
    )  # fmt: skip


def test_it_is_there_on_a_day_with_a_party_and_leads_home_on_any_other(party, client):
    page = client.get(HERE)
    assert page.status_code == 200
    assert "1 party on now" in page.content.decode()
    assert "until 11:59 pm" in page.content.decode()
    Party.objects.filter(pk=party.pk).update(date=party.date + dt.timedelta(days=1))
    assert client.get(HERE).url == "/springfield/"


def test_what_a_host_says_is_there_at_once(party, client):
    tag = client.get(HERE).headers["ETag"]
    assert client.get(HERE, headers={"if-none-match": tag}).status_code == 304
    night.say(party, Night.NOT_HAPPENING, words="The tree fell", by=party.hosts.get(), now=timezone.now())
    page = client.get(HERE, headers={"if-none-match": tag})
    assert page.status_code == 200
    assert '<li class="off">' in page.content.decode()


def test_it_is_good_for_a_minute_at_most_and_the_partys_page_too(party, client):
    assert client.get(HERE).headers["Cache-Control"] == LIVE
    assert client.get(f"/springfield/{party.edition.year}/p/{party.slug}/").headers["Cache-Control"] == LIVE
    Party.objects.filter(pk=party.pk).update(date=party.date + dt.timedelta(days=1))
    assert client.get(f"/springfield/{party.edition.year}/p/{party.slug}/").headers["Cache-Control"] != LIVE


def test_a_persons_place_is_rounded_and_kept_by_nobody(party, client):
    assert client.get(f"{HERE}?near=38.60512,-90.22494").url == f"{HERE}?near=38.605,-90.225"
    page = client.get(f"{HERE}?near=38.605,-90.225")
    assert page.headers["Cache-Control"] == "no-store"
    assert "far num" in page.content.decode()
    assert "We could not read that place" in client.get(f"{HERE}?near=home").content.decode()


def test_nothing_private_is_in_it(party, client):
    page = client.get(HERE).content.decode()
    for planted in (
        "2827",
        "Rosa",
        "rosa@example.org",
        "555-0142",
        "3145550142",
        "Gate at the alley",
        "Smoke detectors",
    ):
        assert planted not in page


def test_150_parties_are_20_kilobytes(party, client):
    rows = []
    for index in range(149):
        row = Party.objects.get(pk=party.pk)
        row.pk, row.key, row.reference = None, Party._meta.get_field("key").default(), f"X-{index}"
        row.slug, row.street, row.number = (
            f"party-{index}-on-the-block",
            f"{chr(65 + index % 26)}ustin Ave",
            str(100 * index),
        )
        row.public_lat, row.public_lng = 38.6 + index % 97 / 9700, -90.23 + index % 89 / 2970
        rows.append(row)
    Party.objects.bulk_create(rows)
    page = client.get(HERE, headers={"accept-encoding": "gzip"})
    assert gzip.decompress(page.content).decode().count('class="go"') == 150
    assert len(page.content) <= 20 * 1024


def test_the_copy_keeper_is_one_public_script_that_leaves_private_pages_alone(client):
    answer = client.get("/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    script = answer.content.decode()
    assert "{{" not in script
    kept, never = (
        re.compile(re.search(rf"const {name} = /(.+)/;", script)[1].replace(r"\/", "/")) for name in ("KEPT", "NEVER")
    )
    for path in ("/springfield/", "/es/springfield/", HERE, "/springfield/2027/p/2800-block-of-elm-st/"):
        assert kept.match(path), path
        assert not never.match(path), path
    for path in ("/staff/", "/staff/springfield/", "/my/SPR-27-0001/", "/link/abc/", "/es/my/SPR-27-0001/"):
        assert never.match(path) or not kept.match(path), path
    assert not kept.match("/springfield/register/")


def test_every_page_that_is_kept_says_where_its_copy_comes_from(party, client):
    for path in (HERE, "/springfield/", f"/springfield/{party.edition.year}/p/{party.slug}/"):
        page = client.get(path).content.decode()
        assert page.count("data-saved hidden") == 1, path
        assert page.count("<time></time>") == 1, path
        assert ("js/list.js" if path == "/springfield/" else "js/keep.js") in page, path
