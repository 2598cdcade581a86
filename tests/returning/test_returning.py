"""Who was there last time and is not back: the list, its sums, and the one letter to those who agreed to it."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from events import comeback, registry
from events.mail import letters
from events.models import Host, Notice, Party
from events.returning import lines
from tests.conftest import answers, make_edition

AT = "/staff/springfield/returning/"
LAST = dt.date(2026, 10, 6)


@pytest.fixture
def last_edition(springfield):
    return make_edition(springfield, year=2026, date=LAST)


@pytest.fixture
def before(last_edition, make_party):
    """before(email, **answers) gives an approved party of the last night; no letter is owed."""

    def make(email, **changes):
        values = {"date": "2026-10-06", "phone": "", "closure_wanted": False, "email": email} | changes
        party = make_party(last_edition, "approved", **values)
        Notice.objects.all().delete()
        return party

    return make


@pytest.fixture
def open_now(edition):
    """Registration is open on the day of the test."""
    edition.registration_opens = timezone.now().date() - dt.timedelta(days=30)
    edition.save()
    return edition


@pytest.fixture
def imani(springfield, make_staff):
    client = Client()
    user = make_staff(springfield, "coordinator", "imani@springfield.example.org")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def come_back(edition, party, now):
    """The host of an earlier party registers again."""
    email = party.hosts.get().email
    given = answers(email=email, phone="", street=party.street, closure_wanted=False)
    return registry.register(edition, given, key=f"00000000-0000-4000-8000-{party.pk:012}", now=now)


def test_the_list_shows_who_is_not_back(before, edition, imani, now):
    missing = before("rosa@example.org")
    back = before("ines@example.org", street="Oak Ave", number="100", neighborhood=2, lat=38.6052, lng=-90.2151)
    come_back(edition, back, now)
    shown = imani.get(AT)
    assert [line.party for line in shown.context["lines"]] == [missing]
    assert [line.party for line in imani.get(f"{AT}?show=back").context["lines"]] == [back]
    assert (shown.context["last_time"], shown.context["back"]) == (2, 1)


def test_the_sums_are_by_neighborhood(before, edition, imani, now):
    before("rosa@example.org")
    back = before("ines@example.org", street="Oak Ave", number="100", neighborhood=2, lat=38.6052, lng=-90.2151)
    come_back(edition, back, now)
    sums = [(one.name, one.last_time, one.back, one.missing) for one in imani.get(AT).context["sums"]]
    assert sums == [("Elm Park", 1, 0, 1), ("Oak Hill", 1, 1, 0)]


def test_a_filter_leaves_one_neighborhood(before, edition, imani):
    before("rosa@example.org")
    other = before("ines@example.org", street="Oak Ave", number="100", neighborhood=2, lat=38.6052, lng=-90.2151)
    assert [line.party for line in imani.get(f"{AT}?neighborhood=2").context["lines"]] == [other]


def test_one_press_owes_each_host_who_agreed_one_quiet_letter(before, open_now, imani):
    party = before("rosa@example.org")
    before("no@example.org", ask_next_year=False, street="Main St", number="10")
    for _press in range(2):
        response = imani.post(f"{AT}ask/")
        assert (response.status_code, response["Location"]) == (302, AT)
    letter = Notice.objects.get()
    assert (letter.kind, letter.host.party, letter.is_quiet) == ("register_again", party, True)
    assert letter.context == {"edition": open_now.pk}
    assert not Party.objects.in_edition(open_now).exists()


def test_in_a_first_season_there_is_nobody_to_ask(open_now, imani):
    assert imani.post(f"{AT}ask/")["Location"] == AT
    assert imani.get(AT).status_code == 200
    assert not Notice.objects.exists()


def test_imported_hosts_are_asked_too(before, open_now):
    party = before("rosa@example.org", ask_next_year=False)
    Party.objects.filter(pk=party.pk).update(source="import")
    assert comeback.may_be_asked(open_now).get().party == party


@pytest.mark.parametrize("fields", [{"email": ""}, {"wants_reminders": False}])
def test_who_has_no_email_or_wants_no_letters_is_not_asked(before, open_now, fields):
    party = before("rosa@example.org")
    party.hosts.update(**fields)
    assert not comeback.may_be_asked(open_now).exists()


@pytest.mark.parametrize("review", ["declined", "cancelled", "withdrawn"])
def test_who_had_no_party_is_not_asked(before, open_now, review):
    party = before("rosa@example.org")
    Party.objects.filter(pk=party.pk).update(review=review)
    assert not comeback.may_be_asked(open_now).exists()


def test_nobody_is_asked_before_registration_opens(before, edition, imani):
    edition.registration_opens = timezone.now().date() + dt.timedelta(days=10)
    edition.save()
    before("rosa@example.org")
    imani.post(f"{AT}ask/")
    assert not Notice.objects.exists()


def test_the_letter_brings_the_link_to_last_times_answers(before, open_now, now):
    party = before("rosa@example.org")
    lines.ask(open_now, now=now)
    letter = letters.compose(Notice.objects.select_related(*letters.ROWS).get(party=party))
    assert letter.subject == "Will you host again? National Night Out is on Tuesday, October 5, 2027"
    assert "/again/" in letter.text
    assert letter.stop_address


def test_who_came_back_meanwhile_gets_no_letter(before, open_now, now):
    party = before("rosa@example.org")
    lines.ask(open_now, now=now)
    come_back(open_now, party, now)
    with pytest.raises(letters.Obsolete):
        letters.compose(Notice.objects.select_related(*letters.ROWS).get(kind="register_again"))


def test_the_list_costs_the_same_for_one_and_for_thirty(before, edition, imani, django_assert_max_num_queries):
    before("rosa@example.org")
    with django_assert_max_num_queries(20) as one:
        imani.get(AT)
    for number in range(12):
        before(f"host{number}@example.org", street=f"{number} St")
    with django_assert_max_num_queries(len(one)):
        imani.get(AT)


def test_outsiders_see_nothing_and_readers_ask_nobody(cast, before, open_now):
    before("ned@example.org")
    assert cast.otto.get(AT).status_code == 404
    assert cast.reader.get(AT).status_code == 200
    assert "Ask 1 host" not in cast.reader.get(AT).content.decode()
    assert cast.reader.post(f"{AT}ask/").status_code == 403
    assert not Notice.objects.filter(kind="register_again").exists()


def test_the_last_night_is_the_one_before_even_if_it_was_called_off(before, last_edition, edition):
    before("rosa@example.org")
    last_edition.standing = "cancelled"
    last_edition.save()
    assert comeback.night_before(edition) == last_edition
    assert Host.objects.filter(party__in=comeback.parties_of_before(edition)).count() == 1


def test_a_city_without_last_year_s_parties_is_led_to_the_import(edition, imani):
    assert 'href="/staff/springfield/import/"' in imani.get("/staff/springfield/returning/").text.partition("<h1")[2]
