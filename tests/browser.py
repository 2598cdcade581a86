"""The browser of the tests: the machine's own Chromium, driven by Playwright. Nothing is downloaded.

A test that asks for the `browser` fixture is marked `browser` by itself. Without Chromium such tests are skipped, and
the end of the run says so; with REQUIRE_BROWSER=1 they fail instead.
"""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = "No Chromium found."
INSTALL = "Install it (Debian: apt-get install chromium) to run them."


def chromium():
    """The path of a Chromium: the variable CHROMIUM, else the first of its usual names on PATH, else None."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser():
    """A running Chromium, as Playwright's `Browser`; take `browser.new_context(...)` for each test's own cookies.

    Playwright's blocking interface keeps an event loop in this thread, and Django refuses its database to a thread with
    an event loop, for fear of blocking it. Nothing else runs on this loop, so Django is told for the rest of the run
    not to mind; the server under test has threads of its own, without a loop.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield running
        running.close()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    if item.get_closest_marker("browser") and not chromium():
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"{MISSING} This run requires one (REQUIRE_BROWSER=1).", pytrace=False)
        pytest.skip(MISSING)


def pytest_terminal_summary(terminalreporter):
    skipped = sum(report.longrepr[2].endswith(MISSING) for report in terminalreporter.stats.get("skipped", []))
    if skipped:
        terminalreporter.write_line(f"{MISSING[:-1]}: {skipped} browser tests were skipped. {INSTALL}", yellow=True)
