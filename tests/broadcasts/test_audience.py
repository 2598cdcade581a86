"""Whom a letter goes to: each filter, each person once, and nobody whose address is not shown to work."""

import re

import pytest
from django.urls import reverse

from events.broadcasts.audience import Audience
from events.models import Host, Party, Review


def names(edition, **filters):
    return [host.name for host in Audience.of(edition, filters).people]


@pytest.fixture
def hosts(edition, host_party, shelby_edition, make_party, now):
    """Ana stands for nothing special; every other name differs from her in one thing."""
    host_party("Ana")
    host_party("Elm", street="Elm St", number="2827", lat=38.6051, lng=-90.2249, neighborhood=1)
    host_party("Clo", closure_wanted=True)
    host_party("Kit", kit_wanted=False)
    host_party("Vis", visitors=["police"])
    host_party("Luz", language="es")
    host_party("Lev", level="neighborhood")
    before = host_party("Old", Review.SUBMITTED)
    Party.objects.filter(pk=host_party("Ret").pk).update(previous=before)
    Party.objects.filter(pk=host_party("Out").pk).update(outcome="held", outcome_source="host")
    host_party("Day", date="2027-10-06")
    host_party("Ask", Review.NEEDS_INFORMATION)
    host_party("Gone", Review.CANCELLED)
    host_party("Away", Review.UNCONFIRMED)
    make_party(shelby_edition, Review.APPROVED, host_name="Otis", lat=38.705, lng=-90.225)


ALL = {"Ana", "Elm", "Clo", "Kit", "Vis", "Luz", "Lev", "Ret", "Out", "Day"}


@pytest.mark.parametrize(
    "filters, expected",
    [
        ({}, ALL),
        ({"review": ["submitted"]}, {"Old"}),
        ({"review": ["submitted", "needs_information"]}, {"Old", "Ask"}),
        ({"review": ["cancelled", "unconfirmed"]}, ALL),
        ({"neighborhood": ["1"]}, {"Elm"}),
        ({"neighborhood": ["1", "none"]}, {"Elm"}),
        ({"closure": "asked"}, {"Clo"}),
        ({"closure": "waiting"}, {"Clo"}),
        ({"closure": "approved"}, set()),
        ({"closure": "none"}, ALL - {"Clo"}),
        ({"kit": "no"}, {"Kit"}),
        ({"kit": "yes"}, ALL - {"Kit"}),
        ({"visitors": ["police"]}, {"Vis"}),
        ({"visitors": ["police", "fire"]}, ALL),
        ({"language": ["es"]}, {"Luz"}),
        ({"level": ["neighborhood"]}, {"Lev"}),
        ({"returning": "yes"}, {"Ret"}),
        ({"returning": "no", "language": ["es"]}, {"Luz"}),
        ({"outcome": ["held"]}, {"Out"}),
        ({"day": "other"}, {"Day"}),
        ({"role": ["second"]}, set()),
    ],
)
def test_each_filter_leaves_those_it_names(filters, expected, hosts, edition):
    assert set(names(edition, **filters)) == expected


def test_a_district_is_a_filter_of_its_own(hosts, edition, springfield):
    layer = springfield.layers.create(name="Police district", slug="police")
    district = layer.districts.create(number="3", name="3")
    Party.objects.get(hosts__name="Kit").districts.add(district)
    assert names(edition, district=["police-3"]) == ["Kit"]
    assert names(edition, district=["police-4"]) == []


def test_who_hosts_two_parties_gets_one_letter(edition, host_party):
    host_party("Ana")
    host_party("Ana", number="200", email="ANA@example.org")
    audience = Audience.of(edition, {})
    assert ([host.name for host in audience.people], audience.again) == (["Ana"], 1)


def test_who_asked_for_fewer_letters_is_left_out_unless_everybody_must_know(edition, host_party):
    host_party("Ana")
    Host.objects.filter(name="Ana").update(wants_reminders=False)
    assert (names(edition), Audience.of(edition, {}).quiet) == ([], 1)
    assert names(edition, needed=True) == ["Ana"]


def test_people_without_an_address_are_counted_as_calls(edition, host_party):
    host_party("Ana")
    host_party("Bea", email="bea@example.org", phone="+13145550188")
    Host.objects.filter(name__in=["Ana", "Bea"]).update(email="")
    audience = Audience.of(edition, {})
    assert [host.name for host in audience.by_phone] == ["Ana", "Bea"]
    assert (audience.by_email, audience.out_of_reach) == ([], 1)


def test_what_is_ticked_is_saved_though_it_was_not_shown_first(cast, make_letter, host_party):
    host_party("Ana", language="es")
    host_party("Bea")
    draft = make_letter()
    url = reverse("broadcasts:audience", args=["springfield", draft.pk])
    page = cast.imani.get(url).content.decode()
    (form,) = re.findall(r"<form [^>]*id=\"audience\".*?</form>", page, re.DOTALL)
    assert 'name="language"' in form
    assert 'form="audience">Save this audience' in page
    cast.imani.post(url, {"language": "es", "seen": 1})
    assert "Bea" not in cast.imani.get(url).content.decode()


def test_the_page_shows_count_and_names_and_saves_what_is_ticked(cast, make_letter, host_party):
    host_party("Ana", language="es")
    host_party("Bea")
    draft = make_letter()
    url = f"{reverse('broadcasts:audience', args=['springfield', draft.pk])}?language=es&review=approved&kit="
    page = cast.imani.get(url).content.decode()
    assert "Ana" in page
    assert "Bea" not in page
    ticked = {"language": "es", "review": "approved", "kit": "", "seen": 1}
    response = cast.imani.post(url, ticked | {"show": 1})
    assert "Bea" not in cast.imani.get(response["Location"]).content.decode()
    draft.refresh_from_db()
    assert "language" not in draft.filters
    response = cast.imani.post(url, ticked)
    assert response["Location"] == reverse("broadcasts:broadcast", args=["springfield", draft.pk])
    draft.refresh_from_db()
    assert draft.filters == {"language": ["es"], "review": ["approved"], "role": ["main", "joined"]}


def test_two_coordinators_do_not_overwrite_each_other(cast, make_letter):
    draft = make_letter({"kit": "yes"})
    url = reverse("broadcasts:audience", args=["springfield", draft.pk])
    page = cast.imani.post(url, {"kit": "no", "seen": 1}, follow=True).content.decode()
    assert "was changed or sent meanwhile" in page
    draft.refresh_from_db()
    assert draft.filters["kit"] == "yes"


def test_the_audience_costs_the_same_for_one_host_and_for_thirty(
    cast, make_letter, host_party, django_assert_num_queries, django_assert_max_num_queries
):
    draft = make_letter()
    url = reverse("broadcasts:audience", args=["springfield", draft.pk])
    host_party("Ana")
    with django_assert_max_num_queries(14) as counted:
        cast.imani.get(url)
    for number in range(29):
        host_party(f"Bea{number}", number=str(200 + number))
    with django_assert_num_queries(len(counted)):
        cast.imani.get(url)
