"""Answering, sending again, withdrawing, taking back: the rows, the history, the letters, where the browser goes."""

import pytest

from events.hosting import deeds
from events.models import Closure, Deed, Host, Notice, Party, Proposal, Question, Review, StepRefused
from tests.conftest import host_client
from tests.hosting.conftest import history_of


@pytest.fixture
def ask(make_staff, springfield, now):
    """ask(party, text, about_closure=False): a coordinator's question, and the state that goes with it."""
    imani = make_staff(springfield, "coordinator", "imani@springfield.example.org")

    def put(party, text, about_closure=False):
        if about_closure:
            Closure.objects.filter(party=party).update(state=Closure.State.NEEDS_INFORMATION)
        else:
            Party.objects.filter(pk=party.pk).update(review=Review.NEEDS_INFORMATION, waiting_since=None)
        return Question.objects.create(
            party=party, text=text, about_closure=about_closure, asked_by=imani, asked_at=now
        )

    return put


def fresh(party):
    return Party.objects.select_related("closure", "edition").get(pk=party.pk)


def letters():
    return [(row.kind, row.to_email) for row in Notice.objects.order_by("pk")]


def test_an_answer_brings_the_party_back_to_the_coordinators(elm, ask):
    question = ask(elm, "Which gate?")
    client = host_client(elm)
    assert "Which gate?" in client.get(f"/my/{elm.reference}/").content.decode()
    answer = client.post(f"/my/{elm.reference}/answer/", {f"answer_{question.pk}": "The one\nat the alley"})
    assert answer.url == f"/my/{elm.reference}/"
    question.refresh_from_db()
    assert question.answer.split() == ["The", "one", "at", "the", "alley"]
    assert question.answered_at is not None
    party = fresh(elm)
    assert (party.review, party.waiting_since) == (Review.SUBMITTED, question.answered_at)
    assert history_of(elm)[-1] == (Deed.ANSWERED, "Rosa Quill")
    assert elm.changes.get(deed=Deed.ANSWERED).values.get().after == question.answer


def test_an_answer_about_the_closure_leaves_the_party_where_it_is(edition, make_party, ask):
    party = make_party(edition, "approved")
    question = ask(party, "Is there a bus?", about_closure=True)
    host_client(party).post(f"/my/{party.reference}/answer/", {f"answer_{question.pk}": "No"})
    party = fresh(party)
    assert (party.review, party.closure.state) == (Review.APPROVED, Closure.State.REQUESTED)


def test_two_questions_are_answered_one_by_one(elm, ask):
    first, second = ask(elm, "Which gate?"), ask(elm, "Which band?")
    client, page = host_client(elm), f"/my/{elm.reference}/answer/"
    client.post(page, {f"answer_{first.pk}": "The left one"})
    assert fresh(elm).review == Review.NEEDS_INFORMATION
    assert "Which gate?" not in client.get(page).content.decode()
    client.post(page, {f"answer_{second.pk}": "The Elms"})
    assert fresh(elm).review == Review.SUBMITTED


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "x" * 2001])
def test_an_answer_without_words_gets_a_word_at_the_field(elm, ask, text):
    question = ask(elm, "Which gate?")
    page = host_client(elm).post(f"/my/{elm.reference}/answer/", {f"answer_{question.pk}": text})
    assert "<title>Error: " in page.content.decode()
    assert fresh(elm).review == Review.NEEDS_INFORMATION


def test_a_question_that_was_answered_meanwhile_keeps_its_answer(elm, ask, now):
    question = ask(elm, "Which gate?")
    host = elm.hosts.get()
    assert deeds.answer(elm, {question.pk: "The left one"}, by=host, now=now)
    assert deeds.answer(elm, {question.pk: "The right one"}, by=host, now=now) == []
    page = host_client(elm).post(f"/my/{elm.reference}/answer/", {f"answer_{question.pk}": "Another"}, follow=True)
    assert "There is no question to answer now." in page.content.decode()
    question.refresh_from_db()
    assert question.answer == "The left one"


def test_a_question_of_another_party_is_out_of_reach(elm, walts, ask, now):
    question = ask(walts, "Which gate?")
    assert deeds.answer(elm, {question.pk: "Mine"}, by=elm.hosts.get(), now=now) == []


def test_a_declined_party_is_sent_again(edition, make_party):
    party = make_party(edition, "declined")
    Party.objects.filter(pk=party.pk).update(reason="The street is a bus route.")
    client = host_client(party)
    page = client.get(f"/my/{party.reference}/").content.decode()
    assert "The street is a bus route." in page
    Notice.objects.all().delete()
    assert client.post(f"/my/{party.reference}/send-again/").url == f"/my/{party.reference}/"
    party = fresh(party)
    assert (party.review, party.reason, party.decided_at) == (Review.SUBMITTED, "", None)
    assert history_of(party)[-1] == (Deed.REOPENED, "Rosa Quill")
    assert letters() == [("reopened", "rosa@example.org")]


@pytest.mark.parametrize("review", ["submitted", "approved", "cancelled", "withdrawn", "unconfirmed"])
def test_only_a_declined_party_is_sent_again(edition, make_party, review):
    party = make_party(edition, review)
    host_client(party).post(f"/my/{party.reference}/send-again/")
    assert fresh(party).review == review


def test_withdrawing_takes_the_closure_and_the_proposal_along(client, edition, make_party, now):
    party = make_party(edition, "approved")
    host = party.hosts.get()
    deeds.edit(party, {"title": "Elm Street Fair"}, by=host, now=now)
    Notice.objects.all().delete()
    version = fresh(party).edition.version
    rosa, page = host_client(party), f"/my/{party.reference}/withdraw/"
    shown = rosa.get(page).content.decode()
    assert "Withdraw this party" in shown
    assert fresh(party).review == Review.APPROVED
    assert rosa.post(page).url == f"/my/{party.reference}/"
    party = fresh(party)
    assert (party.review, party.closure.state) == (Review.WITHDRAWN, Closure.State.WITHDRAWN)
    assert Proposal.objects.get().state == Proposal.State.WITHDRAWN
    assert party.edition.version == version + 1
    assert history_of(party)[-2:] == [(Deed.PROPOSAL_WITHDRAWN, "Rosa Quill"), (Deed.WITHDRAWN, "Rosa Quill")]
    assert letters() == [("withdrawn", "rosa@example.org")]
    assert client.get(f"/springfield/{party.edition.year}/p/{party.slug}/").status_code == 200


def test_withdrawing_twice_changes_nothing(elm, now):
    host = elm.hosts.get()
    deeds.withdraw(elm, by=host, now=now)
    before = history_of(elm), letters()
    deeds.withdraw(elm, by=host, now=now)
    host_client(elm).post(f"/my/{elm.reference}/withdraw/")
    assert (history_of(elm), letters()) == before


def test_a_cancelled_party_is_not_the_hosts_to_withdraw(edition, make_party, now):
    party = make_party(edition, "cancelled")
    with pytest.raises(StepRefused):
        deeds.withdraw(party, by=party.hosts.get(), now=now)
    assert host_client(party).post(f"/my/{party.reference}/withdraw/").url == f"/my/{party.reference}/"
    assert fresh(party).review == Review.CANCELLED


def test_a_proposal_is_taken_back(edition, make_party, now):
    party = make_party(edition, "approved")
    deeds.edit(party, {"title": "Elm Street Fair"}, by=party.hosts.get(), now=now)
    client = host_client(party)
    shown = client.get(f"/my/{party.reference}/").content.decode()
    assert "Elm Street Fair" in shown
    for _time in range(2):
        assert client.post(f"/my/{party.reference}/proposal/withdraw/").url == f"/my/{party.reference}/"
    assert Proposal.objects.get().state == Proposal.State.WITHDRAWN
    assert [deed for deed, _who in history_of(party)].count(Deed.PROPOSAL_WITHDRAWN) == 1
    assert "Elm Street Fair" not in client.get(f"/my/{party.reference}/").content.decode()


@pytest.fixture
def with_ida(edition, make_party):
    """Rosa's approved party with Ida as second contact."""
    return make_party(edition, "approved", second_name="Ida Quill", second_email="ida@example.org")


def test_the_second_contact_sees_the_page_but_not_how_to_reach_the_host(with_ida):
    page = host_client(with_ida, "second").get(f"/my/{with_ida.reference}/").content.decode()
    assert "Your party is <b>approved</b>" in page
    assert "Rosa Quill" in page
    assert "rosa@example.org" not in page
    assert "555-0142" not in page


def test_the_second_contact_changes_the_party_but_not_who_the_host_is(with_ida):
    ida, here = host_client(with_ida, "second"), f"/my/{with_ida.reference}/"
    you = {"host_name": "Ida", "email": "ida2@example.org", "language": "en"}
    assert ida.get(f"{here}edit/you/").status_code == 404
    assert ida.post(f"{here}edit/you/", you).status_code == 404
    assert Host.objects.get(role="main").email == "rosa@example.org"
    assert ida.get(f"{here}edit/visitors/").status_code == 200
    ida.post(f"{here}edit/visitors/", {"visitors": ["police"]})
    assert history_of(with_ida)[-1] == (Deed.EDITED, "Ida Quill")


def test_the_host_takes_the_second_contact_off(with_ida):
    rosa, ida = host_client(with_ida), host_client(with_ida, "second")
    assert rosa.post(f"/my/{with_ida.reference}/second-contact/remove/").url == f"/my/{with_ida.reference}/"
    assert ida.get(f"/my/{with_ida.reference}/").status_code == 404
    assert [host.role for host in with_ida.hosts.all()] == ["main"]
    assert history_of(with_ida)[-1] == (Deed.CONTACT_CHANGED, "Rosa Quill")


def test_the_second_contact_leaves_by_their_own_hand(with_ida):
    ida = host_client(with_ida, "second")
    answer = ida.post(f"/my/{with_ida.reference}/second-contact/remove/")
    assert answer.url == "/springfield/find-my-link/"
    assert "The second contact is taken off" in ida.get(answer.url).content.decode()
    assert history_of(with_ida)[-1] == (Deed.CONTACT_CHANGED, "")
    assert [host.role for host in with_ida.hosts.all()] == ["main"]


def test_the_letter_is_sent_again(edition, make_party):
    party = make_party(edition, "unconfirmed")
    Notice.objects.all().delete()
    assert host_client(party).post(f"/my/{party.reference}/link/send/").url == f"/my/{party.reference}/"
    assert letters() == [("confirm", "rosa@example.org")]
