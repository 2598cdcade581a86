"""A night in sixty days, parties of every level on it, and a browser that can be shown its map."""

import pytest
from django.test import Client

from events.models import Review
from tests.directory import conftest as directory
from tests.journeys.screen import SITE, Screen

today, night_in, open_night, read = directory.today, directory.night_in, directory.open_night, directory.read
MAP = "/springfield/?view=map"


@pytest.fixture
def place(open_night, make_party):
    """place(street, ...) puts an approved party on the map."""

    def put(street, review=Review.APPROVED, **said):
        email = f"{street.split()[0].lower()}@example.org"
        said = {"date": str(open_night.date), "closure_wanted": False} | said
        return make_party(open_night, review, street=street, email=email, **said)

    return put


class MapScreen(Screen):
    """A screen at the page's own address, whose scripts are answered with what was asked for before."""

    def __init__(self, browser, **options):
        super().__init__(browser, **options)
        self.page.set_viewport_size({"width": 1280, "height": 800})

    def open(self, year, path=MAP, *queries, cells=(), is_waiting=True):
        """Open the map at `path`; `queries` are the filters that will be chosen there."""
        data = [f"/springfield/{year}/pins.json{query}" for query in ("", *queries)]
        pages = [f"/springfield/?view=map&{query[1:]}" for query in queries if query]
        self.answer, self.complaints[:] = Client().get(path), []
        self.more = {
            address: Client().get(address) for address in [*data, *pages, *cells, "/springfield/outlines.json"]
        }
        self.page.goto(SITE + path)
        if is_waiting:
            self.page.locator("[data-map].live").wait_for()

    @property
    def lights(self):
        """How many parties the pins and lanterns on the map stand for."""
        numbers = self.page.locator(".pin").all_text_contents()
        return sum(int(number or 1) for number in numbers)

    def text(self, selector):
        return " ".join(self.page.locator(selector).first.inner_text().split())


@pytest.fixture
def screen(browser):
    screen = MapScreen(browser, has_touch=False)
    yield screen
    screen.context.close()
