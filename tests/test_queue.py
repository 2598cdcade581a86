"""The staff's search: what is found by which words, and which filters narrow it."""

import datetime as dt

import pytest

from events.models import District, Layer, Party
from events.queue import QueueSearch, counts_of
from tests.conftest import ZONE, make_edition

NOW = dt.datetime(2027, 8, 16, 12, tzinfo=ZONE)


def found(community, **query):
    return [party.street for party in QueueSearch(query, community=community, now=NOW).parties()]


@pytest.fixture
def muñoz(edition, make_party):
    return make_party(
        edition,
        street="Château Ave",
        number="412",
        host_name="Íñigo Muñoz",
        email="inigo@example.org",
        phone="+13145550188",
        second_name="Ida Quill",
        second_email="ida@example.org",
        second_phone="+13145550199",
        title="Lantern Walk",
        lat=38.601,
    )


@pytest.mark.parametrize(
    "words",
    [
        "SPR-27-0003",
        "spr-27-0003",
        "0003",
        "muñoz",
        "MUÑOZ",
        "Íñigo Muñoz",
        "inigo@example.org",
        "INIGO@",
        "(314) 555-0188",
        "314-555-0188",
        "5550188",
        "0188",
        "+1 314 555 0188",
        "Château",
        "château ave",
        "412 Château Ave",
        "400 block of Château",
        "Ida",
        "ida@example.org",
        "555-0199",
        "lantern walk",
        "walk muñoz",
    ],
)
def test_a_party_is_found_by_reference_name_phone_email_and_street_of_every_host(edition, elm, walts, muñoz, words):
    assert found(edition.community, q=words) == ["Château Ave"]


@pytest.mark.parametrize("words", ["Elm Muñoz", "zzz", "999-0000", "%", "_", "'; drop table", "412 Elm St"])
def test_words_that_fit_no_party_find_none(edition, elm, walts, muñoz, words):
    assert found(edition.community, q=words) == []


def test_a_hundred_finds_its_block(edition, elm, walts):
    assert found(edition.community, q="2800 block of Elm St") == ["Elm St"]
    assert found(edition.community, q="2900 block of Elm St") == []


def test_a_party_with_two_matching_hosts_is_found_once(edition, make_party):
    make_party(edition, second_name="Rosa Again", second_email="rosa2@example.org")
    assert found(edition.community, q="rosa") == ["Elm St"]


def test_words_that_cannot_be_stored_are_left_out_and_said(edition, elm):
    search = QueueSearch({"q": "\0"}, community=edition.community, now=NOW)
    assert len(search.parties()) == 1
    assert search.errors["q"]


def test_neighborhood_and_check_narrow_the_list(edition, elm, walts, make_party):
    make_party(edition, street="Lost St", lat=None, lng=None, neighborhood=None, email="l@example.org", phone="")
    city = edition.community
    assert found(city, neighborhood="2") == ["Oak Ave"]
    assert found(city, neighborhood="none") == ["Lost St"]
    assert found(city, check="city") == ["Lost St"]
    assert found(city, check="fail") == ["Lost St"]
    assert sorted(found(city, check="pass")) == ["Elm St", "Oak Ave"]
    assert found(city, check="pass", neighborhood="1", q="rosa") == ["Elm St"]


def test_every_tab_counts_what_it_shows(edition, elm, walts, make_party, now, django_assert_num_queries):
    states = ["unconfirmed", "needs_information", "approved", "declined", "withdrawn", "cancelled"]
    for number, review in enumerate(states):
        make_party(edition, review, street=f"Street {number}")
    search = QueueSearch({}, community=edition.community, now=NOW)
    with django_assert_num_queries(1):
        counts, oldest = counts_of(search)
    assert counts == {"review": 2, "waiting": 1, "unconfirmed": 1, "approved": 1, "declined": 1, "ended": 2}
    assert oldest == now
    for tab, number in counts.items():
        assert len(found(edition.community, tab=tab)) == number


def test_while_searching_every_tab_counts_what_matches(edition, elm, walts, make_party):
    make_party(edition, "approved", street="Elm St", number="900", email="p@example.org", phone="")
    counts, _oldest = counts_of(QueueSearch({"q": "elm", "tab": "declined"}, community=edition.community, now=NOW))
    assert {tab: number for tab, number in counts.items() if number} == {"review": 1, "approved": 1}


def test_what_waits_longest_comes_first(edition, elm, walts, now):
    Party.objects.filter(pk=walts.pk).update(waiting_since=now - dt.timedelta(days=1))
    assert found(edition.community) == ["Oak Ave", "Elm St"]


def test_the_current_edition_is_shown_unless_another_is_asked_for(springfield, edition, elm, make_party):
    make_party(make_edition(springfield, 2026, dt.date(2026, 10, 6)), street="Memory Ln")
    make_edition(springfield, 2028, dt.date(2028, 10, 3), is_public=False)
    assert found(springfield) == ["Elm St"]
    assert found(springfield, year="2026") == ["Memory Ln"]
    assert found(springfield, year="2028") == []


def test_a_community_without_an_edition_has_none_to_show(shelby):
    assert QueueSearch({}, community=shelby, now=NOW).edition is None


@pytest.fixture
def police(springfield, elm):
    """Rosa's party is in police district 3 and ward 3; district 4 is empty."""
    police = Layer.objects.create(community=springfield, slug="police-areas", name="Police districts")
    wards = Layer.objects.create(community=springfield, slug="wards", name="Wards", position=1)
    for layer, number, name in [(police, 4, "District 4"), (police, 3, "District 3"), (wards, 3, "3")]:
        District.objects.create(layer=layer, number=number, name=name)
    elm.districts.add(*District.objects.filter(number=3))


def test_the_queue_is_narrowed_to_a_district(springfield, elm, walts, police):
    assert found(springfield, district="police-areas-3") == ["Elm St"]
    assert found(springfield, district="wards-3") == ["Elm St"]
    assert found(springfield, district="police-areas-4") == []
    assert found(springfield, district="police-areas-9") == ["Elm St", "Oak Ave"], "what cannot be read is left out"
    assert found(springfield, district="police-areas-3", neighborhood="2") == []
    assert QueueSearch({"district": "wards-3"}, community=springfield, now=NOW).is_narrowed


def test_districts_to_choose_are_grouped_by_layer(springfield, elm, police, shelby):
    District.objects.filter(name="District 4").update(is_retired=True)
    search = QueueSearch({}, community=springfield, now=NOW)
    assert search.fields["district"].choices == [
        ("", "All"),
        ("Police districts", [("police-areas-3", "District 3")]),
        ("Wards", [("wards-3", "3")]),
    ]
    assert not QueueSearch({}, community=shelby, now=NOW).has_districts


def test_counts_of_the_tabs_follow_the_district(springfield, elm, walts, police):
    counts, _oldest = counts_of(QueueSearch({"district": "wards-3"}, community=springfield, now=NOW))
    assert counts["review"] == 1


def test_the_filter_shows_only_where_there_are_districts(cast, police, elm):
    assert 'name="district"' in cast.imani.get("/staff/springfield/").content.decode()
    assert 'name="district"' not in cast.otto.get("/staff/shelby/").content.decode()


def test_the_record_tells_the_districts_by_layer(cast, police, elm, walts):
    page = cast.imani.get(f"/staff/springfield/parties/{elm.reference}/").content.decode()
    assert "Elm Park, District 3, Wards: 3</span>" in page
    assert "District 3" not in cast.imani.get(f"/staff/springfield/parties/{walts.reference}/").content.decode()


def test_no_public_page_tells_a_district(cast, police, elm, edition, make_party):
    party = make_party(edition, review="approved")
    party.districts.add(*District.objects.all())
    for path in ("/springfield/", f"/springfield/2027/p/{party.slug}/", "/springfield/elm-park/"):
        assert "District 3" not in cast.nobody.get(path).content.decode()
