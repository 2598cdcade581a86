"""The map beside the list: where its title stands, how large its lights are."""

import pytest

from events import citymap
from events.boundaries import drawing
from events.lib.citymap import dots_of
from events.models import Community, Neighborhood
from tests.conftest import make_neighborhood


@pytest.fixture
def city(region):
    """city(columns, rows, free=...) gives a community of square areas, and draws it; `free` squares are left out."""

    def make(columns, rows, free=()):
        community = Community.objects.create(region=region, name="Grid", slug="grid", code="GRD")
        for row in range(rows):
            for column in range(columns):
                if (column, row) not in free:
                    number = 1 + row * columns + column
                    make_neighborhood(
                        community, number, f"Area {number}", round(-93 + column / 100, 2), round(45 - row / 100, 2)
                    )
        areas = list(community.neighborhoods.all())
        drawing.draw(community, areas)
        community.save()
        Neighborhood.objects.bulk_update(areas, ["path"])
        return community, areas

    return make


class Light:
    """As much of a Listing as a light needs."""

    neighborhood, is_off = None, False

    def __init__(self, lat, lng):
        self.lat, self.lng = lat, lng


def drawn(city, lights=()):
    community, areas = city
    return citymap.drawing_of(community, areas, [Light(*light) for light in lights])


@pytest.mark.parametrize(
    ("columns", "rows", "free", "is_wide", "is_full"),
    [
        (6, 3, (), True, True),  # wider than high
        (4, 6, (), False, True),  # fills the corner
        (4, 6, {(column, row) for column in (0, 1) for row in (0, 1, 2)}, False, False),  # a free corner
        (2, 8, (), False, False),  # so narrow that the title stands beside it
    ],
)
def test_the_title_stands_where_it_covers_no_area(city, columns, rows, free, is_wide, is_full):
    drawing = drawn(city(columns, rows, free))
    assert (drawing.is_wide, drawing.is_full) == (is_wide, is_full)


def test_a_thousand_lights_are_drawn_smaller(city):
    grid = city(4, 6)
    few = [(44.951 + n % 10 / 200, -92.999 + n // 10 / 400) for n in range(100)]
    many = [(44.951 + n % 40 / 800, -92.999 + n // 40 / 1000) for n in range(1500)]
    assert not drawn(grid, few).is_crowded
    assert drawn(grid, many).is_crowded


def test_every_light_is_on_the_map_however_many_share_a_place(city):
    lights = drawn(city(4, 6), [(44.9999, -92.9999)] * 30).lights
    there = set(dots_of(lights))
    assert len(there) == 30
    assert all(x >= 0 and y >= 0 for x, y in there)


def test_far_cities_are_spots_with_their_names_inside_the_map(region, city):
    community, _areas = city(2, 2)
    other = Community.objects.create(
        region=region, name="A Very Long City Name", slug="far", code="FAR",
        frame={"south": 38.6, "west": -80.2, "north": 38.65, "east": -80.15, "width": 420},
    )  # fmt: skip
    _box, rows = citymap.region_drawing([community, other])
    for one, place, path, (x, _y) in rows:
        assert path == citymap.ROUND
        assert place.startswith("translate(")
        assert 3.7 * len(one.name) <= x + 1 <= 422 - 3.7 * len(one.name)
