"""The kinds of place files behind one counter: read (nothing is written) and apply (all of it or nothing).

What `read` finds is JSON for the page, the same for every kind:

    mapping, fields, roles   which field of the file says what: {role: field}, every field, [{code, label, required}]
    rows                     the first rows as they would be read, cells in the order of `roles`
    summary                  [[label, number in words]] of what is in the file
    faults, repairs          [{row, name, says}], row by row
    notes, problems          sentences; while there are problems, `can` is false and nothing can be imported
    plan                     for areas: what would change (see `areas.Plan.as_json`), else None
    mark                     a short mark of all this: what was looked at is what is imported
"""

import hashlib
import json

from django.db import transaction

from events import jobs
from events.boundaries import areas, outlines
from events.gazetteer import files
from events.gazetteer.kinds import OF_KIND
from events.gazetteer.records import NotReadable
from events.models import PlaceFile

Kind, State = PlaceFile.Kind, PlaceFile.State
FIRST_ROWS = 5
MOST_SAID = 6
SQUARE_MILE = 0.386102  # of a square kilometre
COUNTED = {
    "rows": {Kind.ADDRESSES: "Addresses", Kind.STREETS: "Street segments", Kind.PLACES: "Named places"},
    "streets": "Streets",
    "zips": "ZIP codes",
    "units": "More units at the same number",
    "twice": "In the file twice",
    "without_numbers": "Segments without house numbers",
    "turned": "Segments turned round",
    "derived": "Cross streets taken from the corners",
    "outside": "In another town, left out",
}
OUTLINE = "outline"  # the layer of a file with the one outline of a town without neighborhoods
OUTLINE_ROLES = [{"code": "name", "label": "Field with the town’s name", "required": False}]
AREA_ROLES = [
    {"code": "number", "label": "Number", "required": False},
    {"code": "name", "label": "Name", "required": False},
    {"code": "kind", "label": "Kind (park, cemetery)", "required": False},
]
PLANNED = {
    "added": "Added",
    "renamed": "Renamed",
    "reshaped": "Reshaped",
    "rekinded": "Of another kind",
    "retired": "Retired",
    "unretired": "In use again",
    "moved": "Parties that move",
    "stranded": "Parties without a pin in a retired area",
}


class Changed(jobs.Refused):
    """The registry is not what it was when somebody looked at what the import would change."""


def read(file, path, *, now, progress):
    """What the file at `path` holds and would change; see above. Raises jobs.Refused for what cannot be read at all."""
    try:
        if file.kind == Kind.AREAS:
            found = _read_areas(file, path, now, progress)
        else:
            found = _read_rows(OF_KIND[file.kind], file, path, progress)
    except (NotReadable, areas.NotAreas) as refusal:
        raise jobs.Refused(str(refusal)) from refusal
    found["can"] = not found["problems"]
    found["mark"] = mark_of(found)
    return found


def mark_of(found):
    """A short mark of a reading."""
    told = {name: value for name, value in found.items() if name != "mark"}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _read_rows(reader, file, path, progress):
    """Addresses, streets, named places: the guess, then every row once."""
    guess = reader.read_head(path, file.mapping or None).as_json()
    codes = [role["code"] for role in guess["roles"]]
    found = {
        "mapping": guess["mapping"],
        "fields": guess["fields"],
        "roles": guess["roles"],
        "rows": [[row.get(code, "") for code in codes] for row in guess["rows"]],
        "summary": _in_words([["Rows", guess["total"]]]),
        "faults": [_line(fault) for fault in guess["faults"]],
        "repairs": [],
        "notes": [],
        "problems": [guess["problem"]] if guess["problem"] else [],
        "plan": None,
        "usable": 0,
    }
    if guess["problem"]:
        return found
    try:
        report = reader.examine(file.community, path, mapping=guess["mapping"], progress=_told(progress, "Reading"))
    except NotReadable as refusal:
        found["problems"].append(str(refusal))
        return found
    return found | {
        "summary": summary_of(file.kind, report),
        "faults": [_line(fault) for fault in report["faults"]],
        "notes": report["notes"],
        "usable": report["rows"],
    }


def summary_of(kind, report):
    """[[label, number in words]] of a report on rows; those that cannot be used last."""
    counts = [[label[kind] if isinstance(label, dict) else label, report.get(name)] for name, label in COUNTED.items()]
    counts = [[label, number] for label, number in counts if number]
    bad = sum(report.get("counts", {}).values())
    return _in_words([["Rows", report["read"]], *counts, *([["Cannot be used", bad]] if bad else [])])


def _in_words(counts):
    return [[label, f"{number:,}"] for label, number in counts]


def _line(fault):
    return {"row": fault["row"], "name": fault.get("name", ""), "says": fault.get("says") or fault.get("sentence")}


def _told(progress, says):
    return lambda done, total: progress(done, total, says)


def _read_areas(file, path, now, progress):
    progress(0, 3, "Reading the outlines")
    reading = _reading(file, path)
    progress(1, 3, "Comparing with the areas there are")
    plan = _planned(file, reading, now)
    told, first = plan["file"], reading.shapes[:FIRST_ROWS]
    roles = AREA_ROLES if plan["layer"] == areas.NEIGHBORHOODS else AREA_ROLES[:2]
    return {
        "mapping": {**file.mapping, **told["mapping"]},
        "fields": [one["name"] for one in told["fields"]],
        "roles": OUTLINE_ROLES if file.layer == OUTLINE else roles,
        "rows": [] if file.layer == OUTLINE else [[getattr(one, role["code"]) for role in roles] for one in first],
        "summary": _in_words(
            [["Rows", told["features"]], ["Areas", told["areas"]], ["Points of outlines", told["vertices"]]]
        ),
        "faults": [_line(one) for one in told["refused"]],
        "repairs": [_line(one) for one in told["repaired"]],
        "notes": told["notes"] + plan["notes"],
        "problems": plan["refusals"],
        "plan": plan,
    }


def _reading(file, path):
    if file.layer != OUTLINE:
        return areas.read(path, mapping=file.mapping)
    field, name = file.mapping.get("name", ""), file.mapping.get("called", "")
    return outlines.read(path, file.community, name_field=field, name=name)


def _planned(file, reading, now):
    """What the areas of the reading would change, as JSON."""
    plan = areas.plan(file.community, reading, today=file.community.today(now), **_layer_of(file))
    return _sized(plan.as_json())


def _sized(plan):
    """The plan with the sizes of reshaped areas in words: square miles, and how much of the ground is another.

    `told` counts the parties whose history gets a line: not those that get their first district of a layer.
    """
    is_told = plan["layer"] == areas.NEIGHBORHOODS
    plan["told"] = sum(1 for party in plan["moved"] if is_told or party["before"])
    for area in plan["reshaped"]:
        area["miles_before"] = "" if area["km2_before"] is None else f"{area['km2_before'] * SQUARE_MILE:.2f}"
        area["miles"] = f"{area['km2'] * SQUARE_MILE:.2f}"
        area["percent"] = "" if area["share"] is None else f"{100 * area['share']:.1f} %"
    return plan


def outcome(file):
    """What a file that was imported holds and changed, for its page: summary, plan and lines."""
    if file.kind != Kind.AREAS:
        known = "read" in file.report
        return {"summary": summary_of(file.kind, file.report) if known else [], "lines": file.report.get("faults", [])}
    refused = file.report.get("file", {}).get("refused", [])
    plan = file.report if "reshaped" in file.report else None
    return {"summary": [], "plan": plan, "lines": [_line(one) for one in refused]}


def _layer_of(file):
    if file.layer == OUTLINE:
        return {"layer": areas.NEIGHBORHOODS}
    return {"layer": file.layer or areas.NEIGHBORHOODS, "layer_name": file.mapping.get("layer_name", "")}


def apply(file, path, *, seen, by, now, progress):
    """Import the file at `path`, as it was `seen` (what `read` found): all of it or nothing; gives the report.

    Raises jobs.Refused where it cannot be, or the registry has changed since. A file that is in use already is only
    finished.
    """
    try:
        if file.kind == Kind.AREAS:
            return _apply_areas(file, path, seen, by, now, progress)
        told = _told(progress, "Writing")
        return OF_KIND[file.kind].load(file, path, by=by, now=now, progress=told)
    except (NotReadable, areas.NotAreas, areas.NotReady, files.Overtaken) as refusal:
        raise jobs.Refused(str(refusal)) from refusal


def _apply_areas(file, path, seen, by, now, progress):
    """The areas and the file's own row in one transaction."""
    if file.state in (State.IN_USE, State.REPLACED):
        return file.report
    progress(0, 3, "Reading the outlines")
    reading = _reading(file, path)
    community, layer = file.community, _layer_of(file)
    now_planned = _planned(file, reading, now)
    changed = what_changed(seen["plan"], now_planned)
    if changed:
        raise Changed(f"The registry has changed since you looked. {changed}")
    with transaction.atomic():
        row = PlaceFile.objects.select_for_update().get(pk=file.pk)
        if row.state == State.IN_USE:
            return row.report
        told = {"by": by, "now": now, "mark": now_planned["mark"], "progress": progress}
        report = _sized(areas.apply(community, reading, **layer, **told))
        same = ["", areas.NEIGHBORHOODS, OUTLINE] if layer["layer"] == areas.NEIGHBORHOODS else [file.layer]
        older = PlaceFile.objects.in_use().filter(community=community, kind=Kind.AREAS, layer__in=same)
        older.update(state=State.REPLACED)
        row.state, row.applied_at, row.report, row.rows = State.IN_USE, now, report, report["file"]["areas"]
        row.save(update_fields=["state", "applied_at", "report", "rows"])
    return report


def what_changed(before, after):
    """Sentences on how one plan for the same file differs from an earlier one; '' where they are the same."""
    said = []
    for name, words in PLANNED.items():
        old, new = _by_key(before[name]), _by_key(after[name])
        said += (
            [f"{words}, which you did not see: {_some(new.keys() - old.keys())}."] if new.keys() - old.keys() else []
        )
        said += [f"No longer {words.lower()}: {_some(old.keys() - new.keys())}."] if old.keys() - new.keys() else []
        said += [
            f"{words} otherwise than you saw: {key}." for key in sorted(old.keys() & new.keys()) if old[key] != new[key]
        ]
    if not said and before["mark"] != after["mark"]:
        said.append("Areas were changed meanwhile.")
    return " ".join(said[:MOST_SAID])


def _by_key(lines):
    return {line if isinstance(line, str) else line.get("reference") or line["name"]: line for line in lines}


def _some(keys):
    """Names in order, the first few."""
    names = sorted(keys)
    return ", ".join(names[:MOST_SAID]) + (f" and {len(names) - MOST_SAID} more" if len(names) > MOST_SAID else "")
