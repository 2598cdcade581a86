"""Public pages that browsers and proxies may keep: an ETag from what the page depends on, and 304 before any work.

A public page is the same for everybody who asks for the same address. It touches no session, no CSRF token and no
messages, so that it sets no cookie and varies on nothing but the compression.
"""

from functools import wraps

from django.conf import settings
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from events.models import Community, Edition, Party, Phase

CACHE_CONTROL = "public, max-age=60, stale-while-revalidate=600"
LIVE = "public, max-age=20, stale-while-revalidate=40"  # on the day itself nobody reads what was so ten minutes ago
ON_THE_DAY = {Phase.TODAY, Phase.NOW}


def public_page(fetch, *, cache_control=None):
    """Makes a cached page of a view.

    `fetch(request, now, **kwargs)` gives a tuple of what the page is about: rows (editions with their community),
    lists of rows, or plain values, at the cost of few queries; it raises Http404 for what the public may not see. The
    view is called as `view(request, *fetched, now=now)`, and only for a browser whose copy is out of date. How long a
    copy is good depends on what the page is about, unless `cache_control` says so.
    """

    def decorate(view):
        @wraps(view)
        def page(request, **kwargs):
            now = timezone.now()
            if hasattr(request, "session"):
                del request.session  # nothing personal gets in, and no cookie out, not even to end a broken session
            request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)  # nor to mend a broken one: all would be given the same
            fetched = fetch(request, now, **kwargs)
            etag = etag_of(request, fetched, now)
            response = get_conditional_response(request, etag=etag)
            if response is None:
                response = view(request, *fetched, now=now)
            if "near" in request.GET:
                response.headers["Cache-Control"] = "no-store"  # somebody's place stands in the address
                return response
            response.headers["ETag"] = etag
            live = LIVE if is_live(fetched, now) else CACHE_CONTROL
            response.headers["Cache-Control"] = cache_control or live
            return response

        return require_safe(gzip_page(page))

    return decorate


def etag_of(request, fetched, now):
    """The weak ETag of a page: the release, the language, the full address and the marks of what it is about.

    It is keyed, because a plain hash of few unknown values tells them to whoever tries all.
    """
    marks = [settings.RELEASE, settings.DEMO, get_language(), request.get_full_path(), mark_of(fetched, now)]
    return f'W/"{salted_hmac("events.caching", repr(marks), algorithm="sha256").hexdigest()[:32]}"'


def mark_of(value, now):
    """What must change when a page about `value` changes: of an edition all its columns and the phase of the clock.

    A party's mark is its revision; what the public sees of it changes the edition's version too.
    """
    if isinstance(value, list | tuple):
        return [mark_of(item, now) for item in value]
    if isinstance(value, Edition):
        return [_columns(value), value.phase(now), mark_of(value.community, now)]
    if isinstance(value, Community):
        return [_columns(value), value.today(now)]
    if isinstance(value, Party):
        return [value.pk, value.revision]
    return _columns(value) if hasattr(value, "_meta") else value


def is_live(value, now):
    """Whether the page is about a night or a party that is today: what is said of it must be seen within a minute."""
    if isinstance(value, list | tuple):
        return any(is_live(item, now) for item in value)
    if isinstance(value, Edition):
        return value.phase(now) in ON_THE_DAY
    return isinstance(value, Party) and value.date == value.community.today(now)


def _columns(row):
    """The row's columns as far as they were loaded."""
    return [row.__dict__[field.attname] for field in row._meta.concrete_fields if field.attname in row.__dict__]
