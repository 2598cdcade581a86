"""An edition's rules for street closures: read, saved, carried to the next edition."""

from django.db import transaction

from events.closing.sight import BARRICADES
from events.lib import wording
from events.models import ClosurePolicy, Edition, Proof

LABELS = {
    "free_until": "Free until",
    "fee_cents": "Fee",
    "only_night_is_free": "Another day than the night costs the fee",
    "allows_main_streets": "Main streets may be closed",
    "allows_bus_routes": "Streets with a bus route may be closed",
    "allows_intersections": "A closure may reach across a crossing",
    "most_blocks": "Blocks at most",
    "earliest": "Closed from, at the earliest",
    "latest": "Closed until, at the latest",
    "until_sunset": "Closed until sunset at the latest",
    "proof": "What shows that the neighbors agree",
    "share": "Percent of the households that must agree",
    "barricades": "Barricades",
    "delivery_layer": "Delivery areas",
}
FIELDS = tuple(LABELS)


def copy(last, edition):
    """Give the edition the rules of the `last` one, its free days at the same distance from the night."""
    policy = ClosurePolicy.objects.filter(edition=last).first()
    if policy is None:
        return
    values = {name: getattr(policy, name) for name in FIELDS}
    if policy.free_until is not None:
        values["free_until"] = edition.date - (last.date - policy.free_until)
    ClosurePolicy.objects.create(edition=edition, **values)


def save(edition, values):
    """Make `values` {field: value} the edition's rules; gives whether any of them is new.

    Closures that were asked for already keep what they cost.
    """
    with transaction.atomic():
        edition = Edition.objects.select_for_update().get(pk=edition.pk)
        policy = edition.policy
        different = [name for name, value in values.items() if getattr(policy, name) != value]
        for name in different:
            setattr(policy, name, values[name])
        if different or policy.pk is None:
            policy.save()
            edition.touch()
        return bool(different)


def in_words(name, value, layers):
    """A rule's value as staff read it."""
    if name == "fee_cents":
        return wording.dollars(value) if value else "None"
    if name == "delivery_layer":
        return layers.get(value, "Neighborhoods")
    if name == "barricades":
        return wording.and_list([BARRICADES[way] for way in value])
    if name == "proof":
        return str(Proof(value).label)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if value is None:
        return "None"
    if name == "free_until":
        return wording.day_year(value)
    return wording.clock(value) if name in ("earliest", "latest") else str(value)


def rows_of(edition, layers):
    """[(label, words)] of the rules as they are."""
    policy = edition.policy
    return [(label, in_words(name, getattr(policy, name), layers)) for name, label in LABELS.items()]
