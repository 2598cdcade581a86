"""The pages of a stormy night: who may, what is shown first, what has to be typed, the way back."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from events import storm
from events.models import Notice, Standing, Storm
from tests.storms.conftest import WORDS

AT = "/staff/springfield/storm/"
POSTPONED = {"new_date": "2027-10-12", "words_en": WORDS["en"], "words_es": WORDS["es"]}


@pytest.fixture
def desk(imani):
    client = Client()
    client.force_login(imani, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def seen(client, address):
    """The mark of the night as the page shows it."""
    return client.get(f"{AT}{address}/").context["form"]["seen"].value()


def decide(client, address, city="Springfield", **typed):
    values = POSTPONED | {"seen": seen(client, address), "step": "do", "city": city} | typed
    return client.post(f"{AT}{address}/", values)


def stands(edition):
    edition.refresh_from_db()
    return edition.standing


def test_nothing_is_changed_before_the_citys_name_is_typed(desk, edition, rosas):
    shown = desk.post(f"{AT}postpone/", POSTPONED | {"seen": seen(desk, "postpone"), "step": "show"})
    assert "Postpone the night to Tuesday, October 12, 2027?" in shown.content.decode()
    assert WORDS["es"] in shown.content.decode()
    wrong = decide(desk, "postpone", city="Shelby")
    assert "Type Springfield to go on" in wrong.content.decode()
    assert stands(edition) == Standing.ON


def test_the_preview_counts_what_follows(desk, edition, rosas, rainy, elsewhere):
    shown = desk.post(f"{AT}call-off/", {"words_en": "Storm", "seen": seen(desk, "call-off"), "step": "show"})
    plan = shown.context["plan"]
    assert (plan.parties, plan.to_rain_date, plan.elsewhere, plan.closures) == (2, 1, 1, 1)
    assert (plan.letters, plan.calls) == (2, 0)


def test_going_back_keeps_what_was_typed(desk, edition, rosas):
    back = decide(desk, "postpone", step="back")
    assert WORDS["en"] in back.content.decode()
    assert stands(edition) == Standing.ON


def test_the_night_is_postponed_and_the_page_offers_the_way_back(desk, edition, rosas):
    response = decide(desk, "postpone", city="springfield ")
    assert (response.status_code, response["Location"]) == (302, AT)
    assert stands(edition) == Standing.POSTPONED
    page = desk.get(AT).content.decode()
    leaves = timezone.localtime(Storm.objects.get().letters_at, edition.community.zone)
    assert f"{leaves:%-I:%M %p}".lower().replace(":00", "") in page.lower()
    assert "Undo this decision" in page
    assert f"{AT}call-off/" not in page


def test_the_night_is_called_off(desk, edition, rosas):
    decide(desk, "call-off")
    assert stands(edition) == Standing.CANCELLED
    assert edition.standing_words == WORDS


def test_undoing_brings_everything_back(desk, edition, rosas):
    decide(desk, "call-off")
    response = desk.post(f"{AT}undo/")
    assert (response.status_code, response["Location"]) == (302, AT)
    assert stands(edition) == Standing.ON
    assert not Notice.objects.exclude(state="expired").exists()


def test_pressing_twice_decides_once(desk, edition, rosas):
    mark = seen(desk, "call-off")
    for _press in range(2):
        response = decide(desk, "call-off", seen=mark)
    assert Storm.objects.count() == 1
    assert "Somebody else changed the night" in response.content.decode()


def test_a_page_that_is_out_of_date_decides_nothing(desk, edition, rosas, imani, now):
    mark = seen(desk, "postpone")
    storm.postpone(edition, dt.date(2027, 10, 13), words=WORDS, by=imani, now=now)
    response = decide(desk, "postpone", seen=mark)
    assert "Somebody else changed the night" in response.content.decode()
    assert Storm.objects.count() == 1


def test_the_new_day_is_later_and_the_reason_is_needed(desk, edition, rosas):
    response = decide(desk, "postpone", new_date="2027-10-05", words_en="")
    assert set(response.context["form"].errors) == {"new_date", "words_en"}


def test_another_citys_coordinator_finds_nothing(cast, edition):
    for address in ("", "postpone/", "call-off/"):
        assert cast.otto.get(AT + address).status_code == 404
        assert cast.reader.get(AT + address).status_code == 403
    assert cast.otto.post(f"{AT}undo/").status_code == 404
