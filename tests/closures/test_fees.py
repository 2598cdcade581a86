"""The fee of a closure: ticked when it is paid, taken back when it was not, and who owes it is found."""

import pytest

from events.models import Closure, Deed

LIST = "/staff/springfield/closures/"


def path(party):
    return f"/staff/springfield/parties/{party.reference}/closure/fee/"


def closure_of(party):
    return Closure.objects.get(party=party)


@pytest.fixture
def costly(elm):
    """Rosa's party, whose closure costs $100."""
    Closure.objects.filter(party=elm).update(fee_cents=10_000)
    return elm


def test_a_paid_fee_is_ticked_with_who_and_when_and_a_line_of_history(cast, costly):
    answer = cast.imani.post(path(costly), {"paid": "on"})
    assert answer["Location"] == f"/staff/springfield/parties/{costly.reference}/#closure"
    closure = closure_of(costly)
    assert (closure.fee_paid_by, closure.fee_paid_at is not None) == (cast.users.imani, True)
    line = costly.changes.order_by("-revision").first()
    assert (line.deed, line.by_user) == (Deed.FEE_PAID, cast.users.imani)
    value = line.values.get()
    assert (value.field, value.before, value.after) == ("fee_paid", False, True)
    page = cast.imani.get(f"/staff/springfield/parties/{costly.reference}/").content.decode()
    assert "$100, paid: Imani" in page
    assert "Mark $100 as not paid" in page


def test_a_tick_can_be_taken_back_and_saying_it_twice_writes_one_line(cast, costly):
    for sent in ({"paid": "on"}, {"paid": "on"}, {}, {}):
        cast.imani.post(path(costly), sent)
    closure = closure_of(costly)
    assert (closure.fee_paid_at, closure.fee_paid_by) == (None, None)
    assert costly.changes.filter(deed=Deed.FEE_PAID).count() == 2


def test_a_closure_that_is_free_has_nothing_to_tick(cast, elm):
    cast.imani.post(path(elm), {"paid": "on"})
    assert closure_of(elm).fee_paid_at is None
    assert not elm.changes.filter(deed=Deed.FEE_PAID).exists()
    assert "as paid" not in cast.imani.get(f"/staff/springfield/parties/{elm.reference}/").content.decode()


def test_only_those_who_decide_tick_it(cast, costly):
    for client, status in ((cast.otto, 404), (cast.reader, 403), (cast.walt, 302), (cast.nobody, 302)):
        assert client.post(path(costly), {"paid": "on"}).status_code == status
    assert cast.imani.get(path(costly)).status_code == 405
    assert closure_of(costly).fee_paid_at is None


def test_the_browser_goes_back_to_the_list_it_came_from_and_nowhere_else(cast, costly):
    assert cast.imani.post(path(costly), {"paid": "on", "next": f"{LIST}?due=1"})["Location"] == f"{LIST}?due=1"
    assert cast.imani.post(path(costly), {"next": "https://example.org/staff/"})["Location"].startswith("/staff/")


def test_the_list_says_what_a_closure_costs_and_finds_what_is_owed(cast, edition, costly, make_party):
    make_party(edition, email="free@example.org", closure_street="Oak Ave")
    page = cast.imani.get(LIST)
    assert "Fee $100, not paid" in page.content.decode()
    assert page.context["due"] == 1
    owed = cast.imani.get(LIST, {"due": "1"})
    assert [row.party.pk for row in owed.context["rows"]] == [costly.pk]
    assert [number for _tab, _words, number in owed.context["tabs"]] == [1, 0, 0, 0]
    cast.imani.post(path(costly), {"paid": "on"})
    assert cast.imani.get(LIST, {"due": "1"}).context["rows"] == []
