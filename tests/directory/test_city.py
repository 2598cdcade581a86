"""The city's page: phases of the season, filters, folding, budgets."""

import datetime as dt
import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import whereabouts
from events.models import Closure, Edition, Party, Review

STREETS = ["Lemp Ave", "Indiana Ave", "Oregon Ave", "Accomac St", "Church Rd", "Geyer Ave", "S 9th St", "Flad Ave"]


@pytest.fixture
def many(make_party):
    """many(edition, 30) brings the edition to so many approved parties of all shapes, half of them with a closure."""

    def make(edition, number):
        first = edition.parties.first() or make_party(edition, Review.APPROVED, date=str(edition.date))
        areas = list(edition.community.neighborhoods.filter(kind="neighborhood"))
        rows = []
        for index in range(edition.parties.count(), number):
            row = Party.objects.get(pk=first.pk)
            row.pk, row.key = None, Party._meta.get_field("key").default()
            row.reference, row.slug = f"X-{edition.year}-{index}", f"party-{edition.year}-{index}"
            row.street, row.number = STREETS[index % len(STREETS)], str(100 * (index % 89 + 1))
            row.neighborhood = areas[index % 3]
            row.lat, row.lng = 38.6 + index % 97 / 9700, -90.23 + index % 89 / 2970
            row.activities = [["food", "kids"], ["music", "arts", "sports"], ["movie"]][index % 3]
            row.level = ["block", "block", "block", "neighborhood"][index % 4]
            rows.append(row)
        whereabouts.show_pins(rows)
        Party.objects.bulk_create(rows)
        wish = {"street": "Elm St", "from_street": "1st St", "to_street": "2nd St"}
        hours = {"starts": dt.time(16), "ends": dt.time(21)}
        Closure.objects.bulk_create(
            Closure(party=row, state="approved", decided_at=row.created_at, **wish, **hours) for row in rows[::2]
        )

    return make


def own_files(page):
    """The addresses of the site's own files that a browser loads for a page."""
    tags = re.findall(r"<(?:link|script)[^>]+>", page)
    wanted = [tag for tag in tags if "stylesheet" in tag or "preload" in tag or "<script" in tag or 'rel="icon"' in tag]
    return {re.search(r'(?:href|src)="([^"]+)"', tag)[1] for tag in wanted}


def test_the_list_has_every_party_under_its_neighborhood_a_to_z(open_night, make_party, client):
    date = str(open_night.date)
    make_party(
        open_night, Review.APPROVED, date=date, neighborhood=2, neighborhood_chosen=True, street="Oak Ave", number="120"
    )
    make_party(open_night, Review.APPROVED, date=date)
    make_party(open_night, Review.APPROVED, date=date, level="neighborhood", street="Hidden St")
    make_party(open_night, Review.APPROVED, date=date, neighborhood=None, lat=None, lng=None, street="Far Rd")
    make_party(open_night, Review.SUBMITTED, date=date, street="Waiting St")
    page = client.get("/springfield/").content.decode()
    names = re.findall(r'<h3>(?:<a[^>]+>)?([^<]+)|class="go"[^>]+>([^<]+)', page)
    assert ["".join(pair) for pair in names] == [
        "Elm Park",
        "2800 block of Elm St",
        "Block party in Elm Park",
        "Oak Hill",
        "100 block of Oak Ave",
        "Elsewhere in Springfield",
        "2800 block of Far Rd",
    ]
    assert "<title>Find a block party in Springfield" in page


def test_two_parties_that_show_only_their_neighborhood_have_a_page_each(open_night, make_party, client):
    for _time in range(2):
        make_party(open_night, Review.APPROVED, date=str(open_night.date), level="neighborhood")
    links = re.findall(r'class="go" href="([^"]+)">([^<]+)', client.get("/springfield/").content.decode())
    assert len({url for url, _name in links}) == 2
    assert {name for _url, name in links} == {"Block party in Elm Park"}
    for url, _name in links:
        assert b"Block party in Elm Park" in client.get(url).content


def test_the_map_is_out_of_the_way_of_keyboards_and_screen_readers(open_night, make_party, client):
    make_party(open_night, Review.APPROVED, date=str(open_night.date))
    figure = re.search(
        r'<figure class="citymap">.*?</figure>', client.get("/springfield/").content.decode(), re.DOTALL
    )[0]
    links = re.findall(r"<a [^>]+>", figure)
    assert len(links) == 4
    assert all('tabindex="-1"' in link for link in links)
    assert 'aria-hidden="true"' in figure
    assert figure.count("M70 90h.1") == 1
    assert re.search(r"<figcaption[^>]*>[^<]*The list has every party", figure)


def test_filters_narrow_list_and_title_and_can_be_removed(open_night, make_party, client):
    date = str(open_night.date)
    make_party(open_night, Review.APPROVED, date=date)
    make_party(open_night, Review.APPROVED, date=date, street="Oak Ave", activities=["kids"])
    page = client.get("/springfield/?has=kids&q=oak").content.decode()
    assert "<title>1 party in Springfield: “oak”, Kids’ games" in page
    assert "Oak Ave" in page
    assert "Elm St" not in page
    assert re.findall(r'class="chip chip-on" href="([^"]+)"', page) == ["/springfield/?has=kids", "/springfield/?q=oak"]
    assert 'href="/springfield/?q=oak" aria-current="true"' in page


def test_a_new_search_keeps_the_filters_that_are_on(open_night, client):
    page = client.get(
        "/springfield/?has=kids&has=step-free&at=18:00&open=everyone&neighborhood=oak-hill"
    ).content.decode()
    form = re.search(r'<form[^>]+role="search".*?</form>', page, re.DOTALL)[0]
    ticked = [tag for tag in re.findall(r"<input[^>]+>", form) if "checked" in tag]
    assert [re.search(r'value="([^"]+)"', tag)[1] for tag in ticked] == ["kids", "step-free"]
    assert re.findall(r'<option value="([^"]+)" selected', form) == ["oak-hill", "18:00", "everyone"]


def test_where_nothing_matches_each_filter_can_go_and_the_nearest_show(open_night, make_party, read):
    make_party(open_night, Review.APPROVED, date=str(open_night.date))
    text = read("/springfield/?neighborhood=oak-hill&has=movie")
    assert "0 parties" in text
    assert "No parties match. Remove a filter: Movie outdoors , Oak Hill" in text
    assert "Parties you may like instead 2800 block of Elm St 0." in text


def test_a_neighborhood_without_a_party_is_named_by_the_search(open_night, make_party, read):
    make_party(open_night, Review.APPROVED, date=str(open_night.date))
    assert "Neighborhoods by this name: River Bend" in read("/springfield/?q=river+bend")


@pytest.mark.parametrize(
    "query", ["has=%01", "at=99:99", "q=" + "x" * 5000, "neighborhood[]=1", "view=%F0%9F%8E%89&q=%01"]
)
def test_odd_addresses_give_the_list_and_a_kind_word(open_night, make_party, read, query):
    make_party(open_night, Review.APPROVED, date=str(open_night.date))
    assert "2800 block of Elm St" in read(f"/springfield/?{query}")


def test_before_registration_the_page_says_when_it_opens(springfield, night_in, today, read):
    opens = today + dt.timedelta(days=10)
    night_in(100, registration_opens=opens)
    text = read("/springfield/")
    assert f"Registration opens {opens:%B} {opens.day}" in text
    assert "Having a party on your block?" not in text


def test_an_open_season_without_a_party_asks_for_the_first(open_night, read):
    text = read("/springfield/")
    assert "No parties on the map yet Yours can be the first." in text
    assert "Register a party" in text


def test_a_closed_season_takes_no_more(night_in, make_party, read):
    edition = night_in(2)
    make_party(edition, Review.APPROVED, date=str(edition.date))
    text = read("/springfield/")
    assert "Registration closed on" in text
    assert "Having a party on your block?" not in text


@pytest.mark.parametrize(
    "starts, ends, said",
    [(dt.time(0, 0), dt.time(23, 59, 59), "On now, until"), (dt.time(23, 59, 58), dt.time(23, 59, 59), "Tonight,")],
)
def test_on_the_day_the_page_says_tonight_and_then_on_now(night_in, today, read, starts, ends, said):
    night_in(0, starts=starts, ends=ends, listing_until=today)
    assert said in read("/springfield/")


def test_after_the_night_it_says_thanks_and_when_the_next_one_is(springfield, night_in, today, make_party, read):
    edition = night_in(-3)
    make_party(edition, Review.APPROVED, date=str(edition.date))
    text = read("/springfield/")
    first = dt.date(edition.date.year + 1, 10, 1)
    tuesday = first + dt.timedelta(days=(1 - first.weekday()) % 7)
    assert "Thank you, Springfield" in text
    assert "1 party lit up the evening." in text
    assert f"The next one is on Tuesday, October {tuesday.day}, {tuesday.year}." in text
    assert "2800 block of Elm St" in text


def test_a_city_without_a_night_says_so(springfield, read):
    assert "No date for Springfield yet" in read("/springfield/")


def test_an_edition_that_is_not_public_does_not_show(springfield, open_night, read):
    Edition.objects.update(is_public=False)
    assert "No date for Springfield yet" in read("/springfield/")


def test_a_closed_community_does_not_exist(springfield, open_night, client):
    type(springfield).objects.update(is_open=False)
    for path in ("/springfield/", "/springfield/elm-park/", f"/springfield/{open_night.year}/", "/springfield/about/"):
        assert client.get(path).status_code == 404


def test_more_than_150_fold_to_the_first_three_of_each_neighborhood(open_night, many, client):
    many(open_night, 160)
    page = client.get("/springfield/").content.decode()
    assert page.count('class="go"') == 9
    assert re.findall(r'<a class="quiet" href="([^"]+)">All (\d+) in ([^<]+)', page) == [
        ("/springfield/elm-park/", "54", "Elm Park"),
        ("/springfield/oak-hill/", "53", "Oak Hill"),
        ("/springfield/river-bend/", "53", "River Bend"),
    ]
    assert client.get("/springfield/?view=print").content.decode().count('class="go"') == 160
    assert client.get("/springfield/?neighborhood=oak-hill").content.decode().count('class="go"') == 53


def test_as_many_queries_for_one_party_as_for_many(open_night, many, client):
    counts = []
    for number in (1, 30, 150, 1500):
        many(open_night, number)
        with CaptureQueriesContext(connection) as asked:
            client.get("/springfield/")
        counts.append(len(asked))
    assert Party.objects.count() == 1500
    assert set(counts) == {counts[0]}
    assert counts[0] <= 6


def test_120_parties_fit_on_a_full_phone_network(open_night, many, client):
    many(open_night, 120)
    response = client.get("/springfield/", headers={"accept-encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    page = gzip.decompress(response.content).decode()
    assert page.count('class="go"') == 120
    assert len(response.content) <= 20 * 1024
    files = own_files(page) | {"/static/img/roofs.svg"}
    sizes = {}
    for address in files:
        with open(finders.find(address.removeprefix("/static/")), "rb") as file:
            raw = file.read()
        sizes[address] = len(raw if address.endswith("woff2") else gzip.compress(raw))
    assert 1 + len(sizes) <= 8
    assert len(response.content) + sum(sizes.values()) <= 70 * 1024


def test_a_party_after_the_night_is_still_to_come_and_on_its_day_a_page_away(night_in, make_party, today, client):
    night = night_in(-3)
    make_party(night, Review.APPROVED, date=str(night.date), closure_wanted=False)
    rain = make_party(night, Review.APPROVED, date=str(today), street="Oak Ave", email="b@example.org", lat=38.608)
    page = client.get("/springfield/").content.decode()
    coming = page.partition('id="coming"')[2].partition("</section>")[0]
    assert coming.count('class="go"') == 1
    assert "Oak Ave" in coming
    assert "/springfield/tonight/" in page
    Party.objects.filter(pk=rain.pk).update(night="not_happening")
    page = client.get("/springfield/").content.decode()
    assert 'id="coming"' not in page
    assert "/springfield/tonight/" not in page
