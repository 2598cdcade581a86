"""Light enough for a full phone network: the city's page with 120 parties, as a browser asks for it."""

import gzip

import pytest

from events.models import Review
from tests.journeys.screen import Screen

pytestmark = [pytest.mark.once, pytest.mark.django_db]

LISTINGS = 120
REQUESTS = 8
ALL_BYTES = 70_000
BYTES = {"document": 20_000, "stylesheet": 10_000, "script": 8_000, "font": 24_000}


@pytest.fixture
def city_page(stage):
    """The page of a city with 120 parties, each with words of its own."""
    for n in range(LISTINGS):
        stage.party(
            Review.APPROVED,
            number=str(100 * n),
            street=f"{('Elm', 'Oak', 'Birch', 'Walnut', 'Cherry')[n % 5]} {('St', 'Ave', 'Pl')[n % 3]}",
            title="" if n % 4 else f"Lanterns number {n}",
            email=f"host{n}@example.org",
            lat=38.601 + n % 9 / 1000,
            lng=-90.229 + n % 29 / 1000,
            neighborhood=1 + n % 3,
            activities=["food", "music", "kids"][: n % 4],
            closure_wanted=False,
        )
    return stage.nobody.get("/springfield/")


def first_visit(screen, answer):
    """[(kind, bytes on the wire)] of all that a browser asks for, down to the end of the page."""
    requests = []
    screen.page.on("requestfinished", lambda request: requests.append(request))
    screen.show(answer)
    screen.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    screen.page.wait_for_load_state("networkidle")
    assert screen.page.locator(".rows .go").count() == LISTINGS
    return [(request.resource_type, wire_bytes(request)) for request in requests]


def wire_bytes(request):
    """Text goes out compressed where the site runs; fonts are compressed as they are."""
    body = request.response().body()
    return len(body) if request.resource_type == "font" else len(gzip.compress(body, 9))


def test_a_first_visit_to_a_full_city_is_light(screen, city_page):
    screen.page.set_viewport_size({"width": 390, "height": 844})
    visit = first_visit(screen, city_page)
    spent = {kind: sum(size for one, size in visit if one == kind) for kind, _size in visit}
    assert len(visit) <= REQUESTS
    assert sum(spent.values()) <= ALL_BYTES, spent
    assert {kind: size for kind, size in spent.items() if size > BYTES.get(kind, ALL_BYTES)} == {}


def test_without_scripts_the_whole_list_is_there_and_no_script_is_asked_for(browser, city_page):
    screen = Screen(browser, java_script_enabled=False)
    assert "script" not in dict(first_visit(screen, city_page))
    screen.context.close()
