"""The municipal outline of a community without neighborhoods, as its single area."""

from events.lib import area_fields, geometry
from events.lib.area_file import NotAreas, Reading, Shape, areas_in
from events.lib.texts import slug_of

WORDS = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}


def read(path, community, *, name_field="", name=""):
    """The Reading of the one feature of a GeoJSON file that is the community; bring it in with `areas.plan`.

    It is found by `name` (the community's where none is given) in `name_field` or in any field; a file with a single
    outline needs no name. Raises areas.NotAreas.
    """
    here = [area for area in community.neighborhoods.current().without_outline() if area.kind == area.Kind.NEIGHBORHOOD]
    if len(here) > 1:
        raise NotAreas(f"{community.name} has {len(here)} neighborhoods. Import a file of its neighborhoods instead.")
    features = areas_in(path)
    columns = area_fields.columns_of(features)
    if name_field and name_field not in columns:
        raise NotAreas(f"The file has no field {name_field}. It has: {', '.join(columns) or 'none'}.")
    wanted = name or community.name
    feature, field, notes = _found(features, columns, wanted, name_field)
    try:
        outline, was_repaired = geometry.repaired(feature.geometry)
    except geometry.NotAnArea as error:
        raise NotAreas(f"The outline of {wanted} cannot be used. {error}") from error
    area = here[0] if here else None
    highest = max(community.neighborhoods.values_list("number", flat=True), default=0)
    one = Shape(
        (feature.row,),
        area.number if area else highest + 1,
        area.name if area else community.name,
        "neighborhood" if area is None else "",
        outline,
        ("The outline crossed itself, was not closed, or had parts without area. It was repaired.",) * was_repaired,
    )
    mapping = {"number": "", "name": field, "kind": "", "match": "number"}
    vertices = sum(len(ring) for polygon in outline["coordinates"] for ring in polygon)
    fields = area_fields.described(columns)
    return Reading(mapping, fields, features=len(features), vertices=vertices, shapes=[one], notes=notes)


def _found(features, columns, wanted, name_field):
    """(the community's feature, the field that names it, notes). Raises NotAreas."""
    if len(features) == 1 and not name_field:
        return features[0], "", ["The file has one outline. It is taken for the whole community."]
    for field in [name_field] if name_field else columns:
        rows = [
            feature
            for feature, value in zip(features, columns[field], strict=True)
            if isinstance(value, str) and key_of(value) == key_of(wanted)
        ]
        if len(rows) == 1:
            return rows[0], field, []
        if rows:
            raise NotAreas(f"{len(rows)} outlines of the file are called {wanted} ({field}). Bring a file with one.")
    raise NotAreas(f"No outline of the file is called {wanted}. Say what it is called there, and in which field.")


def key_of(name):
    """A place's name as compared: "Saint Louis" and "St. Louis" are one."""
    return "-".join(WORDS.get(word, word) for word in slug_of(name, 120, "").split("-"))
