"""Joining by the pages: asking, confirming, the host's answer, both letters, and parting."""

import pytest
from django.test import Client
from django.utils import timezone

from events import registry
from events.access import token_of
from events.hosting import deeds
from events.mail import letters, outbox
from events.models import Change, Deed, Host, Introduction, Notice, Party, Review
from tests.conftest import host_client
from tests.joining.conftest import ANA, link_of

KINDS = ["join_confirm", "join_asked", "join_agreed", "joined", "join_declined", "joined_left", "join_ended"]
PRIVATE = ("Lark", "ana@example.org", "555-0155")


def ask_page(draft, party, end=""):
    return f"/springfield/register/{draft.key}/join/{party.slug}/{end}"


def kinds():
    return list(Notice.objects.filter(kind__in=KINDS).order_by("pk").values_list("kind", flat=True))


def text_of(kind):
    return letters.compose(Notice.objects.select_related(*letters.ROWS).filter(kind=kind).latest("pk")).text


# Asking


def test_the_form_comes_with_what_is_known(ana, draft, there):
    draft.answers |= {"host_name": "Ana Lark", "email": "ana@example.org", "phone": "+13145550155"}
    draft.save()
    said = ana.get(ask_page(draft, there)).content.decode()
    assert 'value="Ana Lark"' in said
    assert 'value="ana@example.org"' in said


def test_asking_keeps_the_wish_and_says_what_comes_next(ana, draft, there):
    answer = ana.post(ask_page(draft, there), ANA)
    assert answer.url == ask_page(draft, there, "asked/")
    wish = Introduction.objects.get()
    assert (wish.party, wish.draft, wish.name, wish.phone) == (there, draft, "Ana Lark", "+13145550155")
    said = ana.get(answer.url).content.decode()
    assert "Open your email to confirm" in said
    assert "ana@example.org" in said
    assert kinds() == ["join_confirm"]


def test_a_form_that_is_not_filled_in_asks_nobody(ana, draft, there):
    said = ana.post(ask_page(draft, there), {"name": "Ana", "message": "x" * 281}).content.decode()
    assert "Enter your email address" in said
    assert 'value="Ana"' in said
    assert not Introduction.objects.exists()


def test_a_robot_gets_no_letter_and_does_not_notice(ana, draft, there):
    answer = ana.post(ask_page(draft, there), {**ANA, "website": "https://evil.test"})
    assert answer.url == ask_page(draft, there, "asked/")
    assert not Introduction.objects.exists()


def test_letters_to_one_address_are_limited(ana, draft, there, settings):
    settings.LIMITS_ENABLED = True
    statuses = [ana.post(ask_page(draft, there), ANA).status_code for _time in range(22)]
    assert statuses[0] == 302
    assert statuses[-1] == 429
    assert kinds() == ["join_confirm"]


def test_a_double_press_is_one_wish_and_one_letter(ana, draft, there):
    for _time in range(2):
        ana.post(ask_page(draft, there), ANA)
    assert Introduction.objects.count() == 1
    assert kinds() == ["join_confirm"]


def test_the_letter_can_be_sent_again(ana, draft, there, wish):
    assert ana.post(ask_page(draft, there, "again/")).url == ask_page(draft, there, "asked/")
    assert kinds() == ["join_confirm", "join_confirm"]


def test_a_party_elsewhere_cannot_be_asked_from_here(ana, draft, there, edition, make_party):
    far = make_party(
        edition, Review.APPROVED, street="Oak Ave", lat=38.6091, lng=-90.2149, neighborhood=2, email="w@example.org"
    )
    assert ana.get(ask_page(draft, far)).url == f"/springfield/register/{draft.key}/check/"
    assert ana.post(ask_page(draft, far), ANA).status_code == 302
    assert not Introduction.objects.exists()


def test_who_asked_goes_on_alone_without_being_told_again(ana, draft, there, wish):
    assert ana.get(f"/springfield/register/{draft.key}/check/").url.endswith("/you/")


# Confirming


def test_the_confirm_link_shows_a_button_and_the_button_asks_the_host(wish, there):
    link = link_of("join_confirm")
    assert "Confirm my email" in Client().get(link).content.decode()
    assert Introduction.objects.get().confirmed_at is None
    answer = Client().post(link, follow=True)
    assert "We asked the host" in answer.content.decode()
    assert kinds() == ["join_confirm", "join_asked"]
    Client().post(link)
    assert kinds() == ["join_confirm", "join_asked"]


def test_links_that_open_nothing_look_alike(wish):
    pages = {Client().get(path).content for path in ("/join/nothing/", "/join/1.aaaaaaaaaaaaaaaaaaaaaaaaaa/")}
    pages |= {Client().get("/answer/~1-1.aaaaaaaaaaaaaaaaaaaaaaaaaa/").content, Client().get("/answer/x/").content}
    assert {page.split(b"<main")[1].split(b"</main>")[0] for page in pages} == {
        Client().get("/join/nothing/").content.split(b"<main")[1].split(b"</main>")[0]
    }
    assert Client().get(f"/join/{token_of('draft', wish.draft)}/").status_code == 404


def test_a_party_withdrawn_meanwhile_leads_to_ones_own(wish, there):
    deeds.withdraw(there, by=there.hosts.get(), now=timezone.now())
    answer = Client().post(f"/join/{token_of('join', wish)}/", follow=True)
    assert answer.status_code == 410
    said = answer.content.decode()
    assert "This party is not open to join now" in said
    assert "Elm" not in said
    assert "join_asked" not in kinds()


def test_a_level_narrowed_meanwhile_says_no_more_than_that(wish, there):
    registry.change(there, {"level": "neighborhood"}, by=None, now=timezone.now())
    said = Client().get(f"/join/{token_of('join', wish)}/")
    assert said.status_code == 410
    assert "Elm" not in said.content.decode()


def test_a_bookmark_of_a_party_that_moved_out_of_sight_leads_on(wish, ana, draft, there):
    registry.change(there, {"level": "neighborhood"}, by=None, now=timezone.now())
    for answer in (ana.get(ask_page(draft, there, "asked/")), ana.post(ask_page(draft, there, "again/"))):
        assert answer.url == f"/springfield/register/{draft.key}/check/"


# Answering


def test_before_the_answer_the_host_sees_a_first_name_and_words_alone(asked, there):
    said = Client().get(link_of("join_asked")).content.decode()
    assert "Ana" in said
    assert "I bring a tent." in said
    assert "Yes, let us celebrate together" in said
    letter = text_of("join_asked")
    assert "Ana planned a block party close to yours" in letter
    for secret in PRIVATE:
        assert secret not in said
        assert secret not in letter
    assert "tent" not in letter


def test_before_the_answer_the_asker_learns_nothing_of_the_host(asked, ana, draft, there):
    pages = [ana.get(ask_page(draft, there, "asked/")), Client().get(f"/join/{token_of('join', asked)}/")]
    for text in [page.content.decode() for page in pages]:
        for secret in ("Rosa", "rosa@", "555-0142", "2827", there.reference):
            assert secret not in text


def test_yes_gives_each_the_others_contact_and_the_asker_a_link(asked, there):
    link = link_of("join_asked")
    answer = Client().post(link, {"answer": "yes"}, follow=True)
    assert "You said yes." in answer.content.decode()
    assert there.hosts.filter(role=Host.Role.JOINED).count() == 1
    assert Change.objects.filter(party=there, deed=Deed.JOINED).count() == 1
    to_host, to_ana = text_of("join_agreed"), text_of("joined")
    assert all(word in to_host for word in ("Ana Lark", "ana@example.org", "(314) 555-0155"))
    assert all(word in to_ana for word in ("Rosa Quill", "rosa@example.org", "(314) 555-0142"))
    door = Client()
    assert door.post(link_of("joined")).url == f"/my/{there.reference}/"
    assert "Your host" in door.get(f"/my/{there.reference}/").content.decode()


def test_no_gives_the_asker_a_kind_letter_with_the_draft_and_nothing_else(asked, there, draft):
    answer = Client().post(link_of("join_asked"), {"answer": "no"}, follow=True)
    assert "You said no." in answer.content.decode()
    letter = text_of("join_declined")
    assert f"/draft/{token_of('draft', draft)}/" in letter
    for secret in ("Rosa", "rosa@", "555-0142", "Elm", there.reference):
        assert secret not in letter
    assert Client().get(link_of("join_declined")).status_code == 200
    assert there.hosts.count() == 1


def test_an_answer_that_is_neither_does_nothing(asked, there):
    assert Client().post(link_of("join_asked"), {"answer": "perhaps"}).status_code == 200
    assert Introduction.objects.get().party_answer == ""


def test_the_link_used_twice_says_what_was_answered(asked):
    link = link_of("join_asked")
    Client().post(link, {"answer": "no"})
    Client().post(link, {"answer": "yes"})
    assert "You said no." in Client().get(link).content.decode()
    assert Host.objects.filter(role=Host.Role.JOINED).count() == 0


def test_a_replaced_link_of_the_host_ends_the_answer_link_too(asked, there):
    link = link_of("join_asked")
    Host.objects.filter(party=there).update(link_version=2)
    assert Client().get(link).status_code == 404
    assert Client().post(link, {"answer": "yes"}).status_code == 404


def test_withdrawing_ends_the_question_and_the_asker_goes_on(asked, there):
    link = link_of("join_asked")
    deeds.withdraw(there, by=there.hosts.get(), now=timezone.now())
    assert "This question is over." in Client().get(link).content.decode()
    Client().post(link, {"answer": "yes"})
    assert kinds()[-1] == "join_declined"
    assert Host.objects.filter(role=Host.Role.JOINED).count() == 0


def test_a_host_without_email_gets_a_line_on_the_call_list(wish, there):
    Host.objects.filter(party=there).update(email="")
    Client().post(link_of("join_confirm"))
    notice = Notice.objects.get(kind="join_asked")
    assert notice.state == Notice.State.CALL
    words = " ".join(letters.words_to_say(Notice.objects.select_related(*letters.ROWS).get(pk=notice.pk)))
    assert "Ana planned a block party close to yours" in words


def test_all_letters_of_a_joining_leave_in_order(asked, there, mailoutbox):
    Client().post(link_of("join_asked"), {"answer": "yes"})
    outbox.deliver_due(timezone.now())
    sent = [(letter.to[0], letter.subject) for letter in mailoutbox]
    assert ("rosa@example.org", "Another host joined you: 2800 block of Elm St") in sent
    assert ("ana@example.org", "You can join the party: 2800 block of Elm St") in sent
    assert not [subject for _to, subject in sent if "Confirm that" in subject or "wants to join" in subject]


# The joined host's page


def test_a_joined_host_sees_the_party_and_changes_nothing(joined, there):
    client, here = host_client(there, "joined"), f"/my/{there.reference}/"
    said = client.get(here).content.decode()
    assert "Leave this party" in said
    assert 'href="mailto:rosa@example.org"' in said
    assert 'href="tel:+13145550142">(314) 555-0142</a>' in said
    for secret in ("Withdraw this party", "/edit/", "Gate at the alley", "Smoke detectors"):
        assert secret not in said
    assert client.get(f"{here}edit/what/").status_code == 404
    for path in ("withdraw/", "answer/", "send-again/", "proposal/withdraw/", "second-contact/remove/"):
        assert client.post(f"{here}{path}").status_code == 404
    assert Party.objects.get(pk=there.pk).review == Review.APPROVED


def test_the_main_host_sees_who_joined_and_can_take_them_off(joined, there):
    client, here = host_client(there), f"/my/{there.reference}/"
    said = client.get(here).content.decode()
    assert "Hosts who joined you" in said
    assert "ana@example.org" in said
    remove = f"{here}joined/{joined.pk}/remove/"
    assert "Remove Ana Lark as joined host?" in client.get(remove).content.decode()
    assert there.hosts.count() == 2
    assert client.post(remove).url == here
    assert there.hosts.count() == 1
    assert kinds()[-1] == "join_ended"
    assert client.get(remove).status_code == 404


def test_a_joined_host_can_leave(joined, there):
    client, here = host_client(there, "joined"), f"/my/{there.reference}/"
    assert "Leave this party?" in client.get(f"{here}leave/").content.decode()
    assert there.hosts.count() == 2
    assert client.post(f"{here}leave/").url == "/springfield/register/"
    assert there.hosts.count() == 1
    assert kinds()[-1] == "joined_left"
    assert "Ana Lark is no longer a joined host" in text_of("joined_left")
    assert client.get(here).status_code == 404


def test_only_those_whom_it_concerns_part(joined, there, edition, make_party):
    walts = make_party(edition, Review.APPROVED, email="walt@example.org", street="Oak Ave")
    rosa, ana, walt = host_client(there), host_client(there, "joined"), host_client(walts)
    leave, remove = f"/my/{there.reference}/leave/", f"/my/{there.reference}/joined/{joined.pk}/remove/"
    for client, path in [(rosa, leave), (ana, remove), (walt, leave), (walt, remove), (Client(), leave)]:
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404
    other = f"/my/{walts.reference}/joined/{joined.pk}/remove/"
    walt.post(other)
    assert there.hosts.count() == 2


def test_a_joined_host_hears_when_the_party_is_called_off(joined, there):
    deeds.withdraw(there, by=there.hosts.get(role="main"), now=timezone.now())
    notice = Notice.objects.select_related(*letters.ROWS).get(kind="withdrawn", host=joined)
    letter = letters.compose(notice)
    assert letter.subject == "The party is called off: 2800 block of Elm St"
    assert "You withdrew" not in letter.text


@pytest.mark.parametrize("name", ["Win at http://evil.test", "www.evil.test now", "mail@evil.test"])
def test_a_name_that_leads_elsewhere_does_not_stand_in_the_hosts_letter(name, ana, draft, there):
    ana.post(ask_page(draft, there), {**ANA, "name": name})
    Client().post(link_of("join_confirm"))
    assert "evil" not in text_of("join_asked")
