"""Every address x every role. An address that is not in the table fails, and so does a person who sees too much.

The crawl uses the cast: Walt is the outsider among hosts, Otto among coordinators. `SHAPES` names who may do what; each
row of `TABLE` says which shape an address has and how to reach it.
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

ROLES = ["nobody", "walt", "rosa", "imani", "otto", "reader", "lead", "admin", "operator"]
PUBLIC = ["nobody", "walt", "rosa"]

IN, OUT, NO, HIDDEN = "in", "sign in", 403, 404
SHAPES = {
    "public": dict.fromkeys(ROLES, IN),
    "rosa": dict.fromkeys(ROLES, HIDDEN) | {"rosa": IN},
    "gone": dict.fromkeys(ROLES, HIDDEN),
    "signed in": dict.fromkeys(ROLES, IN) | dict.fromkeys(PUBLIC, OUT),
    "read": dict.fromkeys(ROLES, IN) | dict.fromkeys(PUBLIC, OUT) | {"otto": HIDDEN},
    "decide": dict.fromkeys(ROLES, IN) | dict.fromkeys(PUBLIC, OUT) | {"otto": HIDDEN, "reader": NO, "lead": NO},
    "setup": dict.fromkeys(ROLES, NO) | dict.fromkeys(PUBLIC, OUT) | {"otto": HIDDEN, "admin": IN, "operator": IN},
    "operator": dict.fromkeys(ROLES, HIDDEN) | dict.fromkeys(PUBLIC, OUT) | {"operator": IN},
}

GET, POST = "GET", "POST"
BY_MAIL_PROGRAMS = "hosting:quiet_at_once"  # they have no form to take a token from; the address is one
TABLE = {
    # The public
    "directory:region": ("public", GET),
    "directory:accessibility": ("public", GET),
    "directory:privacy": ("public", GET),
    "directory:contact": ("public", GET),
    "directory:city": ("public", GET, "city"),
    "directory:about": ("public", GET, "city"),
    "directory:archive": ("public", GET, "city", "year"),
    "directory:neighborhood": ("public", GET, "city", "area"),
    "directory:party": ("public", GET, "city", "year", "page"),
    "directory:calendar": ("public", GET, "city", "year", "page"),
    "directory:report": ("public", GET + POST, "city", "year", "page"),
    "directory:reported": ("public", GET, "city", "year", "page"),
    # Places by typing
    "near:places": ("public", GET, "city"),
    "near:find": ("public", GET, "city"),
    # An evening with several parties
    "evening:evening": ("public", GET, "city"),
    "evening:calendar": ("public", GET, "city"),
    # The map that can be moved
    "streetmap:outlines": ("public", GET, "city"),
    "streetmap:streets": ("public", GET, "city", "cell"),
    "streetmap:pins": ("public", GET, "city", "year"),
    "streetmap:pin": ("public", GET, "city", "year", "pin"),
    # Closed streets
    "closedstreets:list": ("public", GET, "city"),
    "closedstreets:table": ("public", GET, "city"),
    "closedstreets:shapes": ("public", GET, "city"),
    "closedstreets:notice": ("public", GET, "city"),
    "closedstreets:consent": ("public", GET, "city"),
    # Registering
    "registration:start": ("public", GET + POST, "city"),
    "registration:areas": ("public", GET, "city"),
    "registration:streets": ("public", GET, "city"),
    "registration:confirm": ("public", GET + POST, "confirm token"),
    "registration:confirm_again": ("public", POST, "confirm token"),
    "registration:draft": ("public", GET + POST, "draft token"),
    "registration:step": ("rosa", GET + POST, "city", "draft", "step"),
    "registration:closure": ("rosa", GET + POST, "city", "draft"),
    "registration:closure_check": ("public", POST, "city"),
    "registration:already": ("rosa", GET + POST, "city", "draft"),
    "registration:check": ("rosa", GET + POST, "city", "draft"),
    "registration:later": ("rosa", GET + POST, "city", "draft"),
    "registration:sent": ("rosa", GET, "city", "sent draft"),
    "registration:again": ("rosa", POST, "city", "sent draft"),
    "registration:email": ("rosa", GET + POST, "city", "sent draft"),
    "again:again": ("public", GET + POST, "again token"),
    # Joining a party that is there
    "joining:ask": ("rosa", GET + POST, "city", "draft", "page"),
    "joining:asked": ("rosa", GET, "city", "draft", "page"),
    "joining:again": ("rosa", POST, "city", "draft", "page"),
    "joining:confirm": ("public", GET + POST, "join token"),
    "joining:answer": ("public", GET + POST, "answer token"),
    "joining:leave": ("gone", GET + POST, "party"),  # for joined hosts, of whom the cast has none: tests/joining
    "joining:remove": ("rosa", GET + POST, "party", "joined"),
    # The host
    "hosting:link": ("public", GET + POST, "manage token"),
    "hosting:quiet": ("public", GET + POST, "quiet token"),
    "hosting:quiet_at_once": ("public", GET + POST, "quiet token"),
    "hosting:find_link": ("public", GET + POST, "city"),
    "hosting:link_sent": ("public", GET, "city"),
    "hosting:party": ("rosa", GET, "party"),
    "hosting:edit": ("rosa", GET + POST, "party", "step"),
    "hosting:answer": ("rosa", GET + POST, "party"),
    "hosting:send_again": ("rosa", POST, "party"),
    "hosting:petition": ("rosa", GET + POST, "party"),
    "hosting:withdraw": ("rosa", GET, "party"),
    "hosting:data": ("rosa", GET, "party"),
    "hosting:data_file": ("rosa", GET, "party"),
    "hosting:delete_data": ("rosa", GET, "party"),
    "hosting:outcome": ("rosa", GET + POST, "party"),
    "hosting:night": ("rosa", GET, "party"),
    "hosting:say_night": ("rosa", GET + POST, "party", "said"),
    "hosting:take_back": ("rosa", POST, "party"),
    "hosting:remove_second": ("rosa", POST, "party"),
    "hosting:replace_link": ("rosa", GET, "party"),
    "hosting:send_link": ("rosa", POST, "party"),
    "hosting:sign_out": ("rosa", POST, "party"),
    # The printed kit
    "kit:short": ("public", GET, "short"),
    "kit:flyer": ("public", GET, "city", "year", "page"),
    "kit:flyer_pdf": ("public", GET, "city", "year", "page"),
    "kit:small_flyers": ("public", GET, "city", "year", "page"),
    "kit:small_flyers_pdf": ("public", GET, "city", "year", "page"),
    "kit:host": ("rosa", GET, "party"),
    "kit:sheet": ("gone", GET, "party", "sheet"),  # from approval on, and Rosa's party still waits: tests/kit
    "kit:sheet_pdf": ("gone", GET, "party", "sheet"),
    # Coordinators
    "review:home": ("signed in", GET),
    "review:queue": ("read", GET, "community"),
    "review:record": ("read", GET, "community", "party"),
    "review:bulk": ("decide", POST, "community"),
    "review:opened": ("decide", POST, "community", "party"),
    "review:note": ("decide", POST, "community", "party"),
    "review:approve": ("decide", GET + POST, "community", "party"),
    "review:ask": ("decide", GET + POST, "community", "party"),
    "review:decline": ("decide", GET + POST, "community", "party"),
    "review:cancel": ("decide", GET + POST, "community", "party"),
    "review:reopen": ("decide", GET + POST, "community", "party"),
    "review:accept": ("decide", GET + POST, "community", "party"),
    "review:reject": ("decide", GET + POST, "community", "party"),
    "pairs:pair": ("read", GET, "community", "party", "other"),
    "pairs:introduce": ("decide", GET + POST, "community", "party", "other"),
    "pairs:merge": ("decide", GET + POST, "community", "party", "other"),
    "pairs:separate": ("decide", GET + POST, "community", "party", "other"),
    "pairs:heard": ("decide", GET + POST, "community", "party", "introduction"),
    "closures:list": ("read", GET, "community"),
    "closures:approve": ("decide", GET + POST, "community", "party"),
    "closures:ask": ("decide", GET + POST, "community", "party"),
    "closures:decline": ("decide", GET + POST, "community", "party"),
    "closures:reopen": ("decide", GET + POST, "community", "party"),
    "closures:petitions": ("decide", GET + POST, "community", "party"),
    "closures:petition": ("decide", GET, "community", "party", "petition"),
    "closures:fee": ("decide", POST, "community", "party"),
    "closures:barricades": ("read", GET, "community"),
    "closures:barricades_table": ("read", GET, "community"),
    "exports:parties": ("read", GET, "community"),
    "exports:closures": ("read", GET, "community"),
    "entry:new": ("decide", GET + POST, "slug"),
    "entry:edit": ("decide", GET + POST, "slug", "party"),
    "entry:confirm": ("decide", GET + POST, "slug", "party"),
    "entry:send_link": ("decide", GET + POST, "slug", "party"),
    "entry:answer": ("decide", GET + POST, "slug", "party"),
    "placing:list": ("read", GET, "community"),
    "placing:party": ("decide", GET + POST, "community", "party"),
    "calls:sheet": ("read", GET, "city"),
    "calls:list": ("read", GET, "community"),
    "calls:called": ("decide", POST, "community", "notice"),
    "calls:no_answer": ("decide", POST, "community", "notice"),
    "calls:send_again": ("decide", POST, "community", "notice"),
    "calls:call_instead": ("decide", POST, "community", "notice"),
    "reports:outcomes": ("read", GET, "community"),
    "reports:enter": ("decide", POST, "community"),
    "broadcasts:list": ("read", GET, "community"),
    "broadcasts:new": ("decide", GET + POST, "community"),
    "broadcasts:broadcast": ("read", GET, "community", "broadcast"),
    "broadcasts:progress": ("read", GET, "community", "broadcast"),
    "broadcasts:calls": ("read", GET, "community", "broadcast"),
    "broadcasts:words": ("decide", GET + POST, "community", "broadcast"),
    "broadcasts:audience": ("decide", GET + POST, "community", "broadcast"),
    "broadcasts:send": ("decide", GET + POST, "community", "broadcast"),
    "broadcasts:test": ("decide", POST, "community", "broadcast"),
    "broadcasts:go_on": ("decide", POST, "community", "broadcast"),
    "broadcasts:stop": ("decide", POST, "community", "broadcast"),
    "broadcasts:copy": ("decide", POST, "community", "broadcast"),
    "broadcasts:discard": ("decide", POST, "community", "broadcast"),
    "imports:upload": ("decide", GET + POST, "slug"),
    "imports:example": ("decide", GET, "slug"),
    "imports:columns": ("decide", GET + POST, "slug", "upload"),
    "imports:preview": ("decide", GET + POST, "slug", "upload"),
    "imports:faults": ("decide", GET, "slug", "upload"),
    "imports:discard": ("decide", POST, "slug", "upload"),
    "places:home": ("read", GET, "slug"),
    "places:upload": ("decide", GET + POST, "slug"),
    "places:file": ("read", GET, "slug", "place file"),
    "places:progress": ("read", GET, "slug", "place file"),
    "places:faults": ("read", GET, "slug", "place file"),
    "places:moves": ("read", GET, "slug", "place file"),
    "places:fields": ("decide", POST, "slug", "place file"),
    "places:import": ("decide", POST, "slug", "place file"),
    "places:cancel": ("decide", POST, "slug", "place file"),
    "places:discard": ("decide", POST, "slug", "place file"),
    "returning:list": ("read", GET, "community"),
    "returning:ask": ("decide", POST, "community"),
    "storms:storm": ("decide", GET, "community"),
    "storms:postpone": ("decide", GET + POST, "community"),
    "storms:call_off": ("decide", GET + POST, "community"),
    "storms:undo": ("decide", POST, "community"),
    # Setup
    "setup:home": ("setup", GET, "community"),
    "setup:community": ("setup", GET + POST, "community"),
    "setup:new_edition": ("setup", GET + POST, "community"),
    "setup:edition": ("setup", GET, "community", "year"),
    "setup:dates": ("setup", GET + POST, "community", "year"),
    "setup:texts": ("setup", GET + POST, "community", "year"),
    "setup:visitors": ("setup", GET + POST, "community", "year"),
    "setup:closures": ("setup", GET + POST, "community", "year"),
    "setup:publish": ("setup", GET + POST, "community", "year"),
    "setup:staff": ("setup", GET, "community"),
    "setup:invite": ("setup", GET + POST, "community"),
    "setup:member": ("setup", GET + POST, "community", "member"),
    "setup:invite_again": ("setup", POST, "community", "member"),
    "setup:remove": ("setup", GET, "community", "member"),
    "setup:communities": ("operator", GET),
    "setup:new_community": ("operator", GET + POST),
    "setup:edit_community": ("operator", GET + POST, "community"),
}
ELSEWHERE = {
    "livez",
    "readyz",
}  # probes, tested in test_operations; the sign-in library's own addresses in tests/accounts


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
