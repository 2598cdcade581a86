"""The rules for street closures: looked at before they are saved, watched, carried to the next night."""

import datetime as dt

import pytest

from events.models import ClosurePolicy, Edition, Layer
from events.setup import editions
from tests.setup.test_editions import post, typed

MINNEAPOLIS = {
    "fee_cents": "100",
    "free_until": "2027-09-20",
    "proof": "share",
    "share": "75",
    "most_blocks": "2",
    "allows_intersections": "on",
    "earliest": "08:00",
    "latest": "22:00",
}


@pytest.fixture
def page(edition):
    return f"/staff/springfield/setup/editions/{edition.year}/closures/"


def test_the_rules_are_shown_before_they_are_saved(cast, edition, page):
    version = edition.version
    shown, done = post(cast.admin, page, **MINNEAPOLIS)
    assert ("Fee", "None", "$100") in shown.context["preview"].rows
    assert shown.context["preview"].effects[0].startswith("1 closure that was asked for keeps its fee")
    assert done.headers["Location"] == f"/staff/springfield/setup/editions/{edition.year}/"
    policy = ClosurePolicy.objects.get(edition=edition)
    assert (policy.fee_cents, policy.free_until, policy.proof, policy.share) == (
        10_000,
        dt.date(2027, 9, 20),
        "share",
        75,
    )
    assert (policy.most_blocks, policy.earliest, policy.latest) == (2, dt.time(8), dt.time(22))
    edition.refresh_from_db()
    assert edition.version == version + 1
    overview = cast.admin.get(done.headers["Location"]).content.decode()
    assert "<dt>Fee</dt><dd>$100</dd>" in overview


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"proof": "share", "share": ""}, "share", "Enter how many percent must agree, like 75"),
        ({"share": "101"}, "share", "Enter 100 or less"),
        ({"earliest": "20:00", "latest": "08:00"}, "latest", "Choose a time after 8 pm"),
        ({"free_until": "2027-09-22"}, "free_until", "Nobody can ask after Tuesday, September 21."),
        ({"free_until": "2027-09-20", "fee_cents": "0"}, "fee_cents", "Enter what it costs when it is not free"),
        ({"only_night_is_free": "on", "fee_cents": ""}, "fee_cents", "Enter what it costs when it is not free"),
        ({"most_blocks": "0"}, "most_blocks", "Enter 1 or more"),
        ({"barricades": []}, "barricades", "Choose at least one way"),
        ({"delivery_layer": "moon"}, "delivery_layer", "Choose from the list"),
    ],
)
def test_rules_that_cannot_be_are_refused_in_words(cast, edition, page, changes, field, words):
    form = cast.admin.post(page, typed(cast.admin, page) | changes).context["form"]
    assert form.errors[field][0].startswith(words)
    assert not ClosurePolicy.objects.filter(edition=edition).exists()


def test_rules_that_somebody_else_saved_meanwhile_are_not_overwritten(cast, edition, page):
    mine = typed(cast.admin, page)
    ClosurePolicy.objects.create(edition=edition, most_blocks=3)
    response = cast.admin.post(page, mine | {"most_blocks": "2"})
    assert response.context["form"].non_field_errors()
    assert edition.policy.most_blocks == 3


def test_the_delivery_areas_are_the_citys_own_layers(cast, edition, page, springfield):
    Layer.objects.create(community=springfield, slug="wards", name="Wards")
    shown, _done = post(cast.admin, page, delivery_layer="wards")
    assert ("Delivery areas", "Neighborhoods", "Wards") in shown.context["preview"].rows
    assert edition.policy.delivery_layer == "wards"


def test_the_next_night_keeps_the_rules_and_the_distance_of_its_free_days(edition, springfield):
    ClosurePolicy.objects.create(edition=edition, free_until=dt.date(2027, 9, 21), fee_cents=10_000, share=75)
    new = editions.open_edition(springfield, year=2028, date=dt.date(2028, 10, 3))
    policy = new.policy
    assert (policy.fee_cents, policy.share, policy.edition_id) == (10_000, 75, new.pk)
    assert new.date - policy.free_until == edition.date - dt.date(2027, 9, 21)


def test_a_night_without_rules_of_its_own_gives_none_to_the_next(edition, springfield):
    new = editions.open_edition(springfield, year=2028, date=dt.date(2028, 10, 3))
    assert not ClosurePolicy.objects.filter(edition=new).exists()
    assert Edition.objects.get(pk=new.pk).policy.most_blocks == 1


def test_the_ways_to_get_barricades_are_told_in_the_city_s_words(cast, edition):
    page = cast.admin.get("/staff/springfield/setup/editions/2027/closures/").text
    assert "The host picks them up" in page
    assert "We pick them up" not in page
