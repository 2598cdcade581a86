"""The rules of three cities as tables, day by day and rule by rule. Nothing here asks the database."""

import datetime as dt

import pytest
from django.utils import translation

from events.lib.closure_rules import INFO, REFUSE, WARN, Ground, Wish, judge
from events.lib.sun import sunset
from events.models import ClosurePolicy, Edition

ST_LOUIS_NIGHT = dt.date(2026, 10, 6)
TWIN_CITIES_NIGHT = dt.date(2026, 8, 4)


def rules_of(night, last_day, **fields):
    """(policy, last day to ask) of an edition that nobody saved."""
    return ClosurePolicy(edition=Edition(date=night), **fields), last_day


# Free on the night itself, another day has its price; no main streets, no bus routes. Asked for two weeks before.
ST_LOUIS = rules_of(ST_LOUIS_NIGHT, dt.date(2026, 9, 22), fee_cents=2_500, only_night_is_free=True)
# Free until 14 days before, $100 until 5 days before, none later; three of four households agree.
MINNEAPOLIS = rules_of(
    TWIN_CITIES_NIGHT,
    dt.date(2026, 7, 30),
    free_until=dt.date(2026, 7, 21),
    fee_cents=10_000,
    proof="share",
    share=75,
)
# Free when asked for 30 days before; one block, 8 am to sunset, signed by 60 percent of the households.
ST_PAUL = rules_of(
    TWIN_CITIES_NIGHT,
    dt.date(2026, 7, 28),
    free_until=dt.date(2026, 7, 5),
    fee_cents=6_250,
    earliest=dt.time(8),
    until_sunset=True,
    proof="petition",
    share=60,
)


def found(city, asked_on, *, ground=None, **changes):
    """The findings of a city on a wish for its night: from 4 to 8 pm, on a quiet block, agreed by everybody."""
    policy, last_day = city
    night = policy.edition.date
    values = {"date": night, "share": 100, "has_petition": True, "starts": dt.time(16), "ends": dt.time(20)} | changes
    wish = Wish("Lemp Ave", asked_on=asked_on, **values)
    fee = policy.fee_on(asked_on, party_date=wish.date)
    with translation.override("en"):
        return judge(policy, wish, ground or Ground(), last_day=last_day, fee_cents=fee), fee


def codes(findings):
    return [(finding.code, finding.severity) for finding in findings]


@pytest.mark.parametrize(
    ("city", "asked_on", "date", "fee", "said"),
    [
        (ST_LOUIS, dt.date(2026, 5, 1), ST_LOUIS_NIGHT, 0, []),
        (ST_LOUIS, dt.date(2026, 9, 22), ST_LOUIS_NIGHT, 0, []),
        (ST_LOUIS, dt.date(2026, 9, 23), ST_LOUIS_NIGHT, 0, [("too_late", REFUSE)]),
        (ST_LOUIS, dt.date(2026, 9, 22), dt.date(2026, 10, 10), 2_500, [("fee", INFO)]),
        (ST_LOUIS, dt.date(2026, 9, 22), dt.date(2026, 10, 5), 2_500, [("fee", INFO)]),
        (MINNEAPOLIS, dt.date(2026, 7, 20), TWIN_CITIES_NIGHT, 0, [("free", INFO)]),
        (MINNEAPOLIS, dt.date(2026, 7, 21), TWIN_CITIES_NIGHT, 0, [("free", INFO)]),
        (MINNEAPOLIS, dt.date(2026, 7, 22), TWIN_CITIES_NIGHT, 10_000, [("fee", INFO)]),
        (MINNEAPOLIS, dt.date(2026, 7, 30), TWIN_CITIES_NIGHT, 10_000, [("fee", INFO)]),
        (MINNEAPOLIS, dt.date(2026, 7, 31), TWIN_CITIES_NIGHT, 10_000, [("too_late", REFUSE)]),
        (MINNEAPOLIS, dt.date(2026, 8, 4), TWIN_CITIES_NIGHT, 10_000, [("too_late", REFUSE)]),
        (ST_PAUL, dt.date(2026, 7, 5), TWIN_CITIES_NIGHT, 0, [("free", INFO)]),
        (ST_PAUL, dt.date(2026, 7, 6), TWIN_CITIES_NIGHT, 6_250, [("fee", INFO)]),
        (ST_PAUL, dt.date(2026, 7, 28), TWIN_CITIES_NIGHT, 6_250, [("fee", INFO)]),
        (ST_PAUL, dt.date(2026, 7, 29), TWIN_CITIES_NIGHT, 6_250, [("too_late", REFUSE)]),
    ],
)
def test_the_day_of_asking_decides_what_it_costs_and_when_it_is_too_late(city, asked_on, date, fee, said):
    findings, costs = found(city, asked_on, date=date)
    assert (codes(findings), costs) == (said, fee)


EARLY = dt.date(2026, 5, 1)


@pytest.mark.parametrize(
    ("city", "changes", "said"),
    [
        (ST_LOUIS, {"ground": Ground(is_main=True)}, "main"),
        (ST_LOUIS, {"ground": Ground(has_bus=True)}, "bus"),
        (ST_LOUIS, {"ground": Ground(is_highway=True)}, "highway"),
        (ST_LOUIS, {"ground": Ground(blocks=2, crossings=("Lynch St",))}, "crossing"),
        (MINNEAPOLIS, {"ground": Ground(blocks=2, crossings=("Lake St",))}, "crossing"),
        (MINNEAPOLIS, {"ground": Ground(has_bus=True)}, "bus"),
        (MINNEAPOLIS, {"share": 74}, "share"),
        (MINNEAPOLIS, {"share": None}, "share"),
        (ST_PAUL, {"has_petition": False}, "petition"),
        (ST_PAUL, {"ground": Ground(blocks=2, crossings=("Grand Ave",))}, "crossing"),
        (ST_PAUL, {"starts": dt.time(7, 59)}, "early"),
        (ST_PAUL, {"ends": dt.time(20, 37), "ground": Ground(sunset=dt.time(20, 36))}, "sunset"),
    ],
)
def test_each_rule_is_named_by_its_finding(city, changes, said):
    findings, _fee = found(city, EARLY, **changes)
    assert [finding.code for finding in findings if finding.code not in ("free", "fee")] == [said]


@pytest.mark.parametrize(
    ("city", "changes"),
    [
        (ST_LOUIS, {}),
        (ST_LOUIS, {"share": None, "has_petition": False}),
        (MINNEAPOLIS, {"share": 75}),
        (ST_PAUL, {"starts": dt.time(8), "share": None}),
        (ST_PAUL, {"ends": dt.time(20, 36), "ground": Ground(sunset=dt.time(20, 36))}),
        (ST_PAUL, {"ends": dt.time(23), "ground": Ground(sunset=None)}),
        (ST_PAUL, {"starts": None, "ends": None}),
    ],
)
def test_a_wish_within_the_rules_is_refused_by_none(city, changes):
    findings, _fee = found(city, EARLY, **changes)
    assert {finding.code for finding in findings} <= {"free"}


def test_a_city_may_allow_what_others_refuse():
    generous = rules_of(
        ST_LOUIS_NIGHT,
        ST_LOUIS_NIGHT,
        allows_main_streets=True,
        allows_bus_routes=True,
        allows_intersections=True,
        most_blocks=2,
    )
    wide = Ground(is_main=True, has_bus=True, blocks=2, crossings=("Lynch St",))
    assert found(generous, EARLY, ground=wide) == ([], 0)
    longer = Ground(blocks=3, crossings=("Lynch St", "Pine St"))
    assert codes(found(generous, EARLY, ground=longer)[0]) == [("blocks", REFUSE)]
    assert codes(found(generous, EARLY, ground=Ground(is_highway=True))[0]) == [("highway", REFUSE)]


def test_consent_that_is_still_missing_stops_nobody():
    for city, changes in ((MINNEAPOLIS, {"share": 10}), (ST_PAUL, {"has_petition": False})):
        findings, _fee = found(city, EARLY, **changes)
        assert findings[0].severity == WARN


def test_a_stretch_that_is_not_found_is_left_to_a_person():
    lost = Ground(is_known=False, missing="Lnych St")
    findings, _fee = found(ST_LOUIS, EARLY, ground=lost)
    assert codes(findings) == [("not_found", INFO)]
    assert "Lnych St" in findings[0].words
    assert "a person will look" in findings[0].words


def test_a_city_without_a_street_file_says_nothing_of_streets():
    assert found(ST_LOUIS, EARLY, ground=Ground(is_checked=False, is_known=False)) == ([], 0)


def test_refusals_come_first():
    findings, _fee = found(MINNEAPOLIS, dt.date(2026, 7, 22), share=10, ground=Ground(has_bus=True))
    assert [finding.severity for finding in findings] == [REFUSE, WARN, INFO]
    assert [finding.field for finding in findings] == ["closure_street", "closure_share", "closure_street"]


@pytest.mark.parametrize(
    ("city", "asked_on", "changes", "words"),
    [
        (MINNEAPOLIS, dt.date(2026, 7, 22), {}, "This costs $100: asked for after Tuesday, July 21."),
        (ST_PAUL, dt.date(2026, 7, 6), {}, "This costs $62.50: asked for after Sunday, July 5."),
        (ST_LOUIS, EARLY, {"date": dt.date(2026, 10, 10)}, "This costs $25: only the night itself is free."),
        (MINNEAPOLIS, EARLY, {}, "This is free until Tuesday, July 21. After that it costs $100."),
        (
            MINNEAPOLIS,
            dt.date(2026, 7, 31),
            {},
            "The last day to ask for a street closure was Thursday, July 30.",
        ),
        (
            ST_LOUIS,
            EARLY,
            {"ground": Ground(is_main=True)},
            "Lemp Ave is a main street. The city does not close main streets.",
        ),
    ],
)
def test_findings_are_said_in_whole_sentences(city, asked_on, changes, words):
    findings, _fee = found(city, asked_on, **changes)
    assert [finding.words for finding in findings] == [words]


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (dt.date(2026, 10, 31), dt.time(18, 5)),  # still daylight-saving time
        (dt.date(2026, 11, 1), dt.time(17, 4)),  # the clocks went back in the night
        (dt.date(2026, 3, 7), dt.time(18, 5)),
        (dt.date(2026, 3, 8), dt.time(19, 6)),  # and forward
    ],
)
def test_sunset_follows_the_clocks_when_they_change(day, before):
    policy, _last = ST_PAUL
    at = sunset(44.95, -93.09, day, "America/Chicago")
    assert abs(dt.datetime.combine(day, at) - dt.datetime.combine(day, before)) < dt.timedelta(minutes=10)
    late = (dt.datetime.combine(day, at) + dt.timedelta(minutes=1)).time()
    for ends, said in ((at, []), (late, ["sunset"])):
        wish = Wish("Lemp Ave", dt.time(9), ends, day, EARLY, has_petition=True)
        assert [f.code for f in judge(policy, wish, Ground(sunset=at), last_day=None) if f.is_refusal] == said
