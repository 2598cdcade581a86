"""Every kind of page in every state it can be in, each rendered once: {what it is: the response}."""

import datetime as dt
import uuid

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.http import int_to_base36

from events import access
from events.hosting import deeds
from events.mail import notices
from events.models import Draft, Edition, Membership, Notice, Question, Review, Upload
from nightout import errors
from tests import streetfiles
from tests.conftest import PASSWORD, answers, client_of, host_client
from tests.imports.test_import import HEADER, ROWS
from tests.places import uploading

HOST_STEPS = ("where", "you", "when", "what", "visitors", "closure", "sharing")
NOWHERE = "/link/no-such-link/"


def public(stage):
    nobody, party = stage.nobody, stage.approved()
    here = f"/springfield/{party.edition.year}/p/{party.slug}/"
    yield "region", nobody.get("/")
    yield "region, no match", nobody.get("/?q=zzz")
    yield "city", nobody.get("/springfield/")
    yield "city in Spanish", nobody.get("/es/springfield/")
    yield "city, filtered", nobody.get("/springfield/?q=elm&has=food&open=everyone&neighborhood=elm-park")
    yield "city, no match", nobody.get("/springfield/?q=zzz&has=kids")
    yield "city, for print", nobody.get("/springfield/?view=print")
    yield "city, nearest first", nobody.get("/springfield/?near=38.605,-90.225")
    yield "city, near a place outside", nobody.get("/springfield/?near=39.605,-90.225")
    yield "city, a ZIP code", nobody.get("/springfield/?q=63104")
    yield "city, map", nobody.get("/springfield/?view=map&has=food")
    yield "city, empty", nobody.get("/shelby/")
    yield "neighborhood", nobody.get("/springfield/elm-park/")
    yield "neighborhood, empty", nobody.get("/springfield/river-bend/")
    yield "party", nobody.get(here)
    for what, changes in {
        "for neighbors": {"open_to": "neighbors"},
        "neighborhood level": {"level": "neighborhood"},
        "another day": {"date": (party.date + dt.timedelta(days=2)).isoformat(), "other_day_reason": "Rain"},
        "at a school": {"place_kind": "school", "place_name": "Lincoln School", "title": "Lincoln lights"},
    }.items():
        other = stage.approved(email=f"{uuid.uuid4().hex}@example.org", **changes)
        yield f"party, {what}", nobody.get(f"/springfield/{other.edition.year}/p/{other.slug}/")
    off = stage.party(Review.CANCELLED, email="off@example.org", lat=38.6021)
    yield "party, cancelled", nobody.get(f"/springfield/{off.edition.year}/p/{off.slug}/")
    yield "report", nobody.get(f"{here}report/")
    yield "report, with mistakes", nobody.post(f"{here}report/", {"email": "no"})
    yield "report, sent", nobody.get(f"{here}report/sent/")
    yield "archive", nobody.get(f"/springfield/{party.edition.year}/")
    for path in ("/springfield/about/", "/about/accessibility/", "/about/privacy/", "/about/contact/"):
        yield path, nobody.get(path)


def near(stage):
    """Places by typing, in a city without files and in one with them."""
    nobody, here = stage.nobody, "/springfield/near/"
    yield "near", nobody.get(here)
    yield "near, with mistakes", nobody.get(here, {"q": " "})
    yield "near, without files", nobody.get(here, {"q": "2801 lemp"})
    addresses = streetfiles.make_addresses(stage.elm.edition.community)
    streetfiles.make_points(streetfiles.make_street(addresses, "Far Rd"), [1], lat=38.65)
    yield "near, which one", nobody.get(here, {"q": "100 grand"})
    yield "near, which one, in Spanish", nobody.get(f"/es{here}", {"q": "100 grand"})
    yield "near, not found", nobody.get(here, {"q": "zzyzx road"})
    yield "near, outside", nobody.get(here, {"q": "1 far rd"})


def seasons(stage):
    """The city before, after, on the night, and when registration is over; and with more than it can list."""
    nobody, party, today = stage.nobody, stage.approved(), stage.now.date()
    page = f"/springfield/{party.edition.year}/p/{party.slug}/"

    def at(days, **changes):
        night = today + dt.timedelta(days=days)
        values = {"date": night, "registration_opens": min(night, today) - dt.timedelta(days=99)} | changes
        for name in ("listing_until", "closure_until", "visits_until", "kit_until"):
            values.setdefault(name, min(night, values.get("registration_opens") + dt.timedelta(days=30)))
        Edition.objects.filter(pk=party.edition_id).update(**values)
        type(party).objects.filter(edition=party.edition_id).update(date=night)
        cache.clear()

    at(200, registration_opens=today + dt.timedelta(days=30))
    yield "city, before registration", nobody.get("/springfield/")
    yield "registration, before", nobody.get("/springfield/register/")
    at(20)
    yield "city, registration closed", nobody.get("/springfield/")
    yield "registration, closed", nobody.get("/springfield/register/")
    at(0, starts=dt.time(0), ends=dt.time(23, 59, 59))
    yield "city, on the night", nobody.get("/springfield/")
    yield "party, on the night", nobody.get(page)
    at(-2)
    yield "city, after the night", nobody.get("/springfield/")
    yield "party, over", nobody.get(page)
    yield "host, over", host_client(party).get(f"/my/{party.reference}/")
    at(50, listing_until=today + dt.timedelta(days=40))
    stage.many(151)
    yield "city, folded", nobody.get("/springfield/")


def registering(stage):
    nobody, now = stage.nobody, stage.now
    yield "register, where", nobody.get("/springfield/register/")
    yield "register, where, with mistakes", nobody.post("/springfield/register/", {})
    yield "register in Spanish, with mistakes", nobody.post("/es/springfield/register/", {})
    far = {"number": "5", "street": "Main St", "place_kind": "yard", "lat": "38.705", "lng": "-90.225"}
    yield "register, elsewhere", nobody.post("/springfield/register/", far)
    draft, rosa = stage.draft()
    here = f"/springfield/register/{draft.key}/"
    wrong = {"starts": "8 pm", "ends": "5 pm", "closure_wanted": "yes", "email": "no", "lat": "x", "second_email": "no"}
    for step in HOST_STEPS:
        yield f"register, {step}", rosa.get(f"{here}{step}/")
        if step != "visitors":
            yield f"register, {step}, with mistakes", rosa.post(f"{here}{step}/", wrong)
    yield "register, unfinished", rosa.get("/springfield/register/")
    yield "check", rosa.get(f"{here}check/")
    yield "later", rosa.get(f"{here}later/")
    yield "later, with mistakes", rosa.post(f"{here}later/", {})
    yield "draft link", nobody.get(f"/draft/{access.token_of('draft', draft)}/")
    party = stage.party(Review.UNCONFIRMED, email="new@example.org")
    sent, rosa = stage.draft(party=party)
    here = f"/springfield/register/{sent.key}/sent/"
    yield "sent", rosa.get(here)
    yield "sent, with mistakes", rosa.post(f"{here}email/", {"email": "no"})
    confirm = f"/confirm/{access.token_of('confirm', party.hosts.get())}/"
    yield "confirm", nobody.get(confirm)
    Notice.objects.filter(party=party).update(created_at=now - dt.timedelta(days=60))
    yield "confirm, late", nobody.get(confirm)
    yield "confirm, sent again", nobody.post(f"{confirm}again/")
    done = stage.party(Review.SUBMITTED, email="done@example.org")
    yield "confirm, used", nobody.get(f"/confirm/{access.token_of('confirm', done.hosts.get())}/")
    yield "confirm, gone", nobody.get("/confirm/no-such-link/")


def hosting(stage):
    nobody, now = stage.nobody, stage.now
    for review in Review.values:
        party = stage.party(review, email=f"{review}@example.org", second_name="Ada Lark", second_email="a@example.org")
        if review == Review.NEEDS_INFORMATION:
            Question.objects.create(party=party, text="Which alley?", asked_at=now)
            page = host_client(party).post(f"/my/{party.reference}/answer/", {})
            yield "host, answer, with mistakes", page
        if review == Review.DECLINED:
            party.reason = "The bus runs there."
            party.save()
        yield f"host, {review}", host_client(party).get(f"/my/{party.reference}/")
    party = stage.approved()
    rosa, here = host_client(party), f"/my/{party.reference}/"
    deeds.edit(party, {"ends": "20:30", "description": "A brass band."}, by=party.hosts.get(role="main"), now=now)
    yield "host, with a proposal", rosa.get(here)
    yield "host in Spanish", rosa.get(f"/es{here}")
    for step in HOST_STEPS:
        yield f"host, edit {step}", rosa.get(f"{here}edit/{step}/")
    yield "host, edit, with mistakes", rosa.post(f"{here}edit/when/", {"starts": "8 pm", "ends": "5 pm"})
    yield "host, edit what, with mistakes", rosa.post(f"{here}edit/what/", {})
    yield "host, withdraw", rosa.get(f"{here}withdraw/")
    yield "host, replace link", rosa.get(f"{here}link/")
    yield "link", nobody.get(f"/link/{access.token_of('manage', party.hosts.get(role='main'))}/")
    stopping = f"/quiet/{access.token_of('quiet', party.hosts.get(role='main'))}/"
    yield "reminders", nobody.get(stopping)
    nobody.post(stopping, {"wants": "no"})
    yield "reminders, stopped", nobody.get(stopping)
    yield "link that opens nothing", nobody.get(NOWHERE)
    yield "find my link", nobody.get("/springfield/find-my-link/")
    yield "find my link, with mistakes", nobody.post("/springfield/find-my-link/", {"email": "no"})
    yield "find my link, sent", nobody.get("/springfield/find-my-link/sent/")


def queue(stage):
    imani, now = stage.cast.imani, stage.now
    here = "/staff/springfield/"
    party = stage.party(Review.SUBMITTED, email="q@example.org")
    yield "staff home", stage.cast.operator.get("/staff/")
    yield "queue", imani.get(here)
    yield "queue, open row", imani.get(f"{here}?open={party.reference}")
    yield "queue, no match", imani.get(f"{here}?q=zzz")
    for tab in ("waiting", "unconfirmed", "approved", "declined", "ended"):
        yield f"queue, {tab}", imani.get(f"{here}?tab={tab}")
    yield "queue, a reader's", stage.cast.reader.get(here)
    walts = stage.walts
    yield (
        "bulk",
        imani.post(f"{here}approve/", {"party": [f"{one.reference}:{one.revision}" for one in (party, walts)]}),
    )
    yield "closures", imani.get(f"{here}closures/")
    for tab in ("approved", "declined"):
        yield f"closures, {tab}", imani.get(f"{here}closures/?tab={tab}")
    stage.party(Review.APPROVED, email="", phone="+13145550188")
    notices.approved(stage.party(Review.APPROVED, email="", host_name="Ada Lark").main_host(), now=now)
    notice = notices.host_link(walts.hosts.get(), now=now)
    Notice.objects.filter(pk=notice.pk).update(state="failed", last_error="550 no such user")
    yield "calls", imani.get(f"{here}calls/")
    yield "calls to print", imani.get(f"{here}calls/sheet/")


def records(stage):
    imani, now = stage.cast.imani, stage.now
    for review in Review.values:
        party = stage.party(review, email=f"{review}@example.org")
        yield f"record, {review}", imani.get(f"/staff/springfield/parties/{party.reference}/")
    party = stage.approved()
    deeds.edit(party, {"ends": "20:30"}, by=party.hosts.get(role="main"), now=now)
    yield "record, with a proposal", imani.get(f"/staff/springfield/parties/{party.reference}/")
    here = f"/staff/springfield/parties/{stage.elm.reference}/"
    yield "record, note with mistakes", imani.post(f"{here}note/", {})
    for deed in ("approve", "ask", "decline", "closure/approve", "closure/ask", "closure/decline"):
        yield f"decide, {deed}", imani.get(f"{here}{deed}/")
        yield f"decide, {deed}, with mistakes", imani.post(f"{here}{deed}/", {})
    for deed in ("cancel", "reopen", "accept", "closure/reopen"):
        deed = {"accept": "proposal/accept"}.get(deed, deed)
        yield f"decide, {deed}", imani.get(f"/staff/springfield/parties/{party.reference}/{deed}/")
    late = {"seen": 1, "next": "", "reason": "The bus runs there."}
    deeds.edit(stage.elm, {"expected": 90}, by=stage.elm.hosts.get(), now=now)
    yield "decide, too late", imani.post(f"{here}decline/", late)


def desk(stage):
    """Typed in for a caller, and imports."""
    imani, here = stage.cast.imani, "/staff/springfield/"
    yield "entry", imani.get(f"{here}new/")
    yield "entry, with mistakes", imani.post(f"{here}new/", {})
    record = f"{here}parties/{stage.elm.reference}/"
    yield "entry, edit", imani.get(f"{record}edit/")
    yield "entry, edit, with mistakes", imani.post(f"{record}edit/", {})
    yield "entry, send link", imani.get(f"{record}send-link/")
    fresh = stage.party(Review.UNCONFIRMED, email="fresh@example.org")
    yield "entry, confirm by phone", imani.get(f"{here}parties/{fresh.reference}/confirm-by-phone/")
    asked = stage.party(Review.NEEDS_INFORMATION, email="asked@example.org")
    Question.objects.create(party=asked, text="Which alley?", asked_at=stage.now)
    answer = f"{here}parties/{asked.reference}/record-answer/"
    yield "entry, record answer", imani.get(answer)
    yield "entry, record answer, with mistakes", imani.post(answer, {})
    yield "import", imani.get(f"{here}import/")
    yield "import, with mistakes", imani.post(f"{here}import/", {})
    for what, rows in (("", ROWS), (", with faults", [*ROWS, "x,no,,,,2022-13-45,late,,,"])):
        sheet = SimpleUploadedFile("parties.csv", "\r\n".join([HEADER, *rows]).encode(), "text/csv")
        sent = imani.post(f"{here}import/", {"file": sheet, "date": "2022-10-04"})
        yield f"import, columns{what}", imani.get(sent.url)
        upload = Upload.objects.latest("pk")
        imani.post(sent.url, {name: str(column) for name, column in upload.mapping.items()})
        yield f"import, preview{what}", imani.get(f"{here}import/{upload.pk}/")


def places(stage):
    """A city's files: waiting, read with all that can be said of one, imported, refused."""
    imani = stage.cast.imani
    yield "places", imani.get(uploading.HERE)
    yield "places, upload", imani.get(f"{uploading.HERE}upload/")
    yield "places, upload, with mistakes", imani.post(f"{uploading.HERE}upload/", {"kind": "areas"})
    rows = [*uploading.city(n1="Elm Gardens")[:3], uploading.feature(4, "New Town", -90.20)]
    rows[0]["geometry"], rows[1]["geometry"] = rows[1]["geometry"], rows[0]["geometry"]
    file = uploading.upload(imani, uploading.collection(rows))
    yield "places, being read", uploading.page_of(imani, file)
    uploading.work()
    yield "places, what would change", uploading.page_of(imani, file)
    yield "places, a reader's", uploading.page_of(stage.cast.reader, file)
    uploading.press_import(imani, file)
    yield "places, being imported", uploading.page_of(imani, file)
    uploading.work()
    yield "places, imported", uploading.page_of(imani, file)
    rows[0]["geometry"] = None
    broken = uploading.read_by(imani, uploading.collection(rows))
    yield "places, with faults", uploading.page_of(imani, broken)
    wrong = f"{uploading.HERE}{broken.pk}/fields/"
    yield "places, fields, with mistakes", imani.post(wrong, {"number": "", "name": "no"})
    table = uploading.addresses(imani)
    yield "places, addresses", uploading.page_of(imani, table)
    uploading.press_import(imani, table)
    uploading.work()
    yield "places, addresses imported", uploading.page_of(imani, table)
    yield "places, unreadable", uploading.page_of(imani, uploading.read_by(imani, b'{"type":"FeatureCollection"}'))
    yield "places, with files", imani.get(uploading.HERE)


def setup(stage):
    admin, operator, here = stage.cast.admin, stage.cast.operator, "/staff/springfield/setup/"
    year = stage.elm.edition.year
    member = Membership.objects.get(user=stage.cast.users.reader)
    yield "setup", admin.get(here)
    yield "setup, edition", admin.get(f"{here}editions/{year}/")
    yield "setup, staff", admin.get(f"{here}staff/")
    yield "setup, remove", admin.get(f"{here}staff/{member.pk}/remove/")
    forms = ["community/", "editions/new/", "staff/invite/", f"staff/{member.pk}/"]
    forms += [f"editions/{year}/{page}/" for page in ("dates", "texts", "visitors", "publish")]
    for path in forms:
        yield f"setup, {path}", admin.get(here + path)
        page = admin.post(here + path, {"date": "no", "confirmed": "no"})
        if page.status_code == 200:
            yield f"setup, {path}, with mistakes", page
    for path in ("", "new/", "springfield/"):
        yield f"communities, {path}", operator.get(f"/staff/communities/{path}")
    yield "communities, new, with mistakes", operator.post("/staff/communities/new/", {})


def accounts(stage):
    nobody, here = stage.nobody, "/staff/account/"
    user = stage.cast.users.imani
    yield "sign in", nobody.get(f"{here}login/")
    yield "sign in, with mistakes", nobody.post(f"{here}login/", {"login": "x@example.org", "password": "wrong"})
    yield "forgotten", nobody.get(f"{here}password/reset/")
    yield "forgotten, with mistakes", nobody.post(f"{here}password/reset/", {})
    yield "forgotten, sent", nobody.get(f"{here}password/reset/done/")
    key = [int_to_base36(user.pk), default_token_generator.make_token(user)]
    yield "new password", Client().get(reverse("account_reset_password_from_key", args=key), follow=True)
    yield "new password, link used", nobody.get(reverse("account_reset_password_from_key", args=[key[0], "no-key"]))
    yield "new password, done", nobody.get(f"{here}password/reset/key/done/")
    imani = Client()
    imani.post(f"{here}login/", {"login": user.email, "password": PASSWORD})
    yield "sign out", imani.get(f"{here}logout/")
    yield "password", imani.get(f"{here}password/change/")
    yield "password, with mistakes", imani.post(f"{here}password/change/", {})
    yield "second step", imani.get(f"{here}mfa/")
    yield "second step, app", imani.get(f"{here}mfa/totp/activate/")
    yield "second step, app, with mistakes", imani.post(f"{here}mfa/totp/activate/", {"code": "1"})
    yield "second step, passkey", imani.get(f"{here}mfa/webauthn/add/")
    yield "second step, passkeys", imani.get(f"{here}mfa/webauthn/")
    totp.TOTP.activate(user, totp.generate_totp_secret())
    RecoveryCodes.activate(user)
    for path in ("", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/"):
        yield f"second step on, {path}", imani.get(f"{here}mfa/{path}")
    late = Client()
    late.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    yield "reauthenticate", late.get(f"{here}mfa/totp/deactivate/", follow=True)
    coming = Client()
    coming.post(f"{here}login/", {"login": user.email, "password": PASSWORD})
    yield "second step asked", coming.get(f"{here}mfa/authenticate/")
    yield "second step asked, with mistakes", coming.post(f"{here}mfa/authenticate/", {"code": "1"})


def finding(stage):
    """Where, in a city that has files of places."""
    nobody, here = stage.nobody, "/springfield/register/"
    streetfiles.make_addresses(stage.elm.edition.community)
    streetfiles.make_streets(stage.elm.edition.community)
    typed = {"place_kind": "street", "number": "2850", "street": "lemp"}
    yield "where, is this the place", nobody.post(here, typed)
    yield "where, is this the place, with mistakes", nobody.post(here, typed | {"place_kind": ""})
    yield "where, which one", nobody.post(here, typed | {"number": "100", "street": "grand"})
    yield "where, not known", nobody.post(here, typed | {"street": "zzyzx"})


def placing(stage):
    imani, here = stage.cast.imani, "/staff/springfield/placing/"
    yield "placing, none", imani.get(here)
    lost = {"lat": None, "lng": None, "neighborhood": None}
    party = stage.party(Review.SUBMITTED, email="lost@example.org", street="Lemp Ave", **lost)
    stage.party(Review.SUBMITTED, email="far@example.org", **lost | {"lat": 38.9, "lng": -90.2})
    page = f"/staff/springfield/parties/{party.reference}/place/"
    yield "placing, list", imani.get(here)
    yield "placing, without files", imani.get(page)
    streetfiles.make_addresses(stage.elm.edition.community)
    yield "placing, found", imani.get(page)
    yield "placing, with mistakes", imani.post(page, {})
    imani.post(page, {"lat": "38.605", "lng": "-90.225", "seen": party.revision})
    yield "placing, too late", imani.post(page, {"lat": "38.605", "lng": "-90.225", "seen": party.revision})


def mishaps(stage):
    nobody = stage.nobody
    yield "400", nobody.get("/springfield/%00/")
    yield "403", stage.cast.reader.get(f"/staff/springfield/parties/{stage.elm.reference}/approve/")
    yield "404", nobody.get("/nowhere-at-all/really/")
    yield "404 in Spanish", nobody.get("/es/springfield/nowhere/")
    yield "410", nobody.get("/draft/no-such-link/")
    yield "413", nobody.post("/springfield/register/", {}, CONTENT_LENGTH="99999999")
    yield "429", stage.refused()
    yield "500", errors.server_error(RequestFactory().get("/"))
    stage.hide_the_city()
    yield "city without an edition", nobody.get("/springfield/")
    yield "queue without an edition", stage.cast.imani.get("/staff/springfield/")
    yield "entry without an edition", stage.cast.imani.get("/staff/springfield/new/")


def draft_of(edition, now, **fields):
    """A draft with complete answers, and a client that holds it."""
    said = answers(date=edition.date.isoformat())
    fields = {"answers": said, "created_at": now, "updated_at": now} | fields
    draft = Draft.objects.create(edition=edition, expires_at=now + dt.timedelta(days=30), **fields)
    return draft, client_of(lambda response: access.let_in_draft(response, draft))
