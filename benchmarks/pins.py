"""How soon the map can be used: 500 pins against 5,000, in Chromium with the processor slowed six times.

    nice .venv/bin/python -m benchmarks.pins

Makes a test database, fills one community with 500 and one with 5,000 approved parties spread over 80 neighborhoods
by a seed, renders the map's page and its data once, and hands them to the browser: no server and no network is in the
figures. Printed are medians of five, in milliseconds: from the tap (the page's navigation) until the map answers to a
finger, the part of it that the map's own script takes, one step of zoom until the pins are drawn anew, and the page's
own share of the processor (slowed too) until the map is ready: what the first line comes down to where nothing else
runs on the machine.
"""

# ruff: noqa: E402 (Django has to be set up before its models are imported)

import logging
import mimetypes
import os
import random
import statistics

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nightout.settings")
os.environ.setdefault("DEBUG", "true")
os.environ["LIMITS_ENABLED"] = "false"

import django

django.setup()

from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment
from playwright.sync_api import sync_playwright

from benchmarks.growth import grown
from events.models import Edition, Party, Region, User
from tests.browser import FLAGS, chromium

SIZES = {"small": 500, "large": 5_000}
ROUNDS = 5
SLOWED = 6
LIMIT_MS = 2_000
SITE = "http://localhost"
MARKS = "['map:ready', 'map:began'].map(name => performance.getEntriesByName(name)[0].startTime)"
ZOOM = """() => new Promise(done => {
  const began = performance.now();
  new MutationObserver(() => requestAnimationFrame(() => done(performance.now() - began)))
    .observe(document.querySelector(".leaflet-marker-pane"), {childList: true});
  document.querySelector(".mapbtns button").click();
})"""


def spread(parties, seed=7):
    """Give the parties public pins all over the 80 neighborhoods."""
    chance = random.Random(seed)
    for party in parties:
        party.public_lat, party.public_lng = chance.uniform(38.5, 38.58), chance.uniform(-90.4, -90.3)
    Party.objects.bulk_update(parties, ["public_lat", "public_lng"], batch_size=500)


def rendered(slug):
    """{address: response} of the map's page and its data."""
    year = Edition.objects.get(community__slug=slug).year
    paths = [f"/{slug}/?view=map", f"/{slug}/{year}/pins.json", f"/{slug}/outlines.json"]
    answers = {path: Client().get(path) for path in paths}
    count = len(answers[paths[1]].json()["pins"])
    assert count == SIZES[slug], count
    return answers


def serve(route, answers):
    """Answer the browser from what was rendered and from the static files."""
    path = route.request.url.removeprefix(SITE)
    if path in answers:
        answer = answers[path]
        return route.fulfill(status=200, headers=dict(answer.items()), body=answer.content)
    file = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
    return route.fulfill(path=file, content_type=mimetypes.guess_type(file)[0]) if file else route.fulfill(status=204)


def measured(browser, slug, answers):
    """Milliseconds on a phone's screen: tap until usable, the map's script, a zoom step, the page's processor time."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    context.route("**/*", lambda route: serve(route, answers))
    page = context.new_page()
    browser_side = context.new_cdp_session(page)
    browser_side.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    browser_side.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(f"{SITE}/{slug}/?view=map", wait_until="commit")
    page.locator("[data-map].live").wait_for()
    metrics = {row["name"]: row["value"] for row in browser_side.send("Performance.getMetrics")["metrics"]}
    ready, began = page.evaluate(MARKS)
    zoomed = page.evaluate(ZOOM)
    context.close()
    return ready, ready - began, zoomed, metrics["TaskDuration"] * 1000


def report(answers):
    """Prints the table."""
    times = {size: [] for size in SIZES}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for _round in range(ROUNDS + 1):
            for size in SIZES:
                times[size].append(measured(browser, size, answers[size]))
        browser.close()
    print(f"Chromium, processor slowed {SLOWED} times, median of {ROUNDS}, milliseconds")
    print(f"{'':28}{SIZES['small']:>8,} pins{SIZES['large']:>8,} pins{'ratio':>8}")
    titles = ("from the tap until usable", "of these the map's script", "one step of zoom", "processor until usable")
    for number, title in enumerate(titles):
        small, large = (statistics.median(row[number] for row in times[size][1:]) for size in SIZES)
        print(f"{title:28}{small:>13.0f}{large:>13.0f}{large / small:>8.1f}")
    worst = max(row[0] for row in times["large"][1:])
    print(f"slowest of {ROUNDS} with {SIZES['large']:,} pins: {worst:.0f} (limit {LIMIT_MS})")


def main():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    logging.disable()
    setup_test_environment(debug=False)
    name = connection.creation.create_test_db(verbosity=0)
    try:
        user = User.objects.create_user("bench@example.org", "bench")
        region = Region.objects.create(name="Bench", slug="bench")
        for code, (size, parties) in zip(("SMA", "LAR"), SIZES.items(), strict=True):
            spread(list(Party.objects.in_community(grown(region, size, code, parties, user))))
        report({size: rendered(size) for size in SIZES})
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()


if __name__ == "__main__":
    main()
