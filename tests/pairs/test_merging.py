"""Making one party of two: hosts, links, visits, closure, pages and history, counted once everywhere."""

import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from events import access, history, introductions
from events.hosting import deeds as hosts
from events.mail import letters
from events.models import Change, Closure, Deed, Host, Introduction, Notice, Party, Review, StepRefused
from events.pairs import deeds
from tests.conftest import host_client
from tests.pairs.conftest import between, fresh, seen


def merged(cast, stays, goes, **said):
    form = {**seen(stays, goes), "stays": stays.reference, "agreed": "on", **said}
    return cast.imani.post(between(stays, goes, "merge/"), form)


def text_of(notice):
    return letters.compose(Notice.objects.select_related(*letters.ROWS).get(pk=notice.pk)).text


def test_one_stays_and_the_other_ends_with_its_history(cast, rosas, idas):
    answer = merged(cast, rosas, idas, note="See you at the oak.")
    assert answer.url == f"/staff/springfield/parties/{rosas.reference}/"
    goes, stays = fresh(idas), fresh(rosas)
    assert (goes.review, goes.merged_into, stays.review) == (Review.CANCELLED, rosas, Review.APPROVED)
    assert goes.reason == f"Together with {rosas.reference}. See you at the oak."
    for party in (goes, stays):
        assert party.changes.get(deed=Deed.MERGED).by_user == cast.users.imani
    said = cast.imani.get(answer.url).content.decode()
    assert said.count("Merged with another party") == 2
    assert f"({idas.reference})" in said
    assert "Now together with" in cast.imani.get(f"/staff/springfield/parties/{idas.reference}/").content.decode()


def test_hosts_come_along_and_their_links_and_devices_lead_to_the_party_that_stays(cast, rosas, idas):
    host = idas.hosts.get()
    link, device = f"/link/{access.token_of('manage', host)}/", host_client(idas)
    merged(cast, rosas, idas)
    assert sorted(rosas.hosts.values_list("name", "role")) == [("Ida Vale", "joined"), ("Rosa Quill", "main")]
    assert Client().post(link).url == f"/my/{rosas.reference}/"
    moved = device.get(f"/my/{idas.reference}/")
    assert moved.url == f"/my/{rosas.reference}/"
    assert "Leave this party" in device.get(moved.url).content.decode()


def test_a_second_contact_comes_along_too(cast, rosas, edition, make_party):
    other = make_party(
        edition,
        Review.APPROVED,
        email="ida@example.org",
        phone="",
        second_name="Bo Reed",
        second_email="bo@example.org",
    )
    merged(cast, rosas, other)
    assert sorted(rosas.hosts.values_list("role", flat=True)) == ["joined", "joined", "main"]


def test_all_hosts_get_a_letter_with_the_other_main_hosts_contact(cast, rosas, idas):
    merged(cast, rosas, idas, note="See you at the oak.")
    notices = {notice.to_email: text_of(notice) for notice in Notice.objects.filter(kind="merged")}
    assert sorted(notices) == ["ida@example.org", "rosa@example.org"]
    assert "Ida Vale" in notices["rosa@example.org"]
    assert "Rosa Quill" in notices["ida@example.org"]
    assert f"Reference: {rosas.reference}" in notices["ida@example.org"]
    assert all("> See you at the oak." in text for text in notices.values())


def test_without_both_hosts_word_nothing_is_merged(cast, rosas, idas):
    form = {**seen(rosas, idas), "stays": rosas.reference}
    answer = cast.imani.post(between(rosas, idas, "merge/"), form)
    assert "Call both hosts first." in answer.content.decode()
    assert fresh(idas).review == Review.APPROVED


def test_hosts_who_were_introduced_and_agreed_are_not_asked_again(cast, rosas, idas):
    now = timezone.now()
    Introduction.objects.create(
        kind="pair", party=rosas, other=idas, party_answer="yes", other_answer="yes", created_at=now, ended_at=now
    )
    form = {**seen(rosas, idas), "stays": rosas.reference}
    assert "Both hosts agreed" not in cast.imani.get(between(rosas, idas, "merge/")).content.decode()
    assert cast.imani.post(between(rosas, idas, "merge/"), form).status_code == 302


def test_either_may_stay(cast, rosas, idas):
    form = {**seen(rosas, idas), "stays": idas.reference, "agreed": "on"}
    cast.imani.post(between(rosas, idas, "merge/"), form)
    assert fresh(rosas).merged_into == idas
    assert fresh(idas).review == Review.APPROVED
    assert idas.hosts.count() == 2


def test_visits_are_united_and_a_wish_for_the_same_kind_is_one(cast, rosas, idas):
    merged(cast, rosas, idas)
    assert sorted(rosas.visit_requests.values_list("kind__code", flat=True)) == ["fire", "police"]
    assert not idas.visit_requests.exists()


def test_the_sum_of_the_guests_is_offered_and_what_is_said_counts(cast, rosas, idas):
    assert 'value="60"' in cast.imani.get(between(rosas, idas, "merge/")).content.decode()
    merged(cast, rosas, idas, expected="55", children="14")
    assert (fresh(rosas).expected, fresh(rosas).children) == (55, 14)


def test_the_closure_of_the_one_that_goes_is_withdrawn(cast, rosas, idas):
    merged(cast, idas, rosas)
    assert Closure.objects.get(party=rosas).state == Closure.State.WITHDRAWN
    assert not Closure.objects.filter(party=idas).exists()


def test_the_closure_can_be_taken_over_to_be_decided_anew(cast, rosas, idas):
    now = timezone.now()
    Closure.objects.filter(party=rosas).update(state=Closure.State.APPROVED, decided_at=now)
    merged(cast, idas, rosas, takes_closure="on")
    closure = Closure.objects.get(street="Elm St")
    assert (closure.party, closure.state, closure.decided_at) == (idas, Closure.State.REQUESTED, None)


def test_a_closure_of_its_own_is_kept(cast, rosas, edition, make_party):
    other = make_party(edition, Review.APPROVED, email="ida@example.org", phone="", closure_from="5th St")
    merged(cast, rosas, other, takes_closure="on")
    assert Closure.objects.get(party=rosas).from_street == "1st St"
    assert Closure.objects.get(party=other).state == Closure.State.WITHDRAWN


def test_the_page_of_the_one_that_goes_leads_to_the_one_that_stays(cast, rosas, idas):
    path, there = f"/springfield/{idas.edition.year}/p/{idas.slug}/", f"/p/{rosas.slug}/"
    before = Client().get(path)
    merged(cast, rosas, idas)
    after = Client().get(path, headers={"If-None-Match": before["ETag"]})
    said = after.content.decode()
    assert after.status_code == 200
    assert "Now together with 2800 block of Elm St" in said
    assert there in said
    Party.objects.filter(pk=rosas.pk).update(level="unlisted", public_lat=None, public_lng=None)
    hidden = Client().get(path).content.decode()
    assert "together" not in hidden
    assert there not in hidden


@pytest.mark.parametrize("level", ["neighborhood", "unlisted"])
def test_a_party_that_hides_its_block_is_not_told_by_the_page_of_the_other(cast, rosas, edition, make_party, level):
    hidden = make_party(edition, Review.APPROVED, email="ida@example.org", phone="", level=level)
    merged(cast, hidden, rosas)
    said = Client().get(f"/springfield/{rosas.edition.year}/p/{rosas.slug}/").content.decode()
    assert "Cancelled" in said
    assert "together" not in said


def test_the_page_of_one_that_hid_its_block_does_not_tell_it_by_the_one_that_stays(cast, rosas, edition, make_party):
    hid = make_party(edition, Review.APPROVED, email="ida@example.org", phone="", level="neighborhood")
    merged(cast, rosas, hid)
    said = Client().get(f"/springfield/{hid.edition.year}/p/{hid.slug}/").content.decode()
    assert "Cancelled" in said
    assert rosas.slug not in said.partition("Nearby")[0]
    assert "together" not in said


def test_one_party_is_counted_once_everywhere(cast, rosas, idas):
    merged(cast, rosas, idas)
    assert Party.objects.listed().filter(pk__in=[rosas.pk, idas.pk]).count() == 1
    listed = cast.imani.get("/staff/springfield/?tab=approved").content.decode()
    assert rosas.reference in listed
    assert idas.reference not in listed
    assert Client().get("/springfield/").content.decode().count("Elm St") >= 1
    assert f"/p/{idas.slug}/" not in Client().get("/springfield/").content.decode()
    assert introductions.already_there(
        rosas.edition, lat=None, lng=None, number="2811", street="Elm St", date=rosas.date
    )[0].url.endswith(f"/{rosas.slug}/")


def test_a_merged_party_is_not_opened_again(cast, rosas, idas):
    merged(cast, rosas, idas)
    path = f"/staff/springfield/parties/{idas.reference}/"
    assert f"{path}reopen/" not in cast.imani.get(path).content.decode()
    cast.imani.post(f"{path}reopen/", {"seen": fresh(idas).revision})
    assert fresh(idas).review == Review.CANCELLED
    for page in ("", "edit/", "send-link/"):
        assert cast.imani.get(f"{path}{page}").status_code == 200
    assert cast.imani.get("/staff/springfield/?tab=ended").status_code == 200
    assert b"".join(cast.imani.get("/staff/springfield/parties.csv").streaming_content)


def test_what_waits_about_the_one_that_goes_ends(cast, rosas, idas):
    now = timezone.now()
    hosts.edit(idas, {"ends": "20:30"}, by=idas.hosts.get(), now=now)
    Introduction.objects.create(
        kind="join",
        party=idas,
        name="Ana",
        email="ana@example.org",
        created_at=now,
        confirmed_at=now,
        other_answer="yes",
    )
    deeds.introduce(fresh(rosas), fresh(idas), by=None, seen=revisions(rosas, idas), now=now)
    merged(cast, rosas, idas)
    assert not idas.proposals.filter(state="open").exists()
    assert not Introduction.objects.filter(ended_at__isnull=True).exists()
    assert Notice.objects.get(kind="join_declined").to_email == "ana@example.org"


def test_a_party_merged_before_goes_along(cast, rosas, idas, edition, make_party):
    third = make_party(edition, Review.APPROVED, email="third@example.org", phone="", number="2801")
    device = host_client(third)
    merged(cast, idas, third)
    merged(cast, rosas, idas)
    assert fresh(third).merged_into == rosas
    assert device.get(f"/my/{third.reference}/").url == f"/my/{rosas.reference}/"


# One person who registered twice


@pytest.fixture
def twin(rosas, edition, make_party):
    """A second party of Rosa's, on the same block."""
    Host.objects.filter(party=rosas).update(confirmed_at=timezone.now())
    return make_party(edition, Review.APPROVED, number="2829", closure_wanted=False)


def test_two_registrations_of_one_person_need_no_word_and_tell_no_contact(cast, rosas, twin):
    form = {**seen(rosas, twin), "stays": rosas.reference}
    page = cast.imani.get(between(rosas, twin, "merge/")).content.decode()
    assert "Both hosts agreed" not in page
    assert 'value="40"' in page
    assert cast.imani.post(between(rosas, twin, "merge/"), form).status_code == 302
    (notice,) = Notice.objects.filter(kind="merged")
    assert "You celebrate together with" not in text_of(notice)
    assert rosas.hosts.count() == 1


def test_the_old_link_of_one_person_opens_the_party_that_stays_with_all_rights(cast, rosas, twin):
    link, device = f"/link/{access.token_of('manage', twin.hosts.get())}/", host_client(twin)
    merged(cast, rosas, twin)
    client = Client()
    assert client.post(link).url == f"/my/{rosas.reference}/"
    assert "Withdraw this party" in client.get(f"/my/{rosas.reference}/").content.decode()
    assert device.get(f"/my/{twin.reference}/").url == f"/my/{rosas.reference}/"


def test_an_address_that_nobody_proved_does_not_open_somebody_elses_party(cast, rosas, twin):
    Host.objects.filter(party=twin).update(confirmed_at=None)
    device = host_client(twin)
    merged(cast, rosas, twin)
    device.get(f"/my/{twin.reference}/")
    assert "Withdraw this party" not in device.get(f"/my/{rosas.reference}/").content.decode()


# At the same moment


def revisions(party, other):
    return fresh(party).revision, fresh(other).revision


def at_once(*deeds_of):
    """What became of deeds begun together: 'done' or the name of the refusal."""
    gate, outcomes = threading.Barrier(len(deeds_of)), []

    def run(deed):
        gate.wait()
        try:
            deed()
            outcomes.append("done")
        except (history.Outdated, StepRefused) as refusal:
            outcomes.append(type(refusal).__name__)
        except Exception as error:
            outcomes.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds_of]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_merging_and_withdrawing_at_once_leave_one_whole_state(cast, rosas, idas):
    now, before = timezone.now(), revisions(rosas, idas)
    ida = idas.hosts.get()
    outcomes = at_once(
        lambda: deeds.merge(rosas, idas, by=cast.users.imani, seen=before, now=now),
        lambda: hosts.withdraw(idas, by=ida, now=now),
    )
    goes = fresh(idas)
    if goes.merged_into_id:
        assert (goes.review, outcomes) == (Review.CANCELLED, ["StepRefused", "done"])
        assert rosas.hosts.count() == 2
    else:
        assert (goes.review, outcomes) == (Review.WITHDRAWN, ["Outdated", "done"])
        assert rosas.hosts.count() == 1


@pytest.mark.django_db(transaction=True)
def test_merging_both_ways_at_once_merges_once(cast, rosas, idas):
    now, before = timezone.now(), revisions(rosas, idas)
    outcomes = at_once(
        lambda: deeds.merge(rosas, idas, by=cast.users.imani, seen=before, now=now),
        lambda: deeds.merge(idas, rosas, by=cast.users.admin, seen=before[::-1], now=now),
    )
    assert outcomes == ["Outdated", "done"]
    assert Party.objects.filter(merged_into__isnull=False).count() == 1
    assert Change.objects.filter(deed=Deed.MERGED).count() == 2
    assert Notice.objects.filter(kind="merged").count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_bring_two_letters(cast, rosas, idas):
    now = timezone.now()
    pair = deeds.introduce(rosas, idas, by=cast.users.imani, seen=revisions(rosas, idas), now=now)
    rosa, ida = rosas.hosts.get(), idas.hosts.get()
    outcomes = at_once(
        lambda: introductions.answer(pair, rosa, True, by=rosa, now=now),
        lambda: introductions.answer(pair, ida, True, by=ida, now=now),
    )
    assert outcomes == ["done", "done"]
    assert Notice.objects.filter(kind="pair_agreed").count() == 2
    pair.refresh_from_db()
    assert pair.is_agreed


@pytest.mark.django_db(transaction=True)
def test_one_link_pressed_twice_at_once_makes_one_joined_host(cast, rosas):
    now = timezone.now()
    wish = Introduction.objects.create(
        kind="join",
        party=rosas,
        name="Ana",
        email="ana@example.org",
        created_at=now,
        confirmed_at=now,
        other_answer="yes",
    )
    rosa = rosas.hosts.get()
    outcomes = at_once(*[lambda: introductions.answer(wish, rosa, True, by=rosa, now=now)] * 4)
    assert outcomes == ["done"] * 4
    assert rosas.hosts.filter(role=Host.Role.JOINED).count() == 1
    assert Notice.objects.filter(kind__in=["joined", "join_agreed"]).count() == 2
