"""Which field of a file is what: guessed from its name, overridable, shown to the person before anything is loaded."""

import re
from dataclasses import asdict, dataclass, field

from events.gazetteer.records import NotReadable, Record, Records, number_of, text_of

SHOWN = 5
LOOKED_AT = 500


@dataclass(frozen=True)
class Role:
    """Something a file may tell: its code, its label for people, the usual names of its field, best first."""

    code: str
    label: str
    names: str
    required: bool = False


@dataclass
class Guess:
    """What a file seems to be, as JSON-able data.

    `mapping` is role: field of the file ('' where there is none), `roles` their labels, `rows` the first rows by role,
    `total` about how many rows there are, `faults` what is wrong with the first rows ({"row", "says"}), `problem` a
    sentence that says why it cannot be loaded like this, or ''.
    """

    kind: str
    layout: str
    fields: list
    mapping: dict
    roles: list
    total: int
    rows: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    problem: str = ""

    def as_json(self):
        return asdict(self)


def guess(roles, names, mapping=None):
    """The field of each role among `names`; `mapping` (role: field, '' for none) goes before the guess.

    Raises NotReadable for a role or a field that is not there.
    """
    own = {_plain(name): name for name in reversed(names) if name}
    chosen = {}
    for code, name in (mapping or {}).items():
        if code not in {role.code for role in roles}:
            raise NotReadable(f"“{code}” is nothing that such a file tells.")
        if name and _plain(name) not in own:
            raise NotReadable(f"The file has no field “{name}”. It has: {', '.join(names)}.")
        chosen[code] = own[_plain(name)] if name else ""
    used = set(chosen.values())
    for role in roles:
        if role.code not in chosen:
            free = (own[name] for name in role.names.split() if name in own and own[name] not in used)
            chosen[role.code] = next(free, "")
            used.add(chosen[role.code])
    return {role.code: chosen[role.code] for role in roles}


def missing(roles, mapping):
    """A sentence that names what the mapping lacks, or ''."""
    labels = [role.label.lower() for role in roles if role.required and not mapping[role.code]]
    return f"No field was found for: {', '.join(labels)}. Say which field it is." if labels else ""


def asked_of(records, roles):
    """The roles a file can have: one that brings shapes needs no fields for the point."""
    return [role for role in roles if records.layout == "csv" or role.code not in ("lat", "lng")]


def mapped(records, roles, mapping):
    """{role: field} for the records, guessed where `mapping` does not say. Raises NotReadable where one is missing."""
    roles = asked_of(records, roles)
    chosen = guess(roles, records.fields, mapping)
    if says := missing(roles, chosen):
        raise NotReadable(says)
    return chosen


def head(kind, path, roles, mapping, fault_of):
    """The Guess of a file; `fault_of(record, mapping)` gives a sentence for a row that cannot be used, or ''."""
    records = Records(path)
    roles = asked_of(records, roles)
    chosen = guess(roles, records.fields, mapping)
    found = Guess(
        kind,
        records.layout,
        records.fields,
        chosen,
        [{"code": role.code, "label": role.label, "required": role.required} for role in roles],
        records.total,
        problem=missing(roles, chosen),
    )
    for count, record in enumerate(records):
        if count == LOOKED_AT:
            break
        if len(found.rows) < SHOWN and not record.fault:
            found.rows.append({code: text_of(record.values.get(name)) for code, name in chosen.items() if name})
        says = record.fault or ("" if found.problem else fault_of(record, chosen))
        if says and len(found.faults) < SHOWN:
            found.faults.append({"row": record.row, "says": says})
    return found


def value(record: Record, mapping: dict, code: str) -> str:
    """What the record says in a role, as text; '' where it says nothing."""
    name = mapping.get(code)
    return text_of(record.values.get(name)) if name else ""


def point(record, mapping):
    """(lat, lng) of the record: of its geometry, a GeoJSON Point, or of its two fields; None for what is no number."""
    if record.geometry is not None:
        place = record.geometry.get("coordinates") if record.geometry.get("type") == "Point" else None
        lng, lat = place[:2] if isinstance(place, list) and len(place) >= 2 else (None, None)
        return number_of(lat), number_of(lng)
    cells = (record.values.get(mapping.get(code) or "") for code in ("lat", "lng"))
    return tuple(number_of(cell) for cell in cells)


def _plain(name):
    return re.sub(r"[^a-z0-9]", "", str(name).lower())
