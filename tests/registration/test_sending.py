"""From the check to the city team: sent once, proven, confirmed once."""

import datetime as dt

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from events import access, limits
from events.models import Change, Deed, Draft, Host, Notice, Party, Review
from tests.registration.conftest import STEPS, answer, page_of


def confirm_link(party):
    return f"/confirm/{access.token_of('confirm', party.hosts.get(role='main'))}/"


def test_the_check_groups_the_answers_by_who_sees_them(begun, rosa):
    answer(rosa, begun)
    public, _before, team = rosa.get(page_of(begun, "check")).content.decode().partition("Only for the city team")
    assert "2800 block of" in public
    assert "Food to share and live music" in public
    for private in ("Rosa Quill", "rosa@example.org", "(314) 555-0142", "2827 Elm St", "Smoke detectors"):
        assert private not in public
        assert private in team
    assert "You ask to close Elm St from 1st St to 2nd St, 4 to 9 pm" in team
    assert "Not provided" in public
    assert f'href="{page_of(begun, "when")}?from=check"' in public
    assert "Send registration" in team


def test_sending_makes_a_party_and_owes_the_letter_that_confirms(begun, rosa):
    answer(rosa, begun)
    response = rosa.post(page_of(begun, "check"))
    assert response.url == page_of(begun, "sent")
    party = Party.objects.get()
    assert (party.key, party.review, party.level) == (begun.key, Review.UNCONFIRMED, "block")
    assert Change.objects.get().deed == Deed.REGISTERED
    assert Notice.objects.get().kind == "confirm"
    begun.refresh_from_db()
    assert (begun.party, begun.answers) == (party, {})


def test_sending_twice_makes_one_party(begun, rosa):
    answer(rosa, begun)
    addresses = {rosa.post(page_of(begun, "check")).url for _time in range(2)}
    assert addresses == {page_of(begun, "sent")}
    assert Party.objects.count() == 1
    assert Notice.objects.count() == 1


def test_back_after_sending_leads_to_the_proof(sent, begun, rosa):
    for name in ("where", "you", "check", "later"):
        assert rosa.get(page_of(begun, name)).url == page_of(begun, "sent")
    assert rosa.post(page_of(begun, "you"), STEPS["you"] | {"host_name": "Else"}).url == page_of(begun, "sent")
    assert Host.objects.get().name == "Rosa Quill"


def test_nothing_is_sent_while_an_answer_is_missing(begun, rosa):
    answer(rosa, begun, "you", "when")
    assert rosa.post(page_of(begun, "check")).url == page_of(begun, "what")
    assert not Party.objects.exists()


def test_nothing_is_sent_after_the_last_day(begun, rosa, season):
    answer(rosa, begun)
    season.listing_until = season.community.today(timezone.now()) - dt.timedelta(days=1)
    season.save()
    assert "Registration is closed" in rosa.post(page_of(begun, "check")).content.decode()
    assert not Party.objects.exists()


def test_a_party_that_turned_for_neighbors_only_drops_to_the_block_and_says_so(begun, rosa):
    answer(rosa, begun, level="exact")
    answer(rosa, begun, "what", open_to="neighbors")
    page = rosa.get(page_of(begun, "check")).content.decode()
    assert "Everyone now sees only the block" in page
    assert "2827" not in page.partition("Only for the city team")[0]
    rosa.post(page_of(begun, "check"))
    assert Party.objects.get().level == "block"


def test_a_party_that_left_the_street_does_not_ask_to_close_it(begun, rosa):
    answer(rosa, begun)
    rosa.post(page_of(begun, "where"), {"number": "2827", "street": "Elm St", "place_kind": "yard", "neighborhood": 1})
    assert "you do not ask to close it" in rosa.get(page_of(begun, "check")).content.decode()
    rosa.post(page_of(begun, "check"))
    assert not hasattr(Party.objects.get(), "closure")


# The proof


def test_the_proof_shows_the_reference_and_what_happens_next(sent, begun, rosa):
    page = rosa.get(page_of(begun, "sent")).content.decode()
    assert sent.reference in page
    assert "rosa@example.org" in page
    assert "Open your email to confirm" in page
    assert "Until we say yes, the street stays open." in page
    assert Client().get(page_of(begun, "sent")).status_code == 404


def test_a_draft_that_was_not_sent_has_no_proof(begun, rosa):
    assert rosa.get(page_of(begun, "sent")).status_code == 404
    assert rosa.post(page_of(begun, "sent/again")).status_code == 404


def test_the_letter_can_be_sent_again(sent, begun, rosa):
    assert rosa.post(page_of(begun, "sent/again")).url == page_of(begun, "sent")
    assert Notice.objects.filter(kind="confirm", to_email="rosa@example.org").count() == 2
    assert Client().post(page_of(begun, "sent/again")).status_code == 404


def test_a_mistyped_address_can_be_corrected(sent, begun, rosa):
    old_link = confirm_link(sent)
    response = rosa.post(page_of(begun, "sent/email"), {"email": "quill@example.org"})
    assert response.url == page_of(begun, "sent")
    host = sent.hosts.get()
    assert (host.email, host.link_version) == ("quill@example.org", 2)
    states = dict(Notice.objects.filter(kind="confirm").values_list("to_email", "state"))
    assert states == {"rosa@example.org": "expired", "quill@example.org": "queued"}
    change = Change.objects.get(deed=Deed.CONTACT_CHANGED)
    assert change.values.get().after == "quill@example.org"
    assert Client().post(old_link).status_code == 410
    assert sent.hosts.get().confirmed_at is None


def test_a_wrong_address_is_told_and_the_old_one_stays(sent, begun, rosa):
    page = rosa.post(page_of(begun, "sent/email"), {"email": "quill"}).content.decode()
    assert "Enter an email address, like name@example.org" in page
    assert 'value="quill"' in page
    assert sent.hosts.get().email == "rosa@example.org"
    assert Client().post(page_of(begun, "sent/email"), {"email": "walt@example.org"}).status_code == 404


def test_a_confirmed_address_is_not_changed_from_the_proof(sent, begun, rosa):
    rosa.post(confirm_link(sent))
    rosa.post(page_of(begun, "sent/email"), {"email": "quill@example.org"})
    assert sent.hosts.get().email == "rosa@example.org"
    page = rosa.get(page_of(begun, "sent")).content.decode()
    assert "Your registration is with the city team" in page
    assert "Use another email address" not in page


# The letter that confirms


def test_the_link_shows_whose_party_it_is_and_changes_nothing(sent):
    page = Client().get(confirm_link(sent)).content.decode()
    assert "Confirm my email" in page
    assert "2800 block of" in page
    sent.refresh_from_db()
    assert sent.review == Review.UNCONFIRMED


def test_the_button_confirms_and_opens_the_party(sent):
    browser = Client()
    response = browser.post(confirm_link(sent))
    assert response.url == f"/my/{sent.reference}/"
    assert any("party" in name for name in response.cookies)
    sent.refresh_from_db()
    assert sent.review == Review.SUBMITTED
    assert sent.hosts.get().confirmed_at is not None
    assert Change.objects.filter(party=sent, deed=Deed.CONFIRMED).count() == 1
    assert Notice.objects.filter(party=sent, kind="received").count() == 1


def test_the_link_works_once(sent):
    Client().post(confirm_link(sent))
    for response in (Client().get(confirm_link(sent)), Client().post(confirm_link(sent))):
        assert response.status_code == 410
        assert "This link was used already" in response.content.decode()
        assert "/springfield/find-my-link/" in response.content.decode()
        assert not [name for name in response.cookies if "party" in name]
    assert Notice.objects.filter(kind="received").count() == 1


def test_an_old_link_offers_a_new_one_and_ends(sent):
    Notice.objects.update(created_at=timezone.now() - dt.timedelta(days=15))
    link = confirm_link(sent)
    page = Client().get(link)
    assert page.status_code == 410
    assert "Send a new link" in page.content.decode()
    assert Client().post(link).status_code == 410
    assert sent.hosts.get().confirmed_at is None
    assert "rosa@example.org" in Client().post(f"{link}again/").content.decode()
    assert Notice.objects.filter(kind="confirm").count() == 2
    assert Client().post(f"{link}again/").status_code == 410
    assert Notice.objects.filter(kind="confirm").count() == 2
    assert Client().post(confirm_link(sent)).url == f"/my/{sent.reference}/"


@pytest.mark.parametrize("token", ["x", "1.aaaaaaaaaaaaaaaaaaaaaaaaaa", "9" * 40])
def test_a_made_up_link_confirms_nothing(sent, token):
    for response in (Client().get(f"/confirm/{token}/"), Client().post(f"/confirm/{token}/")):
        assert response.status_code == 410
    assert Client().post(f"/confirm/{token}/again/").status_code == 410
    assert sent.hosts.get().confirmed_at is None


def test_a_link_of_another_purpose_confirms_nothing(sent):
    manage = access.token_of("manage", sent.hosts.get())
    assert Client().post(f"/confirm/{manage}/").status_code == 410
    assert sent.hosts.get().confirmed_at is None


def test_every_page_after_sending_speaks_spanish(sent, begun, rosa):
    for address in (page_of(begun, "sent"), confirm_link(sent)):
        assert '<html lang="es">' in rosa.get("/es" + address).content.decode()
    assert Draft.objects.get().party == sent


def test_letters_cannot_be_asked_for_without_end(sent, begun, rosa, settings):
    settings.LIMITS_ENABLED = True
    answers = [rosa.post(page_of(begun, "sent/again")).status_code for _time in range(8)]
    assert answers[0] == 302
    assert answers[-1] == 429
    assert Notice.objects.filter(kind="confirm").count() < 8


def test_the_device_that_confirmed_may_open_its_party(sent, begun, rosa):
    rosa.post(confirm_link(sent))
    for address in (page_of(begun, "sent"), confirm_link(sent)):
        assert f'href="/my/{sent.reference}/"' in rosa.get(address).content.decode()
    assert f"/my/{sent.reference}/" not in Client().get(confirm_link(sent)).content.decode()


def test_an_address_that_many_networks_register_with_is_spared_a_flood(begun, rosa, settings):
    answer(rosa, begun)
    settings.LIMITS_ENABLED = True
    burst = limits.LIMITS["confirm"].burst
    for number in range(burst):
        request = RequestFactory().post("/", REMOTE_ADDR=f"203.0.113.{number}")
        assert limits.allow(request, "confirm", "Rosa@example.org", now=timezone.now())
    assert rosa.post(page_of(begun, "check"), REMOTE_ADDR="198.51.100.9").status_code == 429
    assert not Notice.objects.exists()
    assert "Rosa Quill" in rosa.get(page_of(begun, "check")).content.decode()
