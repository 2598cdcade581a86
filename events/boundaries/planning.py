"""What a file of areas would change in a community: areas, and every party that would lie in another."""

import hashlib
import json
from dataclasses import dataclass, field

from events import whereabouts
from events.boundaries.matching import check, match
from events.lib import geometry
from events.lib.area_kinds import key_of, kinds_by_rule
from events.lib.area_shapes import change_of, km2_of
from events.lib.atlas import Atlas
from events.lib.texts import slug_of
from events.models import District, Layer, Neighborhood, Party

NEIGHBORHOODS = "neighborhoods"
SAME = 0.0001  # of an area: less is only another way to write the same outline
RESERVED = {  # words of a city's own pages
    *("about", "closed-streets", "evening", "find-my-link", "map", "near", "page", "places", "print", "register"),
    "tonight",
}


@dataclass(frozen=True)
class Move:
    """A party that comes to lie in another area: the areas' names ('' for none), and the value for its history.

    `is_told` says whether its history tells of it: not where a party gets the first district of a layer.
    """

    party: object
    before: str
    after: str
    value: tuple
    is_told: bool = True


@dataclass
class Plan:
    """Everything an import would change; nothing of it is written. `areas` are all of the layer, as they would be.

    `renamed` holds (area, name before, address before), `reshaped` (area, km² before or None, share that changed or
    None), `rekinded` (area, kind before). `stranded` are parties without a pin in a retired area. `refusals` are the
    sentences that forbid the import, `notes` those that do not.
    """

    community: object
    reading: object
    layer: object
    areas: list
    parties: list = field(default_factory=list)
    added: list = field(default_factory=list)
    renamed: list = field(default_factory=list)
    reshaped: list = field(default_factory=list)
    rekinded: list = field(default_factory=list)
    retired: list = field(default_factory=list)
    unretired: list = field(default_factory=list)
    moves: list = field(default_factory=list)
    stranded: list = field(default_factory=list)
    kinds_rule: str = ""
    refusals: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    @property
    def is_ready(self):
        """Whether nothing forbids the import."""
        return not self.refusals

    @property
    def in_use(self):
        """The areas that are not retired."""
        return [area for area in self.areas if not area.is_retired]

    @property
    def mark(self):
        """A short mark of the areas as they would be: another file, or other areas here, give another."""
        rows = [
            [area.number, area.name, area.is_retired, getattr(area, "kind", ""), area.outline] for area in self.areas
        ]
        told = [self.layer.slug if self.layer else NEIGHBORHOODS, rows]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]

    def as_json(self):
        """The whole plan for a JSON column, a page or a report; no outlines, no places of parties."""
        return {
            "community": self.community.slug,
            "layer": self.layer.slug if self.layer else NEIGHBORHOODS,
            "layer_name": self.layer.name if self.layer else "Neighborhoods",
            "is_ready": self.is_ready,
            "refusals": self.refusals,
            "file": self.reading.as_json(),
            "notes": self.notes,
            "added": [_row(area) for area in self.added],
            "renamed": [
                {**_row(area), "before": name, "address_before": slug, "address": getattr(area, "slug", "")}
                for area, name, slug in self.renamed
            ],
            "reshaped": [
                {**_row(area), "km2_before": before, "km2": km2_of(area.outline), "share": share}
                for area, before, share in self.reshaped
            ],
            "rekinded": [{**_row(area), "before": before} for area, before in self.rekinded],
            "retired": [_row(area) for area in self.retired],
            "unretired": [_row(area) for area in self.unretired],
            "in_use": len(self.in_use),
            "kinds": _counted(getattr(area, "kind", "") for area in self.in_use) if self.layer is None else {},
            "kinds_rule": self.kinds_rule,
            "parties": len(self.parties),
            "moved": [
                {"reference": move.party.reference, "before": move.before, "after": move.after} for move in self.moves
            ],
            "stranded": [party.reference for party in self.stranded],
            "mark": self.mark,
        }


def _row(area):
    row = {"number": area.number, "name": area.name}
    return row | {"kind": area.kind} if isinstance(area, Neighborhood) else row


def _counted(values):
    counts = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return counts


def plan(community, reading, *, layer=NEIGHBORHOODS, layer_name="", today, is_locked=False):
    """The Plan of bringing a community's neighborhoods, or the districts of a layer, in line with a Reading.

    `today` is the community's date: parties of nights that are over stay where they were. A fixed number of queries;
    `is_locked` locks the parties for the transaction that follows.
    """
    row = _layer_of(community, layer, layer_name)
    areas = _areas_of(community, row)
    ready = Plan(community, reading, row, areas)
    pairs, kept = match(areas, reading, outline_of=community.name if row is None else "")
    check(ready, pairs, kept)
    _bring_in(ready, pairs)
    _retire(ready, pairs, kept)
    if row is None:
        _choose_kinds(ready, pairs)
        _choose_addresses(ready)
    ready.areas.sort(key=lambda area: area.number)
    ready.parties = _parties_of(community, today, is_locked)
    ready.moves = _neighborhood_moves(ready) if row is None else _district_moves(ready)
    return ready


def _layer_of(community, slug, name):
    """The community's layer (unsaved where it is new); None for the neighborhoods."""
    if slug in ("", NEIGHBORHOODS):
        return None
    slug = slug_of(slug, 40)
    row = Layer.objects.filter(community=community, slug=slug).first()
    if row is None:
        row = Layer(community=community, slug=slug, name=slug.replace("-", " ").capitalize())
        row.position = Layer.objects.filter(community=community).count()
    row.name = name[:80] or row.name
    return row


def _areas_of(community, layer):
    if layer is None:
        return list(Neighborhood.objects.filter(community=community).order_by("number"))
    return list(District.objects.filter(layer=layer).order_by("number")) if layer.pk else []


def _bring_in(ready, pairs):
    """Add what is new and change what is there, from the shapes of the file."""
    free = 1 + max([area.number for area in ready.areas] + [one.number or 0 for one, _area in pairs], default=0)
    for place, (one, area) in enumerate(pairs):
        if area is None:
            number, free = (one.number, free) if one.number is not None else (free, free + 1)
            area = _made(ready, number, one.name)
            area.pk = -1 - place  # tells new areas apart until they are saved
            pairs[place] = one, area
            ready.areas.append(area)
            ready.added.append(area)
        else:
            _rename(ready, area, one)
            _reshape(ready, area, one)
            if area.is_retired:
                ready.unretired.append(area)
        _outline(area, one.outline)
        area.is_retired = False


def _made(ready, number, name):
    if ready.layer is None:
        return Neighborhood(community=ready.community, number=number, name=name or f"Neighborhood {number}")
    single = ready.layer.name.removesuffix("s")
    return District(layer=ready.layer, number=number, name=name or f"{single} {number}")


def _rename(ready, area, one):
    is_known = ready.reading.is_shouted or ready.reading.mapping["match"] == "name"
    if not one.name or one.name == area.name or (is_known and one.name.casefold() == area.name.casefold()):
        return
    if ready.reading.mapping["match"] == "name" and slug_of(one.name, 120) != slug_of(area.name, 120):
        return  # found by another name that it has here
    ready.renamed.append((area, area.name, getattr(area, "slug", "")))
    area.name = one.name


def _reshape(ready, area, one):
    if area.outline is None:
        ready.reshaped.append((area, None, None))
    elif area.outline != one.outline:
        share = change_of(area.outline, one.outline)
        if share >= SAME:
            ready.reshaped.append((area, km2_of(area.outline), round(share, 4)))


def _outline(area, outline):
    area.outline = outline
    area.lat, area.lng = geometry.center_of(outline)
    area.south, area.west, area.north, area.east = geometry.Box.of(outline)


def _retire(ready, pairs, kept):
    """Retire what is not in the file; one that stood for the whole community makes room for its number."""
    there = {id(area) for _one, area in pairs} | {id(area) for area in kept}
    taken = {}
    for area in ready.areas:
        if id(area) not in there and not area.is_retired:
            area.is_retired = True
            ready.retired.append(area)
        taken.setdefault(area.number, []).append(area)
    highest = max(taken, default=0)
    for same in taken.values():
        for area in same:
            if len(same) > 1 and area.is_retired:
                highest += 1
                area.number = highest


def _choose_kinds(ready, pairs):
    """Set the kinds: as the file or the person says, else by the rule for new areas; others keep theirs."""
    mapping = ready.reading.mapping
    by_rule, ready.kinds_rule = kinds_by_rule(
        [(area.number, area.name) for _one, area in pairs], mapping.get("up_to"), is_numbered=bool(mapping["number"])
    )
    said = {key_of(key): kind for key, kind in (mapping.get("kinds") or {}).items()}
    new = {id(area) for area in ready.added}
    for one, area in pairs:
        kind = said.get(key_of(area.number)) or said.get(key_of(area.name)) or one.kind
        if not kind and (id(area) in new or mapping.get("up_to") is not None):
            kind = by_rule[area.number]
        if kind and kind != area.kind:
            if id(area) not in new:
                ready.rekinded.append((area, area.kind))
            area.kind = kind
    if not ready.added and mapping.get("up_to") is None:
        ready.kinds_rule = "Areas that are here already keep their kind."


def _choose_addresses(ready):
    """Give new and renamed areas their page address; what an area was called before stays another name of it."""
    moving = [area for area, before, _slug in ready.renamed if slug_of(before, 70) != slug_of(area.name, 70)]
    moving += ready.added
    away = {id(area) for area in moving}
    taken = RESERVED | {area.slug for area in ready.areas if id(area) not in away}
    for area in moving:
        stem, number = slug_of(area.name, 70), 1
        area.slug = stem
        while area.slug in taken:
            number += 1
            area.slug = f"{stem}-{number}"
        taken.add(area.slug)
    names = {slug_of(area.name, 120) for area in ready.areas}
    for area, before, _slug in ready.renamed:
        known = [before, *area.aliases]
        own = {slug_of(area.name, 120)}
        kept = [name for name in known if slug_of(name, 120) not in own and not own.add(slug_of(name, 120))]
        area.aliases = [name for name in kept if name != before or slug_of(name, 120) not in names]


def _parties_of(community, today, is_locked):
    """The parties of nights that are not over."""
    parties = Party.objects.in_community(community).filter(edition__date__gte=today).order_by("pk")
    if is_locked:
        parties = parties.select_for_update(of=("self",))
    related = parties.select_related("edition__community", "neighborhood")
    return list(related.defer("neighborhood__outline", "neighborhood__path"))


def _neighborhood_moves(ready):
    """The Moves of parties between neighborhoods; the parties are set, not saved."""
    moved = whereabouts.place_all(ready.community, ready.parties, areas=ready.in_use)
    retired = {area.pk for area in ready.areas if area.is_retired}
    ready.stranded = [party for party in ready.parties if party.neighborhood_id in retired]
    return [
        Move(
            party,
            before.name if before else "",
            after.name if after else "",
            ("neighborhood", before.number if before else None, after.number if after else None),
        )
        for party, before, after in moved
    ]


def _district_moves(ready):
    """The Moves of parties between districts of the layer."""
    before = {}
    if ready.layer.pk:
        links = Party.districts.through.objects.filter(district__layer=ready.layer)
        rows = links.values_list("party", "district", "district__name")
        before = {party: (district, name) for party, district, name in rows}
    atlas = Atlas(area for area in ready.in_use if area.outline)
    moves = []
    for party in ready.parties:
        new = None if party.lat is None else atlas.at(party.lat, party.lng, reach_m=whereabouts.areas.REACH_M)
        old, name = before.get(party.pk, (None, ""))
        if old != (new.pk if new else None):
            after = new.name if new else ""
            moves.append(Move(party, name, after, ("district", name, after), is_told=bool(name)))
    return moves
