"""The coordinators' deeds: row, history, letters, redirect, and who may not."""

import datetime as dt

import pytest
from django.urls import reverse

from events import registry
from events.models import Deed, Edition, Notice, Party, Proposal, Question, Review


def path(party, deed=""):
    return f"/staff/springfield/parties/{party.reference}/{deed}"


def fresh(party):
    return Party.objects.get(pk=party.pk)


def last_line(party):
    return fresh(party).changes.order_by("-revision").first()


def note_of(line):
    return line.values.get(field="note").after


def letters(party, kind):
    return list(Notice.objects.filter(party=party, kind=kind).values_list("to_email", flat=True))


DEEDS = {
    "approve": ("submitted", {}),
    "ask": ("submitted", {"text": "Which side of the street?"}),
    "decline": ("submitted", {"reason": "Two parties on one block"}),
    "cancel": ("approved", {"reason": "The street is dug up"}),
    "reopen": ("declined", {}),
    "proposal/accept": ("approved", {}),
    "proposal/reject": ("approved", {"reason": "Too late for that"}),
}


@pytest.fixture
def proposed(edition, make_party, now):
    """An approved party whose host asks for a later start and another street."""
    party = make_party(edition, "approved", street="Pine St")
    values = {"starts": "18:00", "street": "Fir St", "title": "Fir Fest"}
    Proposal.objects.create(party=party, values=values, by_host=party.hosts.get(), at=now)
    return party


def test_approving_gives_the_party_its_page_its_history_and_its_letter(cast, elm):
    version = elm.edition.version
    answer = cast.imani.post(path(elm, "approve/"), {"seen": elm.revision, "note": "Have a bright night"})
    assert (answer.status_code, answer["Location"]) == (302, path(elm))
    party = fresh(elm)
    assert (party.review, party.slug, party.decided_by) == (Review.APPROVED, "2800-block-of-elm-st", cast.users.imani)
    assert party.approved_at == party.decided_at
    assert party.waiting_since is None
    line = last_line(elm)
    assert (line.deed, line.by_user, note_of(line)) == (Deed.APPROVED, cast.users.imani, "Have a bright night")
    assert letters(elm, "approved") == ["rosa@example.org"]
    assert Notice.objects.get(kind="approved").context["note"] == "Have a bright night"
    assert Edition.objects.get(pk=elm.edition_id).version == version + 1
    assert party.opened_by == cast.users.imani


def test_a_second_contact_with_an_address_hears_of_the_approval_too(cast, edition, make_party):
    party = make_party(edition, street="Fir St", second_name="Ida Quill", second_email="ida@example.org")
    cast.imani.post(path(party, "approve/"), {"seen": party.revision})
    assert letters(party, "approved") == ["rosa@example.org", "ida@example.org"]


def test_a_host_without_an_address_comes_on_the_call_list(cast, elm):
    elm.hosts.update(email="")
    answer = cast.imani.post(path(elm, "approve/"), {"seen": elm.revision}, follow=True)
    assert Notice.objects.get(kind="approved").state == Notice.State.CALL
    assert "new line on the call list" in answer.content.decode()


def test_approving_keeps_the_first_moment_of_approval(cast, elm, now):
    Party.objects.filter(pk=elm.pk).update(approved_at=now)
    cast.imani.post(path(elm, "approve/"), {"seen": elm.revision})
    assert fresh(elm).approved_at == now


def test_two_parties_of_one_block_get_two_addresses(cast, edition, make_party):
    twins = [make_party(edition, number=number, street="Fir St") for number in ("2803", "2811")]
    for party in twins:
        cast.imani.post(path(party, "approve/"), {"seen": party.revision})
    assert [fresh(party).slug for party in twins] == ["2800-block-of-fir-st", "2800-block-of-fir-st-2"]


def test_asking_moves_the_party_and_sends_the_question(cast, elm):
    answer = cast.imani.post(path(elm, "ask/"), {"seen": elm.revision, "text": "Which side?"})
    assert answer["Location"] == path(elm)
    question = Question.objects.get()
    assert (question.text, question.asked_by, question.about_closure) == ("Which side?", cast.users.imani, False)
    party = fresh(elm)
    assert party.review == Review.NEEDS_INFORMATION
    assert party.waiting_since == question.asked_at
    assert (last_line(elm).deed, note_of(last_line(elm))) == (Deed.ASKED, "Which side?")
    assert letters(elm, "question") == ["rosa@example.org"]


def test_a_second_question_may_follow_the_first(cast, elm):
    cast.imani.post(path(elm, "ask/"), {"seen": elm.revision, "text": "Which side?"})
    cast.imani.post(path(elm, "ask/"), {"seen": fresh(elm).revision, "text": "And how long?"})
    assert Question.objects.count() == 2
    assert fresh(elm).review == Review.NEEDS_INFORMATION


def test_declining_needs_a_reason_and_the_host_gets_it(cast, elm):
    version = elm.edition.version
    empty = cast.imani.post(path(elm, "decline/"), {"seen": elm.revision, "reason": " "})
    assert "Write the reason" in empty.content.decode()
    assert fresh(elm).review == Review.SUBMITTED
    answer = cast.imani.post(path(elm, "decline/"), {"seen": elm.revision, "reason": "Too close to the fire house"})
    assert answer["Location"] == path(elm)
    party = fresh(elm)
    assert (party.review, party.reason, party.slug) == (Review.DECLINED, "Too close to the fire house", None)
    assert party.waiting_since is None
    assert note_of(last_line(elm)) == "Too close to the fire house"
    assert letters(elm, "declined") == ["rosa@example.org"]
    assert Notice.objects.get(kind="declined").context["reason"] == "Too close to the fire house"
    assert Edition.objects.get(pk=elm.edition_id).version == version


def test_cancelling_tells_the_host_why_and_the_public_that(cast, proposed):
    version = Edition.objects.get(pk=proposed.edition_id).version
    answer = cast.imani.post(path(proposed, "cancel/"), {"seen": proposed.revision, "reason": "Gas leak"})
    assert answer["Location"] == path(proposed)
    party = fresh(proposed)
    assert (party.review, party.reason) == (Review.CANCELLED, "Gas leak")
    assert party.approved_at is not None
    assert Party.objects.with_page().filter(pk=party.pk).exists()
    assert party.proposals.get().state == Proposal.State.WITHDRAWN
    assert last_line(party).deed == Deed.CANCELLED
    assert letters(party, "cancelled") == ["rosa@example.org"]
    assert Edition.objects.get(pk=party.edition_id).version == version + 1


def test_an_unconfirmed_party_can_be_cancelled_but_not_approved(cast, edition, make_party):
    party = make_party(edition, "unconfirmed", street="Fir St")
    answer = cast.imani.post(path(party, "approve/"), {"seen": party.revision}, follow=True)
    assert "That did not work" in answer.content.decode()
    assert fresh(party).review == Review.UNCONFIRMED
    cast.imani.post(path(party, "cancel/"), {"seen": party.revision, "reason": "Not a real address"})
    assert fresh(party).review == Review.CANCELLED


def test_reopening_brings_a_declined_party_back_to_review(cast, edition, make_party):
    party = make_party(edition, "declined", street="Fir St")
    answer = cast.imani.post(path(party, "reopen/"), {"seen": party.revision, "note": "We looked again"})
    assert answer["Location"] == path(party)
    again = fresh(party)
    assert (again.review, again.reason, again.decided_at, again.decided_by) == (Review.SUBMITTED, "", None, None)
    assert again.waiting_since is not None
    assert (last_line(party).deed, note_of(last_line(party))) == (Deed.REOPENED, "We looked again")
    assert letters(party, "reopened") == ["rosa@example.org"]


def test_a_reopened_party_has_no_page_until_it_is_approved_again(cast, edition, make_party):
    party = make_party(edition, "cancelled", street="Fir St")
    version = Edition.objects.get(pk=edition.pk).version
    cast.imani.post(path(party, "reopen/"), {"seen": party.revision})
    assert not Party.objects.with_page().filter(pk=party.pk).exists()
    assert Edition.objects.get(pk=edition.pk).version == version + 1
    cast.imani.post(path(party, "approve/"), {"seen": fresh(party).revision})
    assert Party.objects.with_page().filter(pk=party.pk).exists()


def test_an_accepted_proposal_becomes_the_party_and_is_told_to_the_public(cast, proposed):
    version = Edition.objects.get(pk=proposed.edition_id).version
    answer = cast.imani.post(path(proposed, "proposal/accept/"), {"seen": proposed.revision})
    assert answer["Location"] == path(proposed)
    party = fresh(proposed)
    assert (party.starts, party.street, party.title) == (dt.time(18), "Fir St", "Fir Fest")
    assert party.slug == "2800-block-of-fir-st"
    assert party.review == Review.APPROVED
    assert sorted(party.public_note["fields"]) == ["place", "time"]
    assert dt.datetime.fromisoformat(party.public_note["at"]) == party.proposals.get().decided_at
    assert party.proposals.get().state == Proposal.State.ACCEPTED
    line = last_line(party)
    assert (line.deed, line.by_user) == (Deed.PROPOSAL_ACCEPTED, cast.users.imani)
    assert {value.field for value in line.values.all()} == {"starts", "street", "title"}
    assert letters(party, "proposal_accepted") == ["rosa@example.org"]
    assert Edition.objects.get(pk=party.edition_id).version > version


def test_a_new_title_alone_is_no_news_for_the_public(cast, edition, make_party, now):
    party = make_party(edition, "approved", street="Pine St")
    Proposal.objects.create(party=party, values={"title": "Pine Fest"}, at=now)
    cast.imani.post(path(party, "proposal/accept/"), {"seen": party.revision})
    assert fresh(party).title == "Pine Fest"
    assert fresh(party).public_note == {}


def test_a_proposal_turned_down_leaves_the_approved_version(cast, proposed):
    answer = cast.imani.post(path(proposed, "proposal/reject/"), {"seen": proposed.revision, "reason": "Bus route"})
    assert answer["Location"] == path(proposed)
    party = fresh(proposed)
    assert (party.street, party.review) == ("Pine St", Review.APPROVED)
    proposal = party.proposals.get()
    assert (proposal.state, proposal.reason, proposal.decided_by) == ("rejected", "Bus route", cast.users.imani)
    assert (last_line(party).deed, note_of(last_line(party))) == (Deed.PROPOSAL_REJECTED, "Bus route")
    assert letters(party, "proposal_rejected") == ["rosa@example.org"]


def test_a_proposal_is_decided_once(cast, proposed):
    cast.imani.post(path(proposed, "proposal/reject/"), {"seen": proposed.revision, "reason": "Bus route"})
    answer = cast.admin.post(path(proposed, "proposal/accept/"), {"seen": fresh(proposed).revision}, follow=True)
    assert "That did not work" in answer.content.decode()
    assert fresh(proposed).street == "Pine St"


@pytest.mark.parametrize("deed", DEEDS)
def test_only_those_who_decide_reach_a_decision(cast, edition, make_party, now, deed):
    review, values = DEEDS[deed]
    party = make_party(edition, review, street="Pine St")
    if deed.startswith("proposal"):
        Proposal.objects.create(party=party, values={"title": "Pine Fest"}, at=now)
    sent = {"seen": party.revision, **values}
    before = Party.objects.values().get(pk=party.pk)
    for client, status in ((cast.otto, 404), (cast.reader, 403), (cast.lead, 403)):
        assert client.get(path(party, f"{deed}/")).status_code == status
        assert client.post(path(party, f"{deed}/"), sent).status_code == status
    for client in (cast.nobody, cast.walt, cast.rosa):
        answer = client.post(path(party, f"{deed}/"), sent)
        assert answer["Location"].split("?")[0] == reverse("account_login")
    assert Party.objects.values().get(pk=party.pk) == before
    page = cast.imani.get(path(party, f"{deed}/"))
    assert page.context["is_possible"]
    assert cast.imani.post(path(party, f"{deed}/"), sent).status_code == 302
    assert fresh(party).revision == party.revision + 1


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "x"}])
def test_a_decision_that_does_not_say_what_was_seen_is_refused(cast, edition, make_party, now, deed, seen):
    review, values = DEEDS[deed]
    party = make_party(edition, review, street="Pine St")
    Proposal.objects.create(party=party, values={"title": "Pine Fest"}, at=now)
    answer = cast.imani.post(path(party, f"{deed}/"), {**values, **seen})
    assert "We could not tell what you had seen" in answer.content.decode()
    assert fresh(party).revision == party.revision
    assert answer.context["form"]["seen"].value() == party.revision


def test_the_second_coordinator_is_told_what_changed_and_keeps_the_words_typed(cast, elm, now):
    seen = elm.revision
    registry.change(elm, {"starts": "18:00"}, by=elm.hosts.get(), now=now)
    answer = cast.admin.post(path(elm, "decline/"), {"seen": seen, "reason": "Starts too early"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody was quicker" in page
    assert "Rosa Quill" in page
    assert "<del>5 pm</del> <ins>6 pm</ins>" in page
    assert "Starts too early" in page
    assert fresh(elm).review == Review.SUBMITTED
    again = {"seen": answer.context["form"]["seen"].value(), "reason": "Starts too early"}
    assert cast.admin.post(path(elm, "decline/"), again).status_code == 302
    assert fresh(elm).review == Review.DECLINED


def test_two_decisions_meet_and_the_second_learns_who_decided(cast, elm):
    cast.imani.post(path(elm, "approve/"), {"seen": elm.revision})
    answer = cast.admin.post(path(elm, "decline/"), {"seen": elm.revision, "reason": "No"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<b>Approved</b> by Imani" in page
    assert not answer.context["is_possible"]
    assert letters(elm, "declined") == []


def test_a_step_the_state_does_not_allow_is_said_plainly(cast, edition, make_party):
    party = make_party(edition, "declined", street="Fir St")
    answer = cast.imani.post(path(party, "approve/"), {"seen": party.revision}, follow=True)
    assert "That did not work. 2800 block of Fir St: declined." in answer.content.decode()
    assert cast.imani.get(path(party, "approve/")).context["is_possible"] is False


def test_a_decision_from_the_queue_leads_back_to_the_same_list_and_nowhere_else(cast, elm, walts):
    back = "/staff/springfield/?tab=review&q=st"
    assert cast.imani.post(path(elm, "approve/"), {"seen": elm.revision, "next": back})["Location"] == back
    for trap in ("https://evil.example/", "//evil.example/", "/staff//evil.example", "/\\evil.example"):
        answer = cast.imani.post(path(walts, "ask/"), {"seen": fresh(walts).revision, "text": "?", "next": trap})
        assert answer["Location"] in (path(walts), trap if trap.startswith("/staff/") else path(walts))


def test_what_is_typed_is_shown_as_words(cast, elm):
    cast.imani.post(path(elm, "decline/"), {"seen": elm.revision, "reason": "<script>alert(1)</script>"})
    page = cast.imani.get(path(elm)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
