"""A city's file of areas: what would change, what is changed, and what is refused; all of it or nothing."""

import json

import pytest
from shapely.geometry import box, mapping, shape

from events.boundaries import areas
from events.lib.area_file import NotAreas
from events.models import Change, Deed, District, Layer, Neighborhood, Party

WEST, SOUTH, SIDE = -90.23, 38.60, 0.01


def cell(column, row=0, width=1.0):
    """The outline of a square of Springfield's grid; Elm Park is 0, Oak Hill 1, River Bend 2, Founders Park -1."""
    west, south = WEST + column * SIDE, SOUTH + row * SIDE
    return mapping(box(round(west, 6), round(south, 6), round(west + width * SIDE, 6), round(south + SIDE, 6)))


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def row(number, name, geometry):
    return feature(geometry, NUM=number, NAME=name)


AS_IT_IS = [
    row(1, "Elm Park", cell(0)),
    row(2, "Oak Hill", cell(1)),
    row(3, "River Bend", cell(2)),
    row(80, "Founders Park", cell(-1)),
]


@pytest.fixture
def read(tmp_path):
    """read(features, **mapping) gives the Reading of a file of them."""

    def reading(features, **mapping):
        path = tmp_path / "areas.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
        return areas.read(path, mapping=mapping)

    return reading


@pytest.fixture
def planned(read, springfield, now):
    """planned(features, **mapping) gives the Plan for Springfield's neighborhoods."""
    return lambda features, **mapping: areas.plan(springfield, read(features, **mapping), today=springfield.today(now))


@pytest.fixture
def imported(read, springfield, now):
    """imported(features, **mapping) imports them and gives the report."""
    return lambda features, **mapping: areas.apply(springfield, read(features, **mapping), now=now)


def rows_of(community):
    return list(community.neighborhoods.order_by("number").values())


def test_a_plan_writes_nothing(planned, springfield, elm, edition):
    before, parties = rows_of(springfield), list(Party.objects.values())
    plan = planned([row(1, "Elm Grove", cell(1)), row(2, "Oak Hill", cell(0)), row(9, "Newland", cell(5))])
    assert plan.is_ready
    assert rows_of(springfield) == before
    assert list(Party.objects.values()) == parties


def test_the_same_file_changes_nothing(imported, springfield, edition, elm):
    imported(AS_IT_IS)
    before, revision = rows_of(springfield), Party.objects.get().revision
    report = imported(AS_IT_IS)
    for name in ("added", "renamed", "reshaped", "rekinded", "retired", "unretired", "moved", "refusals"):
        assert report[name] == []
    assert rows_of(springfield) == before
    assert Party.objects.get().revision == revision


def test_everything_is_reported_by_its_number(imported, springfield):
    report = imported(
        [
            row(1, "Elm Grove", cell(0)),
            row(2, "Oak Hill", cell(1, width=0.5)),
            row(4, "Newland", cell(1.5, width=0.5)),
            row(80, "Founders Park", cell(-1)),
        ]
    )
    assert report["added"] == [{"number": 4, "name": "Newland", "kind": "neighborhood"}]
    assert report["renamed"] == [
        {
            "number": 1,
            "name": "Elm Grove",
            "kind": "neighborhood",
            "before": "Elm Park",
            "address_before": "elm-park",
            "address": "elm-grove",
        }
    ]
    assert [(one["number"], one["share"]) for one in report["reshaped"]] == [(2, 0.5)]
    assert report["reshaped"][0]["km2"] == pytest.approx(report["reshaped"][0]["km2_before"] / 2, abs=0.002)
    assert [one["number"] for one in report["retired"]] == [3]
    assert report["kinds"] == {"neighborhood": 3, "park": 1}
    assert json.loads(json.dumps(report)) == report
    bend = springfield.neighborhoods.get(number=3)
    assert (bend.is_retired, bend.name) == (True, "River Bend")
    oak = springfield.neighborhoods.get(number=2)
    assert shape(oak.outline).equals(shape(cell(1, width=0.5)))
    assert (oak.south, oak.west, oak.north, oak.east) == (38.6, -90.22, 38.61, -90.215)
    assert (oak.lat, oak.lng) == (38.605, -90.2175)


def test_a_retired_area_comes_back_under_its_number(imported, springfield):
    imported(AS_IT_IS[:2] + AS_IT_IS[3:])
    report = imported(AS_IT_IS)
    assert [one["name"] for one in report["unretired"]] == ["River Bend"]
    assert springfield.neighborhoods.filter(number=3, is_retired=False).count() == 1


def test_an_old_name_stays_another_name(imported, springfield):
    imported([row(1, "Elm Grove", cell(0)), *AS_IT_IS[1:]])
    grove = springfield.neighborhoods.get(number=1)
    assert (grove.name, grove.slug, grove.aliases) == ("Elm Grove", "elm-grove", ["Elm Park"])
    imported(AS_IT_IS)
    park = springfield.neighborhoods.get(number=1)
    assert (park.name, park.slug, park.aliases) == ("Elm Park", "elm-park", ["Elm Grove"])


def test_two_areas_may_swap_their_names(imported, springfield):
    imported([row(1, "Oak Hill", cell(0)), row(2, "Elm Park", cell(1)), *AS_IT_IS[2:]])
    swapped = {area.number: (area.slug, area.aliases) for area in springfield.neighborhoods.filter(number__in=[1, 2])}
    assert swapped == {1: ("oak-hill", []), 2: ("elm-park", [])}


def test_names_of_a_citys_own_pages_are_no_addresses(imported, springfield):
    imported([*AS_IT_IS, row(5, "Register", cell(5)), row(6, "Elm-Park", cell(6))])
    assert springfield.neighborhoods.get(number=5).slug == "register-2"
    assert springfield.neighborhoods.get(number=6).slug == "elm-park-2"


def test_without_numbers_areas_are_found_by_name(imported, springfield):
    Neighborhood.objects.filter(number=2).update(aliases=["The Oaks"])
    names = [("ELM PARK", 0), ("The Oaks", 1), ("River Bend", 2), ("Newland", 5), ("Midland", 6), ("Founders Park", -1)]
    report = imported([feature(cell(column), name=name) for name, column in names])
    assert report["renamed"] == []
    assert [(one["number"], one["name"]) for one in report["added"]] == [(81, "Newland"), (82, "Midland")]
    assert set(springfield.neighborhoods.values_list("name", flat=True)) >= {"Elm Park", "Oak Hill"}


def test_kinds_come_from_the_person_then_the_file_then_the_rule(read, springfield, now):
    rows = [feature(cell(place), NUM=place, NAME=f"Area {place}", TYPE="") for place in range(1, 12)]
    rows += [feature(cell(place), NUM=place, NAME=f"{name} Park", TYPE="") for place, name in ((12, "A"), (13, "B"))]
    rows += [feature(cell(14), NUM=14, NAME="C Cemetery", TYPE="park"), feature(cell(15), NUM=15, NAME="D", TYPE="")]
    reading = read(
        rows[:-1], number="NUM", name="NAME", kind="TYPE", anyway=True, kinds={"2": "other", "B Park": "park"}
    )
    kinds = {area.number: area.kind for area in areas.plan(springfield, reading, today=springfield.today(now)).in_use}
    assert (kinds[2], kinds[12], kinds[13], kinds[14]) == ("other", "park", "park", "park")
    reading = read(rows, number="NUM", name="NAME", anyway=True, up_to=10)
    plan = areas.plan(springfield, reading, today=springfield.today(now))
    assert {area.number: area.kind for area in plan.in_use}[11] == "other"
    assert plan.kinds_rule == "Areas above number 10 are not neighborhoods."


def test_areas_that_are_here_keep_the_kind_they_were_given(imported, springfield):
    Neighborhood.objects.filter(number=2).update(kind="other")
    report = imported(AS_IT_IS)
    assert springfield.neighborhoods.get(number=2).kind == "other"
    assert report["kinds_rule"] == "Areas that are here already keep their kind."
    assert imported(AS_IT_IS, kinds={"2": "neighborhood"})["rekinded"] == [
        {"number": 2, "name": "Oak Hill", "kind": "neighborhood", "before": "other"}
    ]


# Refusals


def refusals(plan):
    return " ".join(plan.refusals)


def test_rows_that_cannot_be_used_forbid_the_import_until_a_person_lets_them_be(planned, imported, springfield, now):
    rows = [*AS_IT_IS[:2], row(3, "River Bend", None), AS_IT_IS[3]]
    plan = planned(rows)
    assert "1 row of the file cannot be used." in refusals(plan)
    assert plan.retired == []
    with pytest.raises(areas.NotReady, match="1 row of the file"):
        imported(rows)
    before = springfield.neighborhoods.get(number=3).outline
    report = imported(rows, skip_refused=True)
    assert report["retired"] == []
    assert springfield.neighborhoods.get(number=3).outline == before


def test_a_row_that_says_nothing_may_be_any_area_so_none_is_retired(planned):
    plan = planned([*AS_IT_IS[:3], feature(cell(9), NUM=None, NAME=None)], number="NUM", name="NAME", skip_refused=True)
    assert plan.retired == []
    assert plan.notes == ["A row without number and name may be any area, so no area is retired."]


@pytest.mark.parametrize(
    ("features", "said"),
    [
        ([row(n, name, cell(n + 700)) for n, name in enumerate(["A", "B", "C"], start=1)], "miles from Springfield"),
        (AS_IT_IS[:1], "3 of the 4 areas here are not in the file"),
        (
            [row(2, "Elm Park", cell(0)), row(3, "Oak Hill", cell(1)), row(80, "River Bend", cell(2)),
             row(1, "Founders Park", cell(-1))],
            "4 areas would take names that other numbers have here, such as Elm Park.",
        ),
    ],
)  # fmt: skip
def test_what_looks_like_the_wrong_file_is_refused_until_a_person_insists(planned, features, said):
    plan = planned(features)
    assert said in refusals(plan)
    insisted = planned(features, anyway=True)
    assert insisted.is_ready
    assert any(said in note for note in insisted.notes)


def test_a_file_of_towns_is_not_taken_for_the_neighborhoods_of_one(planned, shelby):
    plan = planned([*AS_IT_IS, row(5, "Shelby", cell(3))])
    assert "The file has towns, such as Shelby, not neighborhoods of Springfield." in refusals(plan)


BY_NUMBER = {"number": "NUM", "name": "NAME", "match": "number"}


def test_the_field_of_numbers_is_not_taken_for_names(planned):
    plan = planned(AS_IT_IS, **BY_NUMBER | {"name": "NUM"})
    assert "4 areas would be called by a number only, such as 1. Choose the field that has the names." in refusals(plan)


def test_a_row_left_out_keeps_the_area_of_its_name_too(planned):
    plan = planned([*AS_IT_IS[:1], row(3, "Oak Hill", cell(1)), *AS_IT_IS[2:]], **BY_NUMBER, skip_refused=True)
    assert {one.name for one in plan.reading.refused} == {"Oak Hill", "River Bend"}
    assert plan.retired == []


def test_a_fault_in_the_middle_leaves_everything_as_it_was(read, springfield, now, edition, elm):
    before = rows_of(springfield)

    def stopped(done, total, says):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        areas.apply(springfield, read([row(1, "New", cell(1)), *AS_IT_IS[1:]], anyway=True), now=now, progress=stopped)
    assert rows_of(springfield) == before
    assert not Change.objects.filter(deed=Deed.AREA_CHANGED).exists()


def test_only_what_was_looked_at_is_imported(read, springfield, now):
    reading = read([row(1, "Elm Grove", cell(0)), *AS_IT_IS[1:]])
    mark = areas.plan(springfield, reading, today=springfield.today(now)).mark
    Neighborhood.objects.filter(number=2).update(is_retired=True, name="Oak Mountain")
    Neighborhood.objects.create(community=springfield, number=7, name="Late", slug="late")
    with pytest.raises(areas.NotReady, match="changed since you looked"):
        areas.apply(springfield, reading, now=now, mark=mark)
    Neighborhood.objects.filter(number=7).delete()
    assert areas.apply(springfield, reading, now=now, mark=mark)["mark"] == mark


def test_progress_is_told(read, springfield, now):
    heard = []
    areas.apply(springfield, read(AS_IT_IS), now=now, progress=lambda *told: heard.append(told[:2]))
    assert heard == [(0, 3), (1, 3), (2, 3), (3, 3)]


# The map


def test_the_map_is_drawn_anew_from_the_real_outlines(imported, springfield, edition):
    springfield.outlines_are_approximate, springfield.water = True, "M0 0L420 140"
    springfield.save()
    imported([*AS_IT_IS, row(5, "Eastend", cell(3))])
    springfield.refresh_from_db()
    assert springfield.outlines_are_approximate is False
    assert (springfield.frame["west"], springfield.frame["east"]) == (-90.24, -90.19)
    assert springfield.frame["width"] == 420
    # the old frame went from -90.23 to -90.20: 3 of the new 5 cells, one cell farther to the right
    assert springfield.water == "M84 0L336 84"
    paths = dict(springfield.neighborhoods.values_list("number", "path"))
    assert all(path.startswith("M") for path in paths.values())
    assert paths[1] == "M167 106l-82 0 0-105 82 0z"


def test_pages_of_every_edition_are_asked_for_anew(imported, edition):
    version = edition.version
    imported(AS_IT_IS)
    edition.refresh_from_db()
    assert edition.version == version + 1


# Layers


def test_a_layer_is_made_and_kept_beside_the_neighborhoods(read, springfield, now):
    rows = [feature(cell(0, width=1.5), DISTRICT="1"), feature(cell(1.5, width=1.5), DISTRICT="2")]
    report = areas.apply(springfield, read(rows), layer="police", layer_name="Police districts", now=now)
    layer = Layer.objects.get()
    assert (layer.slug, layer.name, layer.community) == ("police", "Police districts", springfield)
    assert list(District.objects.values_list("number", "name")) == [(1, "Police district 1"), (2, "Police district 2")]
    assert (report["layer"], report["layer_name"], report["kinds"]) == ("police", "Police districts", {})
    assert springfield.neighborhoods.current().count() == 4
    again = areas.apply(springfield, read(rows), layer="police", now=now)
    assert (again["added"], again["renamed"], again["layer_name"]) == ([], [], "Police districts")


def test_a_dry_look_at_a_new_layer_leaves_none(read, springfield, now):
    rows = [feature(cell(0), WARD=1), feature(cell(1), WARD=2)]
    plan = areas.plan(springfield, read(rows), layer="Wards", today=springfield.today(now))
    assert (plan.layer.slug, plan.layer.name, len(plan.added)) == ("wards", "Wards", 2)
    assert not Layer.objects.exists()


def test_a_file_that_holds_no_areas_is_refused(tmp_path):
    path = tmp_path / "areas.geojson"
    path.write_text("nothing")
    with pytest.raises(NotAreas, match="curly bracket"):
        areas.read(path)
