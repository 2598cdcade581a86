"""The commands for a terminal: a bar where there is one, silence where there is none; the benchmarks' city loads."""

import io

from benchmarks import invented_city
from events.management.places import Bar
from events.models import AddressPoint, Segment
from events.whereabouts import find_places


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_shows_a_bar_that_is_full_at_the_end():
    clock = iter([0.0, 0.01, 0.2, 0.21])
    screen = Terminal()
    bar = Bar(screen, clock=lambda: next(clock))
    for done in (0, 100, 500, 1_000):
        bar(done, 1_000)
    bar.end()
    shown = screen.getvalue().split("\r")
    assert len(shown) == 4  # the second came too soon
    assert "[###############...............]  50%  500 of 1,000 rows" in shown[2]
    assert shown[3] == f"[{'#' * 30}] 100%  1,000 of 1,000 rows \n"


def test_a_bar_keeps_silent_in_a_log():
    log = io.StringIO()
    bar = Bar(log)
    bar(1, 1)
    bar.end()
    assert log.getvalue() == ""


def test_an_invented_city_is_the_same_each_time_and_can_be_searched(springfield, tmp_path):
    springfield.neighborhoods.update(is_retired=True)
    city = invented_city.invent(addresses=2_000)
    again = invented_city.invent(addresses=2_000)
    assert list(invented_city.houses(city)) == list(invented_city.houses(again))
    reports = invented_city.fill(springfield, addresses=2_000)
    assert all(report["faults"] == [] for report in reports.values())
    assert (AddressPoint.objects.count(), Segment.objects.count()) == (
        reports["addresses"]["rows"],
        reports["streets"]["rows"],
    )
    assert not Segment.objects.filter(from_street="", to_street="").exists()
    point = AddressPoint.objects.filter(letter="").select_related("street").first()
    best = find_places(springfield, str(point))[0]
    assert (best.kind, best.lat, best.lng) == ("address", point.lat, point.lng)
