"""Whether the fee of a closure was paid, as a coordinator ticks it."""

from django.db import transaction

from events import history
from events.models import Closure, Deed


def tick(closure, *, is_paid, by, now):
    """Write down that the fee was paid, or that it was not after all; the closure. Saying it twice changes nothing."""
    with transaction.atomic():
        party = history.locked(closure.party)
        closure = Closure.objects.select_for_update().get(pk=closure.pk)
        closure.party = party
        was_paid = closure.fee_paid_at is not None
        if was_paid == is_paid or not closure.fee_cents:
            return closure
        closure.fee_paid_at, closure.fee_paid_by = (now, by) if is_paid else (None, None)
        closure.save(update_fields=["fee_paid_at", "fee_paid_by"])
        history.record(party, Deed.FEE_PAID, by=by, now=now, values=[("fee_paid", was_paid, is_paid)])
        return closure
