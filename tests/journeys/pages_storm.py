"""The pages of a stormy night and of hosts who come again: {what it is: the response}, as in `pages`."""

import datetime as dt

from events import access, storm
from events.models import Edition, Notice, Party
from tests.conftest import make_edition

AT = "/staff/springfield/storm/"
WORDS = {"en": "A storm comes up the river.", "es": "Viene una tormenta por el río."}


def storms(stage):
    """The staff's pages before and after, and what the public reads of a night moved and called off."""
    imani, user, party = stage.cast.imani, stage.cast.users.imani, stage.approved()
    yield "storm", imani.get(AT)
    for deed, typed in (("postpone", {"new_date": str(stage.edition.date + dt.timedelta(days=7))}), ("call-off", {})):
        shown = imani.get(f"{AT}{deed}/")
        yield f"storm, {deed}", shown
        typed |= {"words_en": WORDS["en"], "words_es": WORDS["es"], "seen": shown.context["form"]["seen"].value()}
        yield f"storm, {deed}, with mistakes", imani.post(f"{AT}{deed}/", {})
        yield f"storm, {deed}, what follows", imani.post(f"{AT}{deed}/", typed | {"step": "show"})
        yield f"storm, {deed}, not confirmed", imani.post(f"{AT}{deed}/", typed | {"step": "do"})
    words = {"words": WORDS, "by": user, "now": stage.now}
    done = storm.postpone(stage.edition, stage.edition.date + dt.timedelta(days=7), **words)
    yield "storm, postponed", imani.get(AT)
    yield from _public(stage, party, "moved")
    storm.undo(done, by=user, now=stage.now)
    yield "storm, undone", imani.get(AT)
    storm.call_off(Edition.objects.get(pk=stage.edition.pk), **words)
    yield "storm, called off", imani.get(AT)
    yield from _public(stage, party, "called off")


def _public(stage, party, what):
    pages = ["", "elm-park/", "about/", f"{party.edition.year}/", "register/", f"{party.edition.year}/p/{party.slug}/"]
    yield f"region, night {what}", stage.nobody.get("/")
    for page in pages:
        yield f"{page or 'city'}, night {what}", stage.nobody.get(f"/springfield/{page}")
    yield f"city in Spanish, night {what}", stage.nobody.get("/es/springfield/")


def again(stage):
    """Last time's hosts: their list, the letter sent, their link in its states."""
    imani, here = stage.cast.imani, "/staff/springfield/returning/"
    yield "returning, no night before", imani.get(here)
    date = stage.edition.date - dt.timedelta(days=364)
    opens = date - dt.timedelta(days=100)
    last = make_edition(stage.edition.community, year=date.year, date=date, registration_opens=opens)
    values = {"date": date.isoformat(), "number": "2811", "closure_wanted": False}
    party = stage.make(last, "approved", email="last@example.org", **values)
    Notice.objects.filter(party=party).delete()
    yield "returning", imani.get(here)
    yield "returning, back", imani.get(f"{here}?show=back")
    imani.post(f"{here}ask/")
    yield "returning, asked", imani.get(f"{here}?show=all&neighborhood=1")
    link = f"/again/{access.token_of('again', party.hosts.get(role='main'))}/"
    yield "again", stage.nobody.get(link)
    yield "again in Spanish", stage.nobody.get(f"/es{link}")
    yield "again, with mistakes", stage.nobody.post(link, {})
    yield "again, opened", stage.nobody.post(link, {"rules_accepted": "on"}, follow=True)
    Party.objects.filter(pk=stage.elm.pk).update(previous=party)
    yield "again, registered already", stage.nobody.get(link)
    yield "again, no such link", stage.nobody.get("/again/no-such-link/")
