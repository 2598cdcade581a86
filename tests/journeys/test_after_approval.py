"""From approval to forgotten contacts, in a browser: closure declined, kit, storm, the night, the count, nothing left.

Days pass by moving the night nearer: the pages read the clock on the wall.
"""

import datetime as dt
import io
import logging
import re
from pathlib import Path

import pypdfium2
import pytest
from django.apps import apps
from django.conf import settings as site
from django.core.management import call_command
from django.db.models import CharField, EmailField, JSONField, TextField
from django.utils import timezone
from playwright.sync_api import expect

from events.models import Edition, Night, Notice, Outcome, Party, Role, Storm
from tests.journeys.conftest import link_in
from tests.journeys.people import Coordinator, Host, Resident
from tests.journeys.test_whole_way import IMANI, approve_but_not_the_closure, ask_and_answer, confirm, register

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PLANTED = ["Rosa Quill", "rosa@example.org", "5550142", "2827"]
AS_READ = ["555-0142"]
TEXTS = (CharField, TextField, EmailField, JSONField)


@pytest.fixture
def people(browser, live_server, edition, make_staff, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    make_staff(edition.community, Role.COORDINATOR, IMANI)
    screen = {"browser": browser, "site": live_server.url, "scripts": False}
    three = Host(**screen), Coordinator(**screen), Resident(**screen)
    yield three
    for person in three:
        person.leave()


def test_from_a_closure_declined_to_nothing_left(people, post, caplog):
    caplog.set_level(logging.INFO)
    host, coordinator, resident = people
    register(host)
    party = confirm(host, post)
    ask_and_answer(host, coordinator, party, post)
    page = approve_but_not_the_closure(coordinator, resident, party)
    decline_the_closure(host, coordinator, resident, party, post)
    print_the_kit(host, party)
    postpone_the_night(host, coordinator, resident, party, page, post)
    tonight(host, resident, party)
    say_how_it_went(host, coordinator, party)
    forget_everything(party, caplog)
    resident.goto(page)
    expect(resident.page.locator("h1")).to_contain_text("Elm St")


def decline_the_closure(host, coordinator, resident, party, post):
    coordinator.open_record(party.reference)
    coordinator.press("section:has(#closure) a[href*='/closure/decline/']")
    coordinator.page.fill("[name=reason]", "A bus runs there.")
    coordinator.press()
    assert "A bus runs there." in post(host.EMAIL).body
    resident.goto("/springfield/closed-streets/")
    assert "Elm St" not in resident.page.locator("main").inner_text()


def print_the_kit(host, party):
    """Every sheet is one page, and none says more than the listing."""
    host.goto(f"/my/{party.reference}/")
    host.press(f"a[href$='/my/{party.reference}/kit/']")
    files = [link.get_attribute("href") for link in host.page.locator("main a[href*='.pdf']").all()]
    assert len(files) >= 4
    for path in files:
        answer = host.page.request.get(path)
        assert answer.headers["content-type"] == "application/pdf"
        document = pypdfium2.PdfDocument(io.BytesIO(answer.body()))
        assert len(document) == 1
        words = document[0].get_textpage().get_text_bounded()
        assert not [planted for planted in PLANTED if planted in words]


def postpone_the_night(host, coordinator, resident, party, page, post):
    before = Edition.objects.get(pk=party.edition_id).date
    later = before + dt.timedelta(days=7)
    coordinator.goto("/staff/springfield/storm/postpone/")
    coordinator.page.fill("[name=new_date]", later.isoformat())
    coordinator.page.fill("[name=words_en]", "A storm is coming.")
    coordinator.press("button[value=show]")
    coordinator.page.fill("[name=city]", "Springfield")
    coordinator.press("button[value=do]")
    party.refresh_from_db()
    assert party.date == later
    resident.goto(page)
    resident.page.reload()
    expect(resident.page.get_by_text("A storm is coming.").first).to_be_visible()
    Storm.objects.update(letters_at=timezone.now() - dt.timedelta(minutes=1))
    Notice.objects.filter(storm__isnull=False).update(send_after=timezone.now() - dt.timedelta(minutes=1))
    letter = post(host.EMAIL)
    assert "A storm is coming." in letter.body
    host.open_link(link_in(letter))


def move_the_night_to(day):
    """Put the night, and all that is on it, on this day."""
    Edition.objects.update(
        date=day,
        first_date=day - dt.timedelta(days=7),
        registration_opens=day - dt.timedelta(days=300),
        listing_until=day - dt.timedelta(days=1),
        closure_until=day - dt.timedelta(days=14),
        visits_until=day - dt.timedelta(days=7),
        kit_until=day - dt.timedelta(days=7),
    )
    Party.objects.update(date=day)
    for edition in Edition.objects.all():
        edition.touch()


def tonight(host, resident, party):
    move_the_night_to(party.community.today(timezone.now()))
    Party.objects.update(starts=dt.time(0, 0), ends=dt.time(23, 59))
    host.goto(f"/my/{party.reference}/")
    host.press("a[href$='/night/moved/']")
    host.fill({"words": "Now in the church hall."})
    host.press()
    party.refresh_from_db()
    assert party.night == Night.MOVED
    resident.goto("/springfield/tonight/")
    expect(resident.page.get_by_text("Now in the church hall.")).to_be_visible()
    assert "2827" not in resident.page.content()


def say_how_it_went(host, coordinator, party):
    move_the_night_to(party.community.today(timezone.now()) - dt.timedelta(days=1))
    host.goto(f"/my/{party.reference}/outcome/")
    host.fill({"outcome": "held", "attendance": "45"})
    host.press()
    party.refresh_from_db()
    assert (party.outcome, party.attendance) == (Outcome.HELD, 45)
    coordinator.goto("/staff/springfield/report/")
    row = coordinator.page.locator("tr", has=coordinator.page.get_by_text("Elm Park")).first
    assert "45" in re.findall(r"\d+", row.inner_text())


def forget_everything(party, caplog):
    move_the_night_to(party.community.today(timezone.now()) - dt.timedelta(days=200))
    Notice.objects.update(created_at=timezone.now() - dt.timedelta(days=199))
    assert [word for word in PLANTED if not list(places_of(word))] == []
    call_command("forget_contacts", stdout=io.StringIO())
    for word in PLANTED + AS_READ:
        assert list(places_of(word)) == []
        assert word not in caplog.text
    party.refresh_from_db()
    assert (party.outcome, party.attendance) == (Outcome.HELD, 45)
    assert party.changes.count() > 5


def places_of(word):
    """Where a word stands: tables and columns, and uploaded files."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, TEXTS):
                for value in model._base_manager.values_list(field.attname, flat=True):
                    if word in str(value):
                        yield f"{model.__name__}.{field.name}"
    for path in Path(site.MEDIA_ROOT).rglob("*"):
        if path.is_file() and word.encode() in path.read_bytes():
            yield str(path)
