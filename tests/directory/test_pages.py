"""The region, the neighborhoods, earlier nights, and the plain pages."""

import re

import pytest

from events.models import Community, Region, Review


def test_the_region_lists_its_cities_with_their_nights(open_night, shelby_edition, make_party, client, read):
    make_party(open_night, Review.APPROVED, date=str(open_night.date))
    page = client.get("/").content.decode()
    assert 'href="/springfield/"' in page
    assert 'href="/shelby/"' in page
    text = read("/")
    assert re.search(r"Greater Springfield Shelby, MO .* Springfield, MO [A-Z]\w+day, \w+ \d+(, \d{4})? 1 party", text)


def test_cities_are_grouped_by_region(open_night, shelby_edition, client):
    region = Region.objects.create(name="Capital City", slug="capital")
    Community.objects.create(region=region, name="Ogden", slug="ogden", code="OGD", state="MO")
    page = client.get("/").content.decode()
    assert re.findall(r"<h3>([^<]+)</h3>", page) == ["Capital City", "Greater Springfield"]
    assert "The date is not set yet" in page


def test_one_open_city_alone_is_the_home_page(open_night, shelby, client):
    Community.objects.filter(pk=shelby.pk).update(is_open=False)
    response = client.get("/")
    assert (response.status_code, response.headers["Location"]) == (302, "/springfield/")


def test_a_city_is_found_by_its_name_and_asked_for_where_it_is_not(open_night, shelby_edition, client, read):
    assert re.findall(r'class="go" href="([^"]+)"', client.get("/?q=Shel").content.decode()) == ["/shelby/"]
    assert "No city by that name yet Ask for your city" in read("/?q=Atlantis")
    assert "Springfield, MO" in read("/?q=%01" + "x" * 5000)


def test_a_city_that_is_not_open_is_not_listed(open_night, shelby_edition, client):
    Community.objects.filter(slug="shelby").update(is_open=False)
    Community.objects.create(region=open_night.community.region, name="Ogden", slug="ogden", code="OGD")
    assert b"Shelby" not in client.get("/").content


def test_a_neighborhood_has_its_parties_and_its_contact(open_night, springfield, make_party, read):
    springfield.neighborhoods.filter(number=1).update(contact={"en": "Call Ms. Park, 314-555-0111", "es": "Llame"})
    make_party(open_night, Review.APPROVED, date=str(open_night.date))
    make_party(
        open_night,
        Review.APPROVED,
        date=str(open_night.date),
        street="Oak Ave",
        neighborhood=2,
        neighborhood_chosen=True,
    )
    text = read("/springfield/elm-park/")
    assert "Parties in Elm Park 2800 block of Elm St" in text
    assert "Call Ms. Park, 314-555-0111" in text
    assert "Oak Ave" not in text
    assert "Oak Hill 1 party" in text
    assert "Llame" in read("/es/springfield/elm-park/")


def test_a_neighborhood_without_a_party_asks_for_one_and_shows_its_neighbors(open_night, make_party, read):
    make_party(open_night, Review.APPROVED, date=str(open_night.date))
    text = read("/springfield/oak-hill/")
    assert "No party in Oak Hill yet Yours can be the first." in text
    assert "Register a party" in text
    assert "In the neighborhoods next to it 2800 block of Elm St" in text
    assert "In the neighborhoods next to it" not in read("/springfield/river-bend/")


def test_a_retired_or_unknown_neighborhood_does_not_exist(open_night, springfield, client):
    springfield.neighborhoods.filter(number=2).update(is_retired=True)
    assert client.get("/springfield/oak-hill/").status_code == 404
    assert client.get("/springfield/nowhere/").status_code == 404


def test_an_earlier_night_is_told_in_figures_alone(night_in, open_night, make_party, read):
    earlier = night_in(60 - 366)
    date = earlier.date
    make_party(earlier, Review.APPROVED, date=str(date))
    make_party(earlier, Review.APPROVED, date=str(date), neighborhood=2, neighborhood_chosen=True, street="Oak Ave")
    make_party(earlier, Review.APPROVED, date=str(date), level="unlisted")
    make_party(earlier, Review.APPROVED, date=str(date), neighborhood=None, lat=None, lng=None)
    make_party(earlier, Review.CANCELLED, date=str(date))
    text = read(f"/springfield/{date.year}/")
    assert "Elm Park 1 Oak Hill 1 Elsewhere in Springfield 1" in text
    assert "Parties on the map 3 Neighborhoods with a party 2" in text
    assert "Oak Ave" not in text


def test_a_year_without_a_public_night_does_not_exist(open_night, client):
    assert client.get("/springfield/1999/").status_code == 404


def test_the_page_about_the_night_has_the_citys_own_words(open_night, read):
    type(open_night).objects.update(about={"en": "Bring a lantern.", "es": "Traiga un farol."})
    text = read("/springfield/about/")
    assert "Bring a lantern." in text
    assert "It is always the first Tuesday of October." in text
    assert re.search(r"The night is \w+, \w+ \d+, 4 to 9 pm\.", text)
    assert "Keep a lane free for fire engines." in text
    assert "Traiga un farol." in read("/es/springfield/about/")


@pytest.mark.parametrize("path", ["/about/accessibility/", "/about/privacy/", "/about/contact/"])
def test_plain_pages_stand_without_any_city(db, client, path):
    page = client.get(path).content.decode()
    assert page.count("<h1") == 1
    assert "{" not in page


def test_whom_to_ask_is_on_the_help_page(springfield, read):
    assert "Springfield nno@springfield.example.org" in read("/about/contact/")


def test_every_public_page_names_its_other_language(open_night, shelby_edition, client):
    for path in ("/", "/springfield/", "/springfield/elm-park/", "/springfield/about/", "/about/privacy/"):
        page = client.get(path).content.decode()
        assert re.search(rf'rel="alternate" hreflang="es" href="[^"]*/es{path}"', page)
