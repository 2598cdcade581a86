"""The pages of the night itself: what hosts say, what residents see, what staff steer: {what it is: the response}."""

import datetime as dt

from events import night
from events.models import Night, Party
from tests.conftest import host_client

SAYINGS = ("starts-late", "ends-early", "moved", "rain-date", "not-happening")


def on_the_night(stage):
    """A party that is on, all day today, as everybody sees it while its host says one thing after the other."""
    party, nobody, imani = stage.approved(), stage.nobody, stage.cast.imani
    today = party.community.today(stage.now)
    other = stage.party("approved", email="b@example.org", street="Oak Ave", lat=38.6081)
    hours = {"starts": dt.time(0, 1), "ends": dt.time(23, 59), "rain_plan": "date"}
    Party.objects.filter(pk__in=[party.pk, other.pk]).update(
        date=today, rain_date=today + dt.timedelta(days=3), **hours
    )
    rosa, here = host_client(party), f"/my/{party.reference}/"
    board, page = "/staff/springfield/board/", f"/springfield/{party.edition.year}/p/{party.slug}/"
    yield "host, on the day", rosa.get(here)
    yield "host, the night", rosa.get(f"{here}night/")
    for said in SAYINGS:
        yield f"host, {said}", rosa.get(f"{here}night/{said}/")
    yield "host, moved, with mistakes", rosa.post(f"{here}night/moved/", {})
    yield "tonight", nobody.get("/springfield/tonight/")
    yield "tonight in Spanish", nobody.get("/es/springfield/tonight/")
    yield "tonight, nearest first", nobody.get("/springfield/tonight/?near=38.605,-90.225")
    yield "tonight, no place", nobody.get("/springfield/tonight/?near=home")
    yield "board", imani.get(board)
    yield "board, nothing", imani.get(f"{board}?q=zzz")
    yield "board, a reader's", stage.cast.reader.get(board)
    yield "board, one party", imani.get(f"{board}{party.reference}/")
    yield "board, moved, with mistakes", imani.post(f"{board}{party.reference}/moved/", {})
    said = [(Night.MOVED, "In the school hall"), (Night.NOT_HAPPENING, "The tree fell"), (Night.RAIN_DATE, "")]
    for what, words in said:
        night.say(party, what, words=words, by=party.hosts.get(role="main"), now=stage.now)
        yield f"party, {what}", nobody.get(page)
        yield f"host, said {what}", rosa.get(here)
        yield f"tonight, {what}", nobody.get("/springfield/tonight/")
        yield f"board, {what}", imani.get(board)
    yield "host, as planned", rosa.get(f"{here}night/as-planned/")
    Party.objects.all().update(date=today + dt.timedelta(days=900))
    yield "board, no day", imani.get(board)
