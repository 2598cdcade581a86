"""Every address x every role. An address that is not in the table fails, and so does a person who sees too much.

The table is in `tests/doors.py`; here is the stage that has a row for each part of an address, and what is tried there.
"""

import uuid

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from events import access, introductions, jobs, registry
from events.closing import petitions
from events.lib import short
from events.models import (
    Broadcast,
    ClosurePolicy,
    Draft,
    Host,
    Introduction,
    Membership,
    Notice,
    Party,
    PlaceFile,
    Review,
    Upload,
)
from tests.conftest import answers, client_of
from tests.doors import BY_MAIL_PROGRAMS, ELSEWHERE, GET, IN, OUT, POST, ROLES, SHAPES, TABLE


def addresses(patterns, namespace=""):
    """The name of every address below the patterns, the framework's admin and the sign-in library left out."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            if inner != "admin:":
                yield from addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and not str(pattern.name).startswith(("account_", "mfa_")):
            yield f"{namespace}{pattern.name}"


def test_every_address_is_in_the_table():
    assert set(addresses(get_resolver().url_patterns)) - ELSEWHERE == set(TABLE)


@pytest.fixture
def stage(cast, edition, make_party, now, settings, tmp_path):
    """Rows for every address, and cookies: Rosa's device carries her party and drafts, Walt's his own."""
    settings.MEDIA_ROOT = tmp_path
    page = make_party(edition, Review.APPROVED, host_name="Ines Vale", email="ines@example.org", phone="")
    rosas = Party.objects.get(hosts__email="rosa@example.org")
    host = rosas.hosts.get()
    fresh = registry.register(edition, answers(email="new@example.org"), key=uuid.uuid4(), now=timezone.now())
    later = now + timezone.timedelta(days=400)
    words = {"subjects": {"en": "Rain"}, "texts": {"en": "Take a tent."}}
    broadcast = Broadcast.objects.create(edition=edition, by=cast.users.imani, created_at=now, **words)
    draft = Draft.objects.create(edition=edition, answers=answers(), created_at=now, updated_at=now, expires_at=later)
    sent = Draft.objects.create(edition=edition, party=fresh, created_at=now, updated_at=now, expires_at=later)
    upload = Upload.objects.create(
        community=edition.community, edition=edition, by=cast.users.imani, name="a.csv", header=["A"], rows=[], at=now
    )
    place_file = PlaceFile.objects.create(
        community=edition.community, kind="addresses", name="a.csv", path="places/a", by=cast.users.imani, at=now
    )
    ClosurePolicy.objects.create(edition=edition, proof="petition")
    petition = petitions.add(SimpleUploadedFile("signed.pdf", b"%PDF-1.7 signed"), party=rosas, by=host, now=now)
    jobs.start("places.read", community=edition.community, by=cast.users.imani, args={"file": place_file.pk}, now=now)
    ana = {"name": "Ana Lark", "email": "ana@example.org", "phone": "", "message": ""}
    wish = introductions.ask_to_join(draft, page, **ana, language="en", now=now)
    joined = Host.objects.create(party=rosas, role="joined", name="Ida Vale", email="ida@example.org")
    pair = Introduction.objects.create(kind="pair", party=rosas, other=page, created_at=now)
    for row in (draft, sent):
        cast.rosa.cookies.update(client_of(lambda response, row=row: access.let_in_draft(response, row)).cookies)
    return {
        "city": {"community": "springfield"},
        "community": {"community": "springfield"},
        "slug": {"slug": "springfield"},
        "year": {"year": 2027},
        "area": {"neighborhood": "elm-park"},
        "cell": {"cell": "6430-4488"},
        "page": {"party": page.slug},
        "short": {"code": short.code_of(page.pk)},
        "sheet": {"kind": "sign"},
        "pin": {"key": page.slug},
        "said": {"said": "not-happening"},
        "party": {"reference": rosas.reference},
        "step": {"step": "when"},
        "draft": {"key": draft.key},
        "sent draft": {"key": sent.key},
        "again token": {"token": access.token_of("again", host)},
        "draft token": {"token": access.token_of("draft", draft)},
        "manage token": {"token": access.token_of("manage", host)},
        "quiet token": {"token": access.token_of("quiet", host)},
        "confirm token": {"token": access.token_of("confirm", fresh.hosts.get())},
        "notice": {"pk": Notice.objects.filter(party=rosas).first().pk},
        "member": {"pk": Membership.objects.get(user=cast.users.reader).pk},
        "upload": {"number": upload.pk},
        "join token": {"token": access.token_of("join", wish)},
        "answer token": {"token": access.answer_token(pair, host)},
        "joined": {"pk": joined.pk},
        "other": {"other": page.reference},
        "introduction": {"key": pair.key},
        "broadcast": {"pk": broadcast.pk},
        "petition": {"pk": petition.pk},
        "place file": {"number": place_file.pk},
    }


def seen(response):
    """What a person was given: 'in', 'sign in', 403, 404, or the odd status itself."""
    if response.status_code in (301, 302) and "/account/login/" in response["Location"]:
        return OUT
    return response.status_code if response.status_code in (403, 404) or response.status_code >= 500 else IN


def tried(client, method, url):
    """What the person was given; whatever it did to rows and cookies is taken back."""
    copy = Client()
    copy.cookies.load(client.cookies.output(header="", attrs=[]))
    with transaction.atomic():
        found = seen(getattr(copy, method.lower())(url))
        transaction.set_rollback(True)
    return found


def address_of(name, stage):
    _shape, _methods, *parts = TABLE[name]
    kwargs = {}
    for part in parts:
        kwargs |= stage[part]
    return reverse(name, kwargs=kwargs)


def test_everybody_sees_what_is_theirs_and_no_more(stage, cast):
    wrong = {}
    for name, (shape, methods, *_parts) in TABLE.items():
        url = address_of(name, stage)
        for method in (GET, POST):
            if method in methods:
                found = {role: tried(getattr(cast, role), method, url) for role in ROLES}
                wrong |= {(method, name, role): found[role] for role in ROLES if found[role] != SHAPES[shape][role]}
    assert wrong == {}


def test_a_deed_is_never_done_by_following_a_link(stage, cast):
    for name in (name for name, row in TABLE.items() if row[1] == POST):
        url = address_of(name, stage)
        answers = {getattr(cast, role).get(url).status_code for role in ("rosa", "imani", "admin", "operator")}
        assert answers <= {302, 403, 404, 405}, name


def test_a_crawl_of_every_page_leaves_the_database_as_it_was(stage, cast):
    before = rows()
    for name, (_shape, methods, *_parts) in TABLE.items():
        if GET in methods:
            for role in ROLES:
                getattr(cast, role).get(address_of(name, stage))
    assert rows() == before


def rows():
    """Every row of the application's own tables, by model."""
    kept = [model for model in apps.get_app_config("events").get_models() if model.__name__ != "Allowance"]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in kept}


def test_other_methods_change_nothing(stage, cast):
    before = rows()
    for name in TABLE:
        for method in ("put", "patch", "delete", "options", "head"):
            getattr(cast.admin, method)(address_of(name, stage))
    assert rows() == before


def test_no_deed_is_done_without_the_forms_own_token(stage, cast):
    before = rows()
    for name in (name for name, row in TABLE.items() if POST in row[1] and name != BY_MAIL_PROGRAMS):
        role = {"rosa": "rosa", "public": "nobody", "operator": "operator", "setup": "admin"}.get(
            TABLE[name][0], "imani"
        )
        strict = Client(enforce_csrf_checks=True)
        strict.cookies.update(getattr(cast, role).cookies)
        assert strict.post(address_of(name, stage)).status_code == 403, name
    assert rows() == before
