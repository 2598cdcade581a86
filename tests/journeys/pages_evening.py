"""The pages of letters to many hosts and of an evening with several parties: {what it is: the response}."""

from django.urls import reverse
from django.utils import timezone

from events import jobs
from events.broadcasts import sending
from events.management.work import WORK
from events.models import Broadcast, Job, Notice

WORDS = {
    "subjects": {"en": "Rain on the night", "es": "Lluvia esa noche"},
    "texts": {"en": "Take a tent.\n\nOr stay home.", "es": "Lleve una carpa."},
}


def letters(stage):
    """A letter to many hosts: none yet, drafted, tried, on its way, broken off, sent, stopped."""
    imani, here = stage.cast.imani, "/staff/springfield/broadcasts/"
    stage.approved()
    stage.party("approved", email="", host_name="Bea Lark", phone="+13145550188", language="es")
    yield "letters, none", imani.get(here)
    yield "letter, new", imani.get(f"{here}new/")
    yield "letter, new, with mistakes", imani.post(f"{here}new/", {"subject_es": "Solo"})
    draft = sending.draft(stage.edition, by=stage.cast.users.imani, now=stage.now, **WORDS)
    page = f"{here}{draft.pk}/"
    yield "letter, draft", imani.get(page)
    yield "letter, a reader's", stage.cast.reader.get(page)
    for path in ("words/", "audience/", "audience/?language=bs", "calls/", "send/"):
        yield f"letter, {path}", imani.get(page + path)
    yield "letter, words, with mistakes", imani.post(f"{page}words/", {})
    imani.post(f"{page}send/", {"seen": 1})
    yield "letter, being written", imani.get(page)
    Job.objects.update(state=Job.State.FAILED, error="It broke off.", ended_at=stage.now)
    yield "letter, broken off", imani.get(page)
    imani.post(f"{page}go-on/")
    jobs.run_due(WORK, clock=timezone.now, worker="one")
    yield "letter, being sent", imani.get(page)
    yield "letter, calls", imani.get(f"{page}calls/")
    Notice.objects.filter(broadcast=draft, state="queued").update(state="failed")
    yield "letter, sent", imani.get(page)
    imani.post(f"{page}stop/")
    yield "letter, stopped", imani.get(page)
    sending.copy(Broadcast.objects.get(), by=stage.cast.users.imani, now=stage.now)
    yield "letters", imani.get(here)


def evening(stage):
    """An evening: empty, with one party, with two, with what does not fit."""
    nobody, here = stage.nobody, reverse("evening:evening", args=["springfield"])
    first = stage.approved()
    second = stage.approved(email="b@example.org", lat=38.6061, lng=-90.2249, title="Band on the block")
    hidden = stage.approved(email="c@example.org", level="neighborhood", title="Yard lights")
    late = stage.approved(email="d@example.org", lat=38.66, lng=-90.1, ends="17:20", title="Far away")
    yield "evening", nobody.get(here)
    yield "evening, one", nobody.get(f"{here}?p={first.slug}")
    yield "evening, two", nobody.get(f"{here}?p={first.slug}&p={second.slug}")
    yield "evening, two in Spanish", nobody.get(f"/es{here}?p={first.slug}&p={second.slug}")
    everything = "&".join(f"p={one.slug}" for one in (first, second, hidden, late))
    yield "evening, full", nobody.get(f"{here}?{everything}&p=gone&near=38.605,-90.225&leave=18:00")
    yield "evening, no match", nobody.get(f"{here}?q=zzz")
