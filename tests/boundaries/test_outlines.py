"""Communities without neighborhoods get their municipal outline; and the two commands that import areas."""

import json
import math

import pytest
import shapely
from django.core.management import CommandError, call_command
from shapely.geometry import box, mapping, shape

from events.boundaries import areas, drawing, outlines
from events.lib import geometry
from events.models import Change, Deed, Layer


def town(name, west, **more):
    properties = {"STATEFP": "29", "NAME": name, "NAMELSAD": f"{name} city", "ALAND": 5} | more
    outline = mapping(box(west, 38.69, west + 0.03, 38.72))
    return {"type": "Feature", "properties": properties, "geometry": outline}


TOWNS = [town("St. Louis", -90.30), town("Shelby", -90.24), town("Kirkwood", -90.40)]


@pytest.fixture
def saved(tmp_path):
    def save(features):
        path = tmp_path / "towns.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
        return path

    return save


def test_a_town_gets_its_outline_out_of_a_file_of_many(saved, shelby, shelby_edition, make_party, now):
    party = make_party(shelby_edition, lat=38.695, lng=-90.215, neighborhood=None, closure_wanted=False)
    reading = outlines.read(saved(TOWNS), shelby)
    report = areas.apply(shelby, reading, now=now)
    area = shelby.neighborhoods.get()
    assert (area.number, area.name, area.slug, area.is_retired) == (1, "Shelby", "shelby", False)
    assert shape(area.outline).equals(shape(TOWNS[1]["geometry"]))
    assert (report["file"]["features"], report["added"], len(report["reshaped"])) == (3, [], 1)
    party.refresh_from_db()
    assert party.neighborhood == area
    assert Change.objects.filter(party=party, deed=Deed.AREA_CHANGED).count() == 1
    shelby.refresh_from_db()
    assert shelby.frame["west"] == -90.24


def test_a_town_that_has_nothing_yet_gets_its_first_area(saved, shelby, now):
    shelby.neighborhoods.all().delete()
    areas.apply(shelby, outlines.read(saved(TOWNS), shelby), now=now)
    area = shelby.neighborhoods.get()
    assert (area.number, area.name, area.kind) == (1, "Shelby", "neighborhood")


@pytest.mark.parametrize(
    ("here", "there"), [("Saint Shelby", "St. Shelby"), ("SHELBY", "Shelby"), ("Ft Shelby", "Fort Shelby")]
)
def test_towns_are_found_however_they_are_spelt(saved, shelby, here, there):
    shelby.name = here
    assert outlines.read(saved([*TOWNS[:1], town(there, -90.24)]), shelby).shapes[0].rows == (2,)


def test_a_name_and_its_field_may_be_given(saved, shelby):
    assert outlines.read(saved(TOWNS), shelby, name="Kirkwood").shapes[0].rows == (3,)
    reading = outlines.read(saved(TOWNS), shelby, name="Shelby city", name_field="NAMELSAD")
    assert (reading.shapes[0].rows, reading.shapes[0].name) == ((2,), "Shelby")


def test_a_file_with_one_outline_needs_no_name(saved, shelby):
    reading = outlines.read(saved([town("Village of Elsewhere", -90.24)]), shelby)
    assert reading.notes == ["The file has one outline. It is taken for the whole community."]


@pytest.mark.parametrize(
    ("features", "given", "said"),
    [
        (TOWNS[::2], {}, "No outline of the file is called Shelby."),
        (TOWNS, {"name_field": "TOWN"}, "The file has no field TOWN. It has: STATEFP, NAME"),
        ([*TOWNS, TOWNS[1]], {}, r"2 outlines of the file are called Shelby \(NAME\)"),
    ],
)
def test_a_file_without_the_town_is_refused(saved, shelby, features, given, said):
    with pytest.raises(areas.NotAreas, match=said):
        outlines.read(saved(features), shelby, **given)


def test_a_city_with_neighborhoods_keeps_them(saved, springfield):
    with pytest.raises(areas.NotAreas, match="Springfield has 3 neighborhoods"):
        outlines.read(saved(TOWNS), springfield)


def test_an_outline_makes_room_for_neighborhoods(saved, shelby, shelby_edition, make_party, now):
    """A town that drew its neighborhoods: number 1 is one of them now, and the outline is retired."""
    party = make_party(shelby_edition, lat=38.705, lng=-90.225, neighborhood=1, closure_wanted=False)
    halves = [(1, "North End", 38.705), (2, "South End", 38.70)]
    features = [
        {"type": "Feature", "properties": {"NUM": number, "NAME": name},
         "geometry": mapping(box(-90.23, south, -90.22, south + 0.005))}
        for number, name, south in halves
    ]  # fmt: skip
    report = areas.apply(shelby, areas.read(saved(features)), now=now)
    assert list(shelby.neighborhoods.order_by("number").values_list("number", "name", "is_retired")) == [
        (1, "North End", False),
        (2, "South End", False),
        (3, "Shelby", True),
    ]
    party.refresh_from_db()
    assert party.neighborhood.name == "North End"
    assert report["moved"] == [{"reference": party.reference, "before": "Shelby", "after": "North End"}]


# Heavy outlines


def wavy(west, points=6000):
    """A square with a shore of very many points."""
    edge = [
        (west + 0.01 * t / points, 38.61 + 0.0004 * math.sin(t / 9) + 0.001 * math.sin(t / 300)) for t in range(points)
    ]
    ring = [(west, 38.60), *edge, (west + 0.01, 38.61), (west + 0.01, 38.60), (west, 38.60)]
    return mapping(shapely.Polygon(ring))


def test_outlines_stay_exact_while_the_map_is_simplified(saved, springfield, now):
    rows = [
        {"type": "Feature", "properties": {"NUM": n, "NAME": f"Shore {n}"}, "geometry": wavy(-90.23 + n * 0.01)}
        for n in range(4)
    ]
    areas.apply(springfield, areas.read(saved(rows), mapping={"anyway": True}), now=now)
    drawn = list(springfield.neighborhoods.current().order_by("number"))
    for area, row in zip(drawn, rows, strict=True):
        exact, _ = geometry.repaired(row["geometry"])
        assert area.outline == exact
        assert shapely.get_num_coordinates(shape(area.outline)) > 5000
        assert len(area.path) < 2000
    assert drawing.weight_of(springfield, drawn, [area.path for area in drawn]) <= drawing.BUDGET


def test_neighbors_on_the_map_have_no_gap_but_the_line_between_them():
    """Simplified together, two areas keep their common shore: nothing but the line is between their paths."""
    shore = list(wavy(-90.23)["coordinates"][0][1:-3])
    above = shapely.Polygon([*shore, (-90.22, 38.62), (-90.23, 38.62)])
    outlines_of = [
        geometry.repaired(mapping(one))[0] for one in (shapely.Polygon([*shore, (-90.22, 38.6), (-90.23, 38.6)]), above)
    ]
    thin = [shape(one) for one in geometry.simplified(outlines_of, 0.0001)]
    assert sum(shapely.get_num_coordinates(one) for one in thin) < 1000
    assert thin[0].intersection(thin[1]).area == 0
    whole = shapely.union_all(thin)
    assert whole.geom_type == "Polygon"
    assert not whole.interiors


# Commands


ROWS = [
    {"type": "Feature", "properties": {"NUM": number, "NAME": name},
     "geometry": mapping(box(west, 38.60, round(west + 0.01, 6), 38.61))}
    for number, name, west in [(1, "Elm Grove", -90.23), (2, "Oak Hill", -90.22), (3, "River Bend", -90.21),
                               (80, "Founders Park", -90.24)]
]  # fmt: skip


def test_the_command_says_what_would_change_and_writes_nothing(saved, springfield, capsys):
    call_command("import_areas", saved(ROWS), community="springfield", dry_run=True)
    said = capsys.readouterr().out
    assert "Fields: number NUM, name NAME, kind (none). Areas are found by number." in said
    assert "1 Elm Park, now Elm Grove; its page moves from elm-park to elm-grove" in said
    assert "Kinds: 3 neighborhood, 1 park." in said
    assert "Nothing was written: this was a dry run." in said
    assert springfield.neighborhoods.get(number=1).name == "Elm Park"
    with pytest.raises(CommandError, match="It cannot be imported like this"):
        call_command("import_areas", saved(ROWS[:1]), community="springfield", dry_run=True)
    assert "Not possible: 3 of the 4 areas here are not in the file." in capsys.readouterr().out


def test_the_command_imports_areas_and_layers(saved, springfield, capsys, tmp_path):
    kinds = tmp_path / "kinds.csv"
    kinds.write_text("number,kind\n2,other\n")
    call_command("import_areas", saved(ROWS), community="springfield", kinds_file=str(kinds))
    assert springfield.neighborhoods.get(number=1).name == "Elm Grove"
    assert springfield.neighborhoods.get(number=2).kind == "other"
    call_command(
        "import_areas",
        saved(ROWS),
        community="springfield",
        layer="police",
        layer_name="Police districts",
        number_field="NUM",
    )
    assert Layer.objects.get().districts.count() == 4
    assert capsys.readouterr().out.endswith("Done.\n")


def test_the_command_refuses_and_changes_nothing(saved, springfield, capsys):
    rows = [*ROWS[:3], {**ROWS[3], "geometry": None}]
    with pytest.raises(CommandError, match="1 row of the file"):
        call_command("import_areas", saved(rows), community="springfield")
    assert "Row 4 cannot be used (80 Founders Park): It has no outline." in capsys.readouterr().out
    assert springfield.neighborhoods.get(number=1).name == "Elm Park"
    with pytest.raises(CommandError, match="There is no community nowhere"):
        call_command("import_areas", saved(rows), community="nowhere")
    with pytest.raises(CommandError, match="could not be opened"):
        call_command("import_areas", "/none.geojson", community="springfield")
    with pytest.raises(CommandError, match="file of kinds"):
        call_command("import_areas", saved(ROWS), community="springfield", kinds_file="/none.csv")


def test_the_command_gives_a_town_its_outline(saved, shelby, capsys):
    call_command("import_outline", saved(TOWNS), community="shelby", dry_run=True)
    assert shelby.neighborhoods.get().east == -90.22
    call_command("import_outline", saved(TOWNS), community="shelby", name_field="NAME")
    assert shelby.neighborhoods.get().east == pytest.approx(-90.21)
    assert "1 Shelby: 0.37 sq mi, now 3.35 sq mi" in capsys.readouterr().out
    with pytest.raises(CommandError, match="No outline of the file"):
        call_command("import_outline", saved(TOWNS), community="shelby", name="Ogdenville")
