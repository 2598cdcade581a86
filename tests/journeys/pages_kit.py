"""The printed kit and the kits of the city in every state: {what it is: the response}, as in `pages`."""

from events.models import KitItem, ListingLevel, PickupPlace, Review
from tests.conftest import host_client

OFFER = "/staff/springfield/setup/editions/2027/kit/"
TOO_MUCH = {"item-TOTAL_FORMS": 1, "item-INITIAL_FORMS": 0, "place-TOTAL_FORMS": 1, "place-INITIAL_FORMS": 0}
TOO_MUCH |= {"item-0-label_en": "Lamp", "place-0-address": "1 Main St"}


def kits(stage):
    """What hosts print, what everybody prints, and the packer's pages before and after something is handed out."""
    imani, admin, edition = stage.cast.imani, stage.cast.admin, stage.elm.edition
    waiting = stage.party(Review.SUBMITTED, email="wait@example.org")
    yield "kit, before the approval", host_client(waiting).get(f"/my/{waiting.reference}/kit/")
    yield "kits, none", imani.get("/staff/springfield/kit/")
    yield "kits, offer, empty", admin.get(OFFER)
    yield "kits, offer, with mistakes", admin.post(OFFER, TOO_MUCH)
    KitItem.objects.create(edition=edition, code="sign", labels={"en": "Yard sign", "es": "Cartel"}, per_kit=2)
    PickupPlace.objects.create(edition=edition, name="Library", address="9 Main St", hours="Noon to 6 pm")
    yield "kits, offer", admin.get(OFFER)
    party = stage.party(Review.APPROVED, email="kit@example.org", kit_items=["sign"], kit_place="Library")
    hidden = stage.party(Review.APPROVED, email="hid@example.org", level=ListingLevel.UNLISTED)
    rosa, here = host_client(party), f"/my/{party.reference}/kit/"
    yield "kit", rosa.get(here)
    yield "kit in Spanish", rosa.get(f"/es{here}")
    for kind in ("flyer", "small-flyers", "sign", "sign-in", "welcome-card"):
        yield f"kit, {kind}", rosa.get(f"{here}{kind}/")
    yield "kit, by staff", imani.get(f"/staff/springfield/parties/{party.reference}/kit/")
    yield "kit, flyer without the place", host_client(hidden).get(f"/my/{hidden.reference}/kit/flyer/")
    yield "flyer for everybody", stage.nobody.get(f"/springfield/2027/p/{party.slug}/flyer/")
    yield "host, edit sharing with a kit", rosa.get(f"/my/{party.reference}/edit/sharing/")
    yield "kits, to hand over", imani.get("/staff/springfield/kit/")
    yield "kits, a reader's", stage.cast.reader.get("/staff/springfield/kit/")
    yield "kits, sheet", imani.get("/staff/springfield/kit/sheet/")
    imani.post("/staff/springfield/kit/hand-over/", {"party": party.reference})
    yield "kits, handed over", imani.get("/staff/springfield/kit/?tab=done")
    yield "kit, handed over", rosa.get(here)
