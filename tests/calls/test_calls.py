"""The call list: what it shows, what its buttons do, and for whom it does not exist."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import housekeeping
from events.mail import notices, outbox
from events.mail.owing import owe
from events.models import Change, Host, Notice, Party, Question

State = Notice.State
PAGE = "/staff/springfield/calls/"
DEEDS = ["called", "no-answer", "send-again", "call-instead"]


@pytest.fixture
def call(cast, elm, now):
    """Rosa has no e-mail; her approval is a call."""
    Notice.objects.all().delete()
    Host.objects.filter(party=elm).update(email="")
    elm.review, elm.decided_at, elm.approved_at, elm.slug = "approved", now, now, "elm"
    elm.save()
    return notices.approved(elm.hosts.get(), now=now)


@pytest.fixture
def refused(cast, walts, now):
    """A letter to Walt that was refused."""
    notice = notices.host_link(walts.hosts.get(), now=now)
    Notice.objects.filter(pk=notice.pk).update(
        state=State.FAILED, attempts=3, last_error="550 no such user", not_after=timezone.now()
    )
    notice.refresh_from_db()
    return notice


def press(client, notice, deed):
    return client.post(f"{PAGE}{notice.pk}/{deed}/")


def row(notice):
    return Notice.objects.get(pk=notice.pk)


def test_the_list_shows_whom_to_call_about_what_and_the_words_to_say(call, cast):
    page = cast.imani.get(PAGE).content.decode()
    assert "Rosa Quill" in page
    assert '<a class="nowrap" href="tel:+13145550142">(314) 555-0142</a>' in page
    assert call.party.reference in page
    assert "Good news: your party is approved." in page
    assert "/link/" not in page


def test_words_stand_in_english_and_in_the_hosts_language(call, cast):
    Notice.objects.update(language="es")
    page = cast.imani.get(PAGE).content.decode()
    assert "Good news: your party is approved." in page
    assert "<dt>Speaks</dt><dd>Spanish</dd>" in page
    assert 'lang="es"' in page


def test_a_call_that_was_made_leaves_the_list_and_says_who_made_it(call, cast):
    before = timezone.now()
    answer = press(cast.imani, call, "called")
    assert (answer.status_code, answer.url) == (302, PAGE)
    assert row(call).state == State.CALLED
    assert row(call).called_by == cast.users.imani
    assert row(call).called_at >= before
    assert "Rosa Quill" not in cast.imani.get(PAGE).content.decode()


def test_no_answer_is_counted_and_the_call_stays(call, cast):
    press(cast.imani, call, "no-answer")
    press(cast.imani, call, "no-answer")
    assert (row(call).state, row(call).no_answers) == (State.CALL, 2)
    assert "2 without answer" in cast.imani.get(PAGE).content.decode()


def test_the_second_of_two_coordinators_is_told(call, cast):
    press(cast.imani, call, "called")
    page = cast.admin.post(f"{PAGE}{call.pk}/called/", follow=True).content.decode()
    assert "Somebody else was quicker." in page
    assert row(call).called_by == cast.users.imani


def test_calls_write_no_history(call, cast):
    before = Change.objects.count()
    press(cast.imani, call, "no-answer")
    press(cast.imani, call, "called")
    assert Change.objects.count() == before


def test_a_refused_letter_is_shown_with_what_the_server_said(refused, cast):
    page = cast.imani.get(PAGE).content.decode()
    assert "walt@example.org" in page
    assert "550 no such user" in page
    assert "Link sent again" in page


def test_a_refused_letter_can_go_again(refused, cast, mailoutbox):
    before = timezone.now()
    answer = press(cast.imani, refused, "send-again")
    assert (answer.status_code, answer.url) == (302, PAGE)
    assert (row(refused).state, row(refused).attempts, row(refused).last_error) == (State.QUEUED, 0, "")
    assert row(refused).not_after > before + dt.timedelta(days=1)
    assert outbox.deliver_due(row(refused).send_after)["sent"] == 1
    assert mailoutbox[0].to == ["walt@example.org"]


def test_a_letter_in_doubt_can_be_a_call_instead(refused, cast):
    Notice.objects.filter(pk=refused.pk).update(state=State.IN_DOUBT)
    assert "In doubt" in cast.imani.get(PAGE).content.decode()
    press(cast.imani, refused, "call-instead")
    assert row(refused).state == State.CALL
    assert "(314) 555-0177" in cast.imani.get(PAGE).content.decode()


def test_without_a_phone_there_is_no_call_instead(refused, cast):
    Host.objects.filter(pk=refused.host_id).update(phone="")
    assert "Call instead" not in cast.imani.get(PAGE).content.decode()
    press(cast.imani, refused, "call-instead")
    assert row(refused).state == State.FAILED


@pytest.mark.parametrize("deed, state", [("send-again", State.CALL), ("call-instead", State.CALL)])
def test_letters_deeds_do_nothing_to_a_call(deed, state, call, cast):
    press(cast.imani, call, deed)
    assert row(call).state == state


@pytest.mark.parametrize("deed", ["called", "no-answer"])
def test_calls_deeds_do_nothing_to_a_letter(deed, refused, cast):
    press(cast.imani, refused, deed)
    assert (row(refused).state, row(refused).no_answers) == (State.FAILED, 0)


def test_a_call_whose_words_are_no_longer_so_is_not_on_the_list(call, cast, elm, now):
    question = Question.objects.create(party=elm, text="Which alley?", asked_at=now)
    notices.question(elm.hosts.get(), question, now=now)
    page = cast.imani.get(PAGE).content.decode()
    assert "Which alley?" not in page
    assert "Call list (1)" in page


def test_an_empty_list_says_so(cast):
    page = cast.imani.get(PAGE).content.decode()
    assert "Nobody to call." in page
    assert "Letters in trouble" not in page


def test_a_reader_sees_but_does_nothing(call, refused, cast):
    for client in (cast.reader, cast.lead):
        page = client.get(PAGE).content.decode()
        assert "Rosa Quill" in page
        assert "formaction" not in page
        assert [press(client, call, deed).status_code for deed in DEEDS] == [403] * 4
    assert (row(call).state, row(refused).state) == (State.CALL, State.FAILED)


def test_for_another_town_the_list_does_not_exist(call, cast):
    assert cast.otto.get(PAGE).status_code == 404
    assert [press(cast.otto, call, deed).status_code for deed in DEEDS] == [404] * 4
    assert cast.otto.post(f"/staff/shelby/calls/{call.pk}/called/").status_code == 404
    assert row(call).state == State.CALL


def test_the_signed_out_are_sent_to_sign_in(call, cast):
    for client in (cast.nobody, cast.walt):
        assert client.get(PAGE).status_code == 302
        assert [press(client, call, deed).status_code for deed in DEEDS] == [302] * 4
    assert row(call).state == State.CALL


def test_a_deed_is_never_a_get(call, cast):
    assert [cast.imani.get(f"{PAGE}{call.pk}/{deed}/").status_code for deed in DEEDS] == [405] * 4


def test_the_page_asks_the_same_number_of_questions_for_one_and_for_thirty_lines(
    call, refused, cast, elm, walts, now, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(40) as counted:
            cast.imani.get(PAGE)
        return len(counted)

    question = Question.objects.create(party=walts, text="Which alley?", asked_at=now)
    walts.review = "needs_information"
    walts.save()
    Host.objects.filter(party=walts).update(email="")
    notices.question(walts.hosts.get(), question, now=now)
    one = queries()
    for number in range(30):
        again = Question.objects.create(party=walts, text=f"Which alley {number}?", asked_at=now)
        notices.question(walts.hosts.get(), again, now=now)
        failed = notices.host_link(elm.hosts.get(), now=now + dt.timedelta(seconds=number))
        Notice.objects.filter(pk=failed.pk).update(state=State.FAILED)
    assert queries() == one


def test_all_that_one_person_is_owed_stands_together(call, cast, make_party, edition, now):
    first, second = (
        make_party(edition, "approved", street=street, email="", phone="314-555-0199", host_name="Nell Ash")
        for street in ("Ash St", "Beech St")
    )
    notices.approved(first.hosts.get(), now=now)
    notices.host_link(call.host, now=now + dt.timedelta(hours=1))
    notices.approved(second.hosts.get(), now=now + dt.timedelta(hours=2))
    people = [line.who for line in cast.imani.get(PAGE).context["calls"]]
    assert set(people) == {"Rosa Quill", "Nell Ash"}
    assert people == sorted(people, key=people.index)


def test_the_answer_to_a_question_is_written_down_from_the_list(call, cast, now):
    asked = Question.objects.create(party=call.party, text="Which alley?", asked_at=now)
    Party.objects.filter(pk=call.party_id).update(review="needs_information")
    notices.question(call.host, asked, now=now)
    assert f"/staff/springfield/parties/{call.party.reference}/record-answer/" in cast.imani.get(PAGE).content.decode()
    assert "/record-answer/" not in cast.reader.get(PAGE).content.decode()


# On paper


SHEET = f"{PAGE}sheet/"


def test_the_list_on_paper_has_every_call_with_its_words_and_a_box_to_tick(call, cast, now):
    notices.host_link(call.host, now=now)
    page = cast.reader.get(SHEET).content.decode()
    assert page.count("Rosa Quill, <a") == 1
    assert page.count('class="tickbox"') == 2
    assert "(314) 555-0142" in page
    assert "Good news: your party is approved." in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


def test_the_list_on_paper_can_be_about_one_letter_alone(call, cast, now):
    notices.host_link(call.host, now=now)
    page = cast.imani.get(SHEET, {"about": "approved"}).content.decode()
    assert page.count('class="tickbox"') == 1
    assert "Link sent again, 1</a>" in page
    assert cast.imani.get(SHEET, {"about": "nonsense"}).content.decode().count('class="tickbox"') == 2


def test_the_list_on_paper_has_the_words_in_the_hosts_language_too(call, cast):
    Notice.objects.update(language="es")
    page = cast.imani.get(SHEET).content.decode()
    assert "Good news: your party is approved." in page
    assert "Speaks Spanish" in page
    assert '<div class="own" lang="es">' in page


def test_a_reminder_whose_moment_has_passed_is_not_called(call, cast, now):
    later = timezone.now() + dt.timedelta(hours=1)
    about = {"is_quiet": True, "date": call.party.date.isoformat()}
    owe("day_before", "1", host=call.host, now=now, not_after=later, **about)
    late = owe("week_before", "1", host=call.host, now=now, not_after=later - dt.timedelta(hours=1), **about)
    for address in (PAGE, SHEET):
        page = cast.imani.get(address).content.decode()
        assert "Your party is tomorrow" in page
        assert "Your party is soon" not in page
    assert housekeeping.tidy(later - dt.timedelta(minutes=1))["calls"] == 1
    assert row(late).state == State.EXPIRED


def test_many_calls_on_paper_cost_as_many_queries_as_one(call, cast, edition, make_party, now):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            cast.imani.get(SHEET)
        return len(queries)

    owe("day_before", "1", host=call.host, now=now, is_quiet=True, date=call.party.date.isoformat())
    Notice.objects.update(not_after=timezone.now() + dt.timedelta(days=1))
    alone = asked()
    for number in range(5):
        party = make_party(edition, "approved", email="", number=str(3000 + number))
        host = party.hosts.get()
        owe("day_before", host.pk, host=host, now=now, is_quiet=True, date=party.date.isoformat())
    Notice.objects.update(not_after=timezone.now() + dt.timedelta(days=1))
    assert asked() == alone
