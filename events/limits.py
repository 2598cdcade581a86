"""Limits on what may be asked how often: token buckets by network address and by whom it concerns.

    limits.check(request, "resend", email, now=timezone.now())

raises TooMany, which `nightout.middleware.Refusals` answers with the 429 page. No address is kept: a bucket's key is
an HMAC of it.
"""

import ipaddress
import math
from typing import NamedTuple

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from events.models import Allowance

SHARED = 4  # where each person has a limit too, an address has room for several: a library, a phone company


class Limit(NamedTuple):
    """A bucket: how many at once, and how many more an hour."""

    burst: int
    per_hour: int


LIMITS = {
    "register": Limit(30, 60),
    "confirm": Limit(20, 20),  # letters to an address that nothing proves yet: room for a person with many blocks
    "resend": Limit(4, 6),
    "report": Limit(5, 5),
    "search": Limit(90, 3_600),  # a field that offers places asks at every pause, and a phone company is one address
    "export": Limit(20, 60),
    "upload": Limit(30, 60),
}


class TooMany(Exception):
    """Asked for too often; `retry_after` is in seconds and `str()` a sentence in the active language."""

    def __init__(self, name):
        self.retry_after = math.ceil(3600 / LIMITS[name].per_hour)
        minutes = max(1, math.ceil(self.retry_after / 60))
        super().__init__(
            ngettext(
                "That was a lot at once. Try again in %(count)d minute.",
                "That was a lot at once. Try again in %(count)d minutes.",
                minutes,
            )
            % {"count": minutes}
        )


def address_of(request):
    """The network address that a request counts for: the sender's, an IPv6 one by its network of 64 bits.

    Behind a declared proxy it is the last hop of X-Forwarded-For, which the proxy wrote; else the header is ignored.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip() or address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if parsed.version == 6:
        return str(parsed.ipv4_mapped or ipaddress.ip_network((int(parsed) >> 64 << 64, 64)))
    return str(parsed)


def allow(request, name, who="", *, now):
    """Whether `name` may be done once more: by this network address and, where it concerns somebody, for `who`.

    `who` is an e-mail address, a user's id or the like; large and small letters are one. Takes a token of each bucket.
    """
    if not settings.LIMITS_ENABLED:
        return True
    burst, per_hour = LIMITS[name]
    people = SHARED if who else 1
    address = _key(name, "address", address_of(request))
    if not Allowance.objects.take(address, burst=burst * people, per_hour=per_hour * people, now=now):
        return False
    return not who or Allowance.objects.take(_key(name, "who", who), burst=burst, per_hour=per_hour, now=now)


def check(request, name, who="", *, now):
    """Raise TooMany unless `allow` does."""
    if not allow(request, name, who, now=now):
        raise TooMany(name)


def _key(name, kind, value):
    digest = salted_hmac(f"nightout.limits.{name}.{kind}", str(value).strip().casefold(), algorithm="sha256")
    return f"{name}:{kind}:{digest.hexdigest()[:40]}"
