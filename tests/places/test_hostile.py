"""Files made to do harm: whatever they hold, the page takes or refuses them, and the worker ends with a sentence."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events import jobs
from events.models import Job, PlaceFile
from tests.places.uploading import HERE, feature, page_of, press_import, read_by, work

GOOD = [feature(1, "Elm Park", -90.23), feature(2, "Oak Hill", -90.22), feature(3, "River Bend", -90.21)]
TROUBLE = [
    "a\0b ",
    "half \ud800 ",
    "\u202egnihtemos\u202c ",
    "<script>alert(1)</script> ",
    "=cmd|' /C calc'!A0 ",
    "x\ny ",
]


def raw(features):
    """A collection in bytes, whatever its texts are: half a pair of code units has no UTF-8, but an escape."""
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def shaped(geometry):
    values = {"NUM": 9, "NAME": "X", "STREET": "Elm St", "NUMBER": "5"}
    return raw([*GOOD, {"type": "Feature", "properties": values, "geometry": geometry}])


def named(words, point=False):
    """Three features that say `words` in every way."""
    place = {"type": "Point", "coordinates": [-90.225, 38.605]}
    rows = [{**one, "geometry": place} if point else one for one in GOOD]
    said = {words: words, "STREET": f"{words}Elm St", "NUMBER": 5}
    return raw(
        [{**one, "properties": one["properties"] | said | {"NAME": words + one["properties"]["NAME"]}} for one in rows]
    )


def nested(depth):
    deep = "[" * depth + "]" * depth
    outline = f'{{"type":"Polygon","coordinates":{deep}}}'
    row = f'{{"type":"Feature","properties":{{"NUM":1,"NAME":{deep}}},"geometry":{outline}}}'
    return f'{{"type":"FeatureCollection","features":[{row}]}}'.encode()


FILES = {
    **{f"words {number}": named(words) for number, words in enumerate(TROUBLE)},
    **{f"words of a point {number}": named(words, point=True) for number, words in enumerate(TROUBLE)},
    **{f"nested {depth}": nested(depth) for depth in (300, 900, 100_000)},
    "nested lines": nested(900) + b"\n" + nested(900),
    "endless number": shaped({"type": "LineString", "coordinates": [[10**400, 1], [-90.2, 38.6]]}),
    "many digits": raw(GOOD).replace(b'"NUM": 1', b'"NUM": ' + b"1" * 6000),
    "no number": raw(GOOD).replace(b"-90.23", b"NaN").replace(b"38.6", b"Infinity"),
    "words for degrees": shaped({"type": "Polygon", "coordinates": [[["a", "b"]]]}),
    "odd kind": shaped({"type": ["Polygon"], "coordinates": {}}),
    "one long cell": b"LON,LAT,NUMBER,STREET\n1,2,3," + b"a" * 300_000 + b"\n",
    "one long name of a column": b"a" * 300_000 + b",b\n1,2\n",
    "one long line": b"LON,LAT,NUMBER,STREET\n" + b"a,b," * 500_000,
    "ends of lines of old": b"LON,LAT,NUMBER,STREET\r" * 3,
    "a quotation without end": b'LON,LAT,NUMBER,STREET\n"' + b"a\n" * 50_000,
    "NUL far inside": b"LON,LAT,NUMBER,STREET,NAME\n"
    + b"-90.225,38.605,5,Elm St,A\n" * 12_000
    + b"-90.225,38.605,7,E\0m,B\0\n",
}


@pytest.mark.parametrize("kind", ["areas", "addresses", "streets", "places"])
def test_what_a_file_holds_breaks_neither_the_page_nor_the_worker(kind, cast, edition):
    for name, data in FILES.items():
        sent = {"kind": kind, "layer": "neighborhoods", "layer_name": "", "file": SimpleUploadedFile("f.json", data)}
        if cast.imani.post(f"{HERE}upload/", sent).status_code == 200:
            continue  # refused with a sentence
        file = PlaceFile.objects.latest("pk")
        work()
        job = Job.objects.latest("pk")
        assert job.state in ("done", "failed"), name
        assert "on our side" not in job.error, name
        page = cast.imani.get(f"{HERE}{file.pk}/").content.decode()
        assert "<script>alert" not in page, name
        if job.state == "done" and job.result["can"]:
            press_import(cast.imani, file)
            work()
            assert "on our side" not in Job.objects.latest("pk").error, name
        cast.imani.post(f"{HERE}{file.pk}/discard/")


def test_cells_of_a_file_are_no_formulas_in_what_it_gives_back(cast, edition):
    rows = [*GOOD, feature(9, "=HYPERLINK(1)", -90.20), {**feature(10, "+1+1", 0), "geometry": None}]
    file = read_by(cast.imani, raw(rows))
    lines = b"".join(cast.imani.get(f"{HERE}{file.pk}/faults.csv")).decode()
    assert "'+1+1" in lines
    assert ",+1+1" not in lines
    assert page_of(cast.imani, file)["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["a%00b.csv", "..%2F..%2Fetc%2Fpasswd", "%0d%0aX-Evil: 1", "%E2%80%AEgpj.csv", "x" * 400]
)
def test_a_file_may_be_called_anything(name, cast, edition, media):
    lines = ["--b", 'Content-Disposition: form-data; name="kind"', "", "areas", "--b"]
    lines += ['Content-Disposition: form-data; name="layer"', "", "neighborhoods", "--b"]
    lines += [
        f"Content-Disposition: form-data; name=\"file\"; filename*=UTF-8''{name}",
        "",
        raw(GOOD).decode(),
        "--b--",
        "",
    ]
    body = "\r\n".join(lines).encode()
    answer = cast.imani.post(f"{HERE}upload/", body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 302, answer.context["form"].errors
    assert [path.parent for path in media.rglob("*") if path.is_file()] == [
        media / "places"
    ] * PlaceFile.objects.count()
    for file in PlaceFile.objects.all():
        assert page_of(cast.imani, file).status_code == 200
        assert not set(file.name) & set("\0\r\n/\u202e")


@pytest.mark.django_db(transaction=True)
def test_work_whose_result_no_database_takes_ends_as_failed(springfield, now):
    job = jobs.start("odd", community=springfield, by=None, args={}, now=now)
    assert jobs.run_due({"odd": lambda job, progress: {"bad": {1, 2}}}, clock=lambda: now, worker="one")["failed"] == 1
    job.refresh_from_db()
    assert (job.state, job.leased_until) == ("failed", None)
