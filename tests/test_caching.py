"""Public pages: no cookie, nothing personal to vary on, an ETag, and 304 before any party is read."""

import datetime as dt

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from events.caching import CACHE_CONTROL, etag_of
from events.models import Edition, Phase, Review
from tests.conftest import make_edition

PAGES = [
    "/",
    "/springfield/",
    "/springfield/?has=kids&q=elm&at=18:00",
    "/springfield/?view=print",
    "/springfield/?view=map",
    "/springfield/2027/pins.json?has=food",
    "/springfield/outlines.json",
    "/springfield/elm-park/",
    "/springfield/river-bend/",
    "/springfield/2027/",
    "/springfield/2027/p/2800-block-of-elm-st/",
    "/springfield/2027/p/2800-block-of-elm-st.ics",
    "/springfield/2027/p/2800-block-of-elm-st/report/sent/",
    "/springfield/about/",
    "/springfield/closed-streets/",
    "/springfield/closed-streets.csv",
    "/springfield/closed-streets.geojson",
    "/springfield/closed-streets/notice/",
    "/springfield/closed-streets/consent/",
    "/about/accessibility/",
    "/about/privacy/",
    "/about/contact/",
]
PAGES += [f"/es{path}" for path in PAGES]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def town(edition, shelby_edition, make_party):
    return make_party(edition, Review.APPROVED)


@pytest.mark.parametrize("demo", [False, True])
@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_sets_no_cookie_and_varies_on_nothing_personal(town, client, settings, path, demo):
    settings.DEMO = demo
    response = client.get(path, headers={"accept-encoding": "gzip", "accept-language": "es", "cookie": "staff=x"})
    assert (response.status_code, dict(response.cookies)) == (200, {})
    assert response.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"  # too short to compress: none
    assert response.headers["Cache-Control"] == CACHE_CONTROL
    assert response.headers["Content-Language"] == ("es" if path.startswith("/es") else "en")


@pytest.mark.parametrize("path", PAGES)
def test_a_copy_that_is_still_right_costs_three_queries_at_most(town, client, path):
    etag = client.get(path).headers["ETag"]
    with CaptureQueriesContext(connection) as asked:
        response = client.get(path, headers={"if-none-match": etag})
    assert (response.status_code, response.content, dict(response.cookies)) == (304, b"", {})
    assert (response.headers["ETag"], response.headers["Cache-Control"]) == (etag, CACHE_CONTROL)
    assert len(asked) <= 3


def test_a_signed_in_person_gets_the_same_page_as_everybody(cast, client):
    for path in ("/", "/springfield/", "/springfield/elm-park/"):
        assert cast.imani.get(path).content == client.get(path).content == cast.rosa.get(path).content


@pytest.mark.parametrize("path", ["/", "/springfield/", "/springfield/2027/p/2800-block-of-elm-st/"])
def test_a_public_change_makes_every_page_new(town, edition, client, path):
    before = client.get(path).headers["ETag"]
    edition.touch()
    assert client.get(path, headers={"if-none-match": before}).status_code == 200


def test_a_changed_date_or_contact_makes_the_page_new_without_counting(town, edition, springfield, client):
    tags = [client.get("/springfield/").headers["ETag"]]
    Edition.objects.filter(pk=edition.pk).update(program_name="Night Out")
    tags.append(client.get("/springfield/").headers["ETag"])
    type(springfield).objects.filter(pk=springfield.pk).update(contact_phone="+13145550199")
    tags.append(client.get("/springfield/").headers["ETag"])
    assert len(set(tags)) == 3


def test_each_address_language_and_release_has_its_own_tag(town, client, settings):
    tags = [client.get(path).headers["ETag"] for path in PAGES]
    assert len(set(tags)) == len(PAGES)
    settings.RELEASE = "another"
    assert client.get(PAGES[0]).headers["ETag"] != tags[0]


def test_the_tag_changes_with_the_phase_of_the_clock_and_the_local_day(edition, now):
    request = RequestFactory().get("/springfield/")

    def tag(moment):
        return etag_of(request, [edition], moment)

    assert tag(now) == tag(now + dt.timedelta(hours=1))
    assert tag(now) != tag(now + dt.timedelta(days=1))
    begins, ends = edition.window()
    around = [begins - dt.timedelta(minutes=1), begins, ends]
    assert [edition.phase(moment) for moment in around] == [Phase.TODAY, Phase.NOW, Phase.AFTER]
    assert len({tag(moment) for moment in around}) == 3


def test_the_tag_does_not_tell_what_is_hidden(town, edition, now):
    """A hash of a house number could be tried out; the party's part of it is a count of its changes."""
    request = RequestFactory().get("/springfield/")
    before = etag_of(request, [town, edition], now)
    town.number, town.lat, town.lng = "2899", 38.6, -90.2
    assert etag_of(request, [town, edition], now) == before


def test_a_page_that_does_not_exist_is_not_kept(edition, client):
    response = client.get("/springfield/2027/p/nothing-here/")
    assert (response.status_code, response.headers["Cache-Control"]) == (404, "no-store")


def test_public_pages_are_only_read(town, client):
    for path in PAGES:
        assert client.post(path).status_code == 405


def test_the_form_about_a_listing_is_not_kept(town, client):
    response = client.get("/springfield/2027/p/2800-block-of-elm-st/report/")
    assert response.headers["Cache-Control"] == "no-store"


def test_an_older_edition_has_its_own_tag(town, springfield, client):
    make_edition(springfield, 2026, dt.date(2026, 10, 6))
    assert client.get("/springfield/2026/").headers["ETag"] != client.get("/springfield/2027/").headers["ETag"]


def test_whatever_has_somebodys_place_in_its_address_is_kept_by_nobody(town, client):
    data = ["/springfield/2027/pins.json", "/springfield/outlines.json"]
    for path in [*(path for path in PAGES if "?" not in path), *data]:
        response = client.get(path, {"near": "38.605,-90.225"})
        assert (response.headers["Cache-Control"], response.headers.get("ETag")) == ("no-store", None), path
