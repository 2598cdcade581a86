"""The other steps: what each asks, refuses and gives; and how they hang together."""

import datetime as dt

import pytest
from django.utils import translation

from events.questions import steps, summary
from events.questions.closure import ClosureForm
from events.questions.levels import default_level
from events.questions.sharing import SharingForm
from events.questions.visitors import VisitorsForm
from events.questions.what import WhatForm
from events.questions.when import WhenForm
from events.questions.you import YouForm
from tests.conftest import answers

GIVEN = {
    YouForm: {"host_name": "Rosa Quill", "email": "rosa@example.org", "language": "en"},
    WhenForm: {"starts": "5 pm", "ends": "8 pm", "rain_plan": "go"},
    WhatForm: {"open_to": "everyone", "host_kind": "resident", "expected": "40"},
    VisitorsForm: {},
    ClosureForm: {
        "closure_wanted": "yes",
        "closure_street": "Elm Street",
        "closure_from": "1st Street",
        "closure_to": "2nd St",
        "closure_starts": "4 pm",
        "closure_ends": "9 pm",
        "barricades": "own",
    },
    SharingForm: {"level": "block", "rules_accepted": "on"},
}


@pytest.fixture
def fill(edition, now):
    """fill(Form, **changes) gives the bound form of right answers with changes."""

    def make(form, *, staff=False, known=None, at=now, **changes):
        known = answers() if known is None else known
        return form(GIVEN[form] | changes, edition=edition, answers=known, now=at, staff=staff)

    return make


REFUSED = [
    (YouForm, {"host_name": " "}, "host_name", "Enter your name"),
    (YouForm, {"host_name": "x" * 5000}, "host_name", "Use 120 characters or fewer"),
    (YouForm, {"email": ""}, "email", "Enter your email address"),
    (YouForm, {"email": "rosa"}, "email", "Enter an email address, like name@example.org"),
    (YouForm, {"email": "rosa@example.org\nBcc: all@example.org"}, "email", "Enter an email address"),
    (YouForm, {"phone": "12"}, "phone", "Enter the phone number with its area code"),
    (YouForm, {"language": "xx"}, "language", "Choose from the list"),
    (WhenForm, {"starts": ""}, "starts", "Enter when it starts, like 5 pm"),
    (WhenForm, {"starts": "soon"}, "starts", "Enter a time, like 5:30 pm"),
    (WhenForm, {"starts": "25:00"}, "starts", "Enter a time, like 5:30 pm"),
    (WhenForm, {"ends": "5 pm"}, "ends", "Choose an end time after 5 pm"),
    (WhenForm, {"starts": "3 pm"}, "starts", "The night is 4 to 9 pm. Start at 4 pm or later."),
    (WhenForm, {"ends": "10 pm"}, "ends", "The night is 4 to 9 pm. End at 9 pm or earlier."),
    (WhenForm, {"date": "2027-10-09"}, "other_day_reason", "Say why your party is on another day"),
    (WhenForm, {"date": "2027-08-01", "other_day_reason": "x"}, "date", "Enter a day that is still to come"),
    (WhenForm, {"date": "0001-01-01", "other_day_reason": "x"}, "date", "Enter a day in 2027"),
    (WhenForm, {"date": "someday"}, "date", "Enter a date with day, month and year"),
    (WhenForm, {"rain_plan": ""}, "rain_plan", "Choose what you do if it rains"),
    (WhenForm, {"rain_plan": "date"}, "rain_date", "Enter the date you move it to"),
    (WhenForm, {"rain_plan": "date", "rain_date": "2027-10-05"}, "rain_date", "Enter a date after Tuesday, October 5"),
    (WhatForm, {"open_to": ""}, "open_to", "Choose who may come"),
    (WhatForm, {"host_kind": "school"}, "organization", "Enter the name of the group"),
    (WhatForm, {"expected": ""}, "expected", "Enter about how many people you expect"),
    (WhatForm, {"expected": "many"}, "expected", "Enter a number, like 40"),
    (WhatForm, {"expected": "-5"}, "expected", "Enter 1 or more"),
    (WhatForm, {"expected": "4.5"}, "expected", "Enter a number, like 40"),
    (WhatForm, {"expected": "0"}, "expected", "Enter 1 or more"),
    (WhatForm, {"expected": "9" * 5000}, "expected", "Enter"),
    (WhatForm, {"children": "41"}, "children", "Enter 40 or less, as that is how many you expect"),
    (WhatForm, {"description": "x" * 281}, "description", "Use 280 characters or fewer. You have 281."),
    (WhatForm, {"activities": ["food", "war"]}, "activities", "Choose from the list"),
    (VisitorsForm, {"visitors": ["army"]}, "visitors", "Choose from the list"),
    (VisitorsForm, {"best_time": "9 pm"}, "best_time", "Your party is 5 to 8 pm. Enter a time in between."),
    (ClosureForm, {"closure_wanted": ""}, "closure_wanted", "Choose yes or no"),
    (ClosureForm, {"closure_from": ""}, "closure_from", "Enter the cross street where the closure begins"),
    (ClosureForm, {"closure_to": "1st st"}, "closure_to", "Enter another cross street than the first one"),
    (ClosureForm, {"closure_ends": "3 pm"}, "closure_ends", "Choose an end time after 4 pm"),
    (ClosureForm, {"barricades": ""}, "barricades", "Choose how you get the barricades"),
    (SharingForm, {"level": ""}, "level", "Choose what everyone may see"),
    (SharingForm, {"rules_accepted": ""}, "rules_accepted", "Tick that you have read the rules"),
    (SharingForm, {"second_phone": "314 555 0177"}, "second_name", "Enter the name of the second contact"),
    (
        SharingForm,
        {"second_name": "Walt", "second_email": "Rosa@example.org"},
        "second_email",
        "Enter another address than your own",
    ),
]


@pytest.mark.parametrize(
    "typed, read", [("about 40", 40), ("30 to 40 people", 40), ("30-40", 40), ("1,200", 1200), ("unas 25", 25)]
)
def test_a_number_of_people_is_read_as_people_write_it(fill, typed, read):
    form = fill(WhatForm, expected=typed)
    assert form.is_valid(), form.errors
    assert form.answers()["expected"] == read


@pytest.mark.parametrize("form, changes, field, message", REFUSED)
def test_a_wrong_answer_is_told_at_its_field(fill, form, changes, field, message):
    bound = fill(form, **changes)
    assert not bound.is_valid()
    assert message in str(bound.errors[field]).replace("&quot;", '"')


@pytest.mark.parametrize("form", GIVEN)
def test_right_answers_are_kept_and_shown_again(fill, edition, now, form):
    bound = fill(form)
    assert bound.is_valid(), bound.errors
    kept = bound.answers()
    again = form(edition=edition, answers=answers() | kept, now=now)
    data = {name: value for name, value in again.initial.items() if value is not None}
    if "closure_wanted" in data:
        data["closure_wanted"] = "yes" if data["closure_wanted"] else "no"
    second = form(data, edition=edition, answers=answers() | kept, now=now)
    assert second.is_valid(), second.errors
    assert {name: second.answers()[name] for name in GIVEN[form]} == {name: kept[name] for name in GIVEN[form]}


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("5 pm", "17:00"),
        ("5pm", "17:00"),
        ("5:30 PM", "17:30"),
        ("5 p.m.", "17:00"),
        ("17:00", "17:00"),
        ("5", "17:00"),
        ("6:15", "18:15"),
        ("19", "19:00"),
        (" 7 p ", "19:00"),
    ],
)
def test_a_time_may_be_written_in_any_way(fill, typed, meant):
    form = fill(WhenForm, starts=typed, ends="9 pm")
    assert form.is_valid(), form.errors
    assert form.answers()["starts"] == meant


def test_a_bare_hour_on_a_saturday_may_be_a_morning(fill):
    saturday = {"date": "2027-10-09", "other_day_reason": "Our church fair"}
    form = fill(WhenForm, starts="10", ends="noon", **saturday)
    assert form.is_valid(), form.errors
    assert (form.answers()["starts"], form.answers()["ends"]) == ("10:00", "12:00")


def test_the_usual_hours_are_clipped_to_the_window(edition, now):
    edition.starts, edition.ends = dt.time(18), dt.time(19, 30)
    form = WhenForm(edition=edition, now=now)
    assert 'value="6 pm"' in str(form)
    assert 'value="7:30 pm"' in str(form)


@pytest.mark.parametrize("day, at", [("2027-11-07", "1:30 am"), ("2028-03-12", "2:30 am")])
def test_a_time_the_clock_skips_or_shows_twice_gets_a_kind_message(fill, day, at):
    form = fill(WhenForm, starts=at, ends="8 pm", date=day, other_day_reason="Owls")
    assert not form.is_valid()
    assert "Choose a time an hour later" in str(form.errors["starts"])


def test_the_night_itself_needs_no_reason_and_another_day_keeps_it(fill):
    assert fill(WhenForm).is_valid()
    form = fill(WhenForm, date="2027-10-09", other_day_reason="Homecoming")
    assert form.is_valid(), form.errors
    assert (form.answers()["date"], form.answers()["other_day_reason"]) == ("2027-10-09", "Homecoming")
    form = fill(WhenForm, rain_date="2027-10-12")
    assert form.is_valid(), form.errors
    assert form.answers()["rain_date"] is None
    assert form.answers()["date"] == "2027-10-05"


def test_staff_may_go_outside_the_window_with_a_reason(fill):
    form = fill(WhenForm, staff=True, starts="2 pm")
    assert not form.is_valid()
    assert "Say why the hours are outside" in str(form.errors["other_day_reason"])
    form = fill(WhenForm, staff=True, starts="2 pm", other_day_reason="School ends at 2")
    assert form.is_valid(), form.errors
    assert form.answers()["other_day_reason"] == "School ends at 2"


def test_a_caller_needs_a_phone_number_or_an_email_address(fill):
    form = fill(YouForm, staff=True, email="")
    assert not form.is_valid()
    assert "Enter a phone number or an email address" in str(form.errors["phone"])
    form = fill(YouForm, staff=True, email="", phone="314.555.0142")
    assert form.is_valid(), form.errors
    assert form.answers()["phone"] == "+13145550142"


def test_neighbors_on_the_block_have_no_organization(fill):
    form = fill(WhatForm, organization="Elm Link", show_organization="on")
    assert form.is_valid(), form.errors
    assert (form.answers()["organization"], form.answers()["show_organization"]) == ("", False)


def test_permits_are_asked_only_where_the_edition_asks(fill, edition):
    edition.asks_permits = False
    form = fill(WhatForm)
    assert "permits" not in form.fields
    assert form.is_valid()
    assert "permits" not in form.answers()


def test_unseen_characters_are_taken_out_and_emoji_stay(fill):
    form = fill(WhatForm, description="Two\x00 grills \u202e and a 🎷", title="Jazz\x07 night")
    assert form.is_valid(), form.errors
    assert form.answers()["description"] == "Two grills and a 🎷"
    assert form.answers()["title"] == "Jazz night"


def test_visitors_are_offered_with_agency_and_hours_and_none_is_chosen(fill, edition, now):
    edition.visitor_kinds.filter(code="fire").update(agency="Engine House 7", starts=dt.time(17), ends=dt.time(19))
    page = str(VisitorsForm(edition=edition, answers={}, now=now))
    assert "Engine House 7 · 5 to 7 pm" in page
    assert "checked" not in page


@pytest.mark.parametrize("form, last", [(VisitorsForm, "September 28"), (ClosureForm, "September 21")])
def test_after_its_last_day_a_step_says_so_and_changes_nothing(fill, edition, now, form, last):
    later = now + dt.timedelta(days=45)
    late = form({"visitors": ["mayor"]} | GIVEN[form], edition=edition, answers=answers(), now=later)
    assert last in str(late)
    assert "<input" not in str(late)
    assert late.is_valid()
    assert late.answers() == {}
    assert form(edition=edition, answers=answers(), now=later, staff=True).fields


def test_a_name_that_stays_public_is_in_the_preview_of_every_coarse_level(fill):
    shown = str(fill(SharingForm, known=answers(title="Elm St cookout"))["level"])
    assert "Everyone reads “2800 block of Elm St”." in shown
    assert "Everyone reads “Elm St cookout”. No light on the map." in shown


def test_after_its_last_day_the_kit_is_not_offered(edition, now):
    later = now + dt.timedelta(days=42)
    assert "kit_wanted" not in SharingForm(edition=edition, answers=answers(), now=later).fields
    assert "kit_wanted" in SharingForm(edition=edition, answers=answers(), now=later, staff=True).fields


def test_no_to_the_closure_forgets_the_segment(fill):
    form = fill(ClosureForm, closure_wanted="no", closure_from="", closure_starts="never")
    assert form.is_valid(), form.errors
    assert form.answers() == {"closure_wanted": False}


def test_a_closure_is_never_said_to_be_a_permit(fill):
    page = str(fill(ClosureForm))
    assert "You can ask the city to close the street. A coordinator decides. A listing does not close a street." in page
    assert "public list" in page


@pytest.mark.parametrize(
    "changes, level",
    [
        ({}, "block"),
        ({"place_kind": "park", "place_name": "Founders Park"}, "exact"),
        ({"place_kind": "lot", "host_kind": "school"}, "exact"),
        ({"place_kind": "yard", "host_kind": "congregation"}, "exact"),
        ({"place_kind": "park", "open_to": "neighbors"}, "block"),
        ({"place_kind": "park", "open_to": "neighbors", "street": ""}, "neighborhood"),
    ],
)
def test_the_usual_level_follows_the_place(changes, level):
    assert default_level(answers() | changes) == level


def test_each_level_is_offered_with_what_everyone_will_read(edition, now):
    page = str(SharingForm(edition=edition, answers=answers(), now=now))
    for words in ("“2827 Elm St”", "“2800 block of Elm St”", "“Block party in Elm Park”", "No page and not on the map"):
        assert words in page
    assert "Keep a lane free for fire engines." in page


def test_neighbors_only_cannot_show_the_exact_place(fill):
    form = fill(SharingForm, known=answers(open_to="neighbors"), level="exact")
    assert not form.is_valid()
    assert "This is not possible for this party" in str(form.errors["level"])
    assert 'value="exact"' not in str(form)


def test_the_steps_follow_the_edition_and_the_place(edition, now):
    def names(given):
        return [step.name for step in steps.steps_for(edition, given, now)]

    assert names(answers()) == ["where", "you", "when", "what", "visitors", "closure", "sharing"]
    assert "closure" not in names(answers(place_kind="park"))
    edition.visitor_kinds.all().delete()
    assert "visitors" not in names(answers())


def test_only_what_is_needed_is_missing(edition, now):
    def names(given):
        return [step.name for step in steps.missing(edition, given, now)]

    assert names(answers()) == []
    assert names({}) == ["where", "you", "when", "what", "sharing"]
    assert names(answers(expected=None)) == ["what"]
    assert names(answers(starts="09:00")) == ["when"]
    assert names({k: v for k, v in answers().items() if not k.startswith("closure")} | {"barricades": None}) == []
    assert names(answers(closure_from="")) == ["closure"]


def test_answers_that_no_longer_go_together_are_settled(edition):
    agreed, said = steps.settled(edition, answers(level="exact", open_to="neighbors"))
    assert agreed["level"] == "block"
    assert len(said) == 1
    agreed, said = steps.settled(edition, answers(place_kind="yard"))
    assert agreed["closure_wanted"] is False
    assert "you do not ask to close it" in said[0]
    assert steps.settled(edition, answers()) == (answers(), [])


def test_all_steps_fit_on_one_page_for_staff(edition, now):
    data = {"number": "2827", "street": "Elm St", "place_kind": "yard", "neighborhood": "1", "phone": "314-555-0142"}
    for given in GIVEN.values():
        data |= given
    data |= {"email": "", "closure_wanted": "no", "rules_accepted": ""}
    forms = steps.forms_for(edition, {}, now, data=data, staff=True)
    assert [form.errors for form in forms if not form.is_valid()] == []
    assert len(forms) == 7
    assert "“2800 block of Elm St”" in str(forms[-1])


def test_the_summary_keeps_apart_what_everyone_sees(edition):
    public = str(summary.public_rows(edition, answers()))
    team = str(summary.team_rows(edition, answers()))
    assert "2800 block of Elm St" in public
    for private in ("2827", "Rosa", "0142", "rosa@", "Smoke detectors", "Gate at the alley"):
        assert private not in public
        assert private in team
    assert "You ask to close Elm St from 1st St to 2nd St, 4 to 9 pm" in team


@pytest.mark.parametrize("form", [*steps.STEPS])
def test_every_step_can_be_shown_in_spanish(edition, now, form):
    with translation.override("es"):
        assert "<" in str(form(edition=edition, answers=answers(), now=now))


def test_a_step_asks_the_database_as_often_for_many_areas(edition, now, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        steps.forms_for(edition, answers(), now)
