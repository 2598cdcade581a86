"""The first page: a draft begins when it is sent, once, and only for a person."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Draft
from events.registration.forms import signer
from tests.registration.conftest import WHERE, a_key, answer, arrive, open_season, page_of, unseen


def test_the_first_page_writes_nothing(season, rosa):
    page = rosa.get("/springfield/register/")
    assert "Where is your party?" in page.content.decode()
    assert "Step 1 of 7" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert not Draft.objects.exists()
    assert [name for name in rosa.cookies if "draft" in name] == []


def test_sending_the_first_page_begins_a_draft_and_leads_on(season, rosa, settings):
    response = arrive(rosa)
    draft = Draft.objects.get()
    assert response.url == page_of(draft, "you")
    assert draft.answers["street"] == "Elm St"
    assert draft.steps_done == ["where"]
    assert draft.expires_at - draft.created_at == dt.timedelta(days=settings.DRAFT_DAYS)
    assert "Step 2 of 8" in rosa.get(response.url).content.decode()


def test_sending_it_twice_begins_one_draft(season, rosa):
    data = WHERE | unseen(rosa.get("/springfield/register/"))
    first = rosa.post("/springfield/register/", data)
    again = Client().post("/springfield/register/", data)
    assert first.url == again.url
    assert Draft.objects.count() == 1


def test_going_back_and_sending_it_changed_changes_the_draft(season, rosa):
    data = WHERE | unseen(rosa.get("/springfield/register/"))
    rosa.post("/springfield/register/", data)
    rosa.post("/springfield/register/", data | {"street": "Oak Ave"})
    assert Draft.objects.get().answers["street"] == "Oak Ave"


def test_knowing_the_key_of_a_draft_does_not_open_it(season, rosa):
    data = WHERE | unseen(rosa.get("/springfield/register/"))
    rosa.post("/springfield/register/", data)
    draft = Draft.objects.get()
    answer(rosa, draft, "you")
    response = Client().post("/springfield/register/", data)
    assert str(draft.key) not in response.url
    assert Draft.objects.count() == 2


def test_what_was_typed_is_kept_when_an_answer_is_missing(season, rosa):
    response = arrive(rosa, number="", neighborhood="3")
    page = response.content.decode()
    assert response.status_code == 200
    assert "<title>Error: Where is your party?" in page
    assert 'href="#id_number"' in page
    assert 'value="Elm Street"' in page
    assert '<option value="3" selected>' in page
    assert not Draft.objects.exists()


def test_a_robot_is_asked_once_more(season, rosa):
    response = arrive(rosa, website="https://example.org")
    assert "Press Continue once more" in response.content.decode()
    assert 'value="Elm Street"' in response.content.decode()
    assert "https://example.org" not in response.content.decode()
    assert not Draft.objects.exists()


def test_who_is_quicker_than_a_person_is_asked_once_more(season, rosa, settings):
    settings.LIMITS_ENABLED = True
    response = arrive(rosa)
    assert "Press Continue once more" in response.content.decode()
    assert not Draft.objects.exists()
    earlier = signer.sign((timezone.now() - dt.timedelta(seconds=5)).isoformat())
    arrive(rosa, shown=earlier)
    assert Draft.objects.count() == 1


def test_who_has_to_press_again_anyway_is_not_told_of_it_twice(season, rosa, settings):
    settings.LIMITS_ENABLED = True
    page = arrive(rosa, number="").content.decode()
    assert "Enter the block number" in page
    assert "Press Continue once more" not in page


@pytest.mark.parametrize("changes", [{"shown": "made up"}, {"shown": ""}, {"key": "7"}, {"key": "\x00"}])
def test_a_forged_first_page_begins_nothing(season, rosa, changes):
    assert arrive(rosa, **changes).status_code == 200
    assert not Draft.objects.exists()


@pytest.mark.parametrize("text", ["x" * 5000, "Elm\x00 St 🎷", "<script>alert(1)</script>", "٢٨٠٠", "' OR 1=1 --"])
@pytest.mark.parametrize("field", ["number", "street", "place_name", "place_kind", "neighborhood", "lat", "lng"])
def test_odd_input_never_breaks_the_page(season, rosa, field, text):
    response = arrive(rosa, **{field: text})
    assert response.status_code in (200, 302)
    assert "<script>alert" not in response.content.decode()


def test_a_device_is_offered_to_continue_its_draft(season, rosa, begun):
    page = rosa.get("/springfield/register/").content.decode()
    assert page_of(begun, "check") in page
    assert "Continue your registration" in page
    assert "Continue your registration" not in Client().get("/springfield/register/").content.decode()
    Draft.objects.update(expires_at=timezone.now())
    assert "Continue your registration" not in rosa.get("/springfield/register/").content.decode()


def test_a_pin_in_another_city_offers_to_register_there(season, shelby_season, rosa):
    pin = {"lat": "38.705", "lng": "-90.225", "neighborhood": ""}
    response = arrive(rosa, **pin)
    page = response.content.decode()
    assert "This place is in Shelby, not in Springfield." in page
    assert "Register in Shelby" in page
    assert 'value="38.705"' in page
    response = arrive(rosa, **pin, elsewhere="shelby")
    draft = Draft.objects.get()
    assert draft.edition == shelby_season
    assert response.url == f"/shelby/register/{draft.key}/you/"


def test_a_city_whose_registration_is_closed_is_named_but_not_offered(season, shelby, rosa):
    open_season(shelby, registration_opens=shelby.today(timezone.now()) + dt.timedelta(days=3))
    page = arrive(rosa, lat="38.705", lng="-90.225", elsewhere="shelby").content.decode()
    assert "This place is in Shelby" in page
    assert "Register in Shelby" not in page
    assert not Draft.objects.exists()


def test_a_draft_is_carried_over_with_its_answers(season, shelby_season, begun, rosa):
    answer(rosa, begun, "you", "when", "what", "visitors")
    pin = {"lat": "38.705", "lng": "-90.225", "neighborhood": "", "elsewhere": "shelby"}
    response = rosa.post(page_of(begun, "where"), WHERE | pin)
    begun.refresh_from_db()
    assert begun.edition == shelby_season
    assert begun.answers["host_name"] == "Rosa Quill"
    assert "visitors" not in begun.answers
    assert "date" not in begun.answers
    assert response.url == f"/shelby/register/{begun.key}/you/"


def test_before_registration_opens_the_page_says_when(springfield, rosa):
    today = springfield.today(timezone.now())
    open_season(springfield, registration_opens=today + dt.timedelta(days=3))
    page = rosa.get("/springfield/register/").content.decode()
    assert "Registration is not open yet" in page
    assert "nno@springfield.example.org" in page
    assert "(314) 555-0100" in page
    rosa.post("/springfield/register/", WHERE | {"key": a_key(), "shown": signer.sign("2020-01-01T00:00+00:00")})
    assert not Draft.objects.exists()


def test_after_the_last_day_the_page_says_what_is_still_possible(springfield, rosa):
    open_season(springfield, days=2, listing_until=springfield.today(timezone.now()) - dt.timedelta(days=1))
    page = rosa.get("/springfield/register/").content.decode()
    assert "Registration is closed" in page
    assert "/springfield/find-my-link/" in page


def test_the_first_page_speaks_spanish(season, rosa):
    page = rosa.get("/es/springfield/register/")
    assert '<html lang="es">' in page.content.decode()
    data = WHERE | unseen(page)
    response = rosa.post("/es/springfield/register/", data)
    draft = Draft.objects.get()
    assert response.url == f"/es/springfield/register/{draft.key}/you/"
    assert draft.language == "es"
    assert 'value="es" id="id_language_1" checked' in rosa.get(response.url).content.decode()


def test_a_city_that_does_not_exist_has_no_first_page(season, rosa):
    assert rosa.get("/nowhere/register/").status_code == 404


def test_the_first_page_asks_as_often_with_drafts_as_without(season, rosa, begun, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        Client().get("/springfield/register/")
    arrive(rosa, street="Oak Ave")
    arrive(rosa, street="Ash Ave")
    with django_assert_max_num_queries(8):
        rosa.get("/springfield/register/")


def test_the_map_for_the_pin_has_every_area_and_sets_no_cookie(season, rosa):
    answer = rosa.get("/springfield/register/areas.json")
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert {area["number"] for area in answer.json()["areas"]} == {1, 2, 3, 80}
    assert answer.json()["frame"]["width"] == 420
    assert not answer.cookies
