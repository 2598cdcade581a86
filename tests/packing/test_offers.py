"""Administrators say what a kit holds and where it is picked up; what hosts have chosen cannot be taken away."""

import pytest

from events.models import KitItem, PickupPlace, Review
from events.setup import editions

HERE = "/staff/springfield/setup/editions/2027/kit/"


def typed(items=(), places=()):
    """What the page's form sends: rows of items and of places, each a dictionary of its fields."""
    sent = {}
    for prefix, rows in (("item", items), ("place", places)):
        old = sum(1 for row in rows if row.get("row"))
        sent |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": old}
        sent |= {f"{prefix}-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}
    return sent


SIGN = {"label_en": "Yard sign", "label_es": "Cartel"}
LIBRARY = {"name": "Library", "address": "1 Main St", "hours": "Noon to 6 pm"}


@pytest.fixture
def offered(cast, edition):
    item = KitItem.objects.create(edition=edition, code="sign", labels={"en": "Yard sign", "es": "Cartel"}, position=1)
    place = PickupPlace.objects.create(edition=edition, name="Library", position=1)
    return item, place


def test_items_and_places_are_saved_together(cast, edition):
    answer = cast.admin.post(HERE, typed([SIGN, SIGN | {"label_en": "Bands", "per_kit": 6}, {}], [LIBRARY, {}]))
    assert answer.url == "/staff/springfield/setup/editions/2027/"
    assert [(item.code, item.per_kit, item.position) for item in edition.kit_items.all()] == [
        ("yard-sign", 1, 1),
        ("bands", 6, 2),
    ]
    assert edition.kit_items.first().label("es") == "Cartel"
    (place,) = edition.pickup_places.all()
    assert (place.name, place.address, place.hours) == ("Library", "1 Main St", "Noon to 6 pm")
    assert "Bands, 6 in a kit" in cast.admin.get(answer.url).text


def test_what_is_missing_is_said_and_nothing_is_saved(cast, edition):
    page = cast.admin.post(HERE, typed([{"label_en": "Yard sign"}], [{"address": "1 Main St"}]))
    assert "Enter the name in Spanish" in page.text
    assert "Enter the name of the place" in page.text
    assert not edition.kit_items.exists()


def test_two_of_one_name_are_refused(cast, edition):
    page = cast.admin.post(HERE, typed([SIGN, SIGN], [LIBRARY, LIBRARY | {"name": "LIBRARY"}]))
    assert "Two items have this name" in page.text
    assert "Two places have this name" in page.text
    assert not edition.pickup_places.exists()


def test_a_row_is_changed_and_another_removed(cast, edition, offered):
    item, place = offered
    changed = SIGN | {"row": item.pk, "per_kit": 2, "position": 1}
    cast.admin.post(HERE, typed([changed], [{"row": place.pk, "name": "Library", "position": 1, "remove": "on"}]))
    item.refresh_from_db()
    assert (item.per_kit, item.code) == (2, "sign")
    assert not edition.pickup_places.exists()


def test_what_a_host_has_chosen_stays(cast, edition, offered, make_party):
    item, place = offered
    make_party(edition, Review.APPROVED, email="x@example.org", kit_items=["sign"], kit_place="Library")
    rows = SIGN | {"row": item.pk, "remove": "on"}, {"row": place.pk, "name": "Library", "remove": "on"}
    page = cast.admin.post(HERE, typed([rows[0]], [rows[1]]))
    assert "chosen “Library”. It cannot be removed any more." in page.text
    assert edition.kit_items.count() == edition.pickup_places.count() == 1


def test_another_editions_row_is_not_changed(cast, edition, shelby_edition):
    foreign = KitItem.objects.create(edition=shelby_edition, code="x", labels={"en": "Lamp"})
    page = cast.admin.post(HERE, typed([SIGN | {"row": foreign.pk}]))
    assert "Somebody else saved this" in page.text
    foreign.refresh_from_db()
    assert foreign.labels == {"en": "Lamp"}


def test_coordinators_do_not_set_up_the_kit(cast, edition):
    assert cast.imani.post(HERE, typed([SIGN])).status_code == 403
    assert not edition.kit_items.exists()


def test_next_years_night_hands_out_the_same(cast, edition, offered, springfield):
    new = editions.open_edition(springfield, year=2028, date=edition.date.replace(year=2028, day=3))
    assert [item.code for item in new.kit_items.all()] == ["sign"]
    assert [place.name for place in new.pickup_places.all()] == ["Library"]
    assert edition.kit_items.count() == 1
