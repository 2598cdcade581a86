"""The online geocoder, where the settings name one. It learns what was typed, so it is off by default.

It speaks the one-line interface of the US Census Geocoder (geocoding.geo.census.gov, "onelineaddress"): a GET with
`address`, `benchmark` and `format`; the answer is JSON with `result.addressMatches`. What goes wrong, goes wrong
silently for the person who asked; the log says what it was, without a word of the address.
"""

import http.client
import json
import logging
import math
import time
import urllib.error
import urllib.request
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import connection
from django.db.models import Max, Min

from events.lib.geometry import Box
from events.lib.streets import split_address

logger = logging.getLogger(__name__)

MOST_BYTES = 200_000
MOST_MATCHES = 3
SCORE = 90.0
EDGE_DEG = 0.005  # its points are estimated along streets: one at the edge may lie beside it


class Trouble(Exception):
    """Why there is no answer, in words that hold nothing of what was asked."""


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The setting says who may learn an address; no answer sends it on to somebody else."""

    def redirect_request(self, *_arguments):
        return None


def ask(community, text):
    """What the geocoder of the settings knows about the text, as values of search.Place, inside the community's box.

    [] where none is set, where it knows nothing, on any trouble, and inside a transaction, which would hold the
    database for as long as the answer takes.
    """
    if not settings.GEOCODER_URL:
        return []
    if connection.in_atomic_block:
        logger.error("The geocoder was not asked: the caller is inside a transaction")
        return []
    box = _box_of(community)
    if box is None:
        return []
    line = ", ".join(filter(None, [text.partition(",")[0], community.name, community.state]))
    try:
        matches = _matches(_fetch(line))
    except Trouble as trouble:
        logger.warning("The geocoder gave no answer: %s", trouble)
        return []
    return [match for match in matches if _is_in(box, match)][:MOST_MATCHES]


def _box_of(community):
    ends = community.neighborhoods.current().aggregate(
        south=Min("south"), west=Min("west"), north=Max("north"), east=Max("east")
    )
    return None if None in ends.values() else Box(**ends)


def _is_in(box, match):
    return (
        box.south - EDGE_DEG <= match["lat"] <= box.north + EDGE_DEG
        and box.west - EDGE_DEG <= match["lng"] <= box.east + EDGE_DEG
    )


def _fetch(line):
    """The bytes of the answer; at most GEOCODER_SECONDS and MOST_BYTES of it. Raises Trouble."""
    if urlsplit(settings.GEOCODER_URL).scheme not in ("http", "https"):
        raise Trouble("GEOCODER_URL is no web address")
    query = {"address": line, "benchmark": "Public_AR_Current", "format": "json"}
    separator = "&" if "?" in settings.GEOCODER_URL else "?"
    request = urllib.request.Request(
        f"{settings.GEOCODER_URL}{separator}{urlencode(query)}",
        headers={"User-Agent": "NightOut", "Accept": "application/json"},
    )
    ends = time.monotonic() + settings.GEOCODER_SECONDS
    try:
        with urllib.request.build_opener(NoRedirect).open(request, timeout=settings.GEOCODER_SECONDS) as answer:
            return _read(answer, ends)
    except urllib.error.HTTPError as error:
        with error:
            raise Trouble(f"it answered {error.code}") from None
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise Trouble(type(error).__name__) from None


def _read(answer, ends):
    """The body, piece by piece: a server that sends a letter a second would never run into a timeout."""
    body = b""
    while piece := answer.read1(65_536):
        body += piece
        if len(body) > MOST_BYTES:
            raise Trouble("its answer was too long")
        if time.monotonic() > ends:
            raise Trouble("it took too long")
    return body


def _matches(body):
    """The matches of an answer as values of search.Place. Raises Trouble for what is no such answer."""
    try:
        rows = json.loads(body)["result"]["addressMatches"]
        return [match for row in rows[:20] if (match := _match(row))]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Trouble("its answer could not be read") from None


def _match(row):
    label = " ".join(str(row["matchedAddress"]).partition(",")[0].split())[:80]
    lat, lng = float(row["coordinates"]["y"]), float(row["coordinates"]["x"])
    number, street = split_address(label)
    if not (math.isfinite(lat) and math.isfinite(lng) and street):
        return None
    return {
        "label": f"{number} {street}".strip(),
        "lat": lat,
        "lng": lng,
        "kind": "online",
        "number": number,
        "street": street,
        "score": SCORE,
    }
