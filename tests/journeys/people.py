"""Three people at their browsers. They find things by what the pages are made of, so that language does not matter."""

import re

from playwright.sync_api import expect

from tests.browsing import press

MAIN_BUTTON = "main form button.btn:not(.btn-2)"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 900}}


class Person:
    """A browser of one's own, with its cookies and what its console complained about."""

    def __init__(self, browser, site, device=PHONE, scripts=True):
        self.context = browser.new_context(java_script_enabled=scripts, base_url=site, **device)
        self.page = self.context.new_page()
        self.complaints = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))

    def goto(self, address):
        self.page.goto(address)

    def press(self, button=MAIN_BUTTON):
        """Press what leads to the next page, and wait for it."""
        press(self.page, button)

    def leave(self):
        self.context.close()
        assert self.complaints == []


class Host(Person):
    """Rosa, on her phone. `prefix` is the beginning of every address in her language: "" or "/es"."""

    EMAIL = "rosa@example.org"

    def __init__(self, *args, prefix="", **kwargs):
        super().__init__(*args, **kwargs)
        self.prefix = prefix

    def is_at(self, pattern):
        expect(self.page).to_have_url(re.compile(rf"{re.escape(self.prefix)}/{pattern}$"))
        assert self.page.locator("html").get_attribute("lang") == (self.prefix.strip("/") or "en")

    def fill(self, values):
        """{control's name: text or the option's value}; True ticks a box."""
        for name, value in values.items():
            control = self.page.locator(f"[name={name}]").first
            kind = control.get_attribute("type") or control.evaluate("control => control.tagName.toLowerCase()")
            if kind == "radio" or kind == "checkbox":
                self.page.check(f"[name={name}]" if value is True else f"[name={name}][value={value}]")
            elif kind == "select":
                control.select_option(value)
            else:
                control.fill(value)

    def answer(self, step, values):
        self.is_at(rf"springfield/register/[0-9a-f-]{{36}}/{step}/")
        self.fill(values)
        self.press()

    def open_link(self, link):
        """Open a secret link and press its button; the secret does not stay in the address."""
        self.goto(link)
        assert link.endswith(self.page.url.rsplit("/", 2)[1] + "/")
        self.press()
        self.is_at(r"my/SPR-\d\d-\d{4}/")


class Coordinator(Person):
    """Imani, at her desk."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, device=DESK, **kwargs)

    def sign_in(self, email, password):
        self.goto("/staff/")
        assert "/staff/account/login/" in self.page.url
        self.page.fill("[name=login]", email)
        self.page.fill("[name=password]", password)
        self.press("form:has([name=password]) button.btn")
        expect(self.page).to_have_url(re.compile(r"/staff/springfield/$"))

    def open_record(self, reference):
        self.goto("/staff/springfield/?q=" + reference)
        if not self.page.locator("table.q").count():
            self.goto("/staff/springfield/?tab=approved&q=" + reference)
        self.press("table.q .beside")
        self.press(".qside .whole a")
        expect(self.page).to_have_url(re.compile(rf"/staff/springfield/parties/{reference}/(\?|$)"))

    def decide(self, deed):
        self.press(f"form[action$='/{deed}/'] button.btn")


class Resident(Person):
    """Somebody who looks for a party, on a phone."""

    def search(self, text):
        self.goto("/springfield/")
        self.page.fill("[name=q]", text)
        self.press("form[role=search] .searchbar button")
        expect(self.page).to_have_url(re.compile(r"\?(.*&)?q="))

    def found(self):
        return self.page.locator(".rows .go")
