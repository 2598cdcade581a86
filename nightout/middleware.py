"""What every request passes: an id, the language of its address, headers, a bound on its body."""

import uuid

from django.conf import settings
from django.shortcuts import render
from django.utils import translation

from events import access
from events.limits import TooMany
from nightout.logs import request_id

PERMISSIONS = "camera=(), microphone=(), geolocation=(self), payment=(), usb=(), interest-cohort=()"


class RequestId:
    """Names the request in the log and in the answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4().hex[:12]
        request_id.set(request.id)  # and left standing: Django logs a refused request after the last middleware
        response = self.get_response(request)
        response["X-Request-ID"] = request.id
        return response


class LanguageFromPath:
    """The language is what the address says, English where it says nothing: no cookie, no guess, nothing to vary on."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class Headers:
    """The headers that no library of ours sets, and no-store for every page that is not public or sets a cookie."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "no-store")
        if response.cookies and "public" in response.headers["Cache-Control"]:
            response.headers["Cache-Control"] = "no-store"  # a proxy would give the cookie to everybody
        return response


class Bounds:
    """Refuses what no form of ours sends, with a plain page and before anything reads it.

    A body larger than any form or file; the character NUL in an address, a cookie or a header: a database would
    stumble over it; and any alphabet but UTF-8, which could bring in the same and worse unseen. A view marked with
    `access.takes_large_files` may be sent more by those whom it lets, and still nobody has read a byte of it then.
    """

    UPLOAD_LIMIT = 6_000_000
    FRAME = 100_000  # what a form has around its file

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if has_nul(request) or not is_utf8(request):
            request.encoding = settings.DEFAULT_CHARSET  # else the page that refuses stumbles over it too
            return render(request, "400.html", status=400)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit() and len(length) < 20):
            return render(request, "400.html", status=400)
        request.body_length = int(length)
        is_upload = request.content_type == "multipart/form-data"
        largest = settings.LARGE_UPLOAD_LIMIT + self.FRAME if is_upload else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if request.body_length > largest:
            return render(request, "413.html", status=413)
        return self.get_response(request)

    def process_view(self, request, view, _args, kwargs):
        """Before any view, and before the check of the form's token, which reads the body."""
        if request.body_length > self.UPLOAD_LIMIT and not access.may_send_large_file(request, view, kwargs):
            return render(request, "413.html", status=413)
        return None


def has_nul(request):
    """Whether the address, a cookie or a header of the request holds the character NUL."""
    if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
        return True
    if any("\0" in name or "\0" in value for name, value in request.COOKIES.items()):
        return True
    return any("\0" in value for name, value in request.META.items() if name.startswith("HTTP_"))


def is_utf8(request):
    """Whether the request's alphabet is UTF-8, named or not: the framework reads address and form by what it says."""
    return request.content_params.get("charset", "utf-8").strip("\"'").lower() in ("utf-8", "utf8")


class Refusals:
    """Answers with the 429 page, and when to try again, what a limit refused."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, TooMany):
            return None
        response = render(request, "429.html", {"message": str(exception)}, status=429)
        response["Retry-After"] = str(exception.retry_after)
        return response
