"""Approving several at once."""

from events import registry
from events.models import Notice, Party, Review

BULK = "/staff/springfield/approve/"


def pick(party):
    return f"{party.reference}:{party.revision}"


def test_the_confirm_page_names_who_is_approved_and_who_is_left_out_and_changes_nothing(
    cast, edition, elm, walts, make_party
):
    odd = make_party(edition, email="a@example.org", phone="", street="Far St", lat=None, lng=None, neighborhood=None)
    done = make_party(edition, "approved", email="b@example.org", phone="", street="Done St", lat=38.6001, lng=-90.2001)
    page = cast.imani.post(BULK, {"party": [pick(elm), pick(walts), pick(odd), pick(done)]})
    assert {picked.party.pk for picked in page.context["chosen"]} == {elm.pk, walts.pk}
    assert {picked.party.pk: picked.why for picked in page.context["left_out"]} == {
        odd.pk: "Nobody has placed this party on the map yet.",
        done.pk: "it is not to review but “Approved”.",
    }
    assert Party.objects.filter(review=Review.APPROVED).count() == 1


def test_the_second_press_approves_all_and_returns_to_the_list(cast, elm, walts):
    sent = {"party": [pick(elm), pick(walts)], "sure": "on", "next": "/staff/springfield/?tab=review"}
    answer = cast.imani.post(BULK, sent)
    assert answer["Location"] == "/staff/springfield/?tab=review"
    assert set(Party.objects.values_list("review", flat=True)) == {Review.APPROVED}
    assert Notice.objects.filter(kind="approved").count() == 2


def test_one_that_changed_meanwhile_is_reported_and_the_others_go_on(cast, elm, walts, now):
    sent = {"party": [pick(elm), pick(walts)], "sure": "on"}
    registry.change(elm, {"bring": "A dish"}, by=elm.hosts.get(), now=now)
    page = cast.imani.post(BULK, sent, follow=True).content.decode()
    assert Party.objects.get(pk=elm.pk).review == Review.SUBMITTED
    assert Party.objects.get(pk=walts.pk).review == Review.APPROVED
    assert "1 party is approved." in page
    assert "2800 block of Elm St was left out: it has changed since you saw it." in page


def test_only_those_who_decide_and_only_their_own_towns_parties(cast, elm, shelby_edition, make_party):
    theirs = make_party(shelby_edition)
    sent = {"party": [pick(elm), pick(theirs)], "sure": "on"}
    assert cast.reader.post(BULK, sent).status_code == 403
    assert cast.otto.post(BULK, sent).status_code == 404
    assert cast.nobody.post(BULK, sent).status_code == 302
    assert Party.objects.filter(review=Review.APPROVED).count() == 0
    cast.imani.post(BULK, sent)
    assert [party.pk for party in Party.objects.filter(review=Review.APPROVED)] == [elm.pk]


def test_nothing_ticked_and_odd_ticks_lead_back_with_a_word(cast):
    for sent in ({}, {"party": ["x"]}, {"party": ["SPR-27-0001:"]}, {"party": ["\0"]}):
        answer = cast.imani.post(BULK, sent, follow=True)
        assert answer.redirect_chain == [("/staff/springfield/", 302)]
        assert "Tick" in answer.content.decode()
    assert cast.imani.get(BULK)["Location"] == "/staff/springfield/"
