"""What everyone reads of a night that is postponed or called off, on every page of it and in both languages."""

import pytest
from django.test import Client

from events import storm
from tests.storms.conftest import NEW_DATE, WORDS

PAGES = ["", "elm-park/", "about/", "2027/", "register/", "closed-streets/"]


def read(address, language=""):
    return Client().get(f"{language}/springfield/{address}").content.decode()


def page_of(party):
    return f"2027/p/{party.slug}/"


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_that_the_night_moved(postponed, address):
    page = read(address)
    assert "National Night Out moves to Tuesday, October 12" in page
    assert WORDS["en"] in page


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_that_the_night_is_called_off(called_off, address):
    page = read(address)
    assert "National Night Out on Tuesday, October 5 is called off" in page
    assert WORDS["en"] in page


def test_the_citys_own_words_are_read_in_ones_own_language(called_off):
    assert WORDS["es"] in read("", language="/es")


def test_a_party_of_the_night_says_it_and_one_on_another_day_does_not(elsewhere, postponed, rosas):
    assert "moves to Tuesday, October 12" in read(page_of(rosas))
    assert "moves to Tuesday, October 12" not in read(page_of(elsewhere))


def test_a_called_off_party_blames_the_night_and_not_its_host(called_off, rosas):
    page = read(page_of(rosas))
    assert "is called off" in page
    assert "The host called this party off" not in page
    assert "Get directions" not in page


def test_a_calendar_is_told_too(called_off, rosas):
    assert "STATUS:CANCELLED" in read(f"2027/p/{rosas.slug}.ics")


def test_a_calendar_gets_the_new_day(postponed, rosas):
    assert "DTSTART:20271012T" in read(f"2027/p/{rosas.slug}.ics")


def test_a_party_on_its_rain_date_is_on(rainy, called_off):
    page = read(page_of(rainy))
    assert "Saturday, October 9" in page
    assert "is called off" not in page


def test_the_region_says_it(called_off, shelby):
    page = Client().get("/").content.decode()
    assert "The night is called off" in page


def test_no_page_says_tonight_or_invites_to_register_on_a_night_called_off(called_off):
    page = read("")
    assert "Tonight" not in page
    assert "Register a party</a></p>" not in page


def test_a_kept_page_is_asked_for_anew(edition, rosas, imani, now):
    address = "/springfield/"
    etag = Client().get(address)["ETag"]
    done = storm.postpone(edition, NEW_DATE, words=WORDS, by=imani, now=now)
    answer = Client().get(address, headers={"If-None-Match": etag})
    assert answer.status_code == 200
    storm.undo(done, by=imani, now=now)
    back = Client().get(address, headers={"If-None-Match": answer["ETag"]})
    assert "moves to" not in back.content.decode()


def test_what_the_city_writes_is_text(edition, rosas, imani, now):
    storm.call_off(edition, words={"en": "<script>alert(1)</script>"}, by=imani, now=now)
    assert "<script>alert" not in read("")
    assert "&lt;script&gt;alert" in read("")
