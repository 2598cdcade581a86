"""Held or not, entered by staff for many parties at once."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import outcomes
from events.models import Change, Deed, Edition, Outcome, OutcomeSource, Party

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HERE = "/staff/springfield/report/outcomes/"
ENTER = f"{HERE}enter/"


@pytest.fixture
def three(edition, make_party):
    """Three approved parties of the night, all unknown yet."""
    streets = ["Ash St", "Birch St", "Cedar St"]
    return [make_party(edition, "approved", street=street, email=f"{street[:3]}@example.org") for street in streets]


def sheet(parties, shown="unknown", **answers):
    return {"party": [party.pk for party in parties], "shown": shown, "source": "sighting", "next": HERE} | answers


def fresh(party):
    return Party.objects.get(pk=party.pk)


@pytest.mark.parametrize("key", ["9" * 19, "-" + "9" * 30, "x"])
def test_a_number_that_is_no_party_is_none(cast, three, key):
    assert cast.imani.post(ENTER, sheet([]) | {"party": [key]}).status_code in (200, 302)
    assert not Party.objects.exclude(outcome="unknown").exists()


def test_a_sheet_says_of_many_parties_whether_they_were_held(cast, three):
    held, off, left = three
    said = {f"outcome_{held.pk}": "held", f"attendance_{held.pk}": "about 70", f"outcome_{off.pk}": "not_held"}
    answer = cast.imani.post(ENTER, sheet(three, **said))
    assert answer.url == HERE
    row = fresh(held)
    assert (row.outcome, row.attendance) == (Outcome.HELD, 70)
    assert (row.outcome_source, row.outcome_by) == (OutcomeSource.SIGHTING, cast.users.imani)
    assert fresh(off).outcome == Outcome.NOT_HELD
    assert fresh(left).outcome == Outcome.UNKNOWN
    assert Change.objects.filter(deed=Deed.OUTCOME_SET, by_user=cast.users.imani).count() == 2
    page = cast.imani.get(HERE).content.decode()
    assert "Entered: 1 held, 1 not held." in page
    assert left.reference in page
    assert held.reference not in page


def test_what_was_chosen_is_kept_when_an_answer_is_faulty(cast, three):
    first, second, _third = three
    page = cast.imani.post(ENTER, sheet(three, **{f"outcome_{first.pk}": "held", f"attendance_{second.pk}": "40"}))
    words = page.content.decode()
    assert "<title>Error: " in words
    assert f"{second.reference}: choose “Held”, or take the number away" in words
    assert 'value="held" checked' in words.replace(' class="input"', "").replace(f' id="id_outcome_{first.pk}_1"', "")
    assert {fresh(party).outcome for party in three} == {Outcome.UNKNOWN}


@pytest.mark.parametrize("missing", [{"source": ""}, {}])
def test_a_sheet_without_an_answer_or_a_source_enters_nothing(cast, three, missing):
    answers = {f"outcome_{three[0].pk}": "held"} if missing else {}
    page = cast.imani.post(ENTER, sheet(three, **answers, **missing)).content.decode()
    assert "<title>Error: " in page
    assert fresh(three[0]).outcome == Outcome.UNKNOWN


def test_the_hosts_word_that_came_meanwhile_is_not_overwritten(cast, three, now):
    party = three[0]
    host = party.hosts.get()
    outcomes.say(party, Outcome.HELD, source=OutcomeSource.HOST, by=host, now=now, attendance=55)
    page = cast.imani.post(ENTER, sheet([party], **{f"outcome_{party.pk}": "not_held"}), follow=True)
    assert f"Not changed: {party.reference}" in page.content.decode()
    assert (fresh(party).outcome, fresh(party).attendance) == (Outcome.HELD, 55)


def test_a_known_outcome_can_be_put_right_and_taken_back(cast, three, now):
    party = three[0]
    said = {"attendance": 55, "went_well": "The long table"}
    outcomes.say(party, Outcome.HELD, source=OutcomeSource.HOST, by=party.hosts.get(), now=now, **said)
    page = cast.imani.get(HERE, {"outcome": "held"}).content.decode()
    assert "The host, 55 people" in page
    assert "The long table" in page
    cast.imani.post(ENTER, sheet([party], shown="held", **{f"outcome_{party.pk}": "unknown"}))
    row = fresh(party)
    assert (row.outcome, row.attendance, row.outcome_source, row.outcome_at) == (Outcome.UNKNOWN, None, "", None)


def test_nothing_is_entered_for_another_town_or_a_party_to_come(
    cast, edition, shelby_edition, make_party, springfield, now
):
    theirs = make_party(shelby_edition, "approved", street="Far St", neighborhood=1)
    coming = make_party(edition, "approved", street="Late St")
    Party.objects.filter(pk=coming.pk).update(date=springfield.today(now) + dt.timedelta(days=1))
    for party in (theirs, coming):
        cast.imani.post(ENTER, sheet([party], **{f"outcome_{party.pk}": "held"}))
    assert {fresh(theirs).outcome, fresh(coming).outcome} == {Outcome.UNKNOWN}
    assert "Not changed" in cast.imani.get(HERE).content.decode()
    assert coming.reference not in cast.imani.get(HERE).content.decode()


def test_a_reader_sees_the_list_and_enters_nothing(cast, three):
    page = cast.reader.get(HERE).content.decode()
    assert three[0].reference in page
    assert "Enter this sheet" not in page
    assert cast.reader.post(ENTER, sheet(three, **{f"outcome_{three[0].pk}": "held"})).status_code == 403
    assert cast.otto.post(ENTER, sheet(three)).status_code == 404
    assert fresh(three[0]).outcome == Outcome.UNKNOWN


def test_the_sheet_costs_the_same_for_one_party_and_for_many(cast, edition, make_party):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as found:
            cast.imani.get(HERE)
        return len(found)

    make_party(edition, "approved", email="a@example.org")
    cast.imani.get(HERE)
    one = queries()
    for number in range(6):
        make_party(edition, "approved", street=f"{number} Row", email=f"b{number}@example.org")
    assert queries() == one


def test_a_community_without_a_night_says_so(make_staff, springfield, client):
    client.force_login(make_staff(springfield, "reader", "reader@example.org"), backend=BACKEND)
    assert "has no night set up yet" in client.get(HERE).content.decode()


def test_a_host_who_calls_is_found_and_the_record_leads_there(cast, three):
    one = three[1]
    page = cast.imani.get(HERE, {"q": "birch"})
    assert [row["party"] for row in page.context["rows"]] == [one]
    record = cast.imani.get(f"/staff/springfield/parties/{one.reference}/").text
    link = f"{HERE}?year={one.edition.year}&amp;outcome=unknown&amp;q={one.reference}"
    assert link in record
    assert [row["party"] for row in cast.imani.get(link.replace("&amp;", "&")).context["rows"]] == [one]
    assert "See all parties" in cast.imani.get(HERE, {"q": "zebra"}).text


def test_before_the_night_nothing_seems_entered(cast, edition, springfield, make_party):
    make_party(edition, "approved", email="ada@example.org")
    Edition.objects.update(date=springfield.today(timezone.now()) + dt.timedelta(days=9))
    Party.objects.update(date=springfield.today(timezone.now()) + dt.timedelta(days=9))
    page = cast.imani.get(HERE).text
    assert "The night is still to come" in page
    assert "Nothing left" not in page
