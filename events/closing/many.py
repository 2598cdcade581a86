"""What the rules say of many closures of an edition, for a list: in a few queries, however many there are."""

from itertools import pairwise

from django.db.models import Q

from events.closing.look import look_at
from events.closing.stretches import Stretch, node_of
from events.lib.matching import name_of
from events.models import PlaceFile, Segment

BOXES_AT_ONCE = 40
SLACK = 1e-6  # degrees, about a tenth of a meter: what rounding may move


def findings_of_all(edition, closures):
    """{primary key: the Findings of the rules} of closures of an edition, refusals first; never that it is free.

    Each closure has its number of files of `signatures`. Where a stretch was found when it was asked for, its pieces
    are taken from the file at once; only where the file has changed since, or has no such stretch, it is looked for.
    """
    policy = edition.policy
    has_file = PlaceFile.objects.in_use().filter(community=edition.community, kind=PlaceFile.Kind.STREETS).exists()
    pieces = _pieces(edition.community, [closure.line for closure in closures if closure.line]) if has_file else {}
    found = {}
    for closure in closures:
        closure.party.edition = edition
        stretch = _stretch(closure.line or [], pieces) if has_file else Stretch(is_checked=False)
        seen = look_at(closure, policy=policy, stretch=stretch, has_petition=bool(closure.signatures))
        found[closure.pk] = [finding for finding in seen.findings if finding.code != "free"]
    return found


def _pieces(community, lines):
    """{the key of a piece: its Segment} of the file in use, of all that lies where the lines are."""
    in_use = {"street__file__community": community, "street__file__state": PlaceFile.State.IN_USE}
    found = {}
    for start in range(0, len(lines), BOXES_AT_ONCE):
        where = Q()
        for line in lines[start : start + BOXES_AT_ONCE]:
            lngs, lats = zip(*(point for part in line for point in part), strict=True)
            where |= Q(lat__range=_span(lats), lng__range=_span(lngs))
        rows = Segment.objects.filter(where, **in_use).select_related("street")
        found.update((_key(segment.line), segment) for segment in rows)
    return found


def _span(numbers):
    return min(numbers) - SLACK, max(numbers) + SLACK


def _key(part):
    """What a piece is known by, whichever way it runs."""
    points = tuple(map(tuple, part))
    return min(points, points[::-1])


def _stretch(line, pieces):
    """The Stretch that a closure's line is, or None where a piece of it is not in the file."""
    segments = [pieces.get(_key(part)) for part in line]
    if not segments or not all(segments):
        return None
    crossings = [_crossing(node_of(part[-1]), pair) for part, pair in zip(line, pairwise(segments), strict=False)]
    return Stretch(
        segments=tuple(segments),
        line=tuple(line),
        crossings=tuple(filter(None, crossings)),
        street=segments[0].street.name,
    )


def _crossing(node, segments):
    """The name of the street that the file says crosses where two pieces meet, or ''."""
    names = set()
    for segment in segments:
        own = name_of(segment.street.name).core
        for point, name in ((segment.line[0], segment.from_street), (segment.line[-1], segment.to_street)):
            if node_of(point) == node and name and name_of(name).core != own:
                names.add(name)
    return min(names, default="")
