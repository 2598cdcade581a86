"""The steps: saved one by one, in any order, on this device or another, by nobody else."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from events import access
from events.models import Draft, Notice, Party
from events.questions.where import WhereForm
from events.whereabouts.search import Place
from tests.conftest import client_of
from tests.registration.conftest import STEPS, WHERE, answer, arrive, page_of


@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_saved_and_shown_again(begun, rosa, name):
    answer(rosa, begun, *list(STEPS)[: list(STEPS).index(name) + 1])
    begun.refresh_from_db()
    assert begun.steps_done[-1] == name
    page = rosa.get(page_of(begun, name)).content.decode()
    for typed in STEPS[name].values():
        if isinstance(typed, str) and typed.istitle():
            assert typed in page
    assert 'class="back"' in page


def test_the_steps_lead_to_the_check(begun, rosa):
    addresses = [answer(rosa, begun, name).url for name in STEPS]
    expected = [*list(STEPS)[1:], "check"]
    assert addresses == [page_of(begun, name) for name in expected]


def test_a_park_is_not_asked_about_a_closure(begun, rosa):
    rosa.post(page_of(begun, "where"), WHERE | {"place_kind": "park"})
    response = answer(rosa, begun, "visitors")
    assert response.url == page_of(begun, "sharing")
    assert "Step 6 of 7" in rosa.get(response.url).content.decode()


def test_a_step_may_be_left_out_and_come_back_to(begun, rosa):
    answer(rosa, begun, "when")
    response = rosa.get(page_of(begun, "check"))
    assert response.url == page_of(begun, "you")
    assert rosa.get(page_of(begun, "sharing")).status_code == 200


def test_change_leads_back_to_the_check(begun, rosa):
    answer(rosa, begun)
    page = rosa.get(page_of(begun, "when") + "?from=check").content.decode()
    assert f'href="{page_of(begun, "check")}"' in page
    response = rosa.post(page_of(begun, "when") + "?from=check", STEPS["when"] | {"starts": "6 pm"})
    assert response.url == page_of(begun, "check")
    begun.refresh_from_db()
    assert begun.answers["starts"] == "18:00"


def test_a_wrong_answer_keeps_what_was_typed_and_saves_nothing(begun, rosa):
    response = rosa.post(page_of(begun, "you"), STEPS["you"] | {"email": "rosa"})
    page = response.content.decode()
    assert "<title>Error: Who are you?" in page
    assert 'value="Rosa Quill"' in page
    begun.refresh_from_db()
    assert "host_name" not in begun.answers


@pytest.mark.parametrize("name", ["where", *STEPS])
@pytest.mark.parametrize("text", ["x" * 5000, "a\x00b 🎷", "<b>bold</b>", "=1+1"])
def test_odd_input_never_breaks_a_step(begun, rosa, name, text):
    given = WHERE if name == "where" else STEPS[name]
    for field in given:
        response = rosa.post(page_of(begun, name), given | {field: text})
        assert response.status_code in (200, 302), field
        assert "<b>bold</b>" not in response.content.decode()


@pytest.mark.parametrize("name", ["where", "you", "sharing", "check", "later", "sent"])
def test_another_persons_draft_does_not_exist(begun, rosa, name):
    walt = Client()
    arrive(walt, street="Oak Ave")
    for browser in (Client(), walt):
        assert browser.get(page_of(begun, name)).status_code == 404
    stranger = client_of(lambda response: access.let_in_draft(response, Draft(pk=99, key=begun.key)))
    assert stranger.get(page_of(begun, name)).status_code == 404
    if name not in ("check", "sent"):
        assert Client().post(page_of(begun, name), WHERE).status_code == 404


def test_a_step_that_is_none_does_not_exist(begun, rosa):
    assert rosa.get(page_of(begun, "money")).status_code == 404


@pytest.mark.parametrize("name", ["where", "you", "check", "later"])
def test_an_expired_draft_is_gone_and_says_how_to_start_again(begun, rosa, name):
    Draft.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    response = rosa.get(page_of(begun, name))
    assert response.status_code == 410
    assert 'href="/springfield/register/"' in response.content.decode()
    rosa.post(page_of(begun, name), STEPS["you"])
    begun.refresh_from_db()
    assert "host_name" not in begun.answers


def test_a_draft_lives_on_from_each_answer(begun, rosa):
    soon = timezone.now() + dt.timedelta(hours=1)
    Draft.objects.update(expires_at=soon)
    answer(rosa, begun, "you")
    begun.refresh_from_db()
    assert begun.expires_at > soon
    assert begun.language == "en"


@pytest.mark.parametrize("name", ["where", *STEPS, "later"])
def test_every_step_speaks_spanish(begun, rosa, name):
    page = rosa.get("/es" + page_of(begun, name)).content.decode()
    assert '<html lang="es">' in page
    assert f'href="/es{page_of(begun, "later")}' in page or name in ("where", "later")


@pytest.mark.parametrize("name", ["where", *STEPS, "check"])
def test_a_page_asks_the_database_a_bounded_number_of_times(begun, rosa, name, django_assert_max_num_queries):
    answer(rosa, begun)
    with django_assert_max_num_queries(20 if name == "check" else 8):
        rosa.get(page_of(begun, name))


# Another device


def test_a_link_to_finish_later_is_sent_on_request(begun, rosa):
    answer(rosa, begun, "you")
    page = rosa.get(page_of(begun, "later") + "?step=when").content.decode()
    assert 'value="rosa@example.org"' in page
    response = rosa.post(page_of(begun, "later") + "?step=when", {"email": "rosa@example.org"})
    assert response.url == page_of(begun, "when")
    notice = Notice.objects.get(kind="draft_link")
    assert (notice.draft, notice.to_email, notice.state) == (begun, "rosa@example.org", "queued")
    assert "We sent the link to rosa@example.org." in rosa.get(response.url).content.decode()


def test_a_link_needs_an_address(begun, rosa):
    page = rosa.post(page_of(begun, "later"), {"email": "rosa"}).content.decode()
    assert "Enter an email address, like name@example.org" in page
    assert not Notice.objects.exists()


def test_the_link_opens_the_draft_on_another_device(begun, rosa):
    answer(rosa, begun, "you")
    link = f"/draft/{access.token_of('draft', begun)}/"
    other = Client()
    assert "Open my answers" in other.get(link).content.decode()
    assert other.get(page_of(begun, "you")).status_code == 404
    response = other.post(link)
    assert response.url == page_of(begun, "when")
    assert 'value="Rosa Quill"' in other.get(page_of(begun, "you")).content.decode()


def test_the_link_leads_to_the_first_step_not_seen_even_if_it_may_stay_empty(begun, rosa):
    for name in ("you", "when", "what", "visitors"):
        answer(rosa, begun, name)
    link = f"/draft/{access.token_of('draft', begun)}/"
    assert Client().post(link).url == page_of(begun, "closure")
    assert rosa.get(page_of(begun, "check")).url == page_of(begun, "closure")
    answer(rosa, begun, "sharing")
    assert rosa.get(page_of(begun, "check")).status_code == 200


def test_the_link_of_a_complete_draft_leads_to_the_check_and_of_a_sent_one_to_the_proof(begun, rosa):
    answer(rosa, begun)
    link = f"/draft/{access.token_of('draft', begun)}/"
    assert Client().post(link).url == page_of(begun, "check")
    rosa.post(page_of(begun, "check"))
    other = Client()
    response = other.post(link)
    assert response.url == page_of(begun, "sent")
    assert Party.objects.get().reference in other.get(response.url).content.decode()


def test_a_link_that_expired_or_was_replaced_is_gone(begun):
    link = f"/draft/{access.token_of('draft', begun)}/"
    Draft.objects.update(link_version=2)
    for address in (link, "/draft/made-up/", "/draft/1.aaaaaaaaaaaaaaaaaaaaaaaaaa/"):
        response = Client().get(address)
        assert response.status_code == 410
        assert "Find your city" in response.content.decode()
    Draft.objects.update(link_version=1, expires_at=timezone.now())
    for response in (Client().get(link), Client().post(link)):
        assert response.status_code == 410
        assert not response.cookies


def test_the_language_of_the_letters_is_kept_with_the_draft(begun, rosa):
    with override("es"):
        answer(rosa, begun, "you", language="es")
    begun.refresh_from_db()
    assert begun.language == "es"


@pytest.mark.parametrize("name, last", [("visitors", "visits_until"), ("closure", "closure_until")])
def test_after_its_last_day_a_step_says_so_and_leads_on(begun, rosa, season, name, last):
    setattr(season, last, season.community.today(timezone.now()) - dt.timedelta(days=1))
    season.save()
    answer(rosa, begun, "you", "when", "what")
    page = rosa.get(page_of(begun, name)).content.decode()
    assert "The last day to ask for" in page
    assert rosa.post(page_of(begun, name), STEPS[name]).status_code == 302
    begun.refresh_from_db()
    assert "visitors" not in begun.answers or name == "closure"
    assert "closure_wanted" not in begun.answers
    answer(rosa, begun, "sharing")
    assert rosa.get(page_of(begun, "check")).status_code == 200


def test_a_place_that_is_found_is_said_on_the_next_page(season, rosa, monkeypatch):
    found = Place("2827 Elm St", 38.605, -90.215, "address", number="2827", street="Elm St", score=100.0)
    monkeypatch.setattr(WhereForm, "find_places", staticmethod(lambda community, text, **_options: [found]))
    answer = arrive(rosa, neighborhood="")
    page = rosa.get(answer["Location"]).content.decode()
    assert "We found it: 2827 Elm St, in Oak Hill." in page
    draft = Draft.objects.get()
    assert (draft.answers["lat"], draft.answers["neighborhood"]) == (38.605, 2)


def test_a_place_with_a_doubt_comes_back_for_a_yes_and_makes_no_draft_before(season, rosa, monkeypatch):
    found = Place("2827 Elm St", 38.605, -90.215, "range", number="2827", street="Elm St", score=100.0)
    monkeypatch.setattr(WhereForm, "find_places", staticmethod(lambda community, text, **_options: [found]))
    page = arrive(rosa, neighborhood="").content.decode()
    assert "Is this the place?" in page
    assert "There is a problem" not in page
    assert not Draft.objects.exists()


def test_the_streets_around_a_point_are_told_for_the_pins_map(season, springfield, rosa, now):
    file = springfield.place_files.create(kind="streets", state="in_use", name="streets", at=now, applied_at=now)
    street = file.streets.create(name="Elm St", key="elm")
    line = [[-90.2249, 38.605], [-90.2239, 38.605]]
    street.segments.create(line=line, lat=38.605, lng=-90.2244, road_class="main")
    here = "/springfield/register/streets.json"
    assert rosa.get(here, {"near": "38.605,-90.224"})["Cache-Control"] == "no-store"  # where somebody lives
    assert rosa.get(here, {"near": "38.605,-90.224"}).json()["lines"] == [
        {"name": "Elm St", "main": True, "points": [[38.605, -90.2249], [38.605, -90.2239]]}
    ]
    for nowhere in ("38.7,-90.224", "99,0", "x", ""):
        assert rosa.get(here, {"near": nowhere}).json()["lines"] == []
