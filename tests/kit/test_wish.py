"""What a host asks to have in the kit and where it is picked up, from the question to the row."""

import pytest

from events import registry
from events.models import Kit, KitItem, PickupPlace, Review
from events.questions import answers as asked
from events.questions import summary
from events.questions.sharing import SharingForm
from tests.conftest import answers


@pytest.fixture
def offered(edition):
    """Signs and wristbands, at the library or at City Hall."""
    for position, (code, label) in enumerate([("sign", "Yard sign"), ("bands", "Wristbands")]):
        KitItem.objects.create(edition=edition, code=code, labels={"en": label}, per_kit=1, position=position)
    for position, name in enumerate(["Library", "City Hall"]):
        PickupPlace.objects.create(edition=edition, name=name, hours="Noon to 6 pm", position=position)
    return edition


def form_of(edition, now, data=None, known=None, **more):
    return SharingForm(data, edition=edition, answers=known or answers(), now=now, **more)


SAID = {"level": "block", "rules_accepted": "on", "kit_wanted": "on"}


def test_nothing_more_is_asked_where_the_city_hands_nothing_out(edition, now):
    form = form_of(edition, now, SAID)
    assert {"kit_items", "kit_place"}.isdisjoint(form.fields)
    assert form.is_valid()


def test_a_kit_that_is_wanted_needs_items_and_a_place(offered, now):
    form = form_of(offered, now, SAID)
    assert not form.is_valid()
    assert form.errors == {
        "kit_items": ["Choose what should be in your kit"],
        "kit_place": ["Choose where you pick up your kit"],
    }
    assert form_of(offered, now, SAID, staff=True).is_valid()
    assert form_of(offered, now, SAID | {"kit_wanted": ""}).is_valid()


def test_all_items_are_ticked_before_the_host_answers(offered, now):
    form = form_of(offered, now, known=answers(kit_wanted=False))
    assert form["kit_items"].value() == ["sign", "bands"]
    assert not form["kit_place"].value()
    PickupPlace.objects.filter(name="City Hall").delete()
    assert form_of(offered, now, known=answers(kit_wanted=False))["kit_place"].value() == "Library"


def test_after_the_last_day_the_kit_is_no_question(offered, now):
    offered.kit_until = now.date().replace(day=1)
    assert {"kit_wanted", "kit_items", "kit_place"}.isdisjoint(form_of(offered, now).fields)


def test_a_registration_makes_the_kit(offered, make_party):
    party = make_party(offered, kit_items=["sign"], kit_place="City Hall")
    kit = party.kit
    assert [item.code for item in kit.items.all()] == ["sign"]
    assert kit.place.name == "City Hall"
    said = asked.answers_of(party)
    assert (said["kit_items"], said["kit_place"]) == (["sign"], "City Hall")
    rows = {row.label: row.lines for row in summary.team_rows(offered, said)}
    assert rows["Printed kit"] == ["Yes", "Yard sign", "Picked up here: City Hall"]


def test_a_kit_of_which_nothing_was_said_holds_everything(offered, make_party):
    party = make_party(offered)
    assert party.kit.items.count() == 2
    assert party.kit.place is None


def test_what_is_not_handed_out_any_more_is_left_out(offered, make_party):
    party = make_party(offered, kit_items=["sign", "balloons"], kit_place="The old mill")
    assert [item.code for item in party.kit.items.all()] == ["sign"]
    assert party.kit.place is None


def test_a_host_changes_the_kit_at_once(offered, make_party, now):
    party = make_party(offered, Review.APPROVED, kit_items=["sign"], kit_place="Library")
    wished = {"kit_items": ["bands", "sign"], "kit_place": "City Hall"}
    assert wished.keys() <= asked.LIVE
    line = registry.change(party, wished, by=party.main_host(), now=now)
    assert {value.field: value.after for value in line.values.all()} == wished
    kit = Kit.objects.get(party=party)
    assert kit.items.count() == 2
    assert kit.place.name == "City Hall"


def test_a_kit_that_is_not_wanted_any_more_is_gone_unless_it_was_handed_over(offered, make_party, now):
    party = make_party(offered, Review.APPROVED, kit_items=["sign"], kit_place="Library")
    registry.change(party, {"kit_wanted": False}, by=None, now=now)
    assert not Kit.objects.filter(party=party).exists()
    registry.change(party, {"kit_wanted": True}, by=None, now=now)
    Kit.objects.filter(party=party).update(handed_over_at=now)
    registry.change(party, {"kit_wanted": False}, by=None, now=now)
    assert Kit.objects.filter(party=party, handed_over_at=now).exists()
