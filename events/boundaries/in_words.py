"""The JSON of a plan or a report of areas in plain lines, for a terminal, a letter or a log."""

MOST = 12
KM2_PER_SQUARE_MILE = 2.589988


def lines_of(report):
    """The lines; long lists of areas are cut, parties are all named."""
    file = report["file"]
    lines = [
        f"{report['layer_name']} of {report['community']}: {_many(file['areas'], 'area')} in "
        f"{_many(file['features'], 'row')}, {file['vertices']:,} points.",
        f"Fields: {_fields(file['mapping'])}. Areas are found by {file['mapping']['match']}.",
        *file["notes"],
        *report["notes"],
        *(f"Row {one['row']} ({one['name'] or one['number']}): {one['sentence']}" for one in file["repaired"]),
        *(f"Row {one['row']} cannot be used ({_who(one)}): {one['sentence']}" for one in file["refused"]),
    ]
    if report["kinds"]:
        counts = ", ".join(f"{count} {kind}" for kind, count in sorted(report["kinds"].items(), key=lambda x: -x[1]))
        lines += [f"Kinds: {counts}. {report['kinds_rule']}"]
    lines += _areas(report)
    lines += _parties(report)
    return lines + [f"Not possible: {sentence}" for sentence in report["refusals"]]


def _fields(mapping):
    return ", ".join(f"{name} {mapping[name] or '(none)'}" for name in ("number", "name", "kind"))


def _who(row):
    known = [str(part) for part in (row["number"], row["name"]) if part not in (None, "")]
    return " ".join(known) or "no number, no name"


def _areas(report):
    lines = []
    for word, rows in (
        ("Added", [_named(one) for one in report["added"]]),
        ("Renamed", [_renamed(one) for one in report["renamed"]]),
        ("Of another shape", [_reshaped(one) for one in report["reshaped"]]),
        ("Of another kind", [f"{_named(one)}, was {one['before']}" for one in report["rekinded"]]),
        ("Retired", [_named(one) for one in report["retired"]]),
        ("In use again", [_named(one) for one in report["unretired"]]),
    ):
        if rows:
            lines.append(f"{word}: {len(rows)}")
            lines += [f"  {row}" for row in rows[:MOST]]
            lines += [f"  and {len(rows) - MOST} more"] if len(rows) > MOST else []
    return lines or ["The areas stay as they are."]


def _named(one):
    kind = one.get("kind", "neighborhood")
    return f"{one['number']} {one['name']}" + ("" if kind == "neighborhood" else f" ({kind})")


def _renamed(one):
    said = f"{one['number']} {one['before']}, now {one['name']}"
    if one["address"] == one["address_before"]:
        return said
    return f"{said}; its page moves from {one['address_before']} to {one['address']}"


def _reshaped(one):
    if one["share"] is None:
        return f"{_named(one)}: {_size(one['km2'])}, had no outline"
    return f"{_named(one)}: {_size(one['km2_before'])}, now {_size(one['km2'])}, {one['share']:.1%} of it different"


def _size(km2):
    return f"{km2 / KM2_PER_SQUARE_MILE:.2f} sq mi"


def _parties(report):
    lines = [f"Parties of nights to come: {report['parties']}, in another area: {len(report['moved'])}"]
    lines += [
        f"  {one['reference']}: {one['before'] or 'no area'}, now {one['after'] or 'outside all areas'}"
        for one in report["moved"]
    ]
    if report["stranded"]:
        lines.append(f"Without a pin in a retired area, to be placed by hand: {', '.join(report['stranded'])}")
    return lines


def _many(count, word):
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
