"""A browser that is handed rendered pages: no server, no waiting, but every header of ours."""

import mimetypes
import re

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client

SITE = "http://localhost"
PIN_MAP = re.compile(r'data-pin="([^"]+)"')
DEVICE_ONLY = ("Cross-Origin-Opener-Policy", "Strict-Transport-Security")


class Screen:
    """One open page. `complaints` is what its console said, the security policy's refusals among it."""

    def __init__(self, browser, **options):
        quiet = {"reduced_motion": "reduce", "service_workers": "block"}  # there is no server to keep copies of
        self.context = browser.new_context(base_url=SITE, **quiet, **options)
        self.context.route("**/*", self._serve)
        self.page = self.context.new_page()
        self.answer, self.more, self.complaints = HttpResponse(), {}, []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))

    def show(self, answer):
        """Open a rendered page, in daylight."""
        self.answer, self.complaints[:] = answer, []
        # Asked for here, since the browser's own calls come from where the test's transaction is not seen.
        self.more = {path: Client().get(path) for path in PIN_MAP.findall(answer.content.decode())}
        self.page.emulate_media(color_scheme="light")
        self.page.goto("/page/")

    def _serve(self, route):
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/static/"):
            file = finders.find(path.removeprefix("/static/"))
            return route.fulfill(path=file, content_type=mimetypes.guess_type(file)[0])
        if not route.request.is_navigation_request():  # a script asks for more, or tells something
            more = self.more.get(path, HttpResponse(status=204))
            return route.fulfill(status=more.status_code, headers=dict(more.items()), body=more.content)
        headers = {name: value for name, value in self.answer.items() if name not in DEVICE_ONLY}
        # Always 200: the browser would complain of a page that is meant to be a 404.
        return route.fulfill(status=200, headers=headers, body=self.answer.content)
