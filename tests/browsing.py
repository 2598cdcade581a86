"""Pressing what leads to another page. A press alone comes back before the new page is there."""

from playwright.sync_api import Page


def press(page: Page, control):
    """Press a control (a locator or its selector) and wait until the page it leads to has loaded."""
    with page.expect_navigation():
        (page.locator(control).first if isinstance(control, str) else control).click()
