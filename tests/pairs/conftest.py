"""Rosa's party on Elm and Ida's next door, both approved; Imani looks at them."""

import pytest
from django.utils import timezone

from events.models import Party, Review
from tests.hosting import conftest as hosting

now, night, make_party = hosting.now, hosting.night, hosting.make_party
edition, shelby_edition = hosting.edition, hosting.shelby_edition
IDA = {"host_name": "Ida Vale", "email": "ida@example.org", "phone": "+13145550166", "number": "2811"}


@pytest.fixture
def rosas(elm):
    """Rosa's party of the cast, approved."""
    Party.objects.filter(pk=elm.pk).update(
        review=Review.APPROVED, approved_at=timezone.now(), decided_at=timezone.now(), slug="2800-block-of-elm-st"
    )
    return fresh(elm)


@pytest.fixture
def idas(rosas, edition, make_party):
    """Ida's, registered later, on the same block; she asks for police, and closes no street."""
    spot = {"lat": 38.6053, "lng": -90.2247, "closure_wanted": False, "visitors": ["fire", "police"], "expected": 20}
    return make_party(edition, Review.APPROVED, **IDA, **spot)


def fresh(party):
    return Party.objects.with_context().get(pk=party.pk)


def between(party, other, end=""):
    return f"/staff/springfield/parties/{party.reference}/with/{other.reference}/{end}"


def seen(party, other):
    party, other = fresh(party), fresh(other)
    return {"seen": party.revision, "seen_other": other.revision}
