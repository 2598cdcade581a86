"""Every page in every state: no fault found by axe-core, light and dark, on a small phone, a phone and a desk.

The pages are rendered once each and handed to the browser with their own headers, so that the content security policy
holds; the colors and the width change under the open page.
"""

from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

from tests.journeys import (
    pages,
    pages_after,
    pages_asking,
    pages_closures,
    pages_evening,
    pages_kit,
    pages_night,
    pages_storm,
    pages_together,
)

pytestmark = [pytest.mark.once, pytest.mark.slow, pytest.mark.django_db]

WIDTHS = (320, 390, 1280)
AXE = Path(AXE_FILE_PATH).read_text()
LOOK = (Path(__file__).parent / "look.js").read_text()
RUN = """options => axe.run(document, options).then(found => found.violations.map(
    fault => fault.id + ": " + fault.nodes.map(node => node.target.join(" ")).slice(0, 3).join(", ")))"""
QUICK = {"resultTypes": ["violations"], "iframes": False, "preload": False}
ALL_RULES = QUICK | {"rules": {"target-size": {"enabled": True}}}
COLOR_RULES = QUICK | {"runOnly": {"type": "tag", "values": ["cat.color"]}}


def faults_of(screen):
    """What is wrong with the page that is shown, at every width and in both colors."""
    page, faults = screen.page, []
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    page.evaluate(AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        for scheme, rules in (("light", ALL_RULES), ("dark", COLOR_RULES)):
            page.emulate_media(color_scheme=scheme)
            faults += [f"{width} {scheme}, {fault}" for fault in page.evaluate(RUN, rules)]
        faults += [f"{width}, {fault}" for fault in page.evaluate(LOOK)]
    return faults + screen.complaints


ROOMS = (pages.public, pages.seasons, pages.registering, pages.hosting, pages.queue, pages.records, pages.desk)
ROOMS += (pages_together.joining, pages_together.pairs, pages_evening.letters, pages_evening.evening)
ROOMS += (pages_asking.asking, pages_asking.ruling)
ROOMS += (pages_closures.closed, pages_closures.closures)
ROOMS += (pages_storm.storms, pages_storm.again)
ROOMS += (pages_night.on_the_night,)
ROOMS += (pages_kit.kits,)
ROOMS += (pages_after.after, pages_after.reports)
ROOMS += (pages.finding, pages.placing, pages.places, pages.setup, pages.accounts, pages.mishaps)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__)
def test_no_page_shuts_anybody_out(room, stage, screen):
    wrong = {}
    for what, answer in room(stage):
        assert answer.status_code not in (301, 302), f"{what} leads to {answer.url}"
        assert not answer.streaming, what
        screen.show(answer)
        if faults := faults_of(screen):
            wrong[what] = faults
    assert wrong == {}
