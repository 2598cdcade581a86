"""Every kind of letter in both languages: what it must say, what it must not carry, and when it has lost its point."""

import html
import re
from inspect import isfunction

import pytest
from django.conf import settings
from django.core import serializers
from django.utils import translation

from events import registry
from events.access import get_host_by_token_or_404
from events.mail import letters, notices
from events.mail.kinds import KINDS, Stock
from events.models import Closure, Host, Notice, Party, Review

SITE = settings.SITE_URL
FOR_STAFF = {"broadcast_test", "invitation", "listing_reported", "password_reset"}
IN_THE_CITYS_WORDS = {"broadcast"}
ABOUT_THE_NIGHT = {"night_called_off", "night_postponed"}
TO_AN_ASKER = {"join_confirm", "join_declined"}
ABOUT_A_PARTY = sorted(set(KINDS) - FOR_STAFF - TO_AN_ASKER - {"draft_link", "register_again"})
BY_ANOTHER_LINK = {"confirm", "contact_changed", "join_asked", "join_ended", "pair_asked"}
BY_ANOTHER_LINK |= {"day_after", "remind_confirm"}
WITH_REASON = ["declined", "cancelled", "proposal_rejected", "closure_declined"]


def links_in(text):
    return re.findall(rf"{re.escape(SITE)}/\S*", text)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_subject_text_and_html_of_the_same_words(kind, language, owed, fresh):
    letter = letters.compose(fresh(owed(kind, language)))
    assert letter.subject
    assert "\n" not in letter.subject
    assert f'<html lang="{language}">' in letter.html
    said = html.unescape(re.sub(r"<[^>]+>", " ", letter.html.partition("<body>")[2]))
    for line in letter.text.replace("--\n", "").split("\n"):
        words = line.lstrip("> ").rstrip(":").strip()
        if words and not words.startswith("http"):
            assert " ".join(words.split()) in " ".join(said.split())


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_says_whom_to_ask_and_why_it_came(kind, owed, fresh):
    text = letters.compose(fresh(owed(kind))).text
    assert "Write to nno@springfield.example.org or call (314) 555-0100." in text
    assert "You get this because" in text
    assert "{" not in text


@pytest.mark.parametrize("kind", ABOUT_A_PARTY)
def test_a_letter_about_a_party_names_place_day_hours_and_reference(kind, owed, fresh):
    notice = fresh(owed(kind))
    letter = letters.compose(notice)
    assert "Party: 2800 block of Elm St" in letter.text
    assert "When: Tuesday, October 5, 2027, 5 to 8 pm" in letter.text
    assert f"Reference: {notice.party.reference}" in letter.text
    assert "2800 block of Elm St" in letter.subject or kind in IN_THE_CITYS_WORDS | ABOUT_THE_NIGHT


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_letter_has_one_button_and_no_link_leads_elsewhere(kind, owed, fresh):
    letter = letters.compose(fresh(owed(kind)))
    assert letter.html.count('class="button"') == 1
    assert set(re.findall(r'href="([^"]+)"', letter.html)) == set(links_in(letter.text))


@pytest.mark.parametrize("kind", sorted(set(ABOUT_A_PARTY) - BY_ANOTHER_LINK))
@pytest.mark.parametrize("language, prefix", [("en", ""), ("es", "/es")])
def test_a_host_gets_the_secret_link_in_their_language(kind, language, prefix, owed, fresh, link_of):
    notice = fresh(owed(kind, language))
    assert f"\n{SITE}{prefix}{link_of('manage', notice.host)}\n" in letters.compose(notice).text


def test_the_confirm_letter_brings_the_confirm_link_alone(owed, fresh, link_of):
    notice = fresh(owed("confirm"))
    assert links_in(letters.compose(notice).text) == [f"{SITE}{link_of('confirm', notice.host)}"]


def test_the_draft_letter_brings_the_draft_link_and_the_last_day(owed, fresh, link_of):
    notice = fresh(owed("draft_link"))
    letter = letters.compose(notice)
    assert links_in(letter.text) == [f"{SITE}{link_of('draft', notice.draft)}"]
    assert "until October 5, 2027" in letter.text
    assert letter.to == "rosa@example.org"


def test_the_old_address_is_told_of_the_change_without_any_secret_link(owed, fresh):
    letter = letters.compose(fresh(owed("contact_changed")))
    assert letter.to == "old@example.org"
    assert links_in(letter.text) == [f"{SITE}/about/contact/"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_token_is_ever_in_the_database(kind, owed, fresh):
    notice = fresh(owed(kind))
    secrets = [
        part for link in links_in(letters.compose(notice).text) for part in re.findall(r"\.([a-z2-7]{26})", link)
    ]
    kept = serializers.serialize("json", [*Notice.objects.all(), *Host.objects.all(), *Party.objects.all()])
    assert not [secret for secret in secrets if secret in kept]
    assert bool(secrets) == (kind not in FOR_STAFF | {"contact_changed", "join_ended"})


def test_a_replaced_link_is_the_one_a_late_letter_brings(owed, fresh, rf):
    notice = owed("received")
    before = letters.compose(fresh(notice))
    Host.objects.filter(pk=notice.host_id).update(link_version=2)
    (link,) = links_in(letters.compose(fresh(notice)).text)
    assert link not in before.text
    token = link.rstrip("/").rpartition("/")[2]
    assert get_host_by_token_or_404(rf.get("/"), token).pk == notice.host_id


def test_a_letter_follows_the_host_to_a_new_address(owed, fresh):
    notice = owed("approved")
    Host.objects.filter(pk=notice.host_id).update(email="rosa.new@example.org")
    assert letters.compose(fresh(notice)).to == "rosa.new@example.org"


@pytest.mark.parametrize("kind", WITH_REASON)
def test_a_refusal_gives_the_coordinators_reason_as_a_quote(kind, owed, fresh):
    letter = letters.compose(fresh(owed(kind)))
    assert "\n> The bus runs there until nine.\n" in letter.text
    assert "<blockquote>The bus runs there until nine.</blockquote>" in letter.html


@pytest.mark.parametrize("kind", ["question", "closure_question"])
def test_a_question_is_quoted_line_by_line(kind, owed, fresh):
    assert "\n> Which alley\n> is it?\n" in letters.compose(fresh(owed(kind))).text


def test_the_received_letter_says_when_to_expect_an_answer(owed, fresh):
    text = letters.compose(fresh(owed("received"))).text
    assert "within 3 working days" in text
    assert "Until you hear from us that it is approved, the street stays open to cars." in text


def test_an_approved_party_is_told_its_page_and_that_its_closure_is_another_matter(owed, fresh):
    notice = fresh(owed("approved"))
    text = letters.compose(notice).text
    assert f"{SITE}/springfield/2027/p/{notice.party.slug}/" in text
    assert "it is not decided yet" in text
    assert "street closure is approved" not in text


def test_an_approved_party_without_a_closure_is_told_that_the_street_stays_open(owed, fresh):
    assert "This does not close a street." in letters.compose(fresh(owed("approved", closure_wanted=False))).text


def test_an_unlisted_party_gets_no_page_in_its_letter(owed, fresh):
    letter = letters.compose(fresh(owed("approved", level="unlisted")))
    assert "/p/" not in letter.text
    assert "it is not shown to the public" in letter.text
    assert "Elm St" not in letter.subject


def test_an_approved_closure_names_segment_and_hours(owed, fresh):
    text = letters.compose(fresh(owed("closure_approved"))).text
    assert "Elm St from 1st St to 2nd St, Tuesday, October 5, 2027, 4 to 9 pm." in text


@pytest.mark.parametrize(
    ("barricades", "left_at", "words"),
    [
        ("own", "", "You bring your own barricades."),
        ("pickup", "", "You pick up the barricades."),
        ("delivered", "", "The city brings the barricades."),
        ("delivered", "On the corner of 1st St", "The city brings the barricades: On the corner of 1st St."),
    ],
)
def test_the_letter_says_who_brings_the_barricades(owed, fresh, barricades, left_at, words):
    notice = owed("closure_approved")
    Closure.objects.update(barricades=barricades, barricades_at=left_at)
    assert words in letters.compose(fresh(notice)).text


def test_the_letter_of_an_approved_closure_names_a_fee_until_it_is_paid(owed, fresh):
    notice = owed("closure_approved")
    Closure.objects.update(fee_cents=6250)
    assert "The closure costs $62.50." in letters.compose(fresh(notice)).text
    Closure.objects.update(fee_paid_at=notice.created_at)
    assert "costs" not in letters.compose(fresh(notice)).text


def test_a_declined_closure_leaves_the_party_approved(owed, fresh):
    text = letters.compose(fresh(owed("closure_declined"))).text
    assert "The street stays open to cars." in text
    assert "Your party itself stays approved." in text


def test_a_reopened_closure_keeps_the_street_open(owed, fresh):
    text = letters.compose(fresh(owed("closure_reopened"))).text
    assert "Elm St from 1st St to 2nd St" in text
    assert "the street stays open to cars" in text
    assert "Your party itself stays approved." in text


def test_a_closure_approved_once_more_makes_the_letter_of_its_reopening_pointless(owed, fresh):
    notice = owed("closure_reopened")
    Closure.objects.update(state=Closure.State.APPROVED)
    with pytest.raises(letters.Obsolete):
        letters.compose(fresh(notice))


def test_the_second_contact_is_told_by_whom_they_were_named(owed, fresh):
    letter = letters.compose(fresh(owed("second_contact")))
    assert letter.text.startswith("Hello Ida Quill,")
    assert "Rosa Quill named you" in letter.text


def test_an_invitation_leads_to_a_page_that_sets_the_password(owed, fresh, client):
    notice = fresh(owed("invitation"))
    (link,) = links_in(letters.compose(notice).text)
    answer = client.get(link.removeprefix(SITE))
    assert answer.status_code == 302
    assert "-set-password" in answer.url


def test_somebody_with_a_password_is_invited_to_sign_in(owed, fresh):
    notice = fresh(owed("invitation"))
    notice.user.set_password("a lamp on every porch")
    assert links_in(letters.compose(notice).text) == [f"{SITE}/staff/"]


def test_a_report_is_quoted_and_leads_to_the_queue(owed, fresh):
    letter = letters.compose(fresh(owed("listing_reported")))
    assert links_in(letter.text) == [f"{SITE}/staff/springfield/"]
    assert "> This is my driveway.\n>\n> cal@example.org" in letter.text


def test_every_function_of_notices_has_its_letter():
    written_here = [thing for thing in vars(notices).values() if getattr(thing, "__module__", "") == notices.__name__]
    assert {thing.__name__ for thing in written_here if isfunction(thing) and thing.__name__[0] != "_"} <= set(KINDS)


def test_a_forgotten_password_leads_to_a_page_that_sets_one_even_without_a_seat(owed, fresh, client):
    notice = owed("password_reset")
    notice.user.memberships.all().delete()
    (link,) = links_in(letters.compose(fresh(notice)).text)
    assert "-set-password" in client.get(link.removeprefix(SITE)).url


def test_somebody_who_may_not_sign_in_gets_no_password(owed, fresh):
    notice = owed("password_reset")
    notice.user.is_active = False
    notice.user.save()
    with pytest.raises(letters.Obsolete):
        letters.compose(fresh(notice))


def test_a_second_contact_is_told_why_the_letter_came_to_them(owed, fresh):
    notice = fresh(owed("approved"))
    notice.host.role = Host.Role.SECOND
    assert "You get this because you are a contact of this party." in letters.compose(notice).text


def test_the_message_id_is_the_notices_own_every_time(owed, fresh):
    notice = owed("received")
    first, second = letters.compose(fresh(notice)), letters.compose(fresh(notice))
    assert first.message_id == second.message_id
    assert re.fullmatch(rf"<notice-{notice.pk}-\d+@127\.0\.0\.1>", first.message_id)


# When a letter has lost its point

OVERTAKEN = {
    "confirm": [Review.SUBMITTED, Review.WITHDRAWN],
    "received": [Review.APPROVED, Review.DECLINED, Review.WITHDRAWN, Review.CANCELLED],
    "entered": [Review.DECLINED, Review.WITHDRAWN, Review.CANCELLED],
    "second_contact": [Review.DECLINED, Review.WITHDRAWN, Review.CANCELLED],
    "question": [Review.APPROVED, Review.DECLINED, Review.WITHDRAWN],
    "approved": [Review.CANCELLED, Review.WITHDRAWN],
    "declined": [Review.SUBMITTED, Review.WITHDRAWN],
    "cancelled": [Review.SUBMITTED],
    "reopened": [Review.APPROVED, Review.WITHDRAWN],
    "proposal_accepted": [Review.CANCELLED],
    "proposal_rejected": [Review.WITHDRAWN],
    "closure_question": [Review.WITHDRAWN],
    "closure_approved": [Review.CANCELLED],
    "closure_declined": [Review.WITHDRAWN],
    "closure_reopened": [Review.WITHDRAWN],
    "join_confirm": [Review.SUBMITTED, Review.CANCELLED, Review.WITHDRAWN],
    "join_asked": [Review.CANCELLED, Review.WITHDRAWN],
    "join_agreed": [Review.CANCELLED, Review.WITHDRAWN],
    "joined": [Review.CANCELLED, Review.WITHDRAWN],
    "joined_left": [Review.CANCELLED],
    "pair_asked": [Review.DECLINED, Review.WITHDRAWN],
    "pair_agreed": [Review.CANCELLED],
    "pair_declined": [Review.WITHDRAWN],
    "merged": [Review.CANCELLED, Review.WITHDRAWN],
    "remind_confirm": [Review.SUBMITTED, Review.WITHDRAWN],
    "remind_answer": [Review.SUBMITTED, Review.APPROVED, Review.WITHDRAWN],
    "week_before": [Review.SUBMITTED, Review.CANCELLED, Review.WITHDRAWN],
    "day_before": [Review.CANCELLED, Review.WITHDRAWN],
    "day_after": [Review.CANCELLED, Review.WITHDRAWN],
}


@pytest.mark.parametrize("kind, review", [(kind, state) for kind, states in OVERTAKEN.items() for state in states])
def test_a_letter_overtaken_by_events_is_not_written(kind, review, owed, fresh, now):
    notice = owed(kind)
    Party.objects.filter(pk=notice.party_id).update(
        review=review, decided_at=now, approved_at=now, slug=registry.free_slug(notice.party)
    )
    with pytest.raises(letters.Obsolete):
        letters.compose(fresh(notice))


@pytest.mark.parametrize("kind", ["question", "closure_question"])
def test_an_answered_question_is_not_asked(kind, owed, fresh, now):
    notice = owed(kind)
    notice.party.questions.update(answer="The north one", answered_at=now)
    with pytest.raises(letters.Obsolete):
        letters.compose(fresh(notice))


def test_a_draft_that_was_sent_needs_no_link(owed, fresh, elm):
    notice = owed("draft_link")
    notice.draft.party = elm
    notice.draft.save()
    with pytest.raises(letters.Obsolete):
        letters.compose(fresh(notice))


@pytest.mark.parametrize("kind", ["invitation", "listing_reported"])
def test_somebody_who_lost_the_seat_gets_no_letter(kind, owed, fresh):
    notice = owed(kind)
    notice.user.memberships.all().delete()
    with pytest.raises(letters.Obsolete):
        letters.compose(fresh(notice))


def test_an_erased_address_gets_no_letter(owed, fresh):
    notice = owed("approved")
    Host.objects.filter(pk=notice.host_id).update(email="")
    with pytest.raises(letters.Obsolete):
        letters.compose(fresh(notice))


def test_an_unknown_language_is_english(owed, fresh):
    notice = fresh(owed("received"))
    notice.language = "bs"
    assert letters.compose(notice).text.startswith("Hello Rosa Quill,")


def test_writing_a_letter_leaves_the_language_of_the_process_alone(owed, fresh):
    notice = fresh(owed("received", "es"))
    with translation.override("en"):
        letters.compose(notice)
        assert translation.get_language() == "en"


# On the phone


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_words_to_say_are_short_and_hold_no_link(kind, owed, fresh):
    words = letters.words_to_say(fresh(owed(kind)))
    text = " ".join(words)
    assert words[0]
    assert "http" not in text
    assert not [paragraph for paragraph in words[-1:] if paragraph.endswith(":")]
    assert "  " not in text
    assert not text.startswith("Hello")
    assert "You get this because" not in text
    assert len(text) < 600


def test_words_to_say_give_the_reason(owed, fresh):
    assert "The bus runs there until nine." in letters.words_to_say(fresh(owed("declined")))


def test_letters_of_a_list_need_the_same_number_of_queries_for_one_and_for_many(
    owed, make_party, edition, django_assert_num_queries, now
):
    def written(number):
        rows = list(Notice.objects.select_related(*letters.ROWS).filter(kind="received")[:number])
        stock = Stock.of(rows)
        return [letters.compose(row, stock) for row in rows]

    for number in range(10):
        make_party(edition, email=f"host{number}@example.org")
    for number in (1, 10):
        with django_assert_num_queries(1):
            assert len(written(number)) == number


def test_a_party_entered_and_approved_at_once_is_not_told_to_wait(owed, fresh, now):
    notice = owed("entered")
    Party.objects.filter(pk=notice.party_id).update(review="approved", decided_at=now, approved_at=now, slug="elm")
    assert "working days" not in letters.compose(fresh(notice)).text
