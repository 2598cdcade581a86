"""The online geocoder, against a server of our own: what it is asked, and that its troubles are nobody's."""

import json
import logging
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction

from events.whereabouts import find_places, geocoder
from tests import streetfiles

pytestmark = pytest.mark.django_db(transaction=True)  # it refuses to ask inside a transaction


def match(address="2827 LEMP AVE, SPRINGFIELD, MO, 63118", lat=38.605, lng=-90.225):
    return {"matchedAddress": address, "coordinates": {"x": lng, "y": lat}}


def answer(*matches):
    return json.dumps({"result": {"addressMatches": matches}}).encode()


class Stub(ThreadingHTTPServer):
    """Answers as it is told and remembers what it was asked."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.status, self.headers, self.pieces, self.over = [], 200, {}, [answer()], threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/geocoder/locations/onelineaddress"

    def handle_error(self, request, client_address):
        """The other side hangs up on answers that are too slow or too long: nothing to report."""


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        for piece in self.server.pieces:
            if callable(piece):
                piece()
            else:
                self.wfile.write(piece)
                self.wfile.flush()

    def log_message(self, *_arguments):
        """Silence."""


@pytest.fixture
def stub(settings):
    server = Stub()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    settings.GEOCODER_URL, settings.GEOCODER_SECONDS = server.url, 0.3
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()


def test_what_it_knows_is_a_place_to_confirm(springfield, stub):
    stub.pieces = [answer(match())]
    (place,) = find_places(springfield, "2827 lemp ave", online=True)
    assert (place.kind, place.label, place.number, place.street) == ("online", "2827 Lemp Ave", "2827", "Lemp Ave")
    assert (place.lat, place.lng, place.neighborhood) == (38.605, -90.225, 1)


def test_it_is_told_the_line_and_the_town_and_nothing_else(springfield, stub):
    find_places(springfield, "2827 lemp ave, apt 3", online=True)
    (path,) = stub.asked
    assert parse_qs(urlsplit(path).query) == {
        "address": ["2827 lemp ave, Springfield, MO"],
        "benchmark": ["Public_AR_Current"],
        "format": ["json"],
    }


def test_it_is_off_unless_it_is_set(springfield, stub, settings):
    settings.GEOCODER_URL = ""
    assert find_places(springfield, "2827 lemp ave", online=True) == []
    assert stub.asked == []


def test_it_is_not_asked_while_somebody_types(springfield, stub, client):
    find_places(springfield, "2827 lemp ave")
    client.get("/springfield/places.json", {"q": "2827 lemp ave"})
    assert stub.asked == []


def test_the_near_page_asks_it_once_something_is_sent(springfield, stub, client):
    stub.pieces = [answer(match())]
    page = client.get("/springfield/near/", {"q": "2827 lemp ave"})
    assert (page.status_code, page.url) == (302, "/springfield/?near=38.605,-90.225")
    assert len(stub.asked) == 1


def test_it_is_not_asked_where_the_communitys_own_files_know(springfield, stub):
    streetfiles.make_addresses(springfield)
    assert find_places(springfield, "2801 lemp ave", online=True)[0].kind == "address"
    assert stub.asked == []


def test_it_is_never_asked_inside_a_transaction(springfield, stub, caplog):
    with transaction.atomic():
        assert find_places(springfield, "2827 lemp ave", online=True) == []
    assert stub.asked == []
    assert "inside a transaction" in caplog.text


def test_a_place_outside_the_community_is_dropped(springfield, stub):
    stub.pieces = [answer(match(lat=41.2), match(lat=38.602), match(lng=-95))]
    assert [place.lat for place in find_places(springfield, "2827 lemp ave", online=True)] == [38.602]


def test_a_community_without_outlines_does_not_ask(springfield, stub):
    springfield.neighborhoods.update(outline=None, south=None, west=None, north=None, east=None)
    assert find_places(springfield, "2827 lemp ave", online=True) == []
    assert stub.asked == []


GARBAGE = [
    b"", b"<html>busy</html>", b"{", b"null", b"[]", b'{"result": null}', b'{"result": {"addressMatches": 5}}',
    b'{"result": {"addressMatches": [5]}}', b'{"result": {"addressMatches": [{"matchedAddress": "x"}]}}',
    answer(match(lat="north")), answer(match(lat=None)), b"\xff\xfe\x00", b"[" * 100_000,
    b'{"result": {"addressMatches": [{"matchedAddress": "1 A ST", "coordinates": {"x": NaN, "y": Infinity}}]}}',
]  # fmt: skip


@pytest.mark.parametrize("body", GARBAGE)
def test_garbage_finds_nothing(springfield, stub, body):
    stub.pieces = [body]
    assert find_places(springfield, "2827 lemp ave", online=True) == []


@pytest.mark.parametrize("status", [400, 404, 429, 500, 503])
def test_a_refusal_finds_nothing(springfield, stub, status):
    stub.status = status
    assert find_places(springfield, "2827 lemp ave", online=True) == []


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_nobody_else_is_asked_however_it_redirects(springfield, stub, status):
    stub.status, stub.headers = status, {"Location": f"{stub.url}/elsewhere?address=2827+lemp"}
    assert find_places(springfield, "2827 lemp ave", online=True) == []
    assert len(stub.asked) == 1


def test_a_huge_answer_is_given_up(springfield, stub):
    stub.pieces = [b"x" * 65_536] * 1_000
    assert find_places(springfield, "2827 lemp ave", online=True) == []


def test_a_silent_server_is_given_up(springfield, stub):
    stub.pieces = [stub.over.wait]
    began = time.monotonic()
    assert find_places(springfield, "2827 lemp ave", online=True) == []
    assert time.monotonic() - began < 5  # it never answers at all


def test_a_server_that_answers_by_the_drop_is_given_up(springfield, stub):
    stub.pieces = [piece for _ in range(200) for piece in (b" ", lambda: stub.over.wait(0.05))]
    began = time.monotonic()
    assert find_places(springfield, "2827 lemp ave", online=True) == []
    assert time.monotonic() - began < 5  # all of it would take ten


def test_nobody_there_finds_nothing(springfield, stub, settings):
    settings.GEOCODER_URL = "http://127.0.0.1:9/"
    assert find_places(springfield, "2827 lemp ave", online=True) == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/", "nonsense"])
def test_only_web_addresses_are_asked(springfield, settings, url):
    settings.GEOCODER_URL = url
    assert find_places(springfield, "2827 lemp ave", online=True) == []


def test_the_log_says_what_went_wrong_without_the_address(springfield, stub, caplog):
    stub.status = 500
    with caplog.at_level(logging.DEBUG):
        find_places(springfield, "2827 lemp ave", online=True)
        stub.status, stub.pieces = 200, [b"2827 lemp ave is busy"]
        find_places(springfield, "2827 lemp ave", online=True)
    said = [record.getMessage() for record in caplog.records if record.name == geocoder.__name__]
    assert said == [
        "The geocoder gave no answer: it answered 500",
        "The geocoder gave no answer: its answer could not be read",
    ]
