"""What a host says on the phone: yes it is mine, send me the link, the answer is."""

import pytest

from events.models import Deed, Host, Notice, Question, Review


def address(party, deed):
    return f"/staff/springfield/parties/{party.reference}/{deed}/"


@pytest.fixture
def waiting(elm, cast, now):
    """Rosa's party, waiting for her answer."""
    elm.review = Review.NEEDS_INFORMATION
    elm.save()
    return Question.objects.create(party=elm, text="Which gate?", asked_by=cast.users.imani, asked_at=now)


def test_a_confirmation_by_phone_submits_the_party(cast, edition, make_party):
    party = make_party(edition, "unconfirmed", email="cy@example.org", phone="")
    assert "Confirm by phone" in cast.imani.get(address(party, "confirm-by-phone")).content.decode()
    response = cast.imani.post(address(party, "confirm-by-phone"))
    assert response.url == f"/staff/springfield/parties/{party.reference}/"
    party.refresh_from_db()
    assert party.review == Review.SUBMITTED
    line = party.changes.get(deed=Deed.CONFIRMED_BY_PHONE)
    assert line.by_user == cast.users.imani
    assert party.notices.filter(kind="received").count() == 1
    cast.imani.post(address(party, "confirm-by-phone"))
    assert party.changes.filter(deed=Deed.CONFIRMED_BY_PHONE).count() == 1


def send_link(cast, party, role):
    return cast.imani.post(address(party, "send-link"), {"to": party.hosts.get(role=role).pk})


def test_the_link_goes_to_the_host_again(cast, elm):
    response = send_link(cast, elm, "main")
    assert response.url == f"/staff/springfield/parties/{elm.reference}/"
    (notice,) = elm.notices.filter(kind="host_link")
    assert (notice.to_email, notice.state) == ("rosa@example.org", Notice.State.QUEUED)
    assert elm.changes.get(deed=Deed.LINK_SENT).by_user == cast.users.imani


def test_the_link_can_go_to_the_second_contact(cast, edition, make_party):
    party = make_party(edition, second_name="Ida Quill", second_email="ida@example.org")
    assert "ida@example.org" in cast.imani.get(address(party, "send-link")).content.decode()
    send_link(cast, party, "second")
    assert party.notices.get(kind="host_link").to_email == "ida@example.org"


def test_the_link_can_go_to_any_of_several_joined_hosts(cast, elm):
    Host.objects.create(party=elm, role="joined", name="Bo Quince", email="bo@example.org")
    last = Host.objects.create(party=elm, role="joined", name="Cy Quince", email="cy@example.org")
    page = cast.imani.get(address(elm, "send-link")).content.decode()
    assert page.index("Bo Quince") < page.index("Cy Quince")
    cast.imani.post(address(elm, "send-link"), {"to": last.pk})
    assert elm.notices.get(kind="host_link").to_email == "cy@example.org"


def test_an_unconfirmed_host_gets_the_confirm_link(cast, edition, make_party):
    party = make_party(edition, "unconfirmed", email="cy@example.org")
    send_link(cast, party, "main")
    assert party.notices.filter(kind="confirm", to_email="cy@example.org").count() == 2


def test_a_host_without_email_gets_the_link_by_the_call_list(cast, elm):
    elm.hosts.update(email="")
    send_link(cast, elm, "main")
    assert elm.notices.get(kind="host_link").state == Notice.State.CALL


def test_there_must_be_somebody_to_send_the_link_to(cast, elm):
    page = cast.imani.post(address(elm, "send-link"), {"to": 0}).content.decode()
    assert "<title>Error: " in page
    assert not elm.notices.filter(kind="host_link").exists()


def test_an_answer_by_phone_brings_the_party_back_to_review(cast, elm, waiting):
    page = cast.imani.get(address(elm, "record-answer")).content.decode()
    assert "Which gate?" in page
    data = {"question": waiting.pk, "answer": "The one at the alley"}
    response = cast.imani.post(address(elm, "record-answer"), data)
    assert response.url == f"/staff/springfield/parties/{elm.reference}/"
    waiting.refresh_from_db()
    elm.refresh_from_db()
    assert (waiting.answer, elm.review) == ("The one at the alley", Review.SUBMITTED)
    assert waiting.answered_at == elm.waiting_since
    line = elm.changes.get(deed=Deed.ANSWERED)
    assert (line.by_user, line.values.get().after) == (cast.users.imani, "The one at the alley")


def test_while_another_question_is_open_the_party_waits_on(cast, elm, waiting, now):
    Question.objects.create(party=elm, text="And the tent?", asked_at=now)
    cast.imani.post(address(elm, "record-answer"), {"question": waiting.pk, "answer": "The one at the alley"})
    elm.refresh_from_db()
    assert elm.review == Review.NEEDS_INFORMATION


def test_an_answer_about_the_closure_leaves_the_party_alone(cast, elm, now):
    elm.closure.state = "needs_information"
    elm.closure.save()
    about = Question.objects.create(party=elm, text="From where?", about_closure=True, asked_at=now)
    cast.imani.post(address(elm, "record-answer"), {"question": about.pk, "answer": "From 1st St"})
    elm.closure.refresh_from_db()
    elm.refresh_from_db()
    assert (elm.closure.state, elm.review) == ("requested", Review.SUBMITTED)


def test_an_answered_question_takes_no_second_answer(cast, elm, waiting):
    cast.imani.post(address(elm, "record-answer"), {"question": waiting.pk, "answer": "One"})
    cast.imani.post(address(elm, "record-answer"), {"question": waiting.pk, "answer": "Two"})
    waiting.refresh_from_db()
    assert waiting.answer == "One"
    assert "No question is open" in cast.imani.get(address(elm, "record-answer")).content.decode()


def test_a_question_of_another_party_is_not_answered_here(cast, walts, waiting):
    cast.imani.post(address(walts, "record-answer"), {"question": waiting.pk, "answer": "Mine"})
    waiting.refresh_from_db()
    assert waiting.answer == ""


@pytest.mark.parametrize("deed", ["confirm-by-phone", "send-link", "record-answer"])
def test_others_do_none_of_it(cast, elm, waiting, deed):
    data = {"role": "main", "question": waiting.pk, "answer": "Not mine"}
    before, where = elm.changes.count(), address(elm, deed)
    assert cast.otto.get(where).status_code == cast.otto.post(where, data).status_code == 404
    assert cast.reader.get(where).status_code == cast.reader.post(where, data).status_code == 403
    assert cast.walt.post(where, data).url.startswith("/staff/account/")
    assert elm.changes.count() == before
