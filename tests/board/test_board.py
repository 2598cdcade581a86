"""The switchboard: who stands where, who is called, what was said last, and a word from staff."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import night
from events.board import lines
from events.board.forms import BoardSearch
from events.models import Change, Deed, Night, Notice, Party, Review

BOARD = "/staff/springfield/board/"


@pytest.fixture
def at(now):
    """at(hour, minute=0, day=5): that local time in October 2027."""
    return lambda hour, minute=0, day=5: now.replace(month=10, day=day, hour=hour, minute=minute)


@pytest.fixture
def elm(edition, make_party):
    """Rosa's party, approved, 5 to 8 pm on the night, with a second contact."""
    return make_party(
        edition, Review.APPROVED, closure_wanted=False, second_name="Ida Quill", second_phone="+13145550177"
    )


@pytest.fixture
def today(elm, springfield):
    """Rosa's party is today, all day, by the clock on the wall."""
    date = springfield.today(timezone.now())
    Party.objects.filter(pk=elm.pk).update(date=date, starts="00:01", ends="23:59")
    Notice.objects.all().delete()
    return Party.objects.get(pk=elm.pk)


def shown(community, now, **asked):
    """{tab: [references]} at a moment."""
    search = BoardSearch(asked, community=community, now=now)
    clock = lines.Clock.of(search.day, now, community.zone)
    found = {tab: [one.reference for one in lines.in_tab(search.parties(), tab, clock)] for tab in lines.TABS}
    assert {tab: len(rows) for tab, rows in found.items()} == lines.counts_of(search.parties(), clock)
    return {tab: rows for tab, rows in found.items() if rows and tab != "all"}


@pytest.mark.parametrize(
    "place, words",
    [
        ({"number": "2827"}, "2827 Elm St"),
        ({"number": "2800"}, "2800 block of Elm St"),
        ({"place_name": "Elm Park Library"}, "Elm Park Library"),
    ],
)
def test_the_city_reads_the_house_not_its_block(elm, springfield, at, place, words):
    Party.objects.filter(pk=elm.pk).update(**place)
    search = BoardSearch({}, community=springfield, now=at(18))
    clock = lines.Clock.of(search.day, at(18), springfield.zone)
    [party] = lines.in_tab(search.parties(), "all", clock)
    assert lines.line_of(party, clock, at(18)).place == words


@pytest.mark.parametrize(
    "hour, day, tab",
    [
        (12, 4, "later"),
        (12, 5, "later"),
        (16, 5, "soon"),
        (17, 5, "now"),
        (19, 5, "now"),
        (20, 5, "over"),
        (9, 6, "over"),
    ],
)
def test_a_party_stands_under_one_tab_at_a_time(springfield, elm, at, hour, day, tab):
    assert shown(springfield, at(hour, day=day)) == {tab: [elm.reference]}


def test_what_was_said_moves_a_party_to_another_tab(springfield, elm, at):
    night.say(elm, Night.STARTS_LATE, time=dt.time(18, 30), by=elm.hosts.get(role="main"), now=at(17))
    assert shown(springfield, at(17, 15)) == {"later": [elm.reference], "changed": [elm.reference]}
    night.say(elm, Night.NOT_HAPPENING, by=elm.hosts.get(role="main"), now=at(17, 20))
    assert shown(springfield, at(17, 30)) == {"off": [elm.reference], "changed": [elm.reference]}


def test_a_line_says_who_to_call_and_who_said_what_when(springfield, elm, at):
    night.say(elm, Night.MOVED, words="The school hall", by=elm.hosts.get(role="main"), now=at(17))
    search = BoardSearch({}, community=springfield, now=at(17, 12))
    clock = lines.Clock.of(search.day, at(17, 12), springfield.zone)
    [row] = lines.in_tab(search.parties(), "now", clock)
    line = lines.line_of(row, clock, at(17, 12))
    assert (line.state, line.different, line.words, line.said) == (
        "On now",
        "Moved",
        "The school hall",
        "Rosa Quill, 12 min ago",
    )
    assert line.calls == [
        ("Rosa Quill", "+13145550142", "(314) 555-0142"),
        ("Ida Quill", "+13145550177", "(314) 555-0177"),
    ]


def test_the_board_shows_its_own_day_and_others_on_demand(springfield, elm, edition, make_party, at):
    later = make_party(
        edition,
        Review.APPROVED,
        email="b@example.org",
        date="2027-10-09",
        other_day_reason="A wedding",
        closure_wanted=False,
    )
    assert shown(springfield, at(17)) == {"now": [elm.reference]}
    assert shown(springfield, at(9, day=6)) == {"later": [later.reference]}
    assert shown(springfield, at(9, day=9)) == {"later": [later.reference]}
    assert shown(springfield, at(9, day=6), on="2027-10-05") == {"over": [elm.reference]}


def test_unlisted_parties_stand_on_the_board_and_those_not_approved_do_not(springfield, elm, at):
    Party.objects.filter(pk=elm.pk).update(level="unlisted", public_lat=None, public_lng=None)
    assert shown(springfield, at(17)) == {"now": [elm.reference]}
    Party.objects.filter(pk=elm.pk).update(review="cancelled")
    assert shown(springfield, at(17)) == {"off": [elm.reference]}
    Party.objects.filter(pk=elm.pk).update(review="submitted", approved_at=None)
    assert BoardSearch({}, community=springfield, now=at(17)).day is None


def test_words_and_areas_narrow_the_board(springfield, elm, at):
    assert shown(springfield, at(17), q="5550142", neighborhood="1") == {"now": [elm.reference]}
    assert shown(springfield, at(17), q="zzz") == {}
    assert shown(springfield, at(17), neighborhood="2") == {}


def test_the_page_refreshes_by_itself_only_when_asked(cast, today):
    page = cast.imani.get(BOARD).content.decode()
    assert "http-equiv" not in page
    assert "(314) 555-0142" in page
    assert '<meta http-equiv="refresh" content="60">' in cast.imani.get(f"{BOARD}?every=60").content.decode()
    assert '<meta http-equiv="refresh"' not in cast.imani.get(f"{BOARD}?every=1").content.decode()


def test_staff_say_it_for_a_host_who_calls(cast, today):
    page = f"{BOARD}{today.reference}/"
    assert f"{page}starts-late/" in cast.imani.get(page).content.decode()
    answer = cast.imani.post(f"{page}starts-late/", {"time": "6:30 pm", "next": f"{BOARD}?tab=now"})
    assert answer.url == f"{BOARD}?tab=now"
    row = Party.objects.get(pk=today.pk)
    assert (row.night, row.night_time) == (Night.STARTS_LATE, dt.time(18, 30))
    assert Change.objects.get(party=today, deed=Deed.NIGHT_CHANGED).by_user == cast.users.imani
    assert set(Notice.objects.values_list("kind", "host__role")) == {("night_said", "main"), ("night_said", "second")}
    assert "Starts late" in cast.imani.get(BOARD).content.decode()


def test_mistakes_are_told_and_no_address_leads_elsewhere(cast, today):
    page = f"{BOARD}{today.reference}/moved/"
    assert "Error:" in cast.imani.post(page, {"words": ""}).content.decode()
    assert cast.imani.post(page, {"words": "The hall", "next": "https://evil.example/"}).url == BOARD


def test_only_those_who_decide_in_this_town_say_it(cast, today):
    page = f"{BOARD}{today.reference}/not-happening/"
    for who, status in ((cast.reader, 403), (cast.lead, 403), (cast.otto, 404), (cast.rosa, 302), (cast.nobody, 302)):
        assert who.post(page).status_code == status
    assert Party.objects.get(pk=today.pk).night == Night.AS_PLANNED
    assert "Say<i" not in cast.reader.get(BOARD).content.decode()


def test_the_number_of_queries_is_the_same_for_one_and_for_thirty(cast, today):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert cast.imani.get(BOARD).status_code == 200
        return len(found)

    one = queries()
    rows = []
    for index in range(29):
        row = Party.objects.get(pk=today.pk)
        row.pk, row.key, row.reference = None, Party._meta.get_field("key").default(), f"X-{index}"
        row.slug = f"x-{index}"
        rows.append(row)
    Party.objects.bulk_create(rows)
    for row in Party.objects.filter(reference__startswith="X-"):
        night.say(row, Night.MOVED, words="The hall", by=cast.users.imani, now=timezone.now())
    assert queries() == one
