"""Editions: opened by copying, changed with a look at what changes, published."""

import datetime as dt

import pytest

from events.models import Change, Draft, Edition, Party, VisitorKind
from events.questions import answers as asked
from events.setup import editions

HOME = "/staff/springfield/setup/"


@pytest.fixture
def page(edition):
    return f"{HOME}editions/{edition.year}/"


def typed(client, path):
    """What the form at `path` says now, ready to be changed and posted."""
    form = client.get(path).context["form"]
    values = {}
    for field in form:
        shown = field.value()
        if shown is None or shown is False:
            continue
        values[field.html_name] = field.field.widget.format_value(shown) if hasattr(shown, "year") else shown
        if isinstance(shown, dt.time):
            values[field.html_name] = shown.strftime("%H:%M")
    return values


def post(client, path, **changes):
    """Post the form at `path` with `changes` and say yes on the confirm page; gives (confirm page, last answer)."""
    values = typed(client, path) | changes
    shown = client.post(path, values)
    if shown.status_code != 200 or "preview" not in shown.context:
        return None, shown
    return shown, client.post(path, values | {"confirmed": shown.context["preview"].mark})


def test_a_new_night_is_the_last_one_moved(cast, edition, springfield):
    edition.visitor_kinds.filter(code="fire").update(agency="Fire Department", starts=dt.time(17))
    response = cast.admin.post(f"{HOME}editions/new/", {"year": "2028", "date": ""})
    assert response.headers["Location"] == f"{HOME}editions/2028/"
    new = Edition.objects.get(community=springfield, year=2028)
    assert new.date == dt.date(2028, 10, 3)
    for name in editions.DAYS:
        assert new.date - getattr(new, name) == edition.date - getattr(edition, name)
    assert (new.rules, new.rules_version, new.counter, new.is_public) == (edition.rules, 1, 0, False)
    copied = new.visitor_kinds.values_list("code", "service", "labels", "agency", "starts", "position")
    assert list(copied) == list(
        edition.visitor_kinds.values_list("code", "service", "labels", "agency", "starts", "position")
    )
    assert edition.visitor_kinds.count() == 3


def test_a_year_that_is_there_is_refused(cast, edition):
    response = cast.admin.post(f"{HOME}editions/new/", {"year": "2027", "date": ""})
    assert response.context["form"].problems == [("id_year", "There is an edition for 2027 already.")]
    assert Edition.objects.filter(community=edition.community).count() == 1


def test_a_first_night_gets_usual_days(cast, springfield, now):
    Party.objects.all().delete()
    Edition.objects.filter(community=springfield).delete()
    springfield.date_rule = ""
    springfield.save()
    path = f"{HOME}editions/new/"
    assert cast.admin.post(path, {"year": "2027", "date": ""}).context["form"].problems == [("id_date", "Enter a date")]
    wrong = cast.admin.post(path, {"year": "2027", "date": "2028-10-05"})
    assert wrong.context["form"].problems == [("id_date", "Enter a date in 2027")]
    cast.admin.post(path, {"year": "2027", "date": "2027-08-03"})
    new = Edition.objects.get(community=springfield)
    assert new.registration_opens < new.closure_until < new.listing_until < new.date == dt.date(2027, 8, 3)


def test_days_are_shown_before_they_are_saved(cast, edition, page):
    before = edition.version
    shown, done = post(cast.admin, f"{page}dates/", listing_until="2027-10-02", answer_days="5")
    assert [row[0] for row in shown.context["preview"].rows] == [
        "Last day to register",
        "Working days until hosts hear back",
    ]
    assert done.headers["Location"] == page
    edition.refresh_from_db()
    assert (edition.listing_until, edition.answer_days) == (dt.date(2027, 10, 2), 5)
    assert edition.version == before + 1


def test_nothing_is_saved_before_the_yes(cast, edition, page):
    path = f"{page}dates/"
    values = typed(cast.admin, path) | {"listing_until": "2027-10-02"}
    shown = cast.admin.post(path, values)
    assert "Nothing is saved yet" in shown.content.decode()
    back = cast.admin.post(path, values | {"back": "yes"})
    assert back.context["form"]["listing_until"].value() == "2027-10-02"
    stale = cast.admin.post(path, values | {"confirmed": "something else"})
    assert "look once more" in stale.content.decode()
    edition.refresh_from_db()
    assert edition.listing_until == dt.date(2027, 10, 1)


def test_the_parties_of_the_night_move_with_it(cast, edition, page, elm, make_party, now):
    own_day = make_party(edition, email="other@example.org", date="2027-10-09", other_day_reason="School holiday")
    approved = make_party(edition, "approved", email="third@example.org", number="2900")
    draft = Draft.objects.create(
        edition=edition, answers={"date": "2027-10-05"}, created_at=now, updated_at=now, expires_at=now
    )
    shown, done = post(cast.admin, f"{page}dates/", date="2027-10-12")
    text = " ".join(shown.context["preview"].effects)
    assert "1 approved party and 2 other parties are on Tuesday, October 5. They move with the night" in text
    assert "1 party on a day of their own stay there" in text
    assert done.headers["Location"] == page
    dates = set(Party.objects.exclude(pk=own_day.pk).filter(edition=edition).values_list("date", flat=True))
    assert dates == {dt.date(2027, 10, 12)}
    own_day.refresh_from_db()
    assert own_day.date == dt.date(2027, 10, 9)
    before = approved.revision
    approved.refresh_from_db()
    line = Change.objects.filter(party=approved).order_by("-id").first()
    assert (line.deed, line.by_user, line.revision) == ("edited", cast.users.admin, before + 1)
    assert approved.revision == before + 1
    assert [(v.field, v.before, v.after) for v in line.values.all()] == [("date", "2027-10-05", "2027-10-12")]
    assert asked.answers_of(approved)["date"] == "2027-10-12"
    draft.refresh_from_db()
    assert draft.answers == {"date": "2027-10-12"}


def test_parties_outside_new_hours_are_named(cast, edition, page, elm):
    shown, _done = post(cast.admin, f"{page}dates/", ends="19:00")
    assert elm in shown.context["preview"].parties[1]
    assert elm.reference in shown.content.decode()
    elm.refresh_from_db()
    assert elm.ends == dt.time(20)


@pytest.mark.parametrize(
    ("changes", "control", "words"),
    [
        ({"ends": "15:00"}, "id_ends", "Choose an end after 4 pm"),
        ({"date": "2028-10-05"}, "id_date", "This edition is for 2027"),
        ({"listing_until": "2027-10-06"}, "id_listing_until", "no later than the night"),
        ({"registration_opens": "2027-10-03"}, "id_listing_until", "after registration opens"),
        ({"date": ""}, "id_date", "Enter a date"),
        ({"date": "the fifth"}, "id_date", "Enter a date"),
        ({"answer_days": "0"}, "id_answer_days", "Enter 1 or more"),
        ({"program_name": "x" * 81}, "id_program_name", "Use 80 characters or fewer"),
    ],
)
def test_days_that_cannot_be_get_a_sentence(cast, edition, page, changes, control, words):
    _shown, response = post(cast.admin, f"{page}dates/", **changes)
    assert any(field == control and words in text for field, text in response.context["form"].problems)


@pytest.mark.parametrize(("date", "starts"), [("2027-03-14", "02:30"), ("2027-11-07", "01:30")])
def test_hours_that_the_clock_jumps_over_get_a_sentence(cast, edition, page, date, starts):
    days = dict.fromkeys(["registration_opens", *editions.LAST_DAYS], "2027-01-05")
    _shown, response = post(cast.admin, f"{page}dates/", date=date, starts=starts, **days)
    assert [control for control, _text in response.context["form"].problems] == ["id_starts"]


def test_somebody_elses_save_in_between_is_noticed(cast, edition, page):
    path = f"{page}dates/"
    mine = typed(cast.admin, path) | {"answer_days": "7"}
    Edition.objects.filter(pk=edition.pk).update(program_name="Night of Lights")
    response = cast.admin.post(path, mine)
    assert "Somebody else saved this" in response.context["form"].problems[0][1]
    assert response.context["form"]["answer_days"].value() == "7"
    again = mine | {"seen": response.context["form"]["seen"].value()}
    assert "preview" in cast.admin.post(path, again).context


def test_new_rules_are_a_new_version(cast, edition, page):
    shown, _done = post(cast.admin, f"{page}texts/", rules_en="Keep two lanes free.")
    assert "The rules become version 2" in shown.context["preview"].effects[0]
    edition.refresh_from_db()
    assert edition.rules == {"en": "Keep two lanes free.", "es": "Deje libre un carril para los bomberos."}
    assert (edition.rules_version, edition.version) == (2, 2)


def test_other_texts_leave_the_rules_version(cast, edition, page):
    post(cast.admin, f"{page}texts/", closure_rules_en="Ask two weeks ahead.", about_es="Una noche para conocerse.")
    edition.refresh_from_db()
    assert edition.closure_rules == {"en": "Ask two weeks ahead."}
    assert edition.about == {"es": "Una noche para conocerse."}
    assert edition.rules_version == 1


def test_a_text_in_a_language_that_is_off_is_kept(cast, edition, page, springfield):
    springfield.languages = ["en"]
    springfield.save()
    post(cast.admin, f"{page}texts/", rules_en="Keep two lanes free.")
    edition.refresh_from_db()
    assert edition.rules["es"] == "Deje libre un carril para los bomberos."


def test_a_hidden_night_without_parties_is_saved_at_once(cast, shelby, shelby_edition, springfield):
    cast.admin.post(f"{HOME}editions/new/", {"year": "2028"})
    shown, done = post(cast.admin, f"{HOME}editions/2028/dates/", answer_days="9")
    assert shown is None
    assert done.status_code == 302
    assert Edition.objects.get(community=springfield, year=2028).answer_days == 9


def kinds_form(client, path):
    """The answers of the visitors' page as they stand."""
    forms = client.get(path).context["forms"]
    values = {f"form-{name}": field.value() for name, field in ((f.name, f) for f in forms.management_form)}
    for form in forms:
        for field in form:
            if field.value() not in (None, False):
                values[field.html_name] = field.value()
    return values


def save_kinds(client, path, **changes):
    values = kinds_form(client, path) | changes
    shown = client.post(path, values)
    if shown.status_code != 200 or "preview" not in shown.context:
        return shown
    return client.post(path, values | {"confirmed": shown.context["preview"].mark})


def test_a_visitor_is_added_and_changed(cast, edition, page):
    new = {"form-3-label_en": "Therapy dog", "form-3-label_es": "Perro de terapia", "form-3-service": "mascot"}
    done = save_kinds(cast.admin, f"{page}visitors/", **new, **{"form-1-agency": "Fire Department"})
    assert done.headers["Location"] == page
    dog = VisitorKind.objects.get(edition=edition, code="therapy-dog")
    assert dog.labels == {"en": "Therapy dog", "es": "Perro de terapia"}
    assert dog.position == 3
    assert edition.visitor_kinds.get(code="fire").agency == "Fire Department"
    edition.refresh_from_db()
    assert edition.version == 2


def test_a_visitor_nobody_asked_for_goes_and_one_asked_for_stays(cast, edition, page, elm):
    asked_for = save_kinds(cast.admin, f"{page}visitors/", **{"form-1-remove": "on"})
    assert asked_for.context["forms"].problems == [
        ("id_form-1-remove", "2 parties asked for “Fire engine”. It cannot be removed any more.")
    ]
    assert edition.visitor_kinds.count() == 3
    save_kinds(cast.admin, f"{page}visitors/", **{"form-2-remove": "on"})
    assert set(edition.visitor_kinds.values_list("code", flat=True)) == {"police", "fire"}


def test_half_a_visitor_gets_a_sentence_per_field(cast, edition, page):
    response = save_kinds(cast.admin, f"{page}visitors/", **{"form-3-label_en": "Therapy dog"})
    words = [text for _control, text in response.context["forms"].problems]
    assert words == ["Enter the name in Spanish", "Choose the service"]


def test_another_citys_visitor_cannot_be_reached(cast, edition, shelby_edition, page):
    theirs = shelby_edition.visitor_kinds.first()
    response = save_kinds(cast.admin, f"{page}visitors/", **{"form-0-kind": theirs.pk, "form-0-agency": "Mine"})
    assert response.status_code == 200
    theirs.refresh_from_db()
    assert theirs.agency == ""


def test_a_night_published_early_leaves_this_years_on_the_page(cast, edition, springfield, now):
    cast.admin.post(f"{HOME}editions/new/", {"year": "2028"})
    path = f"{HOME}editions/2028/publish/"
    shown = cast.admin.get(path).context["preview"]
    assert (shown.rows, shown.effects[-1]) == ([], "The city's page keeps showing 2027 until its night is over.")
    assert not Edition.objects.get(year=2028).is_public
    cast.admin.post(path, {"publish": "yes"})
    new = Edition.objects.get(community=springfield, year=2028)
    assert (new.is_public, new.version) == (True, 2)
    assert springfield.current_edition(now) == edition
    assert springfield.current_edition(now.replace(month=10, day=5, hour=23)) == edition
    assert springfield.current_edition(now.replace(month=10, day=6, hour=0)) == new


def test_publishing_says_what_the_city_shows_then(cast, edition):
    Edition.objects.filter(pk=edition.pk).update(is_public=False)
    preview = cast.admin.get(f"{HOME}editions/2027/publish/").context["preview"]
    assert preview.rows == [("The city's page shows", "No night yet", "Tuesday, October 5, 2027")]


def test_hiding_says_how_many_leave_the_map(cast, edition, page, make_party):
    make_party(edition, "approved", email="third@example.org", number="2900")
    assert "1 approved party leave" in " ".join(cast.admin.get(f"{page}publish/").context["preview"].effects)
    cast.admin.post(f"{page}publish/", {"publish": "no"})
    edition.refresh_from_db()
    assert not edition.is_public


def test_moving_many_parties_takes_few_questions(cast, edition, page, make_party, django_assert_max_num_queries):
    for number in range(12):
        make_party(edition, "approved", email=f"host{number}@example.org", number=str(3000 + number))
    values = typed(cast.admin, f"{page}dates/") | {"date": "2027-10-12"}
    mark = cast.admin.post(f"{page}dates/", values).context["preview"].mark
    with django_assert_max_num_queries(30):
        cast.admin.post(f"{page}dates/", values | {"confirmed": mark})
    assert Party.objects.filter(date=dt.date(2027, 10, 12)).count() == 14
