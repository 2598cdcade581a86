"""A letter on its way: written once for each person whatever breaks off, tried out, watched, stopped."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from events import jobs
from events.broadcasts import desk, sending
from events.mail import broadcasts as outgoing
from events.mail import outbox
from events.models import Broadcast, Host, Job, Notice

State = Notice.State
FIELDS = {
    "subject_en": "Rain on the night",
    "text_en": "Take a tent.",
    "subject_es": "Lluvia esa noche",
    "text_es": "Lleve una carpa.",
}


def path(name, broadcast):
    return reverse(f"broadcasts:{name}", args=["springfield", broadcast.pk])


def said(response):
    return response.content.decode()


@pytest.fixture
def three(host_party):
    """Ana reads English, Luz Spanish, and Bea has no e-mail."""
    parties = [host_party("Ana"), host_party("Luz", language="es"), host_party("Bea", phone="+13145550188")]
    Host.objects.filter(name="Bea").update(email="")
    return parties


@pytest.fixture
def letter(three, make_letter):
    return make_letter()


@pytest.fixture
def sent(letter, cast, write, now):
    """The letter, written to all three."""
    assert sending.begin(letter, seen=1, by=cast.users.imani, now=now)
    assert write() == {"done": 1}
    letter.refresh_from_db()
    return letter


def test_a_draft_is_written_in_both_languages_and_goes_to_nobody(cast):
    before = Notice.objects.count()
    response = cast.imani.post(reverse("broadcasts:new", args=["springfield"]), FIELDS | {"year": "2027"})
    draft = Broadcast.objects.get()
    assert response["Location"] == path("audience", draft)
    assert draft.subjects == {"en": "Rain on the night", "es": "Lluvia esa noche"}
    assert (draft.state, draft.by, draft.filters["review"]) == ("draft", cast.users.imani, ["approved"])
    assert Notice.objects.count() == before


@pytest.mark.parametrize(
    "changes, error",
    [
        ({"subject_en": ""}, "Enter a subject"),
        ({"text_en": " "}, "Enter what you want to tell the hosts"),
        ({"text_es": ""}, "Enter the text in Spanish too, or leave both empty"),
        ({"subject_es": ""}, "Enter the subject in Spanish too, or leave both empty"),
        ({"subject_en": "x" * 121}, "Use 120 characters or fewer"),
    ],
)
def test_half_a_letter_is_refused_and_what_was_typed_stays(changes, error, cast):
    response = cast.imani.post(reverse("broadcasts:new", args=["springfield"]), FIELDS | {"year": "2027"} | changes)
    assert error in said(response)
    assert "Lleve" in said(response) or "text_es" in changes
    assert not Broadcast.objects.exists()


def test_the_words_change_until_the_letter_is_sent(cast, letter, write):
    cast.imani.post(path("words", letter), FIELDS | {"seen": 1, "subject_es": "", "text_es": ""})
    letter.refresh_from_db()
    assert (letter.subjects, letter.texts) == ({"en": "Rain on the night"}, {"en": "Take a tent."})
    cast.imani.post(path("send", letter), {"seen": 2})
    page = said(cast.imani.post(path("words", letter), FIELDS | {"seen": 3}, follow=True))
    assert "was changed or sent meanwhile" in page
    letter.refresh_from_db()
    assert letter.subjects == {"en": "Rain on the night"}


def test_the_draft_shows_how_it_reads_in_each_language_and_nobodys_link(cast, letter):
    page = said(cast.imani.get(path("broadcast", letter)))
    assert "Take a tent." in page
    assert "Lleve una carpa." in page
    assert "1200 block of Example St" in page
    assert "/link/" not in page


def test_sending_owes_each_person_one_letter_and_calls_those_without_an_address(cast, letter, write, now):
    assert "Send to 3 people" in said(cast.imani.get(path("send", letter)))
    response = cast.imani.post(path("send", letter), {"seen": 1})
    assert response["Location"] == path("broadcast", letter)
    letter.refresh_from_db()
    assert (letter.state, letter.job.state) == ("sending", "waiting")
    assert write() == {"done": 1}
    letter.refresh_from_db()
    assert (letter.state, letter.job.result) == ("sent", {"written": 3})
    rows = letter.notices.order_by("host__name").values_list("host__name", "state", "language", "is_quiet")
    assert list(rows) == [("Ana", "queued", "en", True), ("Bea", "call", "en", True), ("Luz", "queued", "es", True)]


def test_the_button_pressed_twice_sends_once(cast, letter, write):
    cast.imani.post(path("send", letter), {"seen": 1})
    page = said(cast.imani.post(path("send", letter), {"seen": 1}, follow=True))
    assert "was changed or sent meanwhile" in page
    assert Job.objects.filter(kind="broadcasts.send").count() == 1


def test_a_letter_changed_since_it_was_seen_is_not_sent(cast, letter):
    assert sending.choose(letter, seen=1, filters={"kit": "no"})
    cast.imani.post(path("send", letter), {"seen": 1})
    letter.refresh_from_db()
    assert letter.state == "draft"
    assert not Job.objects.filter(kind="broadcasts.send").exists()


def test_a_letter_to_nobody_is_not_sent(cast, make_letter):
    draft = make_letter({"language": ["es"]})
    assert "Nobody matches." in said(cast.imani.post(path("send", draft), {"seen": 1}))
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_writing_that_breaks_off_and_is_begun_again_doubles_no_letter(cast, letter, write, now, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 1)
    sending.begin(letter, seen=1, by=cast.users.imani, now=now)
    job = jobs.claim(now, "first", ["broadcasts.send"])

    class Killed(BaseException):
        """The process is gone."""

    class Progress:
        def clock(self):
            return now

        def __call__(self, done, total, says):
            if done == 2:
                raise Killed

    with pytest.raises(Killed):
        sending.send(job, Progress())
    first = list(letter.notices.values_list("pk", flat=True))
    assert len(first) == 2
    Job.objects.update(state="waiting", leased_until=None)
    assert write() == {"done": 1}
    assert letter.notices.count() == 3
    assert set(first) < set(letter.notices.values_list("pk", flat=True))


def test_writing_that_failed_is_told_and_goes_on_where_it_was(cast, letter, write, now):
    sending.begin(letter, seen=1, by=cast.users.imani, now=now)
    Job.objects.update(state="failed", error="The work broke off.", ended_at=now)
    page = said(cast.imani.get(path("broadcast", letter)))
    assert "The work broke off." in page
    assert "Go on" in page
    cast.imani.post(path("go_on", letter))
    assert write() == {"done": 1}
    letter.refresh_from_db()
    assert (letter.state, letter.notices.count()) == ("sent", 3)
    assert "was changed or sent meanwhile" in said(cast.imani.post(path("go_on", letter), follow=True))


def test_each_host_reads_their_own_language_with_their_own_link_and_answers_the_city(sent, now):
    counts = outbox.deliver_due(now)
    assert counts == {"sent": 2}
    by_reader = {message.to[0]: message for message in mail.outbox}
    ana, luz = by_reader["ana@example.org"], by_reader["luz@example.org"]
    assert (ana.subject, luz.subject) == ("Rain on the night", "Lluvia esa noche")
    assert "Hello Ana,\n\nTake a tent.\n\nOr stay home." in ana.body
    assert "Lleve una carpa.\n\nO quédese en casa." in luz.body
    assert "/link/" in ana.body
    assert ana.reply_to == ["nno@springfield.example.org"]
    assert "List-Unsubscribe" in ana.extra_headers


def test_who_stops_letters_in_between_gets_it_only_if_everybody_must_know(cast, three, make_letter, write, now):
    for needed in (False, True):
        letter = make_letter({"needed": True} if needed else {})
        sending.begin(letter, seen=2, by=cast.users.imani, now=now)
        write()
        Host.objects.filter(name="Ana").update(wants_reminders=False)
        outbox.deliver_due(now)
        assert letter.notices.get(host__name="Ana").state == ("sent" if needed else "expired")
        Host.objects.update(wants_reminders=True)


def test_a_party_called_off_in_between_gets_no_letter(sent, now):
    Host.objects.get(name="Ana").party.__class__.objects.filter(hosts__name="Ana").update(review="withdrawn")
    outbox.deliver_due(now)
    assert sent.notices.get(host__name="Ana").state == State.EXPIRED


def test_a_letter_written_before_the_party_does_not_come_after_it(cast, letter, write, now, edition):
    just_before = edition.window()[0]
    sending.begin(letter, seen=1, by=cast.users.imani, now=just_before)
    jobs.run_due({"broadcasts.send": sending.send}, clock=lambda: just_before, worker="one")
    party = Host.objects.get(name="Ana").party
    last = letter.notices.get(host__name="Ana").not_after.astimezone(edition.community.zone)
    assert (last.date(), last.time()) == (party.date, party.ends)


def test_the_page_counts_what_left_what_waits_and_what_is_in_trouble(cast, sent, now):
    Notice.objects.filter(host__name="Ana").update(state=State.SENT, sent_at=now)
    shown = cast.reader.get(path("progress", sent)).json()
    assert (shown["done"], shown["total"], shown["percent"], shown["is_over"]) == (1, 2, 50, False)
    Notice.objects.filter(host__name="Luz").update(state=State.FAILED)
    assert cast.reader.get(path("progress", sent)).json()["is_over"] is True
    page = said(cast.reader.get(path("broadcast", sent)))
    assert "See the letters in trouble" in page
    assert "Print the call list" in page
    assert "Stop the letter" not in page


def test_at_night_the_letters_wait_for_the_morning(sent, now):
    night = now.replace(hour=23)
    shown = desk.progress_of(sent, outgoing.tally_of(sent), night)
    assert shown["says"] == "The letters wait until 8 am"
    assert outbox.deliver_due(night) == {"quiet": 2}
    assert outbox.deliver_due(night + dt.timedelta(hours=10)) == {"sent": 2}


def test_stopped_nothing_more_leaves_and_nobody_is_called(cast, sent, now):
    Notice.objects.filter(host__name="Ana").update(state=State.SENT, sent_at=now)
    page = said(cast.imani.post(path("stop", sent), follow=True))
    assert "The letter is stopped. 2 did not leave." in page
    assert outbox.deliver_due(now) == {}
    assert sorted(sent.notices.values_list("host__name", "state")) == [
        ("Ana", "sent"),
        ("Bea", "expired"),
        ("Luz", "expired"),
    ]
    assert "was changed or sent meanwhile" in said(cast.imani.post(path("stop", sent), follow=True))


def test_stopped_while_it_is_written_no_further_letter_is_made(cast, letter, write, now):
    sending.begin(letter, seen=1, by=cast.users.imani, now=now)
    job = jobs.claim(now, "first", ["broadcasts.send"])
    letter.refresh_from_db()
    sending.stop(letter, now=now)
    with pytest.raises(jobs.Cancelled):
        sending.send(job, lambda *said: None)
    assert not letter.notices.exists()


def test_a_test_goes_to_the_coordinator_alone_in_each_language(cast, letter, now):
    response = cast.imani.post(path("test", letter))
    assert response["Location"] == path("broadcast", letter)
    row = letter.notices.order_by("pk").first()
    outbox.deliver_due(row.created_at)
    assert [message.to for message in mail.outbox] == [["imani@springfield.example.org"]] * 2
    told = sorted(message.subject.rpartition(": ")[2] for message in mail.outbox)
    assert told == ["Lluvia esa noche", "Rain on the night"]
    english = next(message for message in mail.outbox if "Take a tent." in message.body)
    assert path("broadcast", letter) in english.body
    letter.refresh_from_db()
    assert letter.state == "draft"


def test_the_call_list_has_phone_party_and_the_words_before_and_after_sending(cast, letter, write, now):
    draft = said(cast.reader.get(path("calls", letter)))
    cast.imani.post(path("send", letter), {"seen": 1})
    write()
    Notice.objects.filter(host__name="Bea").update(state=State.CALLED)
    after = said(cast.reader.get(path("calls", letter)))
    for page in (draft, after):
        assert "(314) 555-0188" in page
        assert "Take a tent." in page
        assert "ana@example.org" not in page
    assert ("Not called" in draft, "Not called" in after) == (True, False)


def test_a_letter_can_be_begun_from_another_and_a_draft_thrown_away(cast, sent):
    cast.imani.post(path("copy", sent))
    copy = Broadcast.objects.exclude(pk=sent.pk).get()
    assert (copy.state, copy.subjects, copy.filters) == ("draft", sent.subjects, sent.filters)
    cast.imani.post(path("discard", copy), {"seen": 1})
    cast.imani.post(path("discard", sent), {"seen": sent.revision})
    assert list(Broadcast.objects.values_list("pk", flat=True)) == [sent.pk]


def test_another_towns_letter_does_not_exist(cast, letter, shelby):
    assert cast.otto.get(path("broadcast", letter)).status_code == 404
    assert cast.otto.get(reverse("broadcasts:broadcast", args=["shelby", letter.pk])).status_code == 404
    assert cast.otto.post(reverse("broadcasts:send", args=["shelby", letter.pk]), {"seen": 1}).status_code == 404


def test_the_list_costs_the_same_for_one_letter_and_for_thirty(
    cast, make_letter, django_assert_num_queries, django_assert_max_num_queries
):
    url = reverse("broadcasts:list", args=["springfield"])
    make_letter()
    with django_assert_max_num_queries(8) as counted:
        cast.imani.get(url)
    for _number in range(29):
        make_letter()
    with django_assert_num_queries(len(counted)):
        assert said(cast.imani.get(url)).count("Rain on the night") == 30
