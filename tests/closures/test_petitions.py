"""Signatures at the coordinator's: seen and added by those who decide, handed out as a download."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from events import shelf
from events.closing import petitions
from events.models import Change, Deed, Petition

PDF = b"%PDF-1.7 signed by all"
HEADS = {
    b"%PDF-1.4\n": "application/pdf",
    b"\xff\xd8\xff\xe1\x00\x18Exif": "image/jpeg",
    b"\x89PNG\r\n\x1a\n\x00\x00": "image/png",
    b"RIFF\x24\x00\x00\x00WEBPVP8 ": "image/webp",
    b"\x00\x00\x00\x18ftypheic\x00\x00": "image/heic",
    b"\x00\x00\x00\x18ftypmp42\x00\x00": None,
    b"GIF89a": None,
    b"<svg xmlns=": None,
    b"PK\x03\x04": None,
    b"": None,
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def kept(cast, elm, now):
    upload = SimpleUploadedFile("<b>signed</b>.exe", PDF, content_type="application/x-msdownload")
    return petitions.add(upload, party=elm, by=elm.hosts.get(), now=now)


@pytest.fixture
def pages(elm):
    return f"/staff/springfield/parties/{elm.reference}/closure/petitions/"


@pytest.mark.parametrize(("head", "kind"), HEADS.items())
def test_a_file_is_told_by_its_first_bytes(head, kind):
    assert petitions.type_of(head) == kind


def test_a_coordinator_saves_the_file_and_no_browser_shows_it(cast, kept, pages):
    response = cast.imani.get(f"{pages}{kept.pk}/")
    assert response.content == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert ".exe.pdf" in response.headers["Content-Disposition"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "<b>signed" not in cast.imani.get(pages).content.decode()


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("rosa", 302), ("otto", 404), ("reader", 403)])
def test_nobody_else_gets_it(cast, kept, pages, who, status):
    assert getattr(cast, who).get(f"{pages}{kept.pk}/").status_code == status


def test_a_file_of_another_party_is_not_there(cast, kept, walts):
    other = f"/staff/springfield/parties/{walts.reference}/closure/petitions/{kept.pk}/"
    assert cast.imani.get(other).status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_not_there(cast, kept, pages):
    shelf.take_away(kept.path)
    assert cast.imani.get(f"{pages}{kept.pk}/").status_code == 404


def test_a_sheet_on_paper_is_added_and_a_wrong_one_removed(cast, elm, pages, media, django_capture_on_commit_callbacks):
    scan = SimpleUploadedFile("scan.jpg", b"\xff\xd8\xff\xe0 scan")
    assert cast.imani.post(pages, {"petition": scan}).headers["Location"] == pages
    line = elm.changes.latest("pk")
    assert (line.deed, line.by_user) == (Deed.PETITION_ADDED, cast.users.imani)
    with django_capture_on_commit_callbacks(execute=True):
        cast.imani.post(pages, {"remove": str(elm.petitions.get().pk)})
    assert elm.changes.latest("pk").deed == Deed.PETITION_REMOVED
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_there_is_an_end_to_files(elm, now):
    for _time in range(petitions.MOST_FILES):
        petitions.add(SimpleUploadedFile("a.pdf", PDF), party=elm, by=elm.hosts.get(), now=now)
    with pytest.raises(petitions.NotTaken, match="Remove one first"):
        petitions.add(SimpleUploadedFile("a.pdf", PDF), party=elm, by=elm.hosts.get(), now=now)
    assert elm.petitions.count() == petitions.MOST_FILES


@pytest.mark.django_db(transaction=True)
def test_there_is_an_end_to_files_that_come_at_once(elm, now, media):
    by, gate = elm.hosts.get(), threading.Barrier(petitions.MOST_FILES + 3)

    def add():
        gate.wait()
        try:
            petitions.add(SimpleUploadedFile("signed.pdf", PDF), party=elm, by=by, now=now)
        except petitions.NotTaken:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=add) for _number in range(gate.parties)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Petition.objects.filter(party=elm).count() == petitions.MOST_FILES
    assert len(list(media.glob("petitions/*"))) == petitions.MOST_FILES


def test_a_file_removed_twice_leaves_one_line_of_history(kept, elm, now):
    again = Petition.objects.get(pk=kept.pk)
    for petition in (kept, again):
        petitions.remove(petition, by=elm.hosts.get(), now=now)
    assert Change.objects.filter(party=elm, deed=Deed.PETITION_REMOVED).count() == 1


def test_a_file_that_no_row_speaks_of_is_swept_away(kept, media, now):
    stray = media / petitions.FOLDER / "stray"
    stray.write_bytes(PDF)
    assert petitions.sweep(before=now.replace(year=now.year + 100)) == 1
    assert shelf.path_of(kept.path).read_bytes() == PDF
