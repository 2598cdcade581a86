"""Two parties side by side, introducing their hosts, and saying that they are two."""

import pytest
from django.test import Client
from django.utils import timezone

from events import introductions
from events.checks import Facts
from events.mail import letters
from events.models import Change, Deed, Host, Introduction, Note, Notice, Party, Review, StepRefused
from events.pairs import deeds
from events.review import decisions
from tests.joining.conftest import link_of
from tests.pairs.conftest import between, fresh, seen


def text_of(notice):
    return letters.compose(Notice.objects.select_related(*letters.ROWS).get(pk=notice.pk)).text


@pytest.fixture
def introduced(cast, rosas, idas):
    """Imani has introduced Rosa and Ida; both are asked."""
    cast.imani.post(between(rosas, idas, "introduce/"), {**seen(rosas, idas), "note": "You share a block."})
    return Introduction.objects.get()


# Side by side


def test_the_record_leads_from_the_check_to_both(cast, rosas, idas):
    said = cast.imani.get(f"/staff/springfield/parties/{rosas.reference}/").content.decode()
    assert between(rosas, idas) in said
    assert (
        between(rosas, idas)
        in cast.imani.get(f"/staff/springfield/?tab=approved&open={rosas.reference}").content.decode()
    )


def test_both_are_shown_side_by_side(cast, rosas, idas):
    said = cast.imani.get(between(rosas, idas)).content.decode()
    for words in ("2827 Elm St", "2811 Elm St", "Rosa Quill", "Ida Vale", "(314) 555-0166", "feet apart", "Approved"):
        assert words in said
    for button in ("Introduce them", "Make them one party", "They are two parties"):
        assert button in said


def test_a_reader_sees_and_does_not_decide(cast, rosas, idas):
    said = cast.reader.get(between(rosas, idas)).content.decode()
    assert "Ida Vale" in said
    assert "Introduce them" not in said
    assert cast.reader.post(between(rosas, idas, "introduce/"), seen(rosas, idas)).status_code == 403


def test_nobody_from_outside_sees_two_parties(cast, rosas, idas):
    for end in ("", "introduce/", "merge/", "separate/"):
        assert cast.otto.get(between(rosas, idas, end)).status_code == 404
        assert cast.otto.post(between(rosas, idas, end), seen(rosas, idas)).status_code == 404
        assert cast.walt.get(between(rosas, idas, end)).status_code == 302
    assert not Introduction.objects.exists()


def test_a_party_of_another_town_or_the_party_itself_is_no_pair(cast, rosas, make_party, shelby_edition):
    other = make_party(shelby_edition, Review.APPROVED, email="o@example.org", neighborhood=1, visitors=[])
    assert cast.imani.get(between(rosas, other)).status_code == 404
    assert cast.operator.get(between(rosas, other)).status_code == 404
    assert cast.imani.get(between(rosas, rosas)).status_code == 404


def test_the_page_asks_the_same_number_of_questions_whatever_was_done(
    cast, rosas, idas, introduced, django_assert_max_num_queries
):
    with django_assert_max_num_queries(40):
        cast.imani.get(between(rosas, idas))


# Introducing


def test_introducing_asks_both_hosts_and_is_remembered(cast, rosas, idas, introduced):
    assert (introduced.party, introduced.other, introduced.by) == (rosas, idas, cast.users.imani)
    asked = Notice.objects.filter(kind="pair_asked").order_by("pk")
    assert [notice.to_email for notice in asked] == ["rosa@example.org", "ida@example.org"]
    for party in (rosas, idas):
        assert party.changes.get(deed=Deed.INTRODUCED).by_user == cast.users.imani
    assert "The hosts were asked." in cast.imani.get(between(rosas, idas)).content.decode()


def test_the_letter_says_nothing_of_the_other(introduced):
    to_rosa = text_of(Notice.objects.get(kind="pair_asked", to_email="rosa@example.org"))
    for secret in ("Ida", "Vale", "ida@", "555-0166", "2811", introduced.other.reference):
        assert secret not in to_rosa
    assert "> You share a block." in to_rosa


def test_one_yes_gives_nothing_away_and_two_give_both_contacts(introduced, rosas, idas):
    links = answer_links()
    assert "Yes, introduce us" in Client().get(links["rosa@example.org"]).content.decode()
    Client().post(links["rosa@example.org"], {"answer": "yes"})
    assert not Notice.objects.filter(kind__in=["pair_agreed", "pair_declined"]).exists()
    assert "wait for the other host" in Client().get(links["rosa@example.org"]).content.decode()
    assert "Rosa" not in Client().get(links["ida@example.org"]).content.decode()
    Client().post(links["ida@example.org"], {"answer": "yes"})
    to_rosa, to_ida = Notice.objects.filter(kind="pair_agreed").order_by("host_id")
    assert "Ida Vale" in text_of(to_rosa)
    assert "(314) 555-0166" in text_of(to_rosa)
    assert "rosa@example.org" in text_of(to_ida)
    introduced.refresh_from_db()
    assert introduced.is_agreed
    assert introduced.ended_at is not None
    assert {party.hosts.count() for party in (rosas, idas)} == {1}


def answer_links():
    """{address: path} of the links with which both hosts answer."""
    found = {}
    for address in ("rosa@example.org", "ida@example.org"):
        kept = Notice.objects.filter(kind="pair_asked").exclude(to_email=address)
        Notice.objects.filter(pk__in=kept).update(kind="later")
        found[address] = link_of("pair_asked")
        Notice.objects.filter(kind="later").update(kind="pair_asked")
    return found


def test_a_no_after_a_yes_tells_the_one_who_had_agreed(introduced):
    links = answer_links()
    Client().post(links["rosa@example.org"], {"answer": "yes"})
    Client().post(links["ida@example.org"], {"answer": "no"})
    (told,) = Notice.objects.filter(kind__in=["pair_agreed", "pair_declined"])
    assert (told.kind, told.to_email) == ("pair_declined", "rosa@example.org")
    assert "Ida" not in text_of(told)


def test_a_first_no_ends_it_and_the_other_hears_nothing(introduced):
    links = answer_links()
    Client().post(links["ida@example.org"], {"answer": "no"})
    assert "This question is over." in Client().get(links["rosa@example.org"]).content.decode()
    Client().post(links["rosa@example.org"], {"answer": "yes"})
    assert not Notice.objects.filter(kind__in=["pair_agreed", "pair_declined"]).exists()


def test_cancelling_one_ends_the_introduction(cast, introduced, rosas, idas):
    Client().post(answer_links()["rosa@example.org"], {"answer": "yes"})
    decisions.cancel(idas, by=cast.users.imani, seen=fresh(idas).revision, now=timezone.now(), reason="Rain")
    assert Introduction.objects.get().ended_at is not None
    assert Notice.objects.get(kind="pair_declined").to_email == "rosa@example.org"


def test_a_host_without_email_is_asked_on_the_phone_and_the_answer_written_down(cast, rosas, idas):
    Host.objects.filter(party=idas).update(email="")
    cast.imani.post(between(rosas, idas, "introduce/"), seen(rosas, idas))
    introduction = Introduction.objects.get()
    heard = f"/staff/springfield/parties/{idas.reference}/introductions/{introduction.key}/"
    assert heard in cast.imani.get("/staff/springfield/calls/").content.decode()
    assert cast.imani.post(heard, {}).status_code == 200
    assert cast.imani.post(heard, {"answer": "yes"}).url == f"/staff/springfield/parties/{idas.reference}/"
    introduction.refresh_from_db()
    assert (introduction.party_answer, introduction.other_answer) == ("", "yes")
    assert idas.changes.filter(deed=Deed.INTRODUCED, by_user=cast.users.imani).count() == 2
    assert cast.otto.get(heard).status_code == 404
    assert cast.otto.post(heard, {"answer": "yes"}).status_code == 404
    assert (
        cast.imani.get(heard.replace(idas.reference, Party.objects.get(street="Oak Ave").reference)).status_code == 404
    )


@pytest.mark.parametrize("review", [Review.UNCONFIRMED, Review.DECLINED, Review.CANCELLED, Review.WITHDRAWN])
def test_only_parties_that_are_on_are_introduced_or_merged(cast, rosas, edition, make_party, review):
    other = make_party(edition, review, email="ida@example.org", phone="")
    said = cast.imani.get(between(rosas, other)).content.decode()
    assert "Introduce them" not in said
    assert "Make them one party" not in said
    for end in ("introduce/", "merge/"):
        cast.imani.post(between(rosas, other, end), {**seen(rosas, other), "stays": rosas.reference, "agreed": "on"})
    assert not Introduction.objects.exists()
    assert Party.objects.get(pk=other.pk).merged_into is None


def test_one_person_with_two_parties_is_not_introduced(cast, rosas, edition, make_party):
    twin = make_party(edition, Review.APPROVED, number="2829")
    assert "same person" in cast.imani.get(between(rosas, twin)).content.decode()
    with pytest.raises(StepRefused):
        deeds.introduce(rosas, twin, by=cast.users.imani, seen=(rosas.revision, twin.revision), now=timezone.now())


def test_two_are_not_introduced_twice_at_once(cast, rosas, idas, introduced):
    cast.imani.post(between(idas, rosas, "introduce/"), seen(idas, rosas))
    assert Introduction.objects.count() == 1


# They are two


def test_they_are_two_parties_is_remembered_and_the_check_is_quiet(cast, rosas, idas):
    assert Facts(rosas.edition).nearest(rosas.pk)
    answer = cast.imani.post(between(rosas, idas, "separate/"), {**seen(rosas, idas), "note": "Two families."})
    assert answer.url == between(rosas, idas)
    assert Facts(rosas.edition).nearest(rosas.pk) is None
    assert Facts(rosas.edition).nearest(idas.pk) is None
    assert {note.text for note in Note.objects.all()} == {
        f"Not the same party as {idas.reference}. Two families.",
        f"Not the same party as {rosas.reference}. Two families.",
    }
    assert not Notice.objects.filter(kind__startswith="pair").exists()
    assert "They are two parties." in cast.imani.get(between(rosas, idas)).content.decode()


def test_a_third_party_close_by_is_still_asked_about(cast, rosas, idas, edition, make_party):
    third = make_party(edition, email="third@example.org", lat=38.6055, lng=-90.2247)
    cast.imani.post(between(rosas, idas, "separate/"), seen(rosas, idas))
    assert Facts(rosas.edition).nearest(rosas.pk)[1].pk == third.pk


def test_saying_so_ends_an_open_introduction(cast, rosas, idas, introduced):
    cast.imani.post(between(idas, rosas, "separate/"), seen(idas, rosas))
    introduced.refresh_from_db()
    assert introduced.ended_at is not None
    assert not introductions.is_open(introduced, timezone.now())


# Somebody was quicker


@pytest.mark.parametrize("end", ["introduce/", "separate/", "merge/"])
@pytest.mark.parametrize("number", [0, 1])
def test_who_decides_on_what_has_changed_is_told_and_nothing_is_done(cast, rosas, idas, end, number):
    form = {**seen(rosas, idas), "stays": rosas.reference, "agreed": "on", "note": "Kept."}
    changed = (rosas, idas)[number]
    introductions.history.record(changed, Deed.EDITED, by=cast.users.admin, now=timezone.now())
    answer = cast.imani.post(between(rosas, idas, end), form)
    assert answer.status_code == 409
    said = answer.content.decode()
    assert "Somebody was quicker." in said
    assert "Kept." in said
    assert not Introduction.objects.exists()
    assert not Change.objects.filter(deed=Deed.MERGED).exists()
    again = form | seen(rosas, idas)
    assert cast.imani.post(between(rosas, idas, end), again).status_code == 302


@pytest.mark.parametrize("end", ["introduce/", "separate/", "merge/"])
def test_who_did_not_say_what_they_saw_decides_nothing(cast, rosas, idas, end):
    answer = cast.imani.post(between(rosas, idas, end), {"stays": rosas.reference, "agreed": "on"})
    assert answer.status_code == 200
    assert "We could not tell what you had seen." in answer.content.decode()
    assert not Introduction.objects.exists()
