"""Changing a party: what is live at once, what waits in a proposal, who is told."""

import pytest

from events import access, registry
from events.history import Outdated
from events.hosting import deeds
from events.models import Change, ChangedValue, Deed, Host, Notice, Party, Proposal, Review, StepRefused
from events.questions import answers as asked
from tests.conftest import host_client
from tests.hosting.conftest import history_of

AT_ONCE = {
    "activities": ["music"],
    "accessibility": ["seating"],
    "languages": ["en", "es"],
    "expected": 55,
    "children": 3,
    "visitors": ["police", "fire"],
    "best_time": "18:30",
    "avoid_times": "Not before 6 pm",
    "topic": "Speeding cars",
    "no_uniforms": True,
    "access_notes": "Ring twice",
    "kit_wanted": False,
    "ask_next_year": False,
    "host_name": "Rosa M. Quill",
    "email": "quill@example.org",
    "phone": "+13145550143",
    "language": "es",
    "second_name": "Ida Quill",
    "second_email": "ida@example.org",
    "second_phone": "+13145550144",
}
AFTER_A_DECISION = {
    "place_kind": "yard",
    "number": "2900",
    "street": "Elm Ave",
    "place_name": "Elm Hall",
    "lat": 38.6055,
    "lng": -90.2245,
    "neighborhood": 2,
    "neighborhood_chosen": True,
    "starts": "16:30",
    "ends": "20:30",
    "other_day_reason": "A wedding",
    "rain_plan": "cancel",
    "title": "Elm Street Fair",
    "host_kind": "association",
    "organization": "Elm Link",
    "show_organization": True,
    "open_to": "members",
    "description": "Three grills.",
    "bring": "A dish",
    "permits": ["sound"],
    "closure_street": "Elm Ave",
    "closure_from": "3rd St",
    "closure_to": "4th St",
    "closure_share": 80,
    "barricades_at": "At the church",
    "closure_starts": "16:30",
    "closure_ends": "20:30",
    "closure_wanted": False,
    "barricades": "own",
    "neighbors_told": "By phone",
}
ELSEWHERE = {"level", "date", "rain_date", "kit_items", "kit_place", "closure_asked_on"}


@pytest.fixture
def party(edition, make_party):
    """Rosa's party, approved."""
    return make_party(edition, "approved")


@pytest.fixture
def rosa(party):
    return party.hosts.get(role="main")


def now_of(party):
    return asked.answers_of(Party.objects.get(pk=party.pk))


def letters():
    return [(row.kind, row.to_email) for row in Notice.objects.order_by("pk")]


def test_every_answer_is_either_live_at_once_or_waits(party):
    assert {*AT_ONCE, *AFTER_A_DECISION, *ELSEWHERE} == set(now_of(party))
    assert not AT_ONCE.keys() & AFTER_A_DECISION.keys()
    assert AT_ONCE.keys() >= asked.PERSONAL


@pytest.mark.parametrize("name", AT_ONCE)
def test_an_answer_that_is_live_at_once(party, rosa, now, name):
    deeds.edit(party, {name: AT_ONCE[name]}, by=rosa, now=now)
    assert now_of(party)[name] == (sorted(AT_ONCE[name]) if name == "visitors" else AT_ONCE[name])
    assert not Proposal.objects.exists()
    assert history_of(party)[-1][0] == (Deed.CONTACT_CHANGED if name in asked.PERSONAL else Deed.EDITED)


@pytest.mark.parametrize("name", AFTER_A_DECISION)
def test_an_answer_that_waits_while_the_approved_version_stays(party, rosa, now, name):
    before = now_of(party)
    assert name in deeds.edit(party, {name: AFTER_A_DECISION[name]}, by=rosa, now=now).proposed
    assert now_of(party) == before
    assert Proposal.objects.get().values[name] == AFTER_A_DECISION[name]
    assert history_of(party)[-1] == (Deed.PROPOSED, "Rosa Quill")
    assert ChangedValue.objects.filter(field=name, after=AFTER_A_DECISION[name]).exists()


@pytest.mark.parametrize("name", AFTER_A_DECISION)
def test_an_accepted_proposal_is_what_the_host_asked_for(party, rosa, now, name):
    deeds.edit(party, {name: AFTER_A_DECISION[name]}, by=rosa, now=now)
    registry.change(party, Proposal.objects.get().values, by=None, now=now)
    assert now_of(party)[name] == AFTER_A_DECISION[name]


def test_another_date_waits(party, rosa, now, night):
    values = {"date": night.replace(day=1).isoformat(), "rain_date": night.isoformat(), "rain_plan": "date"}
    deeds.edit(party, values, by=rosa, now=now)
    assert Proposal.objects.get().values == values


def test_a_narrower_level_is_live_at_once_and_the_old_address_is_gone(client, party, rosa, now):
    old = f"/springfield/{party.edition.year}/p/{party.slug}/"
    assert client.get(old).status_code == 200
    version = party.edition.version
    deeds.edit(party, {"level": "neighborhood"}, by=rosa, now=now)
    fresh = Party.objects.select_related("edition").get(pk=party.pk)
    assert (fresh.level, fresh.edition.version) == ("neighborhood", version + 1)
    assert "elm-st" not in fresh.slug
    assert "elm st" not in fresh.search_text
    assert client.get(old).status_code == 404
    assert not Proposal.objects.exists()


def test_a_wider_level_waits(party, rosa, now):
    deeds.edit(party, {"level": "exact"}, by=rosa, now=now)
    assert (now_of(party)["level"], Proposal.objects.get().values) == ("block", {"level": "exact"})


def test_a_narrower_level_ends_the_wish_for_a_wider_one(party, rosa, now):
    deeds.edit(party, {"level": "exact"}, by=rosa, now=now)
    deeds.edit(party, {"level": "unlisted"}, by=rosa, now=now)
    assert now_of(party)["level"] == "unlisted"
    assert Proposal.objects.get().state == Proposal.State.WITHDRAWN


def test_a_wish_to_be_for_neighbors_takes_the_exact_place_off_at_once(edition, make_party, now):
    party = make_party(edition, "approved", level="exact")
    deeds.edit(party, {"open_to": "neighbors"}, by=party.hosts.get(), now=now)
    assert (now_of(party)["open_to"], now_of(party)["level"]) == ("everyone", "block")
    assert Proposal.objects.get().values == {"open_to": "neighbors"}


def test_a_party_for_neighbors_cannot_ask_for_the_exact_place(edition, make_party, now):
    party = make_party(edition, "approved", open_to="neighbors")
    edited = deeds.edit(party, {"level": "exact"}, by=party.hosts.get(), now=now)
    assert (edited.live, edited.proposed) == ([], [])


def test_before_approval_a_party_for_neighbors_becomes_coarser_with_the_answer(edition, make_party, now):
    party = make_party(edition, level="exact")
    deeds.edit(party, {"open_to": "neighbors"}, by=party.hosts.get(), now=now)
    assert now_of(party)["level"] == "block"


def test_hiding_the_group_is_live_at_once_and_showing_it_waits(edition, make_party, now):
    party = make_party(edition, "approved", host_kind="school", organization="Elm School", show_organization=True)
    host = party.hosts.get()
    deeds.edit(party, {"show_organization": False}, by=host, now=now)
    assert now_of(party)["show_organization"] is False
    deeds.edit(party, {"show_organization": True}, by=host, now=now)
    assert Proposal.objects.get().values == {"show_organization": True}


def test_there_is_one_open_proposal_and_later_wishes_join_it(party, rosa, now):
    deeds.edit(party, {"title": "Elm Street Fair"}, by=rosa, now=now)
    deeds.edit(party, {"bring": "A dish", "activities": ["arts"]}, by=rosa, now=now)
    assert Proposal.objects.get().values == {"title": "Elm Street Fair", "bring": "A dish"}
    deeds.edit(party, {"title": party.title}, by=rosa, now=now)
    assert Proposal.objects.get().values == {"bring": "A dish"}


def test_wishing_for_what_is_already_so_ends_the_proposal(party, rosa, now):
    deeds.edit(party, {"title": "Elm Street Fair"}, by=rosa, now=now)
    deeds.edit(party, {"title": ""}, by=rosa, now=now)
    assert Proposal.objects.get().state == Proposal.State.WITHDRAWN
    assert history_of(party)[-1][0] == Deed.PROPOSAL_WITHDRAWN


def test_saving_without_a_change_leaves_no_trace(party, rosa, now):
    before = Change.objects.count(), now_of(party)
    assert deeds.edit(party, now_of(party), by=rosa, now=now) == deeds.Edited()
    assert (Change.objects.count(), now_of(party)) == before
    assert not Proposal.objects.exists()


def test_a_proposal_never_holds_anything_personal(party, rosa, now):
    deeds.edit(party, AT_ONCE | AFTER_A_DECISION, by=rosa, now=now)
    assert not asked.PERSONAL & Proposal.objects.get().values.keys()


def test_moving_off_the_street_asks_to_end_the_closure_too(party, rosa, now):
    deeds.edit(party, {"place_kind": "yard"}, by=rosa, now=now)
    assert Proposal.objects.get().values == {"place_kind": "yard", "closure_wanted": False}


@pytest.mark.parametrize("review", ["unconfirmed", "submitted", "needs_information", "declined"])
def test_before_approval_everything_is_live(edition, make_party, now, review):
    party = make_party(edition, review)
    changes = {**AT_ONCE, **AFTER_A_DECISION, "level": "neighborhood", "place_kind": "street", "closure_wanted": True}
    deeds.edit(party, changes, by=party.hosts.get(), now=now)
    assert asked.changed(now_of(party), changes | {"visitors": ["fire", "police"]}) == []
    assert Party.objects.get(pk=party.pk).review == review
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("review", ["withdrawn", "cancelled"])
def test_a_party_that_is_called_off_cannot_be_changed(edition, make_party, now, review):
    party = make_party(edition, review)
    with pytest.raises(StepRefused):
        deeds.edit(party, {"bring": "A dish"}, by=party.hosts.get(), now=now)
    assert host_client(party).get(f"/my/{party.reference}/edit/what/").status_code == 404


def test_who_was_slower_is_told_what_changed(party, rosa, now):
    seen = party.revision
    registry.change(party, {"bring": "A dish"}, by=None, now=now)
    with pytest.raises(Outdated):
        deeds.edit(party, {"bring": "Nothing"}, by=rosa, now=now, seen=seen)
    assert not Proposal.objects.exists()


def test_the_rules_are_kept_as_the_version_that_was_accepted(party, rosa, now):
    party.edition.rules_version = 2
    party.edition.save()
    deeds.edit(party, {"rules_accepted": True}, by=rosa, now=now)
    assert Party.objects.get(pk=party.pk).rules_version == 2
    assert history_of(party)[-1][0] == Deed.CONFIRMED


def test_a_new_address_gets_a_new_link_and_the_old_one_is_told(client, party, rosa, now):
    Notice.objects.all().delete()
    old = access.token_of("manage", rosa)
    assert deeds.edit(party, {"email": "quill@example.org"}, by=rosa, now=now).email_changed
    fresh = Host.objects.get(pk=rosa.pk)
    assert (fresh.email, fresh.confirmed_at) == ("quill@example.org", None)
    assert letters() == [("host_link", "quill@example.org"), ("contact_changed", "rosa@example.org")]
    assert client.get(f"/link/{old}/").status_code == 404
    client.post(f"/link/{access.token_of('manage', fresh)}/")
    assert Host.objects.get(pk=rosa.pk).confirmed_at is not None


def test_a_new_address_before_confirming_gets_the_letter_that_confirms(client, edition, make_party, now):
    party = make_party(edition, "unconfirmed")
    host = party.hosts.get()
    old = access.token_of("confirm", host)
    deeds.edit(party, {"email": "quill@example.org"}, by=host, now=now)
    assert letters()[1:] == [("confirm", "quill@example.org")]
    assert client.post(f"/confirm/{old}/").status_code in (404, 410)
    assert Party.objects.get(pk=party.pk).review == Review.UNCONFIRMED


def test_a_second_contact_gets_a_link_of_their_own_and_whoever_follows_another(client, party, rosa, now):
    Notice.objects.all().delete()
    deeds.edit(party, {"second_name": "Ida", "second_email": "ida@example.org"}, by=rosa, now=now)
    ida = access.token_of("manage", party.hosts.get(role="second"))
    assert client.get(f"/link/{ida}/").status_code == 200
    deeds.edit(party, {"second_name": "Bob", "second_email": "bob@example.org"}, by=rosa, now=now)
    assert letters() == [("second_contact", "ida@example.org"), ("second_contact", "bob@example.org")]
    assert client.get(f"/link/{ida}/").status_code == 404
    bob = access.token_of("manage", party.hosts.get(role="second"))
    assert client.get(f"/link/{bob}/").status_code == 200


def test_nobody_else_is_written_to_before_the_address_is_confirmed(edition, make_party, now):
    party = make_party(edition, "unconfirmed")
    deeds.edit(party, {"second_name": "Ida", "second_email": "ida@example.org"}, by=party.hosts.get(), now=now)
    assert "second_contact" not in dict(letters())
    registry.confirm(party.hosts.get(role="main"), now=now)
    assert ("second_contact", "ida@example.org") in letters()
