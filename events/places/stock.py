"""What a community has of places: areas by layer, addresses, streets, named places, and the files they came from."""

from dataclasses import dataclass

from django.db.models import Count, Q

from events.boundaries.areas import NEIGHBORHOODS
from events.models import Neighborhood, PlaceFile
from events.places.importers import OUTLINE

Kind, State = PlaceFile.Kind, PlaceFile.State
TABLES = [Kind.ADDRESSES, Kind.STREETS, Kind.PLACES]
ABSENT = {
    Kind.ADDRESSES: "None yet. With them an address that is typed is found.",
    Kind.STREETS: "None yet. With them blocks and crossings are found, and closures know bus routes and main streets.",
    Kind.PLACES: "None yet. With them schools and parks are found by name.",
}
PAST_SHOWN = 10


@dataclass
class LayerLine:
    """A layer of areas: its name, what is in it in words, and the file it came from, if one did."""

    name: str
    says: str
    file: PlaceFile | None
    is_approximate: bool = False
    is_empty: bool = False


@dataclass
class TableLine:
    """Addresses, streets or named places: the file in use, or a sentence on what it would be good for."""

    name: str
    file: PlaceFile | None
    absent: str

    @property
    def rows(self):
        return f"{self.file.rows:,}" if self.file else "0"


def layers(community):
    """The neighborhoods and every layer of districts, each a LayerLine."""
    newest = {}
    for file in community.place_files.in_use().filter(kind=Kind.AREAS).select_related("by").order_by("applied_at"):
        newest[NEIGHBORHOODS if file.layer in ("", OUTLINE) else file.layer] = file
    lines = [_neighborhoods(community, newest.get(NEIGHBORHOODS))]
    current = Count("districts", filter=Q(districts__is_retired=False))
    for layer in community.layers.annotate(current=current).order_by("position", "name"):
        says = f"{layer.current} area{'' if layer.current == 1 else 's'}"
        lines.append(LayerLine(layer.name, says, newest.get(layer.slug), is_empty=not layer.current))
    return lines


def _neighborhoods(community, file):
    kinds = community.neighborhoods.current().values_list("kind").order_by("kind").annotate(Count("pk"))
    counts = dict(kinds)
    outlined = community.neighborhoods.current().filter(outline__isnull=False).exists()
    names = {
        Neighborhood.Kind.NEIGHBORHOOD: ("neighborhood", "neighborhoods"),
        Neighborhood.Kind.PARK: ("park", "parks"),
        Neighborhood.Kind.CEMETERY: ("cemetery", "cemeteries"),
        Neighborhood.Kind.OTHER: ("other area", "other areas"),
    }
    said = [f"{counts[kind]} {words[counts[kind] != 1]}" for kind, words in names.items() if kind in counts]
    approximate = community.outlines_are_approximate and outlined
    says = ", ".join(said) or "None yet. Hosts then say in words where their party is."
    if said and not outlined:
        says += ", without outlines"
    return LayerLine("Neighborhoods", says, file, is_approximate=approximate, is_empty=not said)


def offered_layers(community):
    """What a file of areas can be of: the `layers` there are, and whether the community `has_neighborhoods`."""
    hoods = community.neighborhoods.current().filter(kind=Neighborhood.Kind.NEIGHBORHOOD)
    return {"layers": list(community.layers.all()), "has_neighborhoods": hoods.count() > 1}


def tables(community):
    """Addresses, streets and named places, each a TableLine."""
    files = community.place_files.in_use().filter(kind__in=TABLES).select_related("by")
    in_use = {file.kind: file for file in files}
    return [TableLine(kind.label, in_use.get(kind), ABSENT[kind]) for kind in TABLES]


def rival_of(file, found):
    """The file in use whose place this one would take, or None (always for areas); see `importers.read` for `found`.

    It has its `rows_in_words`, and `is_far_larger` where this file has less than half of its rows.
    """
    rivals = file.community.place_files.in_use().filter(kind=file.kind).exclude(kind=Kind.AREAS).exclude(pk=file.pk)
    rival = rivals.first()
    if rival is not None:
        rival.is_far_larger = 0 < found.get("usable", 0) * 2 < rival.rows
        rival.rows_in_words = f"{rival.rows:,} row{'' if rival.rows == 1 else 's'}"
    return rival


def waiting(community):
    """Files that somebody uploaded and that are not imported."""
    unfinished = Q(state__in=[State.UPLOADED, State.LOADING]) | (Q(state=State.REFUSED) & ~Q(path=""))
    return community.place_files.filter(unfinished).select_related("by")


def history(community):
    """The last files that were imported, newest first."""
    past = community.place_files.filter(applied_at__isnull=False, state__in=[State.IN_USE, State.REPLACED])
    return past.select_related("by").order_by("-applied_at", "-pk")[:PAST_SHOWN]
