"""A past night from a spreadsheet: upload, columns, preview, and all of it or nothing."""

import csv
import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from events.models import Change, Deed, Edition, Host, ListingLevel, Notice, Outcome, Party, Review, Source, Upload

START = "/staff/springfield/import/"
HEADER = "Host name,Email,Phone,Address,Neighborhood,Date,Time,Held,Attendance,May we ask next year"
ROWS = [
    "Rosa Quill,rosa@example.org,314-555-0142,2827 Elm St,Elm Park,10/4/2022,5-8 pm,yes,45,yes",
    'Ada Lark,,(314) 555-0101,1200 block of Oak Ave,2,"Oct 4, 2022",17:00-20:00,no,,no',
    "Cy Wren,cy@example.org,,Founders Park,80,,,,,",
]


def sheet(*rows, header=HEADER):
    return "\r\n".join([header, *rows]).encode()


def send(client, data, *, date="2022-10-04", name="parties-2022.csv", **more):
    """Upload a file; gives the response."""
    return client.post(START, {"file": SimpleUploadedFile(name, data, "text/csv"), "date": date, **more})


def read(client, data, **changes):
    """Upload a file and say what its columns are as guessed, with some changed; gives the Upload."""
    response = send(client, data)
    upload = Upload.objects.order_by("-pk").first()
    assert response.url == f"{START}{upload.pk}/columns/"
    mapping = {name: str(column) for name, column in upload.mapping.items()} | changes
    response = client.post(response.url, mapping)
    assert response.url == f"{START}{upload.pk}/"
    upload.refresh_from_db()
    return upload


def preview(client, upload):
    return client.get(f"{START}{upload.pk}/")


def load(client, upload):
    """Press the button of the preview."""
    seen = preview(client, upload).context["form"]["seen"].value()
    return client.post(f"{START}{upload.pk}/", {"seen": seen})


def imported():
    return Party.objects.filter(source=Source.IMPORT).order_by("reference")


def test_a_past_night_is_imported_whole(cast, springfield):
    letters = Notice.objects.count()
    upload = read(cast.imani, sheet(*ROWS))
    assert load(cast.imani, upload).url == START
    edition = Edition.objects.get(community=springfield, year=2022)
    assert (edition.date, edition.is_public) == (dt.date(2022, 10, 4), False)
    rosa, ada, cy = imported()
    assert (rosa.reference, rosa.number, rosa.street) == ("SPR-22-0001", "2827", "Elm St")
    assert (rosa.review, rosa.approved_at, rosa.decided_at) == (
        Review.APPROVED,
        edition.starts_at(),
        edition.starts_at(),
    )
    assert (rosa.starts, rosa.ends, rosa.date) == (dt.time(17), dt.time(20), dt.date(2022, 10, 4))
    assert (rosa.outcome, rosa.attendance, rosa.ask_next_year) == (Outcome.HELD, 45, True)
    assert (rosa.level, rosa.slug, rosa.search_text) == (
        "block",
        "2800-block-of-elm-st",
        "2800 block of elm st elm park",
    )
    assert (ada.outcome, ada.attendance, ada.neighborhood.name) == (Outcome.NOT_HELD, None, "Oak Hill")
    assert (cy.outcome, cy.level, cy.starts) == (Outcome.UNKNOWN, ListingLevel.BLOCK, edition.starts)
    assert [(host.name, host.email, host.phone) for host in Host.objects.filter(party__in=[rosa, ada])] == [
        ("Rosa Quill", "rosa@example.org", "+13145550142"),
        ("Ada Lark", "", "+13145550101"),
    ]
    lines = Change.objects.filter(party__in=imported())
    assert {(line.deed, line.by_user) for line in lines} == {(Deed.IMPORTED, cast.users.imani)}
    assert lines.count() == 3
    assert Notice.objects.count() == letters


def test_the_rows_of_the_file_are_forgotten_when_they_are_in(cast):
    upload = read(cast.imani, sheet(*ROWS))
    load(cast.imani, upload)
    upload.refresh_from_db()
    assert upload.rows == []
    assert upload.imported_at is not None
    assert preview(cast.imani, upload).status_code == 404


def test_one_faulty_row_keeps_all_out(cast):
    bad = "Dov Heron,dov@example,12,,Mars,10/4/2021,5-8-9,perhaps,many,"
    upload = read(cast.imani, sheet(*ROWS, bad))
    page = preview(cast.imani, upload)
    text = page.content.decode()
    assert "Nothing can be imported yet" in text
    assert {fault.row for fault in page.context["faults"]} == {5}
    assert {fault.column for fault in page.context["faults"]} == {
        *("Email", "Phone", "Neighborhood", "Date", "Time", "Held", "Attendance")
    }
    assert "This date is in 2021, not in 2022." in text
    response = load(cast.imani, upload)
    assert response.url == f"{START}{upload.pk}/"
    assert not imported().exists()


def test_the_faults_come_as_a_file(cast):
    upload = read(cast.imani, sheet("=2+3,ada@gmial.com,,2827 Elm St,,,,,,", ROWS[0]))
    response = cast.imani.get(f"{START}{upload.pk}/faults.csv")
    assert response["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert rows[0] == ["Row", "Column", "In the cell", "What to mend"]
    assert rows[1] == ["2", "Host name", "'=2+3", "This cell holds a formula. Put its value there instead."]
    assert rows[2][:2] == ["2", "Email"]


def test_the_same_file_twice_adds_nothing_and_says_so(cast):
    load(cast.imani, read(cast.imani, sheet(*ROWS)))
    again = read(cast.imani, sheet(*ROWS))
    assert "in the registry already" in preview(cast.imani, again).content.decode()
    load(cast.imani, again)
    assert imported().count() == 3


def test_a_longer_file_adds_only_what_is_new(cast):
    load(cast.imani, read(cast.imani, sheet(*ROWS[:2])))
    upload = read(cast.imani, sheet(*ROWS))
    reading = preview(cast.imani, upload).context["reading"]
    assert (len(reading.new), len(reading.there)) == (1, 2)
    load(cast.imani, upload)
    assert [party.reference for party in imported()] == ["SPR-22-0001", "SPR-22-0002", "SPR-22-0003"]


def test_a_second_press_of_the_button_adds_nothing(cast):
    upload = read(cast.imani, sheet(*ROWS))
    seen = preview(cast.imani, upload).context["form"]["seen"].value()
    for _press in range(2):
        assert cast.imani.post(f"{START}{upload.pk}/", {"seen": seen}).url == START
    assert imported().count() == 3


def test_columns_changed_by_somebody_else_are_looked_at_again(cast):
    upload = read(cast.imani, sheet(*ROWS))
    seen = preview(cast.imani, upload).context["form"]["seen"].value()
    Upload.objects.filter(pk=upload.pk).update(mapping=upload.mapping | {"attendance": 0})
    assert cast.imani.post(f"{START}{upload.pk}/", {"seen": seen}).url == f"{START}{upload.pk}/"
    assert not imported().exists()


def test_twins_in_a_file_are_imported_once_with_a_warning(cast):
    later = ROWS[0].replace("5-8 pm", "6-9 pm")
    upload = read(cast.imani, sheet(ROWS[0], ROWS[0], later))
    page = preview(cast.imani, upload)
    assert [(fault.row, fault.sentence) for fault in page.context["warnings"]] == [
        (3, "The same party as row 2. It is imported once."),
        (4, "The same host and place as row 2, at another time. Both are imported."),
    ]
    load(cast.imani, upload)
    assert [party.slug for party in imported()] == ["2800-block-of-elm-st", "2800-block-of-elm-st-2"]


def test_a_party_that_registered_itself_is_not_doubled(cast, edition, elm):
    Edition.objects.filter(pk=edition.pk).update(year=2022, date=dt.date(2022, 10, 4), **past_days())
    upload = read_for(cast.imani, edition, sheet(ROWS[0]))
    assert [line.is_there for line in preview(cast.imani, upload).context["lines"]] == [True]


def past_days():
    names = ["registration_opens", "listing_until", "closure_until", "visits_until", "kit_until"]
    return dict.fromkeys(names, dt.date(2022, 10, 1))


def read_for(client, edition, data):
    """Upload a file for an edition that is there."""
    response = send(client, data, date="", edition=edition.pk)
    upload = Upload.objects.get()
    client.post(response.url, {name: str(column) for name, column in upload.mapping.items()})
    return upload


def test_hosts_who_come_back_continue_the_imported_party(cast, elm, walts):
    row = "Somebody,,,100 Oak Ave,Oak Hill,,,,,"
    load(cast.imani, read(cast.imani, sheet(ROWS[0], row)))
    by_email, by_block = imported()
    elm.refresh_from_db()
    walts.refresh_from_db()
    assert (elm.previous, walts.previous) == (by_email, by_block)


def test_a_nearer_year_is_what_a_party_continues(cast, elm):
    load(cast.imani, read(cast.imani, sheet(ROWS[0])))
    send(cast.imani, sheet("Rosa Quill,ROSA@example.org,,9 Ash St,,,,,,"), date="2021-10-05")
    load(cast.imani, Upload.objects.get(imported_at=None))
    old, new = imported().order_by("date")
    elm.refresh_from_db()
    assert (elm.previous, new.previous, old.previous) == (new, old, None)
    send(cast.imani, sheet("Rosa Quill,rosa@example.org,,9 Ash St,,,,,,"), date="2023-10-03")
    load(cast.imani, Upload.objects.get(imported_at=None))
    elm.refresh_from_db()
    assert elm.previous.date.year == 2023
    assert elm.previous.previous == new


def test_the_columns_are_remembered_for_the_same_header(cast):
    read(cast.imani, sheet(*ROWS), attendance="")
    send(cast.imani, sheet(*ROWS[:2]), date="2022-10-04")
    latest = Upload.objects.order_by("-pk").first()
    assert "attendance" not in latest.mapping
    assert latest.mapping["email"] == 1


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"phone": "1"}, "is already used for"),
        ({"host_name": ""}, "Choose the column with the host"),
        ({"address": "", "neighborhood": ""}, "Choose the column that says where"),
        ({"address": "99"}, "Choose from the list"),
    ],
)
def test_columns_have_to_make_sense(cast, changes, words):
    response = send(cast.imani, sheet(*ROWS))
    upload = Upload.objects.get()
    mapping = {name: str(column) for name, column in upload.mapping.items()} | changes
    page = cast.imani.post(response.url, mapping).content.decode()
    assert "<title>Error: " in page
    assert words in page


@pytest.mark.parametrize(
    "data, words",
    [
        (b"", "This file is empty"),
        (b"Name,Email\r\nAda\r\n", "does not have 2 cells"),
        (b"PK\x03\x04rest", "This is a workbook"),
        (b"Name,Email\r\nAda\0,x\r\n", "This file is not text"),
        (b"Name,Email\r\n" + b"Ada,ada@example.org\r\n" * 5_001, "more than 5000 rows"),
        (b"Name,Email\r\n" + b"x" * 2_500_001, "larger than 2.5 MB"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(cast, data, words):
    page = send(cast.imani, data).content.decode()
    assert words in page
    assert not Upload.objects.exists()


def test_another_encoding_is_read_and_said(cast):
    response = send(cast.imani, "Name,Address\r\nJosé Núñez,1 Elm St\r\n".encode("cp1252"))
    assert Upload.objects.get().rows == [[2, "José Núñez", "1 Elm St"]]
    assert "Check that letters with accents look right" in cast.imani.get(response.url).content.decode()


def test_the_night_has_to_be_over_and_the_right_one(cast, edition):
    tomorrow = (timezone.now() + dt.timedelta(days=2)).date().isoformat()
    assert "Enter a night that is over" in send(cast.imani, sheet(*ROWS), date=tomorrow).content.decode()
    assert "or enter the date of the night" in send(cast.imani, sheet(*ROWS), date="").content.decode()
    Edition.objects.filter(pk=edition.pk).update(year=2022, date=dt.date(2022, 10, 4), **past_days())
    assert "The night of 2022 was" in send(cast.imani, sheet(*ROWS), date="2022-10-05").content.decode()
    assert not Upload.objects.exists()


def test_uploads_expire_after_a_day(cast):
    old = read(cast.imani, sheet(*ROWS))
    Upload.objects.update(at=timezone.now() - dt.timedelta(days=1, minutes=1))
    assert preview(cast.imani, old).status_code == 404
    assert cast.imani.post(f"{START}{old.pk}/", {"seen": "x"}).status_code == 404
    send(cast.imani, sheet(*ROWS))
    assert not Upload.objects.filter(pk=old.pk).exists()


def test_an_upload_can_be_discarded(cast):
    upload = read(cast.imani, sheet(*ROWS))
    assert cast.imani.post(f"{START}{upload.pk}/discard/").url == START
    assert not Upload.objects.exists()
    assert not Edition.objects.filter(pk=upload.edition_id).exists()  # it was made for this file alone


def test_the_example_can_be_imported_as_it_is(cast):
    data = cast.imani.get(f"{START}example.csv").getvalue()
    rows = list(csv.reader(io.StringIO(data.decode())))
    year = rows[1][7].rpartition("/")[2]
    month, day = rows[1][7].split("/")[:2]
    send(cast.imani, data, date=f"{year}-{month:0>2}-{day:0>2}")
    upload = Upload.objects.get()
    load(cast.imani, upload)
    assert imported().count() == len(rows) - 1


def test_another_coordinator_may_finish_an_upload_and_nobody_else(cast, shelby):
    upload = read(cast.imani, sheet(*ROWS))
    assert preview(cast.admin, upload).status_code == 200
    where = [START, f"{START}example.csv", *(f"{START}{upload.pk}/{page}" for page in ("", "columns/", "faults.csv"))]
    for address in where:
        assert cast.otto.get(address).status_code == 404
        assert cast.reader.get(address).status_code == cast.lead.get(address).status_code == 403
        assert cast.nobody.get(address).url.startswith("/staff/account/")
        other = address.replace("springfield", "shelby")
        assert cast.otto.get(other).status_code == (404 if str(upload.pk) in address else 200)
    posts = [START, f"{START}{upload.pk}/", f"{START}{upload.pk}/columns/", f"{START}{upload.pk}/discard/"]
    for address in posts:
        assert cast.otto.post(address).status_code == 404
        assert cast.reader.post(address).status_code == 403
    assert Upload.objects.get().rows
    assert not imported().exists()


def test_many_rows_ask_the_database_no_more_than_a_few(cast, springfield, django_assert_max_num_queries):
    def reads(count, year):
        rows = [f"Host {n},h{n}@example.org,,{n} Elm St,{n % 3 + 1},,,yes,{n + 1},yes" for n in range(count)]
        send(cast.imani, sheet(*rows), date=f"{year}-10-04")
        upload = Upload.objects.get(imported_at=None)
        with django_assert_max_num_queries(10_000) as asked:
            load(cast.imani, upload)
        assert Party.objects.filter(edition__year=year).count() == count
        return [query["sql"] for query in asked.captured_queries if not query["sql"].startswith("INSERT")]

    few = reads(3, 2018)
    assert len(reads(1_000, 2019)) == len(few)
