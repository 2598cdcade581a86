"""The night, by link: what the host’s page offers, what each thing asks, who may say it, what the page says then."""

import datetime as dt
import re

import pytest

from events.models import Deed, Host, Night, Notice, Party
from tests.conftest import host_client
from tests.hosting.conftest import history_of


@pytest.fixture
def on_day(edition, make_party, springfield, now):
    """on_day(days, **answers): Rosa's approved party of 5 to 8 pm, on the day `days` from today."""

    def make(days, **answers):
        second = {"second_name": "Ida Quill", "second_email": "ida@example.org"}
        party = make_party(edition, "approved", closure_wanted=False, **second | answers)
        Party.objects.filter(pk=party.pk).update(date=springfield.today(now) + dt.timedelta(days=days))
        Notice.objects.all().delete()
        return fresh(party)

    return make


def fresh(party):
    return Party.objects.with_context().get(pk=party.pk)


def page_of(party, said=""):
    return f"/my/{party.reference}/night/{f'{said}/' if said else ''}"


@pytest.mark.parametrize(
    "said, typed, expected",
    [
        ("starts-late", {"time": "6:30"}, (Night.STARTS_LATE, dt.time(18, 30), "")),
        ("ends-early", {"time": "7 pm"}, (Night.ENDS_EARLY, dt.time(19), "")),
        ("moved", {"words": " The  school hall "}, (Night.MOVED, None, "The school hall")),
        ("not-happening", {"words": ""}, (Night.NOT_HAPPENING, None, "")),
    ],
)
def test_a_host_says_it_with_two_presses(on_day, said, typed, expected):
    party = on_day(0)
    client = host_client(party)
    assert page_of(party, said) in client.get(f"/my/{party.reference}/").content.decode()
    assert client.get(page_of(party, said)).status_code == 200
    answer = client.post(page_of(party, said), typed)
    assert answer.url == f"/my/{party.reference}/"
    row = fresh(party)
    assert (row.night, row.night_time, row.night_words) == expected
    assert history_of(party)[-1] == (Deed.NIGHT_CHANGED, "Rosa Quill")
    assert list(Notice.objects.values_list("kind", "to_email")) == [("night_said", "ida@example.org")]
    assert str(Night(row.night).label) in client.get(f"/my/{party.reference}/").content.decode()


@pytest.mark.parametrize(
    "said, typed, error",
    [
        ("starts-late", {}, "Enter a time, like 6:30 pm"),
        ("starts-late", {"time": "soon"}, "id_time"),
        ("starts-late", {"time": "9 pm"}, "Enter a time after 5 pm and before 8 pm"),
        ("moved", {"words": " "}, "Say where it is now"),
        ("moved", {"words": "x" * 141}, "id_words"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_changes_nothing(on_day, said, typed, error):
    party = on_day(0)
    answer = host_client(party).post(page_of(party, said), typed)
    assert answer.status_code == 200
    assert "Error:" in answer.content.decode()
    assert error in answer.content.decode()
    assert fresh(party).night == Night.AS_PLANNED


def test_the_second_contact_says_it_too_and_a_joined_host_does_not(on_day):
    party = on_day(0)
    Host.objects.create(party=party, role="joined", name="Ana Lark", email="ana@example.org")
    assert host_client(party, "second").post(page_of(party, "moved"), {"words": "The hall"}).status_code == 302
    assert history_of(party)[-1] == (Deed.NIGHT_CHANGED, "Ida Quill")
    joined = host_client(party, "joined")
    assert joined.get(page_of(party)).status_code == 404
    assert joined.post(page_of(party, "as-planned")).status_code == 404
    page = joined.get(f"/my/{party.reference}/").content.decode()
    assert "night/" not in page
    assert "The hall" in page


def test_nobody_says_it_of_somebody_elses_party(on_day, walts, client):
    party = on_day(0)
    for visitor in (host_client(walts), client):
        assert visitor.post(page_of(party, "not-happening")).status_code == 404
    assert fresh(party).night == Night.AS_PLANNED


def test_days_before_only_the_rain_date_and_off_can_be_said(on_day):
    party = on_day(3)
    client = host_client(party)
    page = client.get(f"/my/{party.reference}/").content.decode()
    assert page_of(party, "not-happening") in page
    assert page_of(party, "starts-late") not in page
    assert page_of(party, "rain-date") not in page
    assert client.post(page_of(party, "moved"), {"words": "The hall"}).url == page_of(party)
    assert fresh(party).night == Night.AS_PLANNED


def test_after_its_day_nothing_can_be_said(on_day):
    party = on_day(-1)
    client = host_client(party)
    assert "night/" not in client.get(f"/my/{party.reference}/").content.decode()
    assert client.get(page_of(party)).url == f"/my/{party.reference}/"
    assert client.post(page_of(party, "not-happening")).url == page_of(party)
    assert fresh(party).night == Night.AS_PLANNED


def test_a_party_moves_to_its_rain_date_and_back(on_day, springfield, now):
    party = on_day(0)
    today = springfield.today(now)
    rain = today + dt.timedelta(days=2)
    Party.objects.filter(pk=party.pk).update(rain_plan="date", rain_date=rain)
    client = host_client(party)
    assert f"{rain:%A}" in client.get(page_of(party, "rain-date")).content.decode()
    client.post(page_of(party, "rain-date"))
    assert fresh(party).date == rain
    page = client.get(f"/my/{party.reference}/").content.decode()
    assert "Moved to the rain date" in page
    assert page_of(party, "starts-late") not in page
    assert f"{today:%A}" in client.get(page_of(party, "as-planned")).content.decode()
    client.post(page_of(party, "as-planned"))
    assert (fresh(party).date, fresh(party).night) == (today, Night.AS_PLANNED)


def test_a_host_keeps_the_page_until_long_after_the_partys_own_day(make_party, last_edition, springfield, now):
    party = make_party(last_edition, "approved")
    client = host_client(party)
    assert client.get(f"/my/{party.reference}/").status_code == 410
    Party.objects.filter(pk=party.pk).update(date=springfield.today(now))
    assert client.get(f"/my/{party.reference}/").status_code == 200
    assert page_of(party, "moved") in client.get(page_of(party)).content.decode()


def test_the_host_reads_what_a_new_word_takes_the_place_of(on_day):
    party = on_day(0)
    client = host_client(party)
    assert "takes the place" not in client.get(page_of(party, "moved")).text
    client.post(page_of(party, "starts-late"), {"time": "6:30"})
    assert "what everyone sees now: <b>Starts late</b>" in client.get(page_of(party, "moved")).text
    assert "takes the place" not in client.get(page_of(party, "as-planned")).text


def test_a_host_alone_is_told_of_no_letter_to_others(on_day):
    party = on_day(0)
    client = host_client(party)
    assert "The other hosts of the party get a letter." in client.get(page_of(party, "moved")).text
    party.hosts.exclude(role="main").delete()
    assert "The other hosts" not in client.get(page_of(party, "moved")).text


def test_the_way_to_the_partys_page_is_a_new_one_after_each_word(on_day):
    party = on_day(0)
    client = host_client(party)
    ways = []
    for time in ("6:30", "6:45"):
        client.post(page_of(party, "starts-late"), {"time": time})
        page = client.get(f"/my/{party.reference}/").text
        ways += re.findall(r'href="(/springfield/\d+/p/[^"]+)"', page)[:1]
    assert len(set(ways)) == 2
    assert "6:45 to 8 pm" in client.get(ways[1]).text
