"""Putting a party on the map for its host, and which one comes next."""

from events import registry
from events.models import Deed
from events.queue import unplaced


def place(party, *, lat, lng, neighborhood, chosen, by, seen, now):
    """Give the party its pin and the neighborhood (by number) that follows from it; gives the Change, or None.

    The words of the place stay the host's. No letter is owed: the host asked for this place, and nothing the public
    reads of it changes but the light on the map. Raises history.Outdated.
    """
    pin = {"lat": lat, "lng": lng, "neighborhood": neighborhood, "neighborhood_chosen": chosen}
    return registry.change(party, pin, by=by, now=now, deed=Deed.PLACED, seen=seen)


def next_after(party):
    """(the party to place after this one, how many wait): the list goes round, this one left out."""
    waiting = list(unplaced(party.edition).exclude(pk=party.pk).values_list("pk", "reference", "waits_since"))
    own = (party.waiting_since or party.created_at, party.pk)
    later = [reference for pk, reference, since in waiting if (since, pk) > own]
    references = [*later, *(reference for _pk, reference, _since in waiting)]
    return (references[0] if references else ""), len(waiting)
