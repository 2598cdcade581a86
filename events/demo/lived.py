"""What a season brings between the approval and the night: letters to hosts, kits handed out, and words said on it."""

import datetime as dt

from events import history, night
from events.mail import broadcasts
from events.models import Broadcast, Change, Deed, Host, Kit, Night, Party, Review

HANDED_OUT = 9
CLOSURES = {
    "subjects": {"en": "Your barricades come the day before", "es": "Sus barricadas llegan el día anterior"},
    "texts": {
        "en": "The crew leaves the barricades at your corner on the day before. Put them up when your closure begins, "
        "and stack them at the corner again when it ends.",
        "es": "El equipo deja las barricadas en su esquina el día anterior. Póngalas cuando empiece el cierre y "
        "apílelas otra vez en la esquina cuando termine.",
    },
    "filters": {"review": ["approved"], "closure": "approved"},
}
THANKS = {
    "subjects": {"en": "Ice cream for the kids", "es": "Helado para los niños"},
    "texts": {"en": "Two ice cream carts are out on the night. Tell us if yours should stop at your party.", "es": ""},
    "filters": {"review": ["approved"]},
}
SAID = [
    (Night.STARTS_LATE, ""),
    (Night.MOVED, "On the lawn of the library, around the corner"),
    (Night.ENDS_EARLY, ""),
    (Night.NOT_HAPPENING, "The grill and half the street are down with the flu"),
]


def write_to_hosts(edition, *, by, moment):
    """One letter that went to everybody whose street will be closed, and one that is still a draft."""
    sent_at = moment - dt.timedelta(days=2, hours=13)
    letter = Broadcast.objects.create(
        edition=edition, by=by, created_at=sent_at, sent_at=sent_at, state=Broadcast.State.SENT, revision=3, **CLOSURES
    )
    hosts = Host.objects.filter(
        role__in=[Host.Role.MAIN, Host.Role.JOINED],
        party__edition=edition,
        party__review=Review.APPROVED,
        party__closure__state="approved",
    )
    broadcasts.owe_letters(letter, list(hosts.select_related("party").order_by("id")), now=sent_at)
    Broadcast.objects.create(edition=edition, by=by, created_at=moment - dt.timedelta(hours=9), **THANKS)


def hand_out_kits(edition, *, by, moment):
    """The first hosts have picked up their kits."""
    at = moment - dt.timedelta(hours=10)
    early = Party.objects.filter(edition=edition, review=Review.APPROVED, kit__isnull=False).order_by("id")[:HANDED_OUT]
    for party in early:
        Kit.objects.filter(party=party).update(handed_over_at=at, handed_over_by=by)
        history.record(party, Deed.KIT_HANDED_OVER, by=by, now=at)


def say_on_the_night(edition, *, now):
    """Four hosts say what is different tonight, unless somebody has said something already."""
    if Change.objects.filter(party__edition=edition, deed=Deed.NIGHT_CHANGED).exists():
        return
    parties = Party.objects.with_context().filter(edition=edition, review=Review.APPROVED, date=edition.date)
    listed = parties.filter(level__in=["exact", "block"]).order_by("id")
    for party, (said, words) in zip(listed[20:40:5], SAID, strict=True):
        if said in night.offers(party, now):
            night.say(party, said, by=party.main_host, now=now, time=_half_an_hour_off(party, said), words=words)


def _half_an_hour_off(party, said):
    """Half an hour after the start or before the end, where that is what is said."""
    if said not in night.TIMED:
        return None
    start = dt.datetime.combine(party.date, party.starts) + dt.timedelta(minutes=30)
    end = dt.datetime.combine(party.date, party.ends) - dt.timedelta(minutes=30)
    return (start if said == Night.STARTS_LATE else end).time()
