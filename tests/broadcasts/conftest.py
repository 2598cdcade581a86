"""A letter of Springfield's to its hosts, and the worker that writes and sends it."""

import pytest

from events import jobs
from events.broadcasts import sending
from events.management.work import WORK
from events.models import Notice, Review

ENGLISH = {"subjects": {"en": "Rain on the night"}, "texts": {"en": "Take a tent.\n\nOr stay home."}}
BOTH = {
    "subjects": ENGLISH["subjects"] | {"es": "Lluvia esa noche"},
    "texts": ENGLISH["texts"] | {"es": "Lleve una carpa.\n\nO quédese en casa."},
}


@pytest.fixture
def make_letter(edition, cast, now):
    """make_letter(filters, **words) gives a draft of Imani's; nobody is owed any other letter."""

    def make(filters=None, **words):
        Notice.objects.all().delete()
        draft = sending.draft(edition, by=cast.users.imani, now=now, **(words or BOTH))
        if filters is not None:
            assert sending.choose(draft, seen=1, filters=filters)
            draft.refresh_from_db()
        return draft

    return make


@pytest.fixture
def host_party(edition, make_party):
    """host_party("Ana", **answers) gives an approved party of somebody of that name, on the 100 block of Oak Ave."""

    def make(name, review=Review.APPROVED, **changes):
        own = {"host_name": name, "email": f"{name.lower()}@example.org", "phone": "", "closure_wanted": False}
        place = {"street": "Oak Ave", "number": "100", "lat": 38.6052, "lng": -90.2151, "neighborhood": 2}
        return make_party(edition, review, **(own | place | changes))

    return make


@pytest.fixture
def write(now):
    """write() does the jobs that are due; gives what became of them."""
    return lambda: jobs.run_due(WORK, clock=lambda: now, worker="one")
