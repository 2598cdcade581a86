"""A party's page: what it says in each of its states, and when it does not exist."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from events import registry
from events.models import Notice, Party, Review


@pytest.fixture
def party(open_night, make_party):
    """Rosa's party, approved, with its page."""
    return make_party(open_night, Review.APPROVED, date=str(open_night.date), closure_wanted=False)


@pytest.fixture
def staff(springfield, shelby, make_staff):
    """One of each seat of Springfield, and a coordinator of another town."""
    for role in ("reader", "coordinator", "administrator"):
        make_staff(springfield, role, f"{role}@springfield.example.org")
    make_staff(shelby, "coordinator", "otto@shelby.example.org")


def page_of(party):
    return f"/springfield/{party.edition.year}/p/{party.slug}/"


def set_(party, **values):
    Party.objects.filter(pk=party.pk).update(**values)


def test_the_page_answers_when_where_and_may_i_come(party, client, read):
    text = read(page_of(party))
    for words in [
        "Springfield › Elm Park 2800 block of Elm St",
        "5 to 8 pm",
        "Get directions Save date",
        "Two grills and a long table.",
        "2800 block of Elm St, Springfield, MO",
        "Hosted by neighbors on the block Everyone is welcome",
        "Food to share Live music",
        "Accessibility Step-free",
        "Bring A chair",
        "Languages English",
        "If it rains We go ahead, rain or shine",
        "Sunset at",
        "A party on this map does not close a street.",
    ]:
        assert words in text
    page = client.get(page_of(party)).content.decode()
    blade = re.search(r'<h1 class="blade" id="t">(.*?)</h1>', page)[1]
    assert blade == "<small>2800 block of</small>Elm St"


def test_directions_lead_to_the_block_and_to_no_one_company(party, client):
    page = client.get(page_of(party)).content.decode()
    assert 'href="geo:38.605,-90.225?q=38.605,-90.225(2800%20block%20of%20Elm%20St%2C%20Springfield%2C%20MO)"' in page
    assert 'href="https://www.openstreetmap.org/directions?to=38.605%2C-90.225"' in page
    assert 'href="https://maps.apple.com/?daddr=38.605%2C-90.225"' in page


def test_without_a_pin_the_way_is_looked_for_by_its_block(open_night, make_party, read, client):
    near = make_party(open_night, Review.APPROVED, date=str(open_night.date), street="Oak Ave", email="ida@example.org")
    party = make_party(open_night, Review.APPROVED, date=str(open_night.date), lat=None, lng=None)
    page = client.get(page_of(party)).content.decode()
    assert 'href="geo:0,0?q=2800%20Elm%20St%2C%20Springfield%2C%20MO"' in page
    assert 'href="https://maps.apple.com/?daddr=2800%20Elm%20St%2C%20Springfield%2C%20MO"' in page
    assert near.street in page
    assert " mi" not in read(page_of(party)).partition("Nearby that night")[2]


def test_a_party_off_the_street_says_nothing_about_cars(open_night, make_party, read):
    party = make_party(open_night, Review.APPROVED, date=str(open_night.date), place_kind="yard")
    assert "does not close a street" not in read(page_of(party))


def test_a_party_for_neighbors_says_so_and_shows_no_way_there(open_night, make_party, read, client):
    party = make_party(open_night, Review.APPROVED, date=str(open_night.date), open_to="neighbors")
    text = read(page_of(party))
    assert text.index("Neighbors only") < text.index("Save date")
    page = client.get(page_of(party)).content.decode()
    assert "geo:" not in page
    assert "openstreetmap" not in page
    assert "geo" not in str(Calendar.from_ical(client.get(f"{page_of(party)[:-1]}.ics").content)).lower()


def test_a_party_that_shows_only_its_neighborhood_has_no_light_and_no_way(open_night, make_party, read, client):
    party = make_party(open_night, Review.APPROVED, date=str(open_night.date), level="neighborhood")
    assert "Elm Park, Springfield, MO The host shows only the neighborhood" in read(page_of(party))
    page = client.get(page_of(party)).content.decode()
    assert "geo:" not in page
    assert 'class="mini"' not in page


@pytest.mark.parametrize("review", [Review.CANCELLED, Review.WITHDRAWN])
def test_a_party_called_off_says_cancelled_and_shows_others(party, open_night, make_party, read, client, review):
    make_party(open_night, Review.APPROVED, date=str(open_night.date), street="Oak Ave", lat=38.6081, lng=-90.2249)
    set_(party, review=review)
    text = read(page_of(party))
    assert "Cancelled This party will not take place." in text
    assert "Nearby that night 2800 block of Oak Ave 0.2 mi" in text
    assert "Get directions" not in text
    assert "struck" in client.get(page_of(party)).content.decode()
    assert "2800 block of Elm St" not in read("/springfield/")


@pytest.mark.parametrize(
    "values, said",
    [
        ({"night": "starts_late", "night_time": "18:30"}, "Starts late It starts at 6:30 pm."),
        ({"night": "ends_early", "night_time": "19:00"}, "Ends early It ends at 7 pm."),
        (
            {"night": "moved", "night_words": "The school hall"},
            "Moved The school hall",
        ),
        ({"night": "not_happening"}, "Not happening The host called this party off."),
        ({"night": "not_happening", "night_words": "The tree fell."}, "Not happening The tree fell."),
        ({"night": "rain_date"}, "Moved to the rain date It is on"),
        (
            {"public_note": {"at": "2027-08-16T12:00:00-05:00", "fields": ["time", "place"]}},
            "Changed on Monday, August 16 The time is new",
        ),
    ],
)
def test_what_changed_stands_before_everything_else(party, read, values, said):
    set_(party, **values)
    text = read(page_of(party))
    assert said in text
    assert "Elm St, Springfield" not in text[: text.index(said)]


def test_a_past_party_says_on_which_day_it_was(night_in, make_party, read):
    edition = night_in(-40)
    party = make_party(edition, Review.APPROVED, date=str(edition.date))
    text = read(page_of(party))
    assert f"This party was on {edition.date:%A, %B} {edition.date.day}, {edition.date.year}" in text
    assert "Get directions" not in text
    assert "Save date" not in text


def test_a_party_of_an_earlier_edition_keeps_its_page(night_in, open_night, make_party, read):
    earlier = night_in(60 - 366)
    party = make_party(earlier, Review.APPROVED, date=str(earlier.date))
    assert "This party was on" in read(page_of(party))


@pytest.mark.parametrize(
    "review", [r for r in Review if r not in (Review.APPROVED, Review.CANCELLED, Review.WITHDRAWN)]
)
def test_a_party_that_is_not_approved_does_not_exist(party, client, now, review):
    set_(party, review=review, decided_at=now)
    for path in (page_of(party), f"{page_of(party)[:-1]}.ics", f"{page_of(party)}report/"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("review", [Review.CANCELLED, Review.WITHDRAWN])
def test_a_party_never_approved_does_not_exist_when_it_is_called_off(party, client, review):
    set_(party, review=review, approved_at=None)
    assert client.get(page_of(party)).status_code == 404


def test_another_year_another_town_and_an_unlisted_party_are_the_same_404(party, shelby_edition, client):
    year, slug = party.edition.year, party.slug
    for path in (f"/springfield/{year + 1}/p/{slug}/", f"/shelby/{year}/p/{slug}/", f"/springfield/{year}/p/{slug}x/"):
        assert client.get(path).status_code == 404
    set_(party, level="unlisted", public_lat=None, public_lng=None)
    assert client.get(page_of(party)).status_code == 404


def test_when_the_level_narrows_the_old_address_is_gone(party, client, now):
    old = page_of(party)
    registry.change(party, {"level": "neighborhood"}, by=None, now=now)
    party = Party.objects.get(pk=party.pk)
    assert page_of(party).endswith("/p/block-party-in-elm-park/")
    assert client.get(old).status_code == 404
    assert client.get(page_of(party)).status_code == 200


def test_nearby_are_the_nearest_three_of_the_same_day(party, open_night, make_party, read):
    date = str(open_night.date)
    for index, lat in enumerate([38.6061, 38.6071, 38.6081, 38.6091]):
        make_party(open_night, Review.APPROVED, date=date, street=f"Street{index} Ave", lat=lat)
    make_party(open_night, Review.APPROVED, date="2030-01-01", street="Otherday Ave")
    make_party(open_night, Review.APPROVED, date=date, street="Coarse Ave", level="neighborhood")
    text = read(page_of(party))
    places = re.findall(r"2800 block of (Street\d|Otherday|Coarse) Ave (\d00 ft|0.\d mi)", text)
    assert places == [("Street0", "400 ft"), ("Street1", "0.1 mi"), ("Street2", "0.2 mi")]


def test_as_many_queries_for_many_parties_nearby_as_for_one(party, open_night, make_party, client):
    counts = []
    for number in (1, 10):
        for _time in range(number):
            make_party(open_night, Review.APPROVED, date=str(open_night.date))
        with CaptureQueriesContext(connection) as asked:
            client.get(page_of(party))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 4


def test_the_calendar_file_has_the_party_and_no_more(party, client):
    response = client.get(f"{page_of(party)[:-1]}.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="2800-block-of-elm-st.ics"'
    event = Calendar.from_ical(response.content).walk("VEVENT")[0]
    zone = party.edition.community.zone
    assert event["summary"] == "2800 block of Elm St"
    assert event["location"] == "2800 block of Elm St, Springfield, MO"
    assert event["dtstart"].dt == dt.datetime.combine(party.date, dt.time(17), tzinfo=zone)
    assert event["dtend"].dt == dt.datetime.combine(party.date, dt.time(20), tzinfo=zone)
    assert (event["status"], event["geo"].latitude, event["geo"].longitude) == ("CONFIRMED", 38.605, -90.225)


def test_words_of_a_host_cannot_break_out_of_page_or_calendar(open_night, make_party, client):
    words = "<script>alert(1)</script>\"'\r\nBEGIN:VEVENT\r\nSUMMARY:Other"
    party = make_party(open_night, Review.APPROVED, date=str(open_night.date), title=words[:80], description=words)
    for path in (page_of(party), "/springfield/", "/springfield/elm-park/"):
        assert "<script>alert" not in client.get(path).content.decode()
    calendar = Calendar.from_ical(client.get(f"{page_of(party)[:-1]}.ics").content)
    assert len(calendar.walk("VEVENT")) == 1
    set_(party, review=Review.CANCELLED)
    event = Calendar.from_ical(client.get(f"{page_of(party)[:-1]}.ics").content).walk("VEVENT")[0]
    assert event["status"] == "CANCELLED"


def report(client, party, **data):
    return client.post(
        f"{page_of(party)}report/", {"text": "The street is blocked.", "email": "", "website": ""} | data
    )


def test_a_message_about_a_listing_goes_to_those_who_decide(party, staff, client):
    response = report(client, party, email="ann@example.org")
    assert response.headers["Location"] == f"{page_of(party)}report/sent/"
    letters = Notice.objects.filter(kind="listing_reported").order_by("to_email")
    assert [row.to_email for row in letters] == [
        "administrator@springfield.example.org",
        "coordinator@springfield.example.org",
    ]
    assert letters[0].context["report"].splitlines() == [
        f"2800 block of Elm St: {page_of(party)}",
        "",
        "The street is blocked.",
        "",
        "ann@example.org",
    ]


def test_the_same_message_twice_is_one_letter_each(party, staff, client):
    report(client, party)
    report(client, party)
    assert Notice.objects.filter(kind="listing_reported").count() == 2


def test_a_machine_is_thanked_and_not_heard(party, staff, client):
    assert report(client, party, website="https://spam.example.org").status_code == 302
    assert not Notice.objects.filter(kind="listing_reported").exists()


@pytest.mark.parametrize(
    "data, said",
    [
        ({"text": ""}, "Say what is wrong, in a sentence or two"),
        ({"text": "x" * 5000}, "Use 1000 characters or fewer. You have 5000."),
        ({"text": "nul\x00byte"}, "We took out characters that cannot be shown."),
        ({"email": "nobody"}, "Enter an email address, like name@example.org"),
    ],
)
def test_a_message_that_cannot_be_passed_on_is_explained_at_its_field(party, staff, client, data, said):
    response = report(client, party, **data)
    assert response.status_code == 200
    page = response.content.decode()
    assert page.count(said) == 2
    assert "<title>Error:" in page
    assert not Notice.objects.filter(kind="listing_reported").exists()


def test_there_is_a_limit_to_messages_from_one_address(party, staff, client, settings):
    settings.LIMITS_ENABLED = True
    answers = [report(client, party, text=f"Message {number}").status_code for number in range(6)]
    assert answers == [302] * 5 + [429]


def test_an_address_that_is_no_more_leads_to_the_parties_of_its_city(party, client):
    gone = client.get("/springfield/2027/p/2827-elm-st/")
    assert gone.status_code == 404
    assert '<a class="btn" href="/springfield/">Find a party</a>' in gone.text
    assert '<a class="btn" href="/">' in client.get("/nowhere/2027/p/2827-elm-st/").text
