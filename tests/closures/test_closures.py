"""Street closures: decided beside their parties."""

import pytest
from django.urls import reverse

from events import registry
from events.models import Closure, Deed, Edition, Notice, Party, Question, Review

LIST = "/staff/springfield/closures/"


def path(party, deed):
    return f"/staff/springfield/parties/{party.reference}/closure/{deed}/"


def record(party):
    return f"/staff/springfield/parties/{party.reference}/"


def closure_of(party):
    return Closure.objects.get(party=party)


def last_line(party):
    return party.changes.order_by("-revision").first()


def now_seen(party):
    return Party.objects.get(pk=party.pk).revision


def decided(party, state, now):
    Closure.objects.filter(party=party).update(state=state, decided_at=now)
    return party


def test_an_approved_closure_leaves_the_party_to_its_own_review(cast, elm):
    version = elm.edition.version
    answer = cast.imani.post(path(elm, "approve"), {"seen": elm.revision, "note": "Keep a lane free"})
    assert answer["Location"] == record(elm)
    closure = closure_of(elm)
    assert (closure.state, closure.decided_by) == (Closure.State.APPROVED, cast.users.imani)
    assert Party.objects.get(pk=elm.pk).review == Review.SUBMITTED
    line = last_line(elm)
    assert (line.deed, line.by_user) == (Deed.CLOSURE_APPROVED, cast.users.imani)
    assert line.values.get(field="note").after == "Keep a lane free"
    assert Notice.objects.get(kind="closure_approved").to_email == "rosa@example.org"
    assert Edition.objects.get(pk=elm.edition_id).version == version + 1


def test_the_public_hears_of_a_closure_only_once_both_are_approved(cast, elm):
    cast.imani.post(path(elm, "approve"), {"seen": elm.revision})
    assert not Closure.objects.public().exists()
    cast.imani.post(f"/staff/springfield/parties/{elm.reference}/approve/", {"seen": now_seen(elm)})
    assert Closure.objects.public().get() == closure_of(elm)


def test_a_question_about_the_closure_leaves_the_party_where_it_is(cast, elm):
    answer = cast.imani.post(path(elm, "ask"), {"seen": elm.revision, "text": "Is the alley free?"})
    assert answer["Location"] == record(elm)
    question = Question.objects.get()
    assert (question.about_closure, question.text) == (True, "Is the alley free?")
    assert closure_of(elm).state == Closure.State.NEEDS_INFORMATION
    assert Party.objects.get(pk=elm.pk).review == Review.SUBMITTED
    assert last_line(elm).deed == Deed.CLOSURE_ASKED
    assert Notice.objects.get(kind="closure_question").to_email == "rosa@example.org"


def test_a_declined_closure_needs_its_reason(cast, elm):
    assert "Write the reason" in cast.imani.post(path(elm, "decline"), {"seen": elm.revision}).content.decode()
    answer = cast.imani.post(path(elm, "decline"), {"seen": elm.revision, "reason": "A bus line runs here"})
    assert answer["Location"] == record(elm)
    closure = closure_of(elm)
    assert (closure.state, closure.reason) == (Closure.State.DECLINED, "A bus line runs here")
    assert Party.objects.get(pk=elm.pk).review == Review.SUBMITTED
    assert last_line(elm).deed == Deed.CLOSURE_DECLINED
    assert Notice.objects.get(kind="closure_declined").context["reason"] == "A bus line runs here"


def test_a_reopened_closure_is_told_to_nobody_until_it_is_decided_again(cast, edition, make_party, now):
    party = decided(make_party(edition, "approved"), "approved", now)
    assert Closure.objects.public().exists()
    version = Edition.objects.get(pk=edition.pk).version
    answer = cast.imani.post(path(party, "reopen"), {"seen": party.revision, "note": "The bus came back"})
    assert answer["Location"] == record(party)
    closure = closure_of(party)
    assert (closure.state, closure.decided_at, closure.decided_by) == (Closure.State.REQUESTED, None, None)
    assert not Closure.objects.public().exists()
    assert last_line(party).deed == Deed.CLOSURE_REOPENED
    letter = Notice.objects.get(kind="closure_reopened")
    assert (letter.to_email, letter.context["note"]) == ("rosa@example.org", "The bus came back")
    assert Edition.objects.get(pk=edition.pk).version == version + 1


DEEDS = {"approve": {}, "ask": {"text": "Which lane?"}, "decline": {"reason": "No"}, "reopen": {}}


@pytest.mark.parametrize("deed", DEEDS)
def test_only_those_who_decide_reach_a_decision(cast, elm, now, deed):
    if deed == "reopen":
        decided(elm, "declined", now)
    sent = {"seen": elm.revision, **DEEDS[deed]}
    for client, status in ((cast.otto, 404), (cast.reader, 403), (cast.lead, 403)):
        assert client.get(path(elm, deed)).status_code == status
        assert client.post(path(elm, deed), sent).status_code == status
    for client in (cast.nobody, cast.walt, cast.rosa):
        assert client.post(path(elm, deed), sent)["Location"].split("?")[0] == reverse("account_login")
    assert now_seen(elm) == elm.revision
    assert cast.imani.get(path(elm, deed)).context["is_possible"]
    assert "We could not tell what you had seen" in cast.imani.post(path(elm, deed), DEEDS[deed]).content.decode()
    assert cast.imani.post(path(elm, deed), sent).status_code == 302
    assert now_seen(elm) == elm.revision + 1


def test_the_second_coordinator_is_told_what_changed_and_keeps_the_words_typed(cast, elm, now):
    registry.change(elm, {"closure_starts": "15:00"}, by=elm.hosts.get(), now=now)
    answer = cast.imani.post(path(elm, "decline"), {"seen": elm.revision, "reason": "Too long"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody was quicker" in page
    assert "Rosa Quill" in page
    assert "Too long" in page
    assert closure_of(elm).state == Closure.State.REQUESTED
    again = {"seen": answer.context["form"]["seen"].value(), "reason": "Too long"}
    assert cast.imani.post(path(elm, "decline"), again).status_code == 302


@pytest.mark.parametrize("review", ["unconfirmed", "declined", "withdrawn", "cancelled"])
def test_the_closure_of_a_party_that_is_not_on_is_not_decided(cast, edition, make_party, review):
    party = make_party(edition, review)
    answer = cast.imani.post(path(party, "approve"), {"seen": party.revision}, follow=True)
    assert "That did not work" in answer.content.decode()
    assert closure_of(party).state == Closure.State.REQUESTED
    assert not Notice.objects.filter(kind="closure_approved").exists()
    assert [row.party.pk for row in cast.imani.get(LIST).context["rows"]].count(party.pk) == 0


def test_a_wish_taken_back_and_a_party_without_one_have_no_decision(cast, elm, walts):
    Closure.objects.filter(party=elm).update(state=Closure.State.WITHDRAWN)
    for party in (elm, walts):
        assert cast.imani.post(path(party, "approve"), {"seen": party.revision}).status_code == 404


def test_the_list_shows_each_state_with_its_count(cast, edition, elm, make_party, now):
    for number, state in enumerate(["approved", "declined", "needs_information", "requested"]):
        decided(make_party(edition, street=f"Street {number}", closure_street=f"Street {number}"), state, now)
    page = cast.imani.get(LIST)
    assert [(tab, number) for tab, _words, number in page.context["tabs"]] == [
        ("decide", 2),
        ("waiting", 1),
        ("approved", 1),
        ("declined", 1),
    ]
    shown = cast.imani.get(f"{LIST}?tab=approved").context["rows"]
    assert [row.closure.street for row in shown] == ["Street 0"]
    assert "All decided" not in page.content.decode()


def test_the_list_is_for_staff_of_the_town(cast, elm):
    for client in (cast.imani, cast.reader, cast.lead, cast.admin, cast.operator):
        assert client.get(LIST).status_code == 200
    assert cast.otto.get(LIST).status_code == 404
    assert cast.nobody.get(LIST)["Location"].startswith(reverse("account_login"))
    for query in ("?tab=x&year=y&page=z", "?page=-1"):
        assert cast.imani.get(LIST + query).status_code == 200


def test_the_list_asks_as_often_for_thirty_as_for_one(cast, edition, elm, make_party, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(20) as asked:
            cast.imani.get(LIST)
        return len(asked)

    few = queries()
    for number in range(30):
        make_party(edition, street=f"Street {number}")
    assert queries() == few


def test_a_closure_is_decided_from_the_list_and_leads_back_to_it(cast, elm):
    page = cast.imani.get(LIST + "?tab=decide").content.decode()
    assert f'action="{path(elm, "approve")}"' in page
    assert f'href="{path(elm, "decline")}?next={LIST}%3Ftab%3Ddecide"' in page
    answer = cast.imani.post(path(elm, "approve"), {"seen": elm.revision, "next": LIST + "?tab=decide"})
    assert answer["Location"] == LIST + "?tab=decide"
    assert path(elm, "approve") not in cast.reader.get(LIST).content.decode()


def test_a_decision_put_off_leads_back_to_where_it_was_begun(cast, elm):
    assert cast.imani.get(path(elm, "ask") + f"?next={LIST}").context["back"] == LIST
    assert cast.imani.get(path(elm, "ask") + "?next=//evil.example.org").context["back"] == record(elm)
