"""The queue and the record: who sees them and what is on them."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events import registry
from events.models import Closure, Host, Membership, Note, Notice, Party, Proposal, Question, Review, Role
from events.review import decisions, rows
from tests.conftest import make_edition

QUEUE = "/staff/springfield/"


def record(party):
    return f"/staff/springfield/parties/{party.reference}/"


def test_one_seat_leads_straight_to_its_queue(cast):
    assert cast.imani.get("/staff/")["Location"] == QUEUE


def test_several_seats_are_listed_with_what_waits(cast, shelby):
    Membership.objects.create(user=cast.users.imani, community=shelby, role=Role.READER)
    page = cast.imani.get("/staff/")
    assert [(seat.community.slug, waiting) for seat, _edition, waiting in page.context["seats"]] == [
        ("shelby", 0),
        ("springfield", 2),
    ]


def test_a_person_without_a_seat_reads_whom_to_ask(db):
    client = Client()
    client.force_login(
        get_user_model().objects.create_user("new@example.org"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    assert "You have no community yet" in client.get("/staff/").content.decode()


@pytest.mark.parametrize("name", ["queue", "record"])
def test_the_signed_out_are_sent_to_sign_in_and_outsiders_find_nothing(cast, elm, name):
    path = QUEUE if name == "queue" else record(elm)
    for client in (cast.nobody, cast.rosa, cast.walt):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("account_login"))
    assert cast.otto.get(path).status_code == 404
    for client in (cast.imani, cast.admin, cast.operator, cast.reader, cast.lead):
        assert client.get(path).status_code == 200


def test_another_towns_party_is_not_found_under_ones_own_town(cast, shelby_edition, make_party):
    theirs = make_party(shelby_edition)
    assert cast.imani.get(record(theirs)).status_code == 404
    assert cast.imani.get(f"{QUEUE}?open={theirs.reference}").status_code == 404


def test_readers_and_leads_see_the_record_without_any_decision(cast, elm):
    for client in (cast.reader, cast.lead):
        for path in (record(elm), f"{QUEUE}?open={elm.reference}"):
            page = client.get(path).content.decode()
            assert "(314) 555-0142" in page
            assert "/approve/" not in page
            assert "/note/" not in page


def test_the_queue_counts_each_tab_and_shows_the_oldest_first(cast, edition, make_party, now):
    make_party(edition, "declined", street="Pine St")
    old = make_party(edition, street="Old St", now=now - dt.timedelta(days=3))
    page = cast.imani.get(QUEUE)
    assert [(tab, number) for tab, _words, number in page.context["tabs"]] == [
        ("review", 3),
        ("waiting", 0),
        ("unconfirmed", 0),
        ("approved", 0),
        ("declined", 1),
        ("ended", 0),
    ]
    assert page.context["rows"][0].party.pk == old.pk
    assert "Goal: answer in 3 working days" in page.content.decode()


def test_an_empty_queue_says_that_all_is_answered(cast, elm, walts):
    Party.objects.update(review=Review.WITHDRAWN)
    assert "All answered. Next one will show here." in cast.imani.get(QUEUE).content.decode()


def test_an_approved_party_with_a_proposed_change_is_to_review_and_approved(cast, edition, make_party, now):
    party = make_party(edition, "approved", street="Pine St")
    Proposal.objects.create(party=party, values={"title": "Pine Pie Night"}, at=now)
    page = cast.imani.get(QUEUE)
    assert party.pk in [row.party.pk for row in page.context["rows"]]
    assert "Change proposed" in page.content.decode()
    assert party.pk in [row.party.pk for row in cast.imani.get(f"{QUEUE}?tab=approved").context["rows"]]


def test_the_open_row_stands_beside_the_list_with_its_checks_and_its_decisions(cast, elm):
    page = cast.imani.get(f"{QUEUE}?open={elm.reference}").content.decode()
    assert "No other party within 500 feet" in page
    assert "Inside the city, Elm Park" in page
    assert f'action="{record(elm)}approve/"' in page
    assert "Fire engine" in page


def test_the_first_of_the_list_stands_open_until_another_is_asked_for(cast, elm, walts):
    page = cast.imani.get(QUEUE)
    assert page.context["open"].party.pk == page.context["rows"][0].party.pk
    assert "data-opened" not in page.content.decode()
    assert "data-opened" in cast.imani.get(f"{QUEUE}?open={walts.reference}").content.decode()


def test_the_first_page_tells_what_waits_besides_registrations(cast, elm, now):
    Notice.objects.update(state=Notice.State.EXPIRED)
    page = cast.imani.get("/staff/springfield/").text
    assert "1 street closure to decide</a>." in page
    Notice.objects.filter(pk=Notice.objects.first().pk).update(state=Notice.State.CALL)
    words = 'to decide</a> and <a href="/staff/springfield/calls/">hosts to call</a>.'
    assert words in cast.imani.get("/staff/springfield/").text
    Closure.objects.update(state="declined", decided_at=now)
    Notice.objects.update(state=Notice.State.EXPIRED)
    assert "Also waiting" not in cast.imani.get("/staff/springfield/").text


def test_the_list_asks_as_often_for_thirty_rows_as_for_one(cast, edition, make_party, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(40) as asked:
            cast.imani.get(QUEUE)
        return len(asked)

    few = queries()
    for number in range(30):
        make_party(edition, street=f"Street {number}", email=f"h{number}@example.org", phone="")
    assert queries() == few


def test_the_record_asks_as_often_for_a_long_history_as_for_a_short_one(cast, elm, now, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(40) as asked:
            cast.imani.get(record(elm))
        return len(asked)

    decisions.add_note(elm, by=cast.users.imani, now=now, text="One")
    party = decisions.ask(elm, by=cast.users.imani, seen=elm.revision, now=now, text="Which side?")
    few = queries()
    for number in range(20):
        decisions.add_note(elm, by=cast.users.imani, now=now, text=f"Note {number}")
        registry.change(elm, {"bring": f"Dish {number}"}, by=party.main_host(), now=now)
        Question.objects.create(party=elm, text="More?", asked_by=cast.users.imani, asked_at=now)
    assert queries() == few


def test_the_record_tells_answers_hosts_notes_questions_letters_and_history(cast, elm, now):
    decisions.add_note(elm, by=cast.users.imani, now=now, text="Called the school first")
    Question.objects.create(
        party=elm, text="Which side?", asked_by=cast.users.imani, asked_at=now, answer="The north", answered_at=now
    )
    registry.change(elm, {"starts": "18:00"}, by=elm.hosts.get(), now=now)
    page = cast.imani.get(record(elm)).content.decode()
    for words in (
        "Two grills and a long table.",
        "Gate at the alley",
        "rosa@example.org",
        "Called the school first",
        "The north",
        "Email confirmed",
        "<del>5 pm</del> <ins>6 pm</ins>",
        "Registration received",
        "Street closure",
    ):
        assert words in page, words


def test_what_changed_since_approval_stands_side_by_side(cast, edition, make_party, now):
    party = make_party(edition, "approved")
    host = party.hosts.get()
    registry.change(party, {"bring": "A dish", "expected": 60}, by=host, now=now + dt.timedelta(hours=1))
    registry.change(party, {"bring": "A lamp", "expected": 40}, by=host, now=now + dt.timedelta(hours=2))
    found = cast.imani.get(record(party)).context["record"]
    assert found.since_approval == [("What to bring", "A chair", "A lamp")]


def test_looking_changes_nothing_and_a_post_tells_others_who_looks(cast, elm):
    before = Party.objects.values().get(pk=elm.pk)
    cast.imani.get(record(elm))
    assert Party.objects.values().get(pk=elm.pk) == before
    assert cast.imani.post(f"{record(elm)}opened/").status_code == 204
    assert "Opened by Imani" in cast.admin.get(record(elm)).content.decode()
    assert "Opened by" not in cast.imani.get(record(elm)).content.decode()
    Party.objects.update(opened_at=timezone.now() - dt.timedelta(minutes=11))
    assert "Opened by" not in cast.admin.get(record(elm)).content.decode()


def test_a_note_is_kept_and_never_reaches_the_history(cast, elm):
    answer = cast.imani.post(f"{record(elm)}note/", {"text": "Ask the alderman"})
    assert answer["Location"] == f"{record(elm)}#notes"
    note = Note.objects.get()
    assert (note.text, note.by, note.party) == ("Ask the alderman", cast.users.imani, elm)
    assert cast.imani.post(f"{record(elm)}note/", {"text": ""}).status_code == 200
    assert cast.reader.post(f"{record(elm)}note/", {"text": "No"}).status_code == 403
    assert cast.otto.post(f"{record(elm)}note/", {"text": "No"}).status_code == 404
    assert Note.objects.count() == 1


def test_past_editions_stay_readable(cast, springfield, make_party):
    before = make_edition(springfield, 2026, dt.date(2026, 10, 6))
    last = make_party(before, "approved", street="Memory Ln")
    page = cast.imani.get(f"{QUEUE}?year=2026&tab=approved")
    assert [row.party.pk for row in page.context["rows"]] == [last.pk]


def test_odd_addresses_give_a_page(cast):
    for query in ("?page=-3", "?page=x", "?tab=nonsense&year=999999&neighborhood=zzz", "?q=%01%02", "?q=" + "x" * 5000):
        assert cast.imani.get(QUEUE + query).status_code == 200
    assert cast.imani.get(f"{QUEUE}?open=%01").status_code == 404
    assert cast.imani.get(f"{QUEUE}?open=SPR-27-9999").status_code == 404


def test_a_second_contact_is_found_on_the_record(cast, edition, make_party):
    party = make_party(edition, second_name="Ida Quill", second_phone="+13145550155", street="Fir St")
    assert Host.objects.filter(party=party).count() == 2
    page = cast.imani.get(record(party)).content.decode()
    assert "Ida Quill" in page
    assert "(314) 555-0155" in page


def test_the_record_leads_back_to_the_list_it_was_opened_from(cast, elm):
    listed = "/staff/springfield/?q=elm"
    page = cast.imani.get(f"{record(elm)}?next=/staff/springfield/%3Fq%3Delm")
    assert page.context["back"] == listed
    assert cast.imani.get(f"{record(elm)}?next=https://evil.example.org/").context["back"] == ""


def test_a_search_without_a_match_says_where_there_is_one(cast, edition, elm, make_party):
    make_party(edition, "approved", street="Walnut St", email="p@example.org", phone="")
    page = cast.imani.get("/staff/springfield/?q=walnut").content.decode()
    assert "1 under “Approved”" in page
    assert "under “Declined”" not in page


@pytest.mark.parametrize(
    "since, until, days",
    [
        ("2027-09-06", "2027-09-06", 0),
        ("2027-09-06", "2027-09-09", 3),
        ("2027-09-10", "2027-09-13", 1),
        ("2027-09-11", "2027-09-12", 0),
    ],
)
def test_weekends_do_not_count_against_the_goal(since, until, days):
    assert rows.working_days(dt.date.fromisoformat(since), dt.date.fromisoformat(until)) == days


def test_a_registration_that_waits_too_long_is_marked(cast, elm, walts):
    longest = timezone.now() - dt.timedelta(days=elm.edition.answer_days + 3)
    Party.objects.filter(pk=elm.pk).update(waiting_since=longest)
    Party.objects.filter(pk=walts.pk).update(waiting_since=timezone.now())
    assert [row.is_late for row in cast.imani.get("/staff/springfield/").context["rows"]] == [True, False]
