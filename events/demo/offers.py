"""What the demo's towns ask of a closure and hand out: each town another of the usual rules, to try them all."""

import datetime as dt

from events.models import Barricades, ClosurePolicy, KitItem, PickupPlace, Proof

KIT = [
    ("yard-sign", "Yard sign", "Letrero para el jardín", 1),
    ("name-tags", "Name tags", "Etiquetas con nombre", 40),
    ("glow-bands", "Glow wristbands", "Pulseras luminosas", 25),
    ("coloring", "Coloring sheets", "Hojas para colorear", 20),
]
PLACES = {
    "st-louis": [
        ("Demo Library, north desk", "1200 Lantern Ave", "Monday to Friday, 10 am to 6 pm"),
        ("Demo Fire House 7", "3300 Porchlight St", "Every day, 9 am to 7 pm"),
        ("Demo City Hall, room 110", "100 Rooftop Pl", "Monday to Friday, 8 am to 4 pm"),
    ],
}
USUAL_PLACE = [("Demo City Hall", "1 Rooftop Pl", "Monday to Friday, 8 am to 4 pm")]


def make_offers(edition):
    """Rules for closures, kit items and pickup places of the town's night."""
    ClosurePolicy.objects.create(edition=edition, **_policy(edition))
    KitItem.objects.bulk_create(
        KitItem(edition=edition, code=code, labels={"en": english, "es": spanish}, per_kit=number, position=position)
        for position, (code, english, spanish, number) in enumerate(KIT)
    )
    PickupPlace.objects.bulk_create(
        PickupPlace(edition=edition, name=name, address=address, hours=hours, position=position)
        for position, (name, address, hours) in enumerate(PLACES.get(edition.community.slug, USUAL_PLACE))
    )


def _policy(edition):
    """St. Louis: free on the night. Florissant: free up to a day, then a fee. Maplewood: signatures, until sunset."""
    slug = edition.community.slug
    if slug == "st-louis":
        return {"only_night_is_free": True, "fee_cents": 2500, "delivery_layer": "police", "most_blocks": 2}
    if slug == "florissant":
        free_until = max(edition.date - dt.timedelta(days=14), edition.registration_opens)
        return {"free_until": free_until, "fee_cents": 10_000, "proof": Proof.SHARE, "share": 75}
    if slug == "maplewood":
        own = [Barricades.OWN.value, Barricades.PICKUP.value]
        hours = {"earliest": dt.time(8), "until_sunset": True}
        return {"proof": Proof.PETITION, "share": 60, "barricades": own, **hours}
    return {}
