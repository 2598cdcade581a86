"""The page that leads from a typed place to the parties near it, without a script."""

import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import limits
from events.lib import geometry
from events.models import PlaceFile, Review
from nightout.logs import JsonFormatter, Scrub, scrubbed
from tests import streetfiles

HERE = "/springfield/near/"


@pytest.fixture
def gazetteer(springfield):
    streetfiles.make_places(springfield)
    return streetfiles.make_addresses(springfield)


def test_one_clear_place_leads_to_the_list_nearest_first(client, gazetteer):
    answer = client.get(HERE, {"q": "2801 lemp"})
    assert (answer.status_code, answer.url) == (302, "/springfield/?near=38.605,-90.229")


def test_the_language_stays(client, gazetteer):
    assert client.get("/es/springfield/near/", {"q": "2801 lemp"}).url == "/es/springfield/?near=38.605,-90.229"


def test_filters_that_were_on_stay_on(client, gazetteer):
    filters = {"has": ["food"], "open": "nonsense", "neighborhood": "elm-park", "view": "map"}
    answer = client.get(HERE, {"q": "2801 lemp"} | filters)
    assert answer.url == "/springfield/?near=38.605,-90.229&view=map&has=food&neighborhood=elm-park"
    page = client.get(HERE, {"q": "100 grand"} | filters)
    assert '<input type="hidden" name="has" value="food">' in page.text
    assert 'name="open"' not in page.text


def test_several_places_are_links_to_choose_from(client, gazetteer):
    page = client.get(HERE, {"q": "100 grand"})
    assert page.status_code == 200
    assert "Which one?" in page.text
    assert 'href="/springfield/?near=38.608,-90.230">100 N Grand Blvd</a>' in page.text
    assert 'href="/springfield/?near=38.602,-90.220">100 S Grand Blvd</a>' in page.text or "-90.219" in page.text
    assert 'value="100 grand"' in page.text


def test_a_zip_code_leads_near_its_middle(client, gazetteer):
    assert client.get(HERE, {"q": "63118"}).url == "/springfield/?near=38.605,-90.225"


@pytest.mark.parametrize("typed", ["Elm Park", "elm park", "ELM  PARK"])
def test_a_neighborhoods_name_leads_to_its_own_page(client, gazetteer, typed):
    assert client.get(HERE, {"q": typed}).url == "/springfield/elm-park/"


def test_a_neighborhoods_other_name_leads_there_too(client, springfield):
    springfield.neighborhoods.filter(number=2).update(aliases=["The Hill"])
    assert client.get(HERE, {"q": "the hill"}).url == "/springfield/oak-hill/"


def test_a_misspelt_neighborhood_leads_there_where_nothing_else_is_like_it(client, springfield):
    assert client.get(HERE, {"q": "river bned"}).url == "/springfield/river-bend/"


def test_what_is_only_a_little_like_a_neighborhood_is_asked_about(client, springfield):
    page = client.get(HERE, {"q": "rivr bned"})
    assert page.status_code == 200
    assert 'href="/springfield/river-bend/">River Bend</a>' in page.text


def test_what_is_not_found_stays_in_the_field_with_advice(client, gazetteer):
    page = client.get(HERE, {"q": "zzyzx road"})
    assert page.status_code == 200
    assert "We did not find “zzyzx road”" in page.text
    assert 'value="zzyzx road"' in page.text
    assert 'href="/springfield/elm-park/"' in page.text


def test_without_any_file_the_page_says_what_can_be_typed(client, springfield):
    page = client.get(HERE, {"q": "2801 lemp"})
    assert "Springfield has no list of streets here yet" in page.text
    assert 'href="/springfield/elm-park/"' in page.text


def test_nothing_typed_asks_for_something(client, springfield):
    assert "Type a street, a ZIP code or a place" in client.get(HERE, {"q": " "}).text
    first = client.get(HERE)
    assert first.status_code == 200
    assert "There is a problem" not in first.text


def test_a_place_outside_all_towns_names_the_nearest(client, gazetteer, shelby):
    far = streetfiles.make_street(gazetteer, "Far Rd")
    streetfiles.make_points(far, [1, 3], lat=38.65)
    page = client.get(HERE, {"q": "1 far rd"})
    assert "That place is outside Springfield" in page.text
    assert "Springfield is the nearest one" in page.text or "The nearest one is Shelby" in page.text
    assert 'value="1 far rd"' in page.text


def test_a_place_in_another_town_leads_to_that_towns_list(client, gazetteer, shelby):
    street = streetfiles.make_street(gazetteer, "Shelby Rd")
    streetfiles.make_points(street, [1, 3], lat=38.705, west=-90.225)
    page = client.get(HERE, {"q": "1 shelby rd"})
    assert 'href="/shelby/?near=38.705,-90.225">1 Shelby Rd</a>' in page.text


def test_what_only_another_town_has_is_found_there(client, gazetteer, shelby):
    streetfiles.make_file(shelby, PlaceFile.Kind.AREAS)
    file = streetfiles.make_file(shelby, PlaceFile.Kind.ADDRESSES)
    streetfiles.make_points(streetfiles.make_street(file, "Quincy Ct"), [7], lat=38.705, west=-90.225)
    page = client.get(HERE, {"q": "7 quincy"})
    assert 'href="/shelby/?near=38.705,-90.225">7 Quincy Ct</a>' in page.text
    assert "Shelby" in page.text


def test_another_towns_name_leads_there(client, gazetteer, shelby):
    assert 'href="/shelby/">Shelby</a>' in client.get(HERE, {"q": "shelby"}).text


def test_a_community_that_is_not_open_has_no_page(client, gazetteer, springfield):
    springfield.is_open = False
    springfield.save()
    assert client.get(HERE, {"q": "2801 lemp"}).status_code == 404


@pytest.mark.parametrize("typed", ["2801 lemp", "100 grand", "zzyzx", ""])
def test_answers_are_never_stored(client, gazetteer, typed):
    for path in (HERE, "/springfield/places.json"):
        answer = client.get(path, {"q": typed})
        assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies


def test_what_was_typed_is_never_logged(client, gazetteer, caplog):
    with caplog.at_level(logging.DEBUG):
        caplog.handler.addFilter(Scrub())
        caplog.handler.setFormatter(JsonFormatter())
        client.get(HERE, {"q": "2801 lemp"})
        client.get("/springfield/places.json", {"q": "2801 lemp"})
        client.get("/springfield/near/nowhere/", {"q": "2801 lemp"})
    said = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert "lemp" not in said
    assert scrubbed('"GET /springfield/near/?q=2801+lemp HTTP/1.1" 302') == '"GET /springfield/near/?q=… HTTP/1.1" 302'


def test_questions_are_limited(client, gazetteer, settings, monkeypatch):
    settings.LIMITS_ENABLED = True
    monkeypatch.setitem(limits.LIMITS, "search", limits.Limit(2, 1))
    answers = [client.get("/springfield/places.json", {"q": "lemp"}).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert client.get(HERE, {"q": "lemp"}).status_code == 429
    assert client.get(HERE).status_code == 200


def test_the_page_costs_the_same_however_many_places_answer(client, gazetteer, springfield):
    def queries(typed):
        client.get(HERE, {"q": typed})
        with CaptureQueriesContext(connection) as asked:
            client.get(HERE, {"q": typed})
        return len(asked)

    few = queries("100 grand")
    for number in range(10):
        street = streetfiles.make_street(gazetteer, f"Grand {number} Blvd")
        streetfiles.make_points(street, [100], lat=38.605)
    gazetteer.applied_at += streetfiles.AT - streetfiles.AT.replace(year=2026)
    gazetteer.save()
    assert queries("100 grand") <= few
    assert few <= 12


def test_the_answer_is_within_the_outline_that_covers_it(springfield, gazetteer):
    area = springfield.neighborhoods.get(number=1)
    assert geometry.covers(area.outline, 38.605, -90.2294)


def test_words_that_are_no_place_but_are_in_the_list_lead_there(client, springfield, edition, make_party):
    make_party(edition, Review.APPROVED, street="Rue St Denis")
    page = client.get(HERE, {"q": "rue st denis"})
    assert "We did not find" in page.text
    assert 'href="/springfield/?q=rue%20st%20denis"' in page.text
    assert "in the list" not in client.get(HERE, {"q": "rue st francois"}).text


def test_an_address_with_another_towns_name_leads_to_that_town(client, springfield, shelby):
    page = client.get(HERE, {"q": f"600 Rue, {shelby.name}"})
    assert f'<a class="go" href="/shelby/">{shelby.name}</a>' in page.text


def test_a_town_in_one_piece_offers_no_choice_of_neighborhoods(client, springfield):
    springfield.neighborhoods.exclude(number=1).delete()
    page = client.get(HERE, {"q": "2800 lemp"})
    assert "has no list of streets here yet." in page.text
    assert "choose a neighborhood" not in page.text
    assert "See all parties in Springfield" in page.text


def test_from_tonight_a_place_leads_back_to_tonight(client, gazetteer):
    page = client.get(HERE, {"to": "tonight"}).text
    assert '<input type="hidden" name="to" value="tonight">' in page
    assert 'class="back" href="/springfield/tonight/"' in page
    answer = client.get(HERE, {"q": "2801 lemp", "to": "tonight", "has": "food"})
    assert answer.url == "/springfield/tonight/?near=38.605,-90.229"
    assert (
        '/springfield/tonight/?near=38.608,-90.230">100 N Grand Blvd</a>'
        in client.get(HERE, {"q": "100 grand", "to": "tonight"}).text
    )


def test_from_an_evening_a_place_is_where_one_sets_out_and_the_parties_stay(client, gazetteer):
    chosen = {"to": "evening", "p": ["elm", "<b>", "oak", "elm"], "leave": "18:00"}
    answer = client.get(HERE, {"q": "2801 lemp"} | chosen)
    assert answer.url == "/springfield/evening/?near=38.605,-90.229&p=elm&p=oak&leave=18:00"
    page = client.get(HERE, chosen).text
    assert "Where do you set out?" in page
    assert '<input type="hidden" name="p" value="oak">' in page
    assert 'class="back" href="/springfield/evening/?p=elm&amp;p=oak&amp;leave=18:00"' in page


def test_a_neighborhood_is_a_place_to_set_out_from(client, springfield):
    area = springfield.neighborhoods.get(slug="elm-park")
    answer = client.get(HERE, {"q": "elm park", "to": "evening", "p": "elm"})
    assert answer.url.startswith("/springfield/evening/?near=")
    lat, lng = map(float, answer.url.partition("near=")[2].partition("&")[0].split(","))
    assert area.south < lat < area.north
    assert area.west < lng < area.east
    assert answer.url.endswith("&p=elm")


@pytest.mark.parametrize(
    "odd", [{"to": "staff"}, {"to": ["", "evening"], "leave": "99:99"}, {"to": "evening", "p": "<b>"}]
)
def test_an_odd_goal_is_no_error(client, gazetteer, odd):
    assert client.get(HERE, {"q": "2801 lemp"} | odd).url.partition("?")[2] == "near=38.605,-90.229"
