"""The pages around the printed kit: the host's own, the public flyer, and the short address."""

import pytest

from events.lib import short
from events.models import ListingLevel, Night, PickupPlace, Review
from tests.conftest import host_client

from .conftest import pages_of

KINDS = ["flyer", "small-flyers", "sign", "sign-in", "welcome-card"]


def home(party):
    return f"/my/{party.reference}/kit/"


def page_of(party):
    return f"/springfield/2027/p/{party.slug}/"


def test_the_host_finds_everything_from_the_approval_on(edition, make_party):
    party = make_party(edition)
    rosa = host_client(party)
    assert "as soon as your party is approved" in rosa.get(home(party)).text
    assert "kit/" not in rosa.get(f"/my/{party.reference}/").text
    assert {rosa.get(f"{home(party)}{kind}/").status_code for kind in KINDS} == {404}
    approved = make_party(edition, Review.APPROVED, email="ada@example.org")
    ada = host_client(approved)
    assert home(approved) in ada.get(f"/my/{approved.reference}/").text
    page = ada.get(home(approved))
    for kind in KINDS:
        assert f"{home(approved)}{kind}.pdf?languages=en-es" in page.text
        assert ada.get(f"{home(approved)}{kind}/").status_code == 200


@pytest.mark.parametrize("change", [{"review": Review.CANCELLED}, {"night": Night.NOT_HAPPENING}])
def test_what_is_called_off_is_not_printed_any_more(printed, client, change):
    for name, value in change.items():
        setattr(printed, name, value)
    printed.save()
    rosa = host_client(printed)
    assert "nothing to print" in rosa.get(home(printed)).text or printed.review != Review.APPROVED
    assert rosa.get(f"{home(printed)}flyer/").status_code == 404
    assert rosa.get(f"{home(printed)}flyer.pdf").status_code == 404
    assert client.get(f"{page_of(printed)}flyer/").status_code == 404


def test_another_host_opens_nothing(printed, walts):
    walt = host_client(walts)
    for path in (home(printed), f"{home(printed)}flyer/", f"{home(printed)}flyer.pdf"):
        assert walt.get(path).status_code == 404


def test_nobody_makes_up_things_to_print(printed, client):
    assert host_client(printed).get(f"{home(printed)}poster/").status_code == 404
    assert client.get(f"{page_of(printed)}sign/").status_code == 404


def test_the_host_reads_where_the_kit_is_picked_up(edition, make_party):
    PickupPlace.objects.create(edition=edition, name="Carnegie Library", address="9 Elm St", hours="Noon to 6 pm")
    party = make_party(edition, Review.APPROVED, kit_place="Carnegie Library")
    rosa = host_client(party)
    for path in (home(party), f"/my/{party.reference}/"):
        for words in ("Carnegie Library", "9 Elm St", "Noon to 6 pm"):
            assert words in rosa.get(path).text


def test_everybody_may_print_the_flyers_of_a_listed_party(printed, client):
    assert f"{page_of(printed)}flyer/" in client.get(page_of(printed)).text
    for kind in ("flyer", "small-flyers"):
        page = client.get(f"{page_of(printed)}{kind}/?languages=es")
        assert page.headers["Cache-Control"].startswith("public")
        assert page.context["sheet"].language == "es"
        (picture,) = pages_of(client.get(f"{page_of(printed)}{kind}.pdf?languages=es"))
        assert picture.width < picture.height


def test_an_unlisted_party_has_no_public_flyer(edition, make_party, client):
    party = make_party(edition, Review.APPROVED, level=ListingLevel.UNLISTED)
    assert client.get(f"{page_of(party)}flyer/").status_code == 404
    assert client.get(f"{page_of(party)}flyer.pdf").status_code == 404


def test_the_page_says_its_words_in_their_language_to_a_screen_reader(printed, client):
    page = client.get(f"{page_of(printed)}flyer/?languages=en-es")
    assert '<p lang="es">Martes 5 de octubre' in page.text
    assert "<p>Tuesday, October 5</p>" in page.text


def test_languages_that_cannot_be_read_are_the_usual_ones(printed, client):
    page = client.get(f"{page_of(printed)}flyer/?languages=xx")
    assert page.context["form"].chosen == ["en", "es"]
    assert client.get(f"/es{page_of(printed)}flyer/").context["form"].chosen == ["es", "en"]


def test_the_short_address_leads_to_the_page_in_capitals_too(printed, client):
    code = short.code_of(printed.pk)
    for path in (f"/p/{code}/", f"/p/{code.upper()}/"):
        assert client.get(path).url == page_of(printed)
    assert client.get(f"/es/p/{code}/").url == f"/es{page_of(printed)}"


@pytest.mark.parametrize("code", ["2222223", "nothing", "22222222222"])
def test_a_short_address_of_nobody_leads_nowhere(printed, client, code):
    assert client.get(f"/p/{code}/").status_code == 404


def test_a_short_address_follows_what_the_public_may_see(edition, make_party, client):
    waiting = make_party(edition)
    hidden = make_party(edition, Review.APPROVED, email="x@example.org", level=ListingLevel.UNLISTED)
    off = make_party(edition, Review.CANCELLED, email="y@example.org")
    for party in (waiting, hidden):
        assert client.get(f"/p/{short.code_of(party.pk)}/").status_code == 404
    assert client.get(f"/p/{short.code_of(off.pk)}/").url == page_of(off)
    edition.is_public = False
    edition.save()
    assert client.get(f"/p/{short.code_of(off.pk)}/").status_code == 404


def test_a_pdf_asked_for_again_is_the_same_until_the_party_changes(printed):
    rosa = host_client(printed)
    first = rosa.get(f"{home(printed)}sign.pdf").content
    assert rosa.get(f"{home(printed)}sign.pdf").content == first
    printed.number = "2900"
    printed.save()
    assert rosa.get(f"{home(printed)}sign.pdf").content != first
