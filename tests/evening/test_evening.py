"""An evening with two to five parties: chosen by the address, put in order, taken home as a calendar file."""

import datetime as dt
import re

import pytest
from django.test import Client
from icalendar import Calendar

from events.models import ListingLevel, Party, Review

URL = "/springfield/evening/"


@pytest.fixture
def resident():
    return Client()


@pytest.fixture
def party_at(edition, make_party):
    """party_at(number, **answers) gives an approved party on that block of Elm St; higher numbers lie farther north."""

    def make(number, **changes):
        place = {"number": str(number), "street": "Elm St", "lat": 38.6 + number / 1_000_000, "lng": -90.2249}
        named = {"title": f"Party {number}", "email": f"host{number}@example.org", "closure_wanted": False}
        return make_party(edition, Review.APPROVED, **(place | named | {"level": "exact"} | changes))

    return make


@pytest.fixture
def three(party_at):
    return [party_at(number) for number in (1000, 5000, 3000)]


def query(*parties, **more):
    pairs = [("p", party.slug) for party in parties] + list(more.items())
    return "?" + "&".join(f"{name}={value}" for name, value in pairs)


def stops_in(page):
    """[(when, name)] of the stops on the page."""
    return re.findall(r'<p class="when">([^<]+)</p><p class="flush"><a class="go" href="[^"]+">([^<]+)</a>', page)


def test_three_parties_stand_in_the_order_to_walk(three, resident):
    page = resident.get(URL + query(*three)).content.decode()
    assert stops_in(page) == [
        ("5 to 5:55 pm", "Party 1000"),
        ("6 to 6:55 pm", "Party 3000"),
        ("7 to 7:55 pm", "Party 5000"),
    ]
    assert "Walk: about 5 min, 0.2 mi" in page
    assert "On foot in all: about 10 min, 0.4 mi." in page
    assert "Tuesday, October 5" in page


def test_the_order_of_the_address_does_not_matter(three, resident):
    one = resident.get(URL + query(*three)).content.decode()
    assert stops_in(resident.get(URL + query(*reversed(three))).content.decode()) == stops_in(one)


def test_nothing_chosen_offers_the_parties_of_the_night(three, resident):
    page = resident.get(URL).content.decode()
    assert page.count('type="checkbox" name="p"') == 3
    assert stops_in(page) == []


def test_what_is_ticked_joins_what_is_chosen_and_can_be_taken_out(three, resident):
    page = resident.get(URL + query(three[0])).content.decode()
    assert "Choose one more" in page
    assert f'<input type="hidden" name="p" value="{three[0].slug}">' in page
    assert page.count('type="checkbox" name="p"') == 2
    both = resident.get(URL + query(*three[:2])).content.decode()
    assert f'href="{URL}?p={three[1].slug}"' in both
    assert f'href="{URL}?p={three[0].slug}"' in both


def test_the_nearest_to_the_chosen_are_offered_first(three, resident):
    page = resident.get(URL + query(three[0])).content.decode()
    assert page.index("Party 3000") < page.index("Party 5000")


def test_more_parties_are_found_by_typing_and_the_chosen_stay(three, resident):
    page = resident.get(URL + query(three[0], q="3000")).content.decode()
    offered = re.findall(r'type="checkbox" name="p" value="([^"]+)"', page)
    assert offered == [three[2].slug]
    assert f'<input type="hidden" name="p" value="{three[0].slug}">' in page


def test_setting_out_late_puts_the_hours_later(three, resident):
    page = resident.get(URL + query(*three, leave="19:00")).content.decode()
    assert [when for when, _name in stops_in(page)] == ["7 to 7:15 pm", "7:20 to 7:35 pm", "7:40 to 7:55 pm"]


def test_from_a_place_the_nearest_end_comes_first_and_nobody_keeps_the_page(three, resident):
    response = resident.get(URL + query(*three, near="38.606,-90.225"))
    assert [name for _when, name in stops_in(response.content.decode())] == ["Party 5000", "Party 3000", "Party 1000"]
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response


def test_a_place_is_rounded_before_it_stays_in_the_address(three, resident):
    response = resident.get(URL + query(*three, near="38.6061234,-90.2249876"))
    assert response.status_code == 302
    assert response["Location"].endswith("near=38.606,-90.225")
    assert response["Location"].count("p=") == 3


def test_one_that_cannot_be_reached_is_said(three, party_at, resident):
    far = party_at(9000, lng=-90.0, ends="17:30")
    Party.objects.exclude(pk=far.pk).update(ends=dt.time(18))
    page = resident.get(URL + query(*three, far)).content.decode()
    assert "You cannot get to Party 9000 in time." in page
    assert len(stops_in(page)) == 3


def test_a_listing_of_the_neighborhood_alone_is_in_no_order_and_on_no_map(three, party_at, resident):
    hidden = party_at(4000, level=ListingLevel.NEIGHBORHOOD)
    page = resident.get(URL + query(*three, hidden)).content.decode()
    assert "Party 4000" not in [name for _when, name in stops_in(page)]
    assert "show only the neighborhood" in page
    assert "4000 Elm" not in page
    assert page.count('class="pip"') == 3


def test_called_off_and_on_another_day_are_told_apart(three, party_at, resident):
    Party.objects.filter(pk=three[0].pk).update(night="not_happening")
    later = party_at(7000, date="2027-10-06")
    page = resident.get(URL + query(*three, later)).content.decode()
    assert "Party 1000 will not take place." in page
    assert "On another day" in page
    assert [name for _when, name in stops_in(page)] == ["Party 3000", "Party 5000"]


def test_an_evening_has_room_for_five(party_at, resident):
    parties = [party_at(number) for number in (1000, 2000, 3000, 4000, 5000, 6000)]
    page = resident.get(URL + query(*parties)).content.decode()
    assert "An evening has room for five parties." in page
    assert len(stops_in(page)) == 5
    assert "Your evening is full." in page


@pytest.mark.parametrize("odd", ["?p=nowhere", "?p=%20&p=<b>", "?leave=99:99", "?near=here", "?p=" + "a" * 200])
def test_an_odd_address_is_no_error(odd, three, resident):
    response = resident.get(URL + odd)
    assert response.status_code == 200
    assert "<b>" not in "".join(re.findall(r'value="([^"]*)"', response.content.decode()))


def test_what_was_never_approved_is_in_no_evening(elm, resident):
    page = resident.get(f"{URL}?p={elm.reference.lower()}").content.decode()
    assert "is not on the map any more" in page
    assert "Elm" not in page.partition("<h1>")[2].partition('name="neighborhood"')[0]


def test_the_page_is_kept_until_the_edition_changes(three, edition, resident):
    first = resident.get(URL + query(*three))
    assert "public" in first["Cache-Control"]
    assert resident.get(URL + query(*three), headers={"if-none-match": first["ETag"]}).status_code == 304
    edition.touch()
    assert resident.get(URL + query(*three), headers={"if-none-match": first["ETag"]}).status_code == 200


def test_the_calendar_file_has_a_stop_an_event_at_the_hours_of_the_plan(three, party_at, resident):
    hidden = party_at(4000, level=ListingLevel.NEIGHBORHOOD)
    response = resident.get("/springfield/evening.ics" + query(*three, hidden))
    assert response["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(response.content).walk("VEVENT")
    zone = dt.timezone(dt.timedelta(hours=-5))
    told = [(str(event["summary"]), event.decoded("dtstart").astimezone(zone).strftime("%H:%M")) for event in events]
    assert told == [("Party 1000", "17:00"), ("Party 3000", "18:00"), ("Party 5000", "19:00"), ("Party 4000", "17:00")]
    assert "Party hours: 5 to 8 pm" in str(events[0]["description"])
    assert len({str(event["uid"]) for event in events}) == 4
    assert "4000" not in str(events[3]["location"])


def test_an_evening_without_parties_has_no_calendar_file(edition, resident):
    response = resident.get("/springfield/evening.ics")
    assert (response.status_code, response["Location"]) == (302, URL)


def test_no_contact_of_a_host_is_on_the_page(three, resident):
    page = resident.get(URL + query(*three)).content.decode()
    assert "@example.org" not in page.replace("nno@springfield.example.org", "")
    assert "555-0142" not in page
    assert "Rosa" not in page


def test_the_page_costs_the_same_for_two_and_for_thirty_parties(
    party_at, resident, django_assert_num_queries, django_assert_max_num_queries
):
    chosen = [party_at(number) for number in (1000, 2000)]
    with django_assert_max_num_queries(7) as counted:
        resident.get(URL + query(*chosen))
    for number in range(3000, 31000, 1000):
        party_at(number)
    with django_assert_num_queries(len(counted)):
        resident.get(URL + query(*chosen))


def test_in_spanish_it_has_an_address_of_its_own(three, resident):
    page = resident.get("/es" + URL + query(*three)).content.decode()
    assert '<html lang="es">' in page
    assert f'href="/es/springfield/evening.ics{query(*three)}"'.replace("&", "&amp;") in page


def test_without_a_script_a_typed_place_is_where_one_sets_out(three, resident):
    page = resident.get(URL + query(*three[:2], leave="18:00")).text
    to = f"/springfield/near/?to=evening&amp;p={three[0].slug}&amp;p={three[1].slug}&amp;leave=18:00"
    assert f'href="{to}" data-near="{URL}"' in page
    assert f'href="{to}">' in page
    started = resident.get(URL + query(*three[:2], near="38.606,-90.225")).text
    assert (
        f'href="{URL}?p={three[0].slug}&amp;p={three[1].slug}"><span class="vh">Take out: </span>The place' in started
    )
    assert "Walk from where you set out" in started
    assert "It tells where you set out, too." in started
    assert "It tells where you set out" not in page


def test_a_zip_code_that_no_party_bears_leads_to_the_parties_near_it(three, resident):
    page = resident.get(URL + query(three[0], q="63118")).text
    assert f'href="/springfield/near/?to=evening&amp;q=63118&amp;p={three[0].slug}"' in page
    assert "Parties near 63118" in page
