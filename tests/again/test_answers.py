"""Last time's answers at the coming night: what stays, and what is settled with a word."""

import datetime as dt

from events.again.answers import carried
from events.models import Kit, KitItem, PickupPlace, VisitorKind
from tests.conftest import make_edition, make_neighborhood

SETTLED = {"date": "2027-10-05", "neighbors_told": "", "closure_share": None}


def test_what_still_fits_stays_as_it_was(before, edition, now):
    party = before()
    answers, said = carried(party, edition, now=now)
    assert (answers["street"], answers["email"], answers["activities"]) == (
        "Elm St",
        "rosa@example.org",
        ["food", "music"],
    )
    assert (answers["starts"], answers["ends"], answers["visitors"]) == ("17:00", "20:00", ["fire"])
    assert {name: answers[name] for name in SETTLED} == SETTLED
    assert said == ["You ask to close the street again. Tell your neighbors about it anew."]


def test_a_day_of_its_own_becomes_the_night(before, edition, now):
    party = before(date="2026-10-04", other_day_reason="The hall is free", closure_wanted=False)
    answers, said = carried(party, edition, now=now)
    assert (answers["date"], answers["other_day_reason"]) == ("2027-10-05", "")
    assert said == ["Last time your party had a day of its own. It is now on Tuesday, October 5."]


def test_a_rain_date_keeps_its_distance(before, edition, now):
    party = before(rain_plan="date", rain_date="2026-10-10", closure_wanted=False)
    answers, said = carried(party, edition, now=now)
    assert answers["rain_date"] == "2027-10-09"
    assert said == ["Your rain date is now Saturday, October 9."]


def test_a_party_that_was_held_on_its_rain_date_goes_back_to_the_night(before, edition, now):
    party = before(rain_plan="date", rain_date="2026-10-10", closure_wanted=False)
    party.date, party.night = dt.date(2026, 10, 10), "rain_date"
    answers, _said = carried(party, edition, now=now)
    assert (answers["date"], answers["rain_date"]) == ("2027-10-05", "2027-10-09")


def test_hours_outside_the_night_are_drawn_in(before, springfield, edition, now):
    party = before(starts="16:00", ends="21:00", best_time="16:30", closure_wanted=False)
    edition.starts, edition.ends = dt.time(17), dt.time(20)
    answers, said = carried(party, edition, now=now)
    assert (answers["starts"], answers["ends"], answers["best_time"]) == ("17:00", "20:00", None)
    assert said == ["The night is 5 to 8 pm this time, so your party is 5 to 8 pm."]


def test_a_neighborhood_that_is_no_more_gives_way_to_the_one_around_the_pin(before, springfield, edition, now):
    party = before(closure_wanted=False)
    party.neighborhood.is_retired = True
    party.neighborhood.save()
    make_neighborhood(springfield, 4, "Elm Grove", -90.23, 38.60)
    answers, said = carried(party, edition, now=now)
    assert (answers["neighborhood"], answers["neighborhood_chosen"]) == (4, False)
    assert said == ["Elm Park is no neighborhood any more. Your party is now in Elm Grove."]


def test_visitors_no_more_offered_are_left_out(before, edition, now):
    party = before(visitors=["fire", "mayor"], closure_wanted=False)
    VisitorKind.objects.filter(edition=edition, code="mayor").delete()
    answers, said = carried(party, edition, now=now)
    assert answers["visitors"] == ["fire"]
    assert said == ["You can no longer ask for these visitors: Mayor."]


def test_after_the_last_days_nothing_is_asked_for_that_nobody_may_ask_for(before, edition):
    after = dt.datetime(2027, 9, 30, 12, tzinfo=edition.community.zone)
    answers, said = carried(before(), edition, now=after)
    assert (answers["closure_wanted"], answers["visitors"], answers["kit_wanted"]) == (False, [], False)
    assert len(said) == 3


def test_a_kit_holds_what_is_offered_and_is_picked_up_where_one_still_can(before, last_edition, edition, now):
    party = before(closure_wanted=False)
    flag, tape = (KitItem.objects.create(edition=last_edition, code=code, labels={}) for code in ("flag", "tape"))
    kit = Kit.objects.get(party=party)
    kit.items.set([flag, tape])
    kit.place = PickupPlace.objects.create(edition=last_edition, name="Old fire house")
    kit.save()
    for code in ("flag", "sign"):
        KitItem.objects.create(edition=edition, code=code, labels={})
    answers, said = carried(party, edition, now=now)
    assert (answers["kit_items"], answers["kit_place"]) == (["flag"], "")
    assert said == ["You can no longer pick up your kit at this place: Old fire house."]


def test_another_citys_offer_of_visitors_does_not_count(before, shelby, edition, now):
    make_edition(shelby)
    assert carried(before(closure_wanted=False), edition, now=now)[0]["visitors"] == ["fire"]
