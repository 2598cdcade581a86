"""Which area of a file is which area here, and whether the file can be the right one at all."""

from events.lib import geometry
from events.lib.texts import slug_of

FAR_M = 100_000
SUSPICIOUS = 0.25
METRES_PER_MILE = 1609.344


def match(areas, reading, *, outline_of=""):
    """([(shape, its area here or None)], areas that stay because a row that could not be used may be theirs).

    By number, or where the reading says so by name: the name or another name of the area. A single area named
    `outline_of` is the outline of a whole community, and only its name finds it.
    """
    in_use = [area for area in areas if not area.is_retired]
    is_outline = len(in_use) == 1 and slug_of(in_use[0].name) == slug_of(outline_of, empty="")
    if reading.mapping["match"] == "number":
        known = {area.number: area for area in areas}
        if is_outline and len(reading.shapes) > 1:
            known.pop(in_use[0].number)
        pairs = [(one, known.get(one.number)) for one in reading.shapes]
        names = _names_of(areas)
        rows = [known.get(row.number) for row in reading.refused]
        rows += [names.get(slug_of(row.name, 120, "")) for row in reading.refused if row.name]
    else:
        names = _names_of(areas)
        pairs = _by_name(reading.shapes, names)
        rows = [names.get(slug_of(row.name, 120, "")) for row in reading.refused]
    unknown = [row for row in reading.refused if row.number is None and not row.name]
    return pairs, areas if unknown else list({id(area): area for area in rows if area is not None}.values())


def _names_of(areas):
    """{folded name: area}; what is in use comes before what is retired, a name before another name."""
    ordered = sorted(areas, key=lambda area: area.is_retired)
    names = {}
    for area in ordered:
        names.setdefault(slug_of(area.name, 120, ""), area)
    for area in ordered:
        for name in getattr(area, "aliases", ()):
            names.setdefault(slug_of(name, 120, ""), area)
    return names


def _by_name(shapes, names):
    """The pairs of shapes and areas; an area is found once, by its own name before another one."""
    found = {}
    for is_own in (True, False):
        for one in shapes:
            key = slug_of(one.name, 120, "")
            area = names.get(key)
            if area is None or one.rows in found or any(area is other for other in found.values()):
                continue
            if (slug_of(area.name, 120, "") == key) == is_own:
                found[one.rows] = area
    return [(one, found.get(one.rows)) for one in shapes]


def check(ready, pairs, kept):
    """Add to a Plan the sentences that forbid it, or that a person should read; call it before areas are changed."""
    mapping, refused = ready.reading.mapping, ready.reading.refused
    if refused and not mapping.get("skip_refused"):
        ready.refusals.append(
            f"{_many(len(refused), 'row')} of the file cannot be used. Mend the file, or choose to leave the areas of "
            "these rows as they are."
        )
    if refused and len(kept) == len(ready.areas) and kept:
        ready.notes.append("A row without number and name may be any area, so no area is retired.")
    doubts = [_far(ready, pairs), _towns(ready, pairs), _renumbered(ready, pairs), _nameless(pairs)]
    doubts = [doubt for doubt in [*doubts, _shrunk(ready, pairs, kept)] if doubt]
    (ready.notes if mapping.get("anyway") else ready.refusals).extend(doubts)


def _far(ready, pairs):
    """Whether the file is about a place elsewhere."""
    here = [area for area in ready.areas if area.lat is not None] or [
        area for area in ready.community.neighborhoods.without_outline() if area.lat is not None
    ]
    if not here or not pairs:
        return ""
    lat, lng = sum(area.lat for area in here) / len(here), sum(area.lng for area in here) / len(here)
    centers = [geometry.center_of(one.outline) for one, _area in pairs]
    away = min(geometry.distance_m(lat, lng, *center) for center in centers)
    if away < FAR_M:
        return ""
    return f"These areas are {away / METRES_PER_MILE:,.0f} miles from {ready.community.name}. Is it the right file?"


def _towns(ready, pairs):
    """Whether the file has whole towns, not the areas of one."""
    others = ready.community.region.communities.exclude(pk=ready.community.pk).values_list("name", flat=True)
    names = {slug_of(name, 120) for name in others}
    towns = [one.name for one, area in pairs if area is None and one.name and slug_of(one.name, 120) in names]
    if ready.layer is not None or not towns:
        return ""
    return (
        f"The file has towns, such as {towns[0]}, not neighborhoods of {ready.community.name}. "
        "Upload it again as the whole town, or choose another file."
    )


def _renumbered(ready, pairs):
    """Whether the numbers of the file are other numbers than those here."""
    numbers = {slug_of(area.name, 120, ""): area.number for area in ready.areas}
    elsewhere = [
        one
        for one, area in pairs
        if area is not None and one.name and numbers.get(slug_of(one.name, 120, ""), area.number) != area.number
    ]
    if ready.reading.mapping["match"] != "number" or len(elsewhere) < max(3, SUSPICIOUS * len(pairs)):
        return ""
    return (
        f"{_many(len(elsewhere), 'area')} would take names that other numbers have here, such as {elsewhere[0].name}. "
        "The file seems to use other numbers. Find the areas by their names instead."
    )


def _nameless(pairs):
    """Whether the names of the file are only figures where the areas here have names."""
    figures = [one for one, area in pairs if area is not None and one.name.isdecimal() and not area.name.isdecimal()]
    if len(figures) < max(3, SUSPICIOUS * len(pairs)):
        return ""
    named = f"{_many(len(figures), 'area')} would be called by a number only, such as {figures[0].name}."
    return f"{named} Choose the field that has the names."


def _shrunk(ready, pairs, kept):
    """Whether most of what is here is missing in the file."""
    in_use = [area for area in ready.areas if not area.is_retired]
    there = {id(area) for _one, area in pairs} | {id(area) for area in kept}
    gone = [area for area in in_use if id(area) not in there]
    if len(in_use) < 2 or len(gone) <= len(in_use) / 2:
        return ""
    return f"{len(gone)} of the {len(in_use)} areas here are not in the file. Is it the right and the whole file?"


def _many(count, word):
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
