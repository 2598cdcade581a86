"""A file of areas applied to a community: what would change, and the change itself, all of it or nothing.

    reading = areas.read(path, mapping={"number": "NHD_NUM"})   # raises NotAreas
    plan = areas.plan(community, reading, today=community.today(now))
    plan.as_json()                                              # what a person looks at
    areas.apply(community, reading, by=user, now=now, mark=plan.mark)

`mapping` holds the fields ("number", "name", "kind"; '' means none, absent means guess) and the settings: "match"
('number' or 'name'), "kinds" ({number or name: kind}), "up_to" (the highest number of a neighborhood), "skip_refused"
(leave the areas of rows that cannot be used as they are), "anyway" (import what looks like the wrong file).
"""

from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from events import history, registry, whereabouts
from events.boundaries.drawing import draw
from events.boundaries.planning import NEIGHBORHOODS, Plan, plan
from events.lib.area_file import NotAreas, Reading, read
from events.listing import shows_street
from events.models import Community, Deed, District, Neighborhood, Party

__all__ = ["NEIGHBORHOODS", "NotAreas", "NotReady", "Plan", "Reading", "apply", "plan", "read", "replace_parties"]

BATCH = 200
AREA_COLUMNS = ["number", "name", "is_retired", "outline", "lat", "lng", "south", "west", "north", "east"]
HOOD_COLUMNS = [*AREA_COLUMNS, "slug", "aliases", "kind", "path"]


class NotReady(ValueError):
    """The plan cannot be carried out, or is not the one that was looked at: nothing was changed."""


def apply(community, reading, *, layer=NEIGHBORHOODS, layer_name="", by=None, now, mark="", progress=None):
    """Carry out what `plan` says in one transaction; gives the report (the plan's JSON). Raises NotReady.

    With `mark` only what was planned under that mark is carried out. `progress(done, total, says)` hears of each step.
    """
    tell = progress or (lambda done, total, says="": None)
    with transaction.atomic():
        community = Community.objects.select_for_update(of=("self",)).get(pk=community.pk)
        tell(0, 3, "Comparing the areas")
        _hold_still(community)
        ready = plan(community, reading, layer=layer, layer_name=layer_name, today=community.today(now), is_locked=True)
        if not ready.is_ready:
            raise NotReady(" ".join(ready.refusals))
        if mark and mark != ready.mark:
            raise NotReady("The areas have changed since you looked. Look at what the import would change again.")
        tell(1, 3, "Writing the areas")
        _write_areas(ready)
        tell(2, 3, "Placing the parties anew")
        replace_parties(ready, by=by, now=now)
        tell(3, 3, "Done")
        return ready.as_json()


def _hold_still(community):
    """Let nobody register, change or decide until the end, and have every public page asked for anew.

    Parties first and then editions, as every deed takes them. Whoever registers takes a number of the edition before
    looking at the areas, and so comes before the plan is made or finds the areas as they are then.
    """
    list(Party.objects.in_community(community).select_for_update(of=("self",)).order_by("pk").only("pk"))
    community.editions.update(version=F("version") + 1)


def _write_areas(ready):
    """Write the planned areas, and draw the map where they are neighborhoods."""
    new = [area for area in ready.areas if area.pk < 0]
    kept = [area for area in ready.areas if area.pk > 0]
    for area in new:
        area.pk = None
    if ready.layer is not None:
        ready.layer.save()
        for area in new:
            area.layer = ready.layer
        rows, columns = District.objects, AREA_COLUMNS
    else:
        draw(ready.community, ready.in_use)
        ready.community.save(update_fields=["frame", "water", "outlines_are_approximate"])
        moving = Neighborhood.objects.filter(pk__in=[area.pk for area, _name, _slug in ready.renamed])
        moving.update(slug=Concat(Value("moving-"), Cast("pk", CharField())))  # two areas may swap their names
        rows, columns = Neighborhood.objects, HOOD_COLUMNS
    if kept:
        rows.bulk_update(kept, columns, batch_size=BATCH)
    rows.bulk_create(new, batch_size=BATCH)


def replace_parties(ready, *, by, now):
    """Write where the parties of a Plan are now: area, districts, search words, page address, a line of history."""
    if ready.layer is not None:
        whereabouts.put_in_districts(ready.parties)
    else:
        touched = _renewed(ready)
        Party.objects.bulk_update(touched, ["neighborhood", "neighborhood_chosen", "search_text", "slug"], BATCH)
    history.record_all(
        [(move.party, [move.value]) for move in ready.moves if move.is_told], Deed.AREA_CHANGED, by=by, now=now
    )


def _renewed(ready):
    """The parties that moved or whose area has another name, with new search words and page addresses (unsaved)."""
    areas = {area.pk: area for area in ready.areas}
    renamed = {area.pk for area, _name, _slug in ready.renamed}
    moved = {move.party.pk for move in ready.moves}
    touched = [party for party in ready.parties if party.pk in moved or party.neighborhood_id in renamed]
    taken = {}
    for edition, slug in Party.objects.filter(
        edition__in={party.edition_id for party in touched}, slug__isnull=False
    ).values_list("edition", "slug"):
        taken.setdefault(edition, set()).add(slug)
    for party in touched:
        if party.neighborhood is not None:
            party.neighborhood = areas.get(party.neighborhood.pk, party.neighborhood)
        party.search_text = registry.words_of(party)
        if party.slug is not None and not shows_street(party):
            # an address that a party leaves stays taken, so that it never leads to another party
            others = taken[party.edition_id] - {party.slug}
            party.slug = registry.free_slug(party, taken=others)
            taken[party.edition_id].add(party.slug)
    return touched
