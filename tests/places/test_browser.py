"""The page of a file in a browser: with a script it follows the work by itself, without one a link does."""

import time

import pytest
from django.conf import settings
from playwright.sync_api import expect

from events import jobs
from events.models import PlaceFile
from tests.places import uploading

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browser, live_server, cast):
    """desk(script=True) gives a page on which Imani is signed in."""
    contexts = []

    def sit(script=True):
        context = browser.new_context(java_script_enabled=script)
        contexts.append(context)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": cast.imani.cookies[name].value, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}{uploading.HERE}upload/")
        page.get_by_label("Areas", exact=False).first.check()
        page.get_by_label("Which areas?").select_option("neighborhoods")
        file = {"name": "areas.geojson", "mimeType": "", "buffer": uploading.collection(uploading.city(n1="Elm Hill"))}
        page.get_by_label("File", exact=True).set_input_files(file)
        page.get_by_role("button", name="Upload the file").click()
        return page

    yield sit
    for context in contexts:
        context.close()


@pytest.fixture
def slowly(monkeypatch):
    """The worker in a thread; it waits at half of the way until `slowly.go()`."""

    class Work:
        waits = True

        def go(self):
            self.waits = False

    held, read = Work(), uploading.WORK["places.read"]

    def reading(job, progress):
        while held.waits:
            progress(1, 2, "Reading the outlines")
            time.sleep(0.05)
        return read(job, progress)

    thread, stop = jobs.start_in_thread(uploading.WORK | {"places.read": reading}, interval=0.05)
    yield held
    held.go()
    stop.set()
    thread.join(20)


def test_with_a_script_the_page_follows_the_work_to_its_end(desk, slowly):
    page = desk()
    expect(page.get_by_role("status")).to_have_text("Reading the outlines, 50 %", timeout=20_000)
    assert page.get_by_role("progressbar").get_attribute("value") == "50"
    expect(page.get_by_role("link", name="Look again")).to_be_hidden()
    slowly.go()
    page.get_by_role("button", name="Import the areas").click(timeout=20_000)
    expect(page.get_by_role("heading", name="What it changed")).to_be_visible(timeout=20_000)
    assert PlaceFile.objects.get().state == "in_use"


def test_without_a_script_a_link_does(desk, slowly):
    page = desk(script=False)
    again = page.get_by_role("link", name="Look again")
    again.click()
    expect(again).to_be_visible()
    slowly.go()
    for _look in range(100):
        if not again.is_visible():
            break
        again.click()
    page.get_by_role("button", name="Import the areas").click()
    for _look in range(100):
        if not again.is_visible():
            break
        again.click()
    expect(page.get_by_role("heading", name="What it changed")).to_be_visible()
