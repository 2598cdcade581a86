"""Kits are handed over, or were not after all. Each deed is one transaction; what is so already stays as it is."""

from django.db import transaction

from events import history
from events.models import Deed, Kit, Party

NOT_HANDED_OVER = {"handed_over_at": None, "handed_over_by": None}


def hand_over(parties, *, by, now):
    """Tick the kits of these parties as handed over; gives the number of those that were not yet."""
    return _mark(parties, Deed.KIT_HANDED_OVER, by=by, now=now, is_done=True)


def take_back(parties, *, by, now):
    """Take the tick back; gives the number of kits that had one."""
    return _mark(parties, Deed.KIT_BACK, by=by, now=now, is_done=False)


def _mark(parties, deed, *, by, now, is_done):
    with transaction.atomic():
        parties = list(
            Party.objects.select_for_update(of=("self",))
            .filter(pk__in=parties)
            .select_related("edition")
            .order_by("pk")
        )
        kits = _kits_of(parties)
        changed = [party for party in parties if (kits[party.pk].handed_over_at is None) is is_done]
        handed = {"handed_over_at": now, "handed_over_by": by} if is_done else NOT_HANDED_OVER
        Kit.objects.filter(party__in=changed).update(**handed)
        history.record_all([(party, []) for party in changed], deed, by=by, now=now)
        return len(changed)


def _kits_of(parties):
    """{party's key: its kit}; a party of which nothing was said gets a kit with everything in it."""
    kits = {kit.party_id: kit for kit in Kit.objects.select_for_update().filter(party__in=parties)}
    for party in parties:
        if party.pk not in kits:
            kits[party.pk] = Kit.objects.create(party=party)
            kits[party.pk].items.set(party.edition.kit_items.all())
    return kits
