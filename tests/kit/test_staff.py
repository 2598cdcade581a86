"""Staff print the kit for a host who cannot: everything that the host would print, and nothing more."""

import pytest

from events.models import Night, Review
from tests.conftest import host_client

from .conftest import pages_of

KINDS = ["flyer", "small-flyers", "sign", "sign-in", "welcome-card"]


def home(party):
    return f"/staff/springfield/parties/{party.reference}/kit/"


def test_a_coordinator_finds_the_kit_on_the_record_and_prints_all_of_it(cast, printed):
    assert home(printed) in cast.imani.get(f"/staff/springfield/parties/{printed.reference}/").text
    page = cast.imani.get(home(printed)).text
    for kind in KINDS:
        assert f"{home(printed)}{kind}.pdf?languages=en-es" in page
        answer = cast.imani.get(f"{home(printed)}{kind}/")
        assert answer.status_code == 200
        assert f'href="{home(printed)}"' in answer.text


def test_the_sheets_are_the_host_s_own(cast, printed):
    address = f"/my/{printed.reference}/kit/sign.pdf?languages=en"
    theirs = pages_of(host_client(printed).get(address))
    ours = pages_of(cast.imani.get(f"{home(printed)}sign.pdf?languages=en"))
    assert [page.tobytes() for page in ours] == [page.tobytes() for page in theirs]


def test_before_the_approval_it_says_when(cast, elm):
    assert "once the party is approved" in cast.imani.get(home(elm)).text
    assert home(elm) not in cast.imani.get(f"/staff/springfield/parties/{elm.reference}/").text
    assert cast.imani.get(f"{home(elm)}flyer/").status_code == 404


def test_what_is_called_off_is_not_printed(cast, printed):
    printed.night = Night.NOT_HAPPENING
    printed.save()
    assert "called off" in cast.imani.get(home(printed)).text
    assert cast.imani.get(f"{home(printed)}flyer.pdf").status_code == 404


@pytest.mark.parametrize("path", ["", "flyer/", "flyer.pdf"])
def test_nobody_of_another_city_prints_it(cast, printed, path):
    assert printed.review == Review.APPROVED
    assert cast.otto.get(f"{home(printed)}{path}").status_code == 404
    assert cast.nobody.get(f"{home(printed)}{path}").status_code in (302, 404)
