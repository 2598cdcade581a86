"""Retention: after it no table, file or letter tells who a host was or at which house; counts and history stay."""

import datetime as dt
import io
import uuid

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models

from events import comeback, forgetting, history, housekeeping, introductions, night, shelf, storm
from events.mail import again, letters, notices
from events.models import (
    Change,
    ChangedValue,
    Closure,
    Deed,
    Draft,
    Host,
    Letter,
    Note,
    Notice,
    Party,
    Petition,
    Proposal,
    Question,
    Storm,
)
from events.pairs import deeds as pairs
from tests.conftest import answers, host_client, make_edition

DAY = dt.timedelta(days=1)
PLANTED = ["Quillfeather", "quillfeather@", "5550142", "555-0142", "28271", "Zsofia", "zsofia@", "Ottokar", "ottokar@"]
AREAS = {"AddressPoint", "Street", "Segment", "NamedPlace", "Neighborhood"}


@pytest.fixture(autouse=True)
def _shelf(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def later(edition):
    """An instant 91 days after the night, when the contacts' time is over."""
    return dt.datetime.combine(edition.date, dt.time(12), tzinfo=dt.UTC) + 91 * DAY


@pytest.fixture
def told(edition, make_party, make_staff, springfield, now):
    """told(**answers): an approved party about which everything personal was said that can be said."""

    def make(**changes):
        party = make_party(
            edition,
            "approved",
            **{
                "host_name": "Rosa Quillfeather",
                "email": "quillfeather@example.org",
                "phone": "+13145550142",
                "number": "28271",
                "title": "Rosa Quillfeather’s grill",
                "description": "Ask Quillfeather at 314-555-0142",
                "access_notes": "Ring at 28271",
                "second_name": "Zsofia Lark",
                "second_email": "zsofia@example.org",
                "ask_next_year": False,
                **changes,
            },
        )
        _tell_more(party, springfield, now)
        return Party.objects.with_context().get(pk=party.pk)

    def _tell_more(party, community, now):
        main = party.hosts.get(role="main")
        imani = make_staff(community, "coordinator", f"staff{party.pk}@springfield.example.org")
        joined = Host.objects.create(party=party, role="joined", name="Ottokar Moss", email="ottokar@example.org")
        asked = Question.objects.create(
            party=party, text="Is 28271 yours, Rosa Quillfeather?", asked_by=imani, asked_at=now
        )
        notices.question(main, asked, now=now)
        notices.declined(main, reason="Call Zsofia", now=now)
        notices.host_link(joined, now=now)
        Letter.objects.create(
            notice=Notice.objects.filter(host=main).first(), to=main.email, subject="Dear Rosa", text="28271", at=now
        )
        Note.objects.create(party=party, text="Quillfeather called", by=imani, at=now)
        Proposal.objects.create(party=party, values={"host_name": "Quillfeather"}, by_host=main, at=now)
        history.record(
            party,
            Deed.EDITED,
            by=main,
            now=now,
            values=[("email", "quillfeather@example.com", main.email)],
            note="555-0142",
        )
        path, size = shelf.put([b"%PDF- Quillfeather 28271"], "petitions")
        Petition.objects.create(
            party=party, name="Quillfeather.pdf", content_type="application/pdf", size=size, path=path, at=now
        )
        draft = Draft.objects.create(
            edition=party.edition, answers=answers(), created_at=now, updated_at=now, expires_at=now + DAY
        )
        introductions.ask_to_join(
            draft, party, name="Ottokar Moss", email="ottokar@example.org", phone="", message="", language="en", now=now
        )
        Draft.objects.create(
            edition=party.edition, party=party, answers={}, created_at=now, updated_at=now, expires_at=now + DAY
        )
        Party.objects.filter(pk=party.pk).update(
            outcome="held", attendance=60, outcome_source="host", went_well="Zsofia’s cake", night_words="Now at 28271"
        )

    return make


def traces(*words):
    """Every place in the tables and kept files where one of the words stands: [(table, column, word)]."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        texts = (models.CharField, models.TextField, models.JSONField)
        columns = [field.attname for field in model._meta.concrete_fields if isinstance(field, texts)]
        for row in model._base_manager.values_list(*columns) if columns else []:
            for column, value in zip(columns, row, strict=True):
                if model.__name__ not in AREAS:
                    found += [(model.__name__, column, word) for word in words if word in str(value)]
    for path in shelf.path_of("petitions").glob("*"):
        found += [("file", path.name, word) for word in words if word in path.read_text()]
    return found


def forgotten(community, at, **options):
    return dict(forgetting.forget(at, community=community, **options))[community]


def test_nothing_personal_is_left_in_any_table_or_file(
    told, springfield, later, django_capture_on_commit_callbacks, caplog
):
    told()
    assert {word for _table, _column, word in traces(*PLANTED)} >= {"Quillfeather", "28271", "Zsofia", "Ottokar"}
    with django_capture_on_commit_callbacks(execute=True):
        counts = forgotten(springfield, later)
    Draft.objects.expired(later).delete()
    assert traces(*PLANTED) == []
    assert not any(word in caplog.text for word in PLANTED)
    assert counts["parties"] == 1
    assert counts["contacts"] == 3
    assert counts["files"] == 1


def test_counts_and_history_stay(told, springfield, later):
    party = told()
    deeds = set(Change.objects.filter(party=party).values_list("deed", flat=True))
    forgotten(springfield, later)
    row = Party.objects.get(pk=party.pk)
    assert (row.outcome, row.attendance, row.expected, row.children) == ("held", 60, 40, 12)
    assert row.neighborhood == party.neighborhood
    assert row.forgotten_at == later
    assert set(Change.objects.filter(party=party).values_list("deed", flat=True)) == deeds | {Deed.FORGOTTEN}
    assert Closure.objects.get(party=party).street == "Elm St"
    assert Notice.objects.filter(party=party, state="queued").count() == 0
    assert Notice.objects.filter(party=party).exists()


@pytest.mark.parametrize(
    ("level", "number", "street", "has_pin", "closed"),
    [
        ("exact", "28200", "Elm St", True, "Elm St"),
        ("block", "28200", "Elm St", True, "Elm St"),
        ("neighborhood", "", "", False, ""),
        ("unlisted", "", "", False, ""),
    ],
)
def test_of_the_place_that_much_stays_which_everybody_could_read(
    told, springfield, later, client, level, number, street, has_pin, closed
):
    party = told(level=level)
    address = f"/springfield/2027/p/{party.slug}/"
    forgotten(springfield, later)
    row = Party.objects.select_related("closure").get(pk=party.pk)
    assert (row.number, row.street, row.lat is not None) == (number, street, has_pin)
    assert (row.lat, row.lng) == (row.public_lat, row.public_lng)
    assert (row.lat, row.lng) != (party.lat, party.lng)
    assert row.closure.street == closed
    assert client.get(address).status_code == (200 if level in ("block", "neighborhood") else 404)
    assert (row.slug == party.slug) is (level != "exact")


def test_a_school_keeps_its_place_and_its_name(told, springfield, later):
    party = told(
        level="exact", place_kind="lot", place_name="Lincoln School", title="Lincoln Fall Fest", closure_wanted=False
    )
    forgotten(springfield, later)
    row = Party.objects.get(pk=party.pk)
    assert (row.place_name, row.title, row.lat) == ("Lincoln School", "Lincoln Fall Fest", party.lat)


def test_every_day_until_the_last_one_is_kept(told, springfield, edition, later):
    party = told()
    assert forgotten(springfield, later - DAY)["parties"] == 0
    springfield.contacts_kept_days = 120
    springfield.save()
    assert forgotten(springfield, later)["parties"] == 0
    Party.objects.filter(pk=party.pk).update(date=edition.date - 30 * DAY)  # another day than the night's
    assert forgotten(springfield, later)["parties"] == 1


def test_who_may_be_asked_again_is_kept_until_the_next_registration_has_closed(told, springfield, edition, later):
    party = told(ask_next_year=True)
    counts = forgotten(springfield, later)
    assert (counts["parties"], counts["kept"], counts["contacts"]) == (0, 1, 2)
    assert traces("Zsofia", "zsofia@", "Ottokar", "ottokar@") == []
    main = party.hosts.get(role="main")
    assert (main.email, main.forgotten_at) == ("quillfeather@example.org", None)
    assert Party.objects.get(pk=party.pk).number == "28271"
    coming = make_edition(springfield, 2028, dt.date(2028, 10, 3))
    closes = dt.datetime.combine(coming.listing_until, dt.time(18), tzinfo=dt.UTC)
    assert forgotten(springfield, closes)["parties"] == 0
    assert forgotten(springfield, closes + DAY)["parties"] == 1
    assert party.hosts.get(role="main").email == ""


def test_who_waits_for_a_night_that_never_comes_is_forgotten_all_the_same(told, springfield, later):
    told(ask_next_year=True)
    assert forgotten(springfield, later + forgetting.KEPT_AT_MOST)["parties"] == 1


def test_a_host_who_was_asked_to_come_again_is_not_asked_twice(told, springfield, later):
    told(ask_next_year=True)
    forgotten(springfield, later)
    coming = make_edition(springfield, 2028, dt.date(2028, 10, 3))
    hosts = list(comeback.may_be_asked(coming))
    again.ask(hosts, coming, now=later + DAY)
    forgotten(springfield, later + 120 * DAY)
    letter = Notice.objects.get(kind=comeback.LETTER)
    assert (letter.state, letter.to_email) == ("queued", "quillfeather@example.org")
    assert list(comeback.may_be_asked(coming)) == []


def test_the_old_links_and_devices_end(told, springfield, later):
    party = told()
    client = host_client(party)
    forgotten(springfield, later)
    assert client.get(f"/my/{party.reference}/").status_code == 404


def test_it_may_be_run_twice_and_by_housekeeping(told, springfield, later):
    told()
    told(ask_next_year=True, email="other@example.org")
    assert housekeeping.tidy(later)["forgotten"] == 1
    rows = ChangedValue.objects.count(), Change.objects.count(), Notice.objects.count()
    assert not any(forgotten(springfield, later).values())
    assert (ChangedValue.objects.count(), Change.objects.count(), Notice.objects.count()) == rows


def test_a_contact_that_staff_typed_in_afterwards_leaves_again(told, springfield, later):
    party = told()
    forgotten(springfield, later)
    party.hosts.filter(role="main").update(name="Rosa Quillfeather", phone="+13145550142")
    assert forgotten(springfield, later + DAY)["contacts"] == 1
    assert party.hosts.get(role="main").name == ""


def test_a_dry_run_counts_and_changes_nothing(told, springfield, later, django_capture_on_commit_callbacks):
    told()
    before = {model.__name__: list(model.objects.order_by("pk").values()) for model in (Party, Host, Notice, Petition)}
    with django_capture_on_commit_callbacks(execute=True):
        dry = forgotten(springfield, later, dry_run=True)
    after = {model.__name__: list(model.objects.order_by("pk").values()) for model in (Party, Host, Notice, Petition)}
    assert before == after
    assert len(list(shelf.path_of("petitions").glob("*"))) == 1
    assert forgotten(springfield, later) == dry


def test_what_parties_had_before_a_storm_is_forgotten_and_its_calls_and_page_go_on(
    edition, make_party, make_staff, later
):
    make_party(edition, "approved", email="", phone="+13145550199")
    imani = make_staff(edition.community, "coordinator", "imani@springfield.example.org")
    storm.postpone(edition, edition.date + 60 * DAY, words={"en": "Rain"}, by=imani, now=later - 100 * DAY)
    forgotten(edition.community, later)
    told = Storm.objects.get()
    assert told.before["parties"] == {}
    call = Notice.objects.to_call().select_related(*letters.ROWS).get(storm=told)
    assert "Rain" in letters.words_to_say(call)
    with pytest.raises(storm.Refused):
        storm.undo(told, by=imani, now=later)


def test_another_town_keeps_its_own_time(told, springfield, shelby_edition, make_party, later):
    told()
    theirs = make_party(shelby_edition, "approved", neighborhood=1, email="far@example.org", ask_next_year=False)
    shelby_edition.community.contacts_kept_days = 400
    shelby_edition.community.save()
    forgetting.forget(later)
    assert theirs.hosts.get().email == "far@example.org"


def test_a_host_who_wishes_it_is_forgotten_at_once_and_the_others_later(
    told, springfield, now, later, django_capture_on_commit_callbacks
):
    party = told()
    main = party.hosts.get(role="main")
    with django_capture_on_commit_callbacks(execute=True):
        forgetting.forget_party(party, by=main, now=now)
    assert traces("Quillfeather", "quillfeather@") == []
    assert party.hosts.get(role="second").email == "zsofia@example.org"
    assert Change.objects.get(party=party, deed=Deed.FORGOTTEN).by_host == main
    forgotten(springfield, later)
    Draft.objects.all().delete()
    assert traces(*PLANTED) == []
    assert Change.objects.filter(party=party, deed=Deed.FORGOTTEN).count() == 1


def test_what_is_written_after_a_host_was_forgotten_leaves_with_the_rest(
    told, springfield, now, later, django_capture_on_commit_callbacks
):
    party = told()
    with django_capture_on_commit_callbacks(execute=True):
        forgetting.forget_party(party, by=party.hosts.get(role="main"), now=now)
    Party.objects.filter(pk=party.pk).update(access_notes="Ring at 28271", topic="Ask Quillfeather")
    forgotten(springfield, later)
    assert traces("28271", "Quillfeather") == []
    Party.objects.filter(pk=party.pk).update(description="Ask Quillfeather")
    forgotten(springfield, later + DAY)
    assert traces("Quillfeather") == []


@pytest.mark.parametrize("is_same_person", [False, True])
def test_a_registration_that_was_merged_goes_with_its_host(told, edition, make_party, make_staff, now, is_same_person):
    email = "quillfeather@example.org" if is_same_person else "rosa@example.org"
    stays, goes = make_party(edition, "approved", email=email), told()
    imani = make_staff(edition.community, "coordinator", "imani@springfield.example.org")
    pairs.merge(stays, goes, by=imani, seen=(stays.revision, goes.revision), now=now)
    if is_same_person:
        forgetting.forget_party(stays, by=stays.hosts.get(role="main"), now=now)
    else:
        forgetting.forget_person(Host.objects.get(email="quillfeather@example.org"), now=now)
    assert [one for one in traces("Quillfeather", "28271", "quillfeather@") if one[0] != "file"] == []


@pytest.mark.parametrize("role", ["main", "second"])
def test_who_deletes_their_data_is_not_named_in_letters_to_the_others(told, edition, role):
    party = told()
    host = party.hosts.get(role=role)
    moment = dt.datetime.combine(edition.date, dt.time(18), tzinfo=party.community.zone)
    night.say(party, "starts_late", time=dt.time(18), by=host, now=moment)
    assert Notice.objects.filter(context__by=host.name).exists()
    if role == "main":
        forgetting.forget_party(party, by=host, now=moment)
    else:
        forgetting.forget_person(host, now=moment)
    assert not Notice.objects.filter(context__by=host.name).exists()


def test_what_residents_wrote_to_staff_is_forgotten(springfield, make_staff, now, later):
    imani = make_staff(springfield, "coordinator", "imani@springfield.example.org")
    notices.listing_reported(imani, springfield, now=now, report="Quillfeather lives there. ottokar@example.org")
    assert forgotten(springfield, later, dry_run=True)["letters"] == 1
    assert traces("Quillfeather", "ottokar@") != []
    assert forgotten(springfield, later)["letters"] == 1
    assert traces("Quillfeather", "ottokar@") == []


def test_the_command_reports_and_refuses_a_community_it_does_not_know(told, springfield):
    party = told(now=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    Party.objects.filter(pk=party.pk).update(date=dt.date(2020, 10, 6))
    said = io.StringIO()
    call_command("forget_contacts", "--dry-run", stdout=said)
    assert "1  parties forgotten" in said.getvalue()
    assert "Nothing was deleted" in said.getvalue()
    assert party.hosts.get(role="main").email == "quillfeather@example.org"
    call_command("forget_contacts", "--community", "springfield", stdout=said)
    assert party.hosts.get(role="main").email == ""
    with pytest.raises(CommandError):
        call_command("forget_contacts", "--community", uuid.uuid4().hex)


@pytest.mark.parametrize("level", ["exact", "block", "neighborhood", "unlisted"])
def test_pages_and_files_go_on_telling_what_stays(told, cast, springfield, later, level):
    party = told(level=level)
    forgotten(springfield, later)
    record = cast.imani.get(f"/staff/springfield/parties/{party.reference}/").content.decode()
    assert "Contacts and exact place were deleted on" in record
    assert "letters go to the call list" not in record
    assert "60 people" in record
    rows = cast.imani.get("/staff/springfield/parties.csv?tab=approved&year=2027").getvalue().decode()
    assert party.reference in rows
    assert "Quillfeather" not in record + rows
    assert cast.imani.get("/staff/springfield/?tab=approved&year=2027").status_code == 200
    assert cast.imani.get("/staff/springfield/placing/").content.decode().count(party.reference) == 0
    assert cast.nobody.get("/springfield/2027/").status_code == 200
