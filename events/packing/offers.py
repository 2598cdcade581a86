"""What an edition hands out and where: items and pickup places, changed together."""

from django.db import transaction
from django.db.models import Count

from events.models import Edition


class Refused(ValueError):
    """What was asked for cannot be done; the text says why, for people."""


def items_of(edition):
    """The edition's items in order; `wanted` is how many kits hold each."""
    return list(edition.kit_items.annotate(wanted=Count("kits")).order_by("position", "id"))


def places_of(edition):
    """The edition's pickup places in order; `wanted` is how many kits are picked up there."""
    return list(edition.pickup_places.annotate(wanted=Count("kits")).order_by("position", "id"))


def save(edition, saved, removed):
    """Save items and places (new ones unsaved) and take others away.

    Raises Refused, and changes nothing, when somebody wants one that is to be removed.
    """
    with transaction.atomic():
        Edition.objects.select_for_update().get(pk=edition.pk)
        for row in removed:
            wanted = row.kits.count()
            if wanted:
                raise Refused(still_wanted(row, wanted))
            row.delete()
        for row in saved:
            row.edition = edition
            row.save()


def still_wanted(row, wanted):
    """Why an item or a place cannot be removed."""
    kits = "1 host has" if wanted == 1 else f"{wanted} hosts have"
    return f"{kits} chosen “{row}”. It cannot be removed any more."
