"""What operation rests on: health, headers, production settings, logs without secrets, requests that make no sense."""

import datetime as dt
import io
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from events import access
from events.models import Notice
from nightout import health
from nightout.logs import JsonFormatter, Scrub
from tests.conftest import make_edition

ROOT = Path(__file__).resolve().parent.parent


# Health


def test_livez_answers_without_the_database(client):
    answer = client.get("/livez")  # a test without the database fixture may not touch it
    assert answer.json()["live"] is True
    assert answer["Cache-Control"].startswith("max-age=0")


@pytest.mark.django_db
def test_readyz_says_what_it_saw(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    checks = answer.json()["checks"]
    assert set(checks) == {"database", "migrations", "mail", "jobs", "disk"}
    assert all(check["ok"] for check in checks.values())


@pytest.mark.django_db
def test_readyz_refuses_traffic_while_migrations_are_missing(client):
    MigrationRecorder.Migration.objects.filter(app="events").delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"]["missing"] >= 1


def test_a_worker_that_has_stopped_shows_but_keeps_the_pages_up(client, elm):
    Notice.objects.filter(state="queued").update(send_after=elm.created_at.replace(year=2020))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["checks"]["mail"]["ok"] is False


@pytest.mark.django_db
def test_a_full_disk_takes_the_node_out(client, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 10**18)
    assert client.get("/readyz").status_code == 503


@pytest.mark.django_db
def test_a_database_that_is_gone_is_said_in_plain_json(client, monkeypatch):
    def gone():
        raise health.DatabaseTrouble("password=hunter2")

    monkeypatch.setattr(health.connection, "cursor", gone)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == {"ok": False}
    assert "hunter2" not in answer.text


def test_pages_say_503_while_the_database_is_away_and_come_back(client, edition, monkeypatch):
    def gone(*_arguments):
        raise OperationalError("server closed the connection unexpectedly")

    client.raise_request_exception = False
    with monkeypatch.context() as away:
        away.setattr(health.connection, "cursor", gone)
        answer = client.get("/springfield/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert client.get("/springfield/").status_code == 200


# Headers


def policy_of(response):
    return dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";") if part.strip())


@pytest.mark.parametrize("path", ["/", "/springfield/", "/springfield/register/", "/staff/account/login/", "/nothing/"])
def test_every_page_carries_the_headers_of_trust(client, edition, path):
    answer = client.get(path, follow=True)
    policy = policy_of(answer)
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert len(answer["X-Request-ID"]) == 12


def test_hosts_and_staff_pages_are_never_stored(cast, elm):
    assert cast.rosa.get(f"/my/{elm.reference}/")["Cache-Control"] == "no-store"
    assert "no-store" in cast.imani.get("/staff/springfield/")["Cache-Control"]


# Production settings


def in_production(*command, **environment):
    """Run a command of manage.py as in production; gives the finished process."""
    values = {
        "SECRET_KEY": "a" * 30 + "bcdefghijklmnopqrstuvwxyz0123456789",
        "LINK_KEY": "b" * 30 + "bcdefghijklmnopqrstuvwxyz0123456789",
        "SITE_URL": "https://nightout.example.org",
        "ALLOWED_HOSTS": "nightout.example.org",
        "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    }
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *command],
        cwd=ROOT,
        env=kept | values | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.once
def test_djangos_deployment_check_finds_nothing(tmp_path):
    ended = in_production("check", "--deploy", "--fail-level", "WARNING", DATA_DIR=str(tmp_path))
    assert ended.returncode == 0, ended.stderr


@pytest.mark.once
def test_production_cookies_are_bound_to_the_host_and_to_https(tmp_path):
    code = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME,"
        " s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS >= 31536000,"
        " s.DEBUG, s.DEMO, s.LIMITS_ENABLED)"
    )
    ended = in_production("shell", "-v", "0", "-c", code, DATA_DIR=str(tmp_path))
    assert ended.stdout.split() == "__Host-staff __Host-csrf True True True True False False True".split()


@pytest.mark.once
@pytest.mark.parametrize("name", ["SECRET_KEY", "LINK_KEY"])
def test_production_does_not_start_without_its_keys(tmp_path, name):
    ended = in_production("check", DATA_DIR=str(tmp_path), **{name: ""})
    assert ended.returncode == 1
    assert f"Set {name}" in ended.stderr


@pytest.mark.once
def test_the_mailbox_does_not_exist_outside_the_demo(tmp_path):
    code = "from django.urls import resolve; resolve('/demo/mailbox/')"
    ended = in_production("shell", "-v", "0", "-c", code, DATA_DIR=str(tmp_path))
    assert "demo.views" not in ended.stdout
    assert "urls.demo" not in ended.stderr
    code = "from events import urls; print(urls.demo)"
    assert in_production("shell", "-v", "0", "-c", code, DATA_DIR=str(tmp_path)).stdout.strip() == "[]"


# Logs


@pytest.fixture
def log():
    """Everything that is logged from here on, as production would write it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(Scrub())
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


CANARIES = ["rosa@example.org", "+13145550142", "(314) 555-0142", "314-555-0142", "314.555.0142", "2827 Lemp"]


@pytest.mark.parametrize("canary", CANARIES)
def test_contact_data_never_reaches_the_log(log, canary):
    try:
        raise ValueError(
            f"could not write to {canary}" if "Lemp" not in canary else "GET /st-louis/?near=2827 Lemp HTTP"
        )
    except ValueError:
        logging.getLogger("events").exception("Trouble with %s at /x/?q=%s", canary.replace("2827 Lemp", "…"), canary)
    written = log.getvalue()
    assert canary not in written
    assert json.loads(written)["level"] == "ERROR"


def test_where_somebody_is_never_reaches_the_log_not_even_in_an_address_within_another(log, db):
    for text in (
        "/springfield/register/streets.json?near=38.605,-90.224",
        "/staff/account/login/?next=/staff/springfield/parties/SPR-27-0001/place/%3Fq%3D2827%20Lemp",
        "Referer checking failed - https://parties.example.org/springfield/?view=map&near=38.605,-90.224 is none",
        "/springfield/places.json?Q=2827+Lemp",
    ):
        logging.getLogger("django.request").warning("Not Found: %s", text)
    for canary in ("38.605", "90.224", "2827", "Lemp"):
        assert canary not in log.getvalue()


@pytest.mark.parametrize("purpose", ["link", "confirm", "draft", "join", "answer", "quiet", "again"])
def test_secret_links_never_reach_the_log(log, elm, purpose):
    token = access.token_of("manage", elm.hosts.get())
    for text in (
        f"Not Found: /{purpose}/{token}/",
        f"Forbidden (Referer): /es/{purpose}/{token}/?a=1",
        f'"GET /{purpose}/{token}"',
    ):
        logging.getLogger("django.request").warning("%s", text)
    assert token not in log.getvalue()
    assert len(log.getvalue().splitlines()) == 3


def test_a_link_that_sets_a_password_never_reaches_the_log(log, client, db):
    client.raise_request_exception = False
    for address in (
        "/staff/account/password/reset/key/1-d4r0sx-c0ffee/x",
        "/staff/account/password/reset/key/9-c0ffee",
    ):
        client.get(address)
        logging.getLogger("django.request").warning("Not Found: %s", address)
    assert "c0ffee" not in log.getvalue()
    assert len(log.getvalue().splitlines()) >= 2


def test_a_request_for_a_dead_link_leaves_no_token_in_the_log(log, client, elm):
    token = access.token_of("manage", elm.hosts.get())[:-1] + "0"
    logging.getLogger("django.request").setLevel("INFO")
    client.get(f"/link/{token}/")
    client.post(f"/confirm/{token}/")
    assert token not in log.getvalue()


def test_each_line_names_its_request(log, client, edition):
    answer = client.get("/no-such-town/", headers={"accept": "text/html"})
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [line["request"] for line in lines if line["logger"] == "django.request"] == [answer["X-Request-ID"]]


# Requests that make no sense

PAGES = """/ /springfield/ /es/springfield/ /springfield/elm-park/ /springfield/register/ /springfield/find-my-link/
/springfield/about/ /staff/account/login/ /link/abc/ /confirm/abc/ /springfield/near/ /springfield/places.json
/springfield/2027/pins.json /springfield/outlines.json /springfield/register/streets.json /join/abc/ /answer/abc/
/join/~a-b.aaaaaaaaaaaaaaaaaaaaaaaaaa/ /answer/~1-1.aaaaaaaaaaaaaaaaaaaaaaaaaa/""".split()
ODD = [
    *"%00 a%00b %ED%A0%80 %FF%FE 🎉 99999999999999999999 -1 ../../etc/passwd %0d%0aSet-Cookie:x=1 %c0%ae ٣".split(),
    *("NaN", "1e400", "' OR 1=1 --", "<script>alert(1)</script>", "x" * 5000),
]
FIELDS = [
    "q",
    "near",
    "page",
    "time",
    "open",
    "has",
    "neighborhood",
    "lat",
    "lng",
    "sort",
    "view",
    "tab",
    "next",
    "from",
]


@pytest.mark.parametrize("path", PAGES)
def test_no_query_makes_a_page_fall(client, edition, path):
    for odd in ODD:
        query = "&".join(f"{name}={odd}" for name in FIELDS)
        assert client.get(f"{path}?{query}", follow=True).status_code < 500, (path, odd)


@pytest.mark.parametrize("odd", ODD)
def test_no_address_makes_the_site_fall(client, edition, odd):
    for path in (f"/{odd}/", f"/springfield/{odd}/", f"/springfield/2027/p/{odd}/", f"/springfield/{odd}/p/x/",
                 f"/link/{odd}/", f"/confirm/{odd}/", f"/draft/{odd}/", f"/my/{odd}/", f"/staff/{odd}/",
                 f"/springfield/register/{odd}/where/", f"/staff/springfield/parties/{odd}/"):  # fmt: skip
        assert client.get(path, follow=True).status_code < 500, path


@pytest.mark.parametrize("name", ["staff", "csrf", "party-SPR-27-0001", "draft-0e7ea1b20000", "messages", "language"])
def test_no_cookie_makes_a_page_fall(edition, name):
    for value in ("\0", "abcdefghij\0klm", "x" * 4000, "é", '"\\000\\000"', "1.1:abc", "%00"):
        for path in ("/springfield/", "/my/SPR-27-0001/", "/staff/", "/springfield/register/", "/staff/account/login/"):
            client = Client()
            client.cookies[name] = value
            assert client.get(path).status_code < 500, (path, value)


def test_nul_is_refused_with_a_plain_page(client, edition):
    for path in ("/springfield/?q=%00", "/springfield/%00/"):
        answer = client.get(path)
        assert answer.status_code == 400
        assert "We could not read that request" in answer.text
    assert client.get("/", headers={"user-agent": "a\0b"}).status_code == 400


FORMS = ["/springfield/register/", "/springfield/find-my-link/", "/staff/account/login/"]


@pytest.fixture
def open_edition(springfield):
    """A night that takes registrations on any day on which the tests may run."""
    return make_edition(springfield, 2099, dt.date(2099, 10, 6), registration_opens=dt.date(2020, 4, 1))


@pytest.mark.parametrize("path", FORMS)
def test_a_body_too_large_gets_a_plain_page(client, open_edition, path):
    answer = client.post(path, {"email": "x" * 1_100_000})
    assert answer.status_code == 413
    assert "That was too large" in answer.text
    assert client.post(path, "a" * 1_100_000, content_type="application/x-www-form-urlencoded").status_code == 413
    assert client.post(path, {f"field{number}": "x" for number in range(3000)}).status_code == 413
    assert client.post(path, {"file": SimpleUploadedFile("a.csv", b"x" * 6_100_000)}).status_code == 413


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    "body, kind",
    [
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"nothing", "multipart/form-data"),
        (b"--x\r\n", "multipart/form-data; boundary=" + "x" * 300),
        (b"\x00\x01\x02\xff", "application/x-www-form-urlencoded"),
        (b"email=%00&street=%00&lat=NaN&lng=1e999", "application/x-www-form-urlencoded"),
        (b"email=a%00b@example.org&number=%F0%9F%8E%89&street=" + b"s" * 5000, "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
    ],
)
def test_a_body_that_cannot_be_read_never_makes_a_page_fall(client, open_edition, path, body, kind):
    answer = client.post(path, body, content_type=kind)
    assert answer.status_code in (200, 302, 400, 403)


def test_a_length_that_is_no_number_is_refused(client, edition):
    for length in ("-5", "ten", "٣"):
        answer = client.post("/springfield/find-my-link/", {"email": "a@example.org"}, CONTENT_LENGTH=length)
        assert answer.status_code == 400


def test_a_strange_host_name_gets_a_plain_page(client, edition):
    answer = client.get("/springfield/", headers={"host": "evil.example.com\0"})
    assert answer.status_code == 400
    answer = client.get("/springfield/", headers={"host": "a b"})
    assert answer.status_code == 400
