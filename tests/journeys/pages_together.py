"""The pages of joining, introducing and merging, in every state: {what it is: the response}, as in `pages`."""

import uuid

from django.test import Client

from events import access, introductions
from events.models import Host, Review
from events.pairs import deeds
from tests.conftest import answers, host_client

ANA = {"name": "Ana Lark", "email": "ana@example.org", "phone": "+13145550155", "message": "I bring a tent."}


def joining(stage):
    """The one who asks, the host who answers, and two who part."""
    party, now, nobody = stage.approved(), stage.now, stage.nobody
    first = {name: answers()[name] for name in ("place_kind", "number", "street", "lat", "lng", "neighborhood")}
    draft, ana = stage.draft(answers=first, steps_done=["where"])
    here = f"/springfield/register/{draft.key}/"
    yield "already there", ana.get(f"{here}already/")
    stage.approved(email="next@example.org", number="2899", title="Porch night")
    yield "already there, two", ana.get(f"{here}already/")
    ask = f"{here}join/{party.slug}/"
    yield "join", ana.get(ask)
    yield "join, with mistakes", ana.post(ask, {"message": "x" * 281})
    wish = introductions.ask_to_join(draft, party, **ANA, language="en", now=now)
    confirm = f"/join/{access.token_of('join', wish)}/"
    yield "join, asked", ana.get(f"{ask}asked/")
    yield "join, confirm", nobody.get(confirm)
    wish = introductions.confirm_wish(wish, now=now)
    yield "join, waiting", ana.get(f"{ask}asked/")
    yield "join, confirmed", nobody.get(confirm)
    rosa = party.hosts.get(role="main")
    answer = f"/answer/{access.answer_token(wish, rosa)}/"
    yield "join, answer", nobody.get(answer)
    introductions.answer(wish, rosa, True, by=rosa, now=now)
    yield "join, answered", nobody.get(answer)
    yield "join, together", nobody.get(confirm)
    yield "join, together, on the device", ana.get(f"{ask}asked/")
    joined = party.hosts.get(role=Host.Role.JOINED)
    own, main = f"/my/{party.reference}/", host_client(party)
    yield "host, with a joined host", main.get(own)
    yield "host, take off", main.get(f"{own}joined/{joined.pk}/remove/")
    yield "joined host", host_client(party, "joined").get(own)
    yield "joined host, leave", host_client(party, "joined").get(f"{own}leave/")
    yield "join, no door", Client().get("/join/no-such-link/")
    introductions.leave(joined, now=now)
    yield "join, over", nobody.get(confirm)


def pairs(stage):
    """Two parties side by side, and the deeds about them."""
    imani, now = stage.cast.imani, stage.now
    party, other = stage.approved(), stage.approved(email="ida@example.org", host_name="Ida Vale", phone="")
    here = f"/staff/springfield/parties/{party.reference}/with/{other.reference}/"
    yield "pair", imani.get(here)
    yield "pair, a reader's", stage.cast.reader.get(here)
    for deed in ("introduce", "merge", "separate"):
        yield f"pair, {deed}", imani.get(f"{here}{deed}/")
        yield f"pair, {deed}, with mistakes", imani.post(f"{here}{deed}/", {})
    late = {"seen": 1, "seen_other": other.revision, "stays": party.reference, "agreed": "on"}
    introductions.history.record(party, "edited", by=None, now=now)
    yield "pair, too late", imani.post(f"{here}merge/", late)
    party.refresh_from_db()
    pair = deeds.introduce(party, other, by=stage.cast.users.imani, seen=(party.revision, other.revision), now=now)
    yield "pair, introduced", imani.get(here)
    yield "pair, answer of a host", stage.nobody.get(f"/answer/{access.answer_token(pair, party.main_host())}/")
    heard = f"/staff/springfield/parties/{other.reference}/introductions/{pair.key}/"
    yield "pair, heard", imani.get(heard)
    yield "pair, heard, with mistakes", imani.post(heard, {})
    party.refresh_from_db()
    other.refresh_from_db()
    deeds.merge(party, other, by=stage.cast.users.imani, seen=(party.revision, other.revision), now=now)
    yield "pair, merged", imani.get(here)
    yield "record, of one that stays", imani.get(f"/staff/springfield/parties/{party.reference}/")
    yield "record, of one that went", imani.get(f"/staff/springfield/parties/{other.reference}/")
    yield "party, together with another", stage.nobody.get(f"/springfield/{other.edition.year}/p/{other.slug}/")
    lone = stage.party(Review.CANCELLED, email=f"{uuid.uuid4().hex}@example.org")
    yield "pair, not possible", imani.get(f"/staff/springfield/parties/{party.reference}/with/{lone.reference}/merge/")
