"""Who may set up what: the community's facts by its administrators, communities by the operator alone."""

import datetime as dt

import pytest

from events.models import Community, Membership, Notice, Region, Role, User

HOME = "/staff/springfield/setup/"
ALL = "/staff/communities/"
PAGES = ["", "community/", "editions/new/", "editions/2027/", "editions/2027/dates/", "editions/2027/texts/"]
PAGES += ["editions/2027/visitors/", "editions/2027/publish/", "staff/", "staff/invite/"]


@pytest.mark.parametrize("tail", PAGES)
def test_only_the_communitys_administrator_and_the_operator_get_in(cast, tail):
    path = HOME + tail
    assert cast.nobody.get(path).headers["Location"].startswith("/staff/account/login/")
    for outsider in (cast.walt, cast.rosa):
        assert outsider.get(path).headers["Location"].startswith("/staff/account/login/")
    assert cast.otto.get(path).status_code == 404
    for colleague in (cast.reader, cast.lead, cast.imani):
        assert colleague.get(path).status_code == 403
        assert colleague.post(path).status_code == 403
    assert cast.admin.get(path).status_code == 200
    assert cast.operator.get(path).status_code == 200
    assert cast.admin.get(path.replace("springfield", "shelby")).status_code == 404


def test_a_year_without_an_edition_does_not_exist(cast):
    assert cast.admin.get(f"{HOME}editions/2031/").status_code == 404


def test_the_first_page_says_what_is_missing(cast, springfield, edition):
    items = {item.words: item.is_done for item in cast.admin.get(HOME).context["checklist"]}
    assert items["Rules of 2027 in every language"] is True
    assert items["Rules and fees for street closures in every language"] is False
    assert items["2027 is published"] is True
    springfield.memberships.exclude(role=Role.ADMINISTRATOR).delete()
    items = {item.words: item.is_done for item in cast.admin.get(HOME).context["checklist"]}
    assert items["A second person who can decide, besides you"] is False


def facts(**changes):
    return {
        "contact_email": "night@springfield.example.org",
        "contact_phone": "314 555 0199",
        "languages": ["en", "es"],
        "time_zone": "America/Chicago",
        "quiet_from": "21:00",
        "quiet_until": "08:00",
        "contacts_kept_days": "90",
        "nth": "1",
        "weekday": "1",
        "month": "10",
    } | changes


def confirmed(client, path, values):
    shown = client.post(path, values)
    return shown, client.post(path, values | {"confirmed": shown.context["preview"].mark})


def test_facts_are_shown_before_they_are_saved_and_every_page_is_asked_anew(cast, springfield, edition):
    values = facts(languages=["en"], nth="-1", weekday="5", month="9")
    shown, done = confirmed(cast.admin, f"{HOME}community/", values)
    assert ("Languages", "English and Spanish", "English") in shown.context["preview"].rows
    assert ("Rule for the date", "First Tuesday of October", "Last Saturday of September") in shown.context[
        "preview"
    ].rows
    assert done.headers["Location"] == HOME
    springfield.refresh_from_db()
    assert (springfield.contact_phone, springfield.languages) == ("+13145550199", ["en"])
    assert springfield.date_rule == "last saturday september"
    edition.refresh_from_db()
    assert edition.version == 2


@pytest.mark.parametrize(
    ("changes", "control"),
    [
        ({"contact_phone": "call me"}, "id_contact_phone"),
        ({"contact_email": "no address"}, "id_contact_email"),
        ({"languages": ["es"]}, "id_languages_0"),
        ({"languages": []}, "id_languages_0"),
        ({"time_zone": "Mars/Olympus"}, "id_time_zone"),
        ({"weekday": ""}, "id_weekday"),
        ({"month": "13"}, "id_month"),
        ({"quiet_from": "late"}, "id_quiet_from"),
        ({"quiet_until": ""}, "id_quiet_until"),
        ({"contacts_kept_days": "13"}, "id_contacts_kept_days"),
        ({"contacts_kept_days": "731"}, "id_contacts_kept_days"),
    ],
)
def test_facts_that_cannot_be_get_a_sentence(cast, springfield, changes, control):
    response = cast.admin.post(f"{HOME}community/", facts(**changes))
    assert control in [where for where, _text in response.context["form"].problems]


def test_quiet_hours_and_the_time_contacts_are_kept_are_the_communitys_own(cast, springfield):
    values = facts(quiet_from="20:30", quiet_until="09:00", contacts_kept_days="30")
    shown, _done = confirmed(cast.admin, f"{HOME}community/", values)
    assert ("Quiet from", "9 pm", "8:30 pm") in shown.context["preview"].rows
    assert ("Days until contacts are deleted", "90", "30") in shown.context["preview"].rows
    springfield.refresh_from_db()
    assert (springfield.quiet_from, springfield.quiet_until) == (dt.time(20, 30), dt.time(9))
    assert springfield.contacts_kept_days == 30
    assert "8:30 pm to 9 am" in cast.admin.get(HOME).content.decode()


def test_an_administrator_cannot_rename_the_community(cast, springfield):
    confirmed(cast.admin, f"{HOME}community/", facts(name="Shelbyville", slug="shelbyville", code="XXX"))
    springfield.refresh_from_db()
    assert (springfield.name, springfield.slug, springfield.code) == ("Springfield", "springfield", "SPR")


@pytest.mark.parametrize("tail", ["", "new/", "springfield/"])
def test_the_operators_pages_do_not_exist_for_others(cast, tail):
    assert cast.nobody.get(ALL + tail).headers["Location"].startswith("/staff/account/login/")
    for other in (cast.otto, cast.reader, cast.lead, cast.imani, cast.admin):
        assert other.get(ALL + tail).status_code == 404
        assert other.post(ALL + tail, facts()).status_code == 404
    assert cast.operator.get(ALL + tail).status_code == 200


def community(**changes):
    return (
        facts(
            name="Ogdenville",
            slug="ogdenville",
            code="ogd",
            state="mo",
            region="",
            new_region="North",
            is_open="on",
            administrator_email="first@ogdenville.example.org",
            administrator_name="First Person",
        )
        | changes
    )


def test_the_operator_opens_a_community_with_its_first_administrator(cast):
    response = cast.operator.post(f"{ALL}new/", community())
    assert response.headers["Location"] == "/staff/ogdenville/setup/"
    ogdenville = Community.objects.get(slug="ogdenville")
    assert (ogdenville.code, ogdenville.state, ogdenville.region.name) == ("OGD", "MO", "North")
    first = Membership.objects.get(community=ogdenville)
    assert (first.role, first.user.email) == (Role.ADMINISTRATOR, "first@ogdenville.example.org")
    assert Notice.objects.get(kind="invitation").user == first.user


def test_a_region_of_the_same_name_is_taken_not_made_again(cast, region):
    cast.operator.post(f"{ALL}new/", community(new_region="greater springfield", administrator_email=""))
    assert Community.objects.get(slug="ogdenville").region == region
    assert Region.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "control"),
    [
        ({"slug": "staff"}, "id_slug"),
        ({"slug": "communities"}, "id_slug"),
        ({"slug": "Springfield"}, "id_slug"),
        ({"slug": "two words"}, "id_slug"),
        ({"code": "SPR"}, "id_code"),
        ({"code": "1"}, "id_code"),
        ({"new_region": ""}, "id_new_region"),
        ({"name": ""}, "id_name"),
    ],
)
def test_a_community_that_cannot_be_gets_a_sentence(cast, changes, control):
    response = cast.operator.post(f"{ALL}new/", community(**changes))
    assert control in [where for where, _text in response.context["form"].problems]
    assert not Community.objects.filter(code="OGD").exists()
    assert not User.objects.filter(email="first@ogdenville.example.org").exists()


def test_a_new_address_of_a_community_warns_of_old_links(cast, springfield, region, edition):
    values = community(name="Springfield", slug="spring-field", code="SPR", region=region.pk, new_region="")
    shown, done = confirmed(cast.operator, f"{ALL}springfield/", values)
    assert "Old links" in shown.context["preview"].effects[0]
    assert done.headers["Location"] == ALL
    springfield.refresh_from_db()
    assert springfield.slug == "spring-field"
    edition.refresh_from_db()
    assert edition.version == 2
