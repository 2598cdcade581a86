"""Files for spreadsheets."""

import csv
import io

import pytest
from django.urls import reverse

from events.models import Closure, District, Host, Layer, Party, Petition

PARTIES = "/staff/springfield/parties.csv"
CLOSURES = "/staff/springfield/closures.csv"


def rows(answer):
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_row_tells_the_whole_party(cast, elm):
    row = rows(cast.imani.get(f"{PARTIES}?q={elm.reference}"))[0]
    assert row["reference"] == elm.reference
    assert row["state"] == "To review"
    assert (row["number"], row["street"], row["neighborhood"]) == ("2827", "Elm St", "Elm Park")
    assert (row["date"], row["starts"], row["ends"]) == ("2027-10-05", "17:00", "20:00")
    assert row["visits asked"] == "Fire engine (Asked for)"
    assert (row["closure"], row["closure from"], row["closure starts"]) == ("To decide", "1st St", "16:00")
    assert (row["host"], row["email"], row["phone"]) == ("Rosa Quill", "rosa@example.org", "(314) 555-0142")
    assert row["email confirmed"] == "yes"
    assert row["activities"] == "Food to share; Live music"
    assert row["checks"] == "Checks pass"
    assert row["submitted"] == "2027-08-16 12:00"
    assert None not in row


def test_a_row_tells_who_said_that_the_party_was_held_and_what_went_well(cast, elm, now):
    said = {"outcome": "held", "outcome_source": "phone", "outcome_at": now, "attendance": 40, "went_well": "The band"}
    Party.objects.filter(pk=elm.pk).update(**said)
    row = rows(cast.imani.get(f"{PARTIES}?q={elm.reference}"))[0]
    told = [row[name] for name in ("outcome", "outcome said by", "outcome said", "attendance", "went well")]
    assert told == ["Held", "By phone", "2027-08-16 12:00", "40", "The band"]


def test_joined_hosts_stand_together_in_one_cell(cast, elm):
    Host.objects.create(party=elm, role="joined", name="Bo Quince", email="bo@example.org", phone="+13145550177")
    Host.objects.create(party=elm, role="joined", name="Cy Quince")
    row = rows(cast.imani.get(f"{PARTIES}?q={elm.reference}"))[0]
    assert row["joined hosts"] == "Bo Quince, bo@example.org, (314) 555-0177; Cy Quince"


@pytest.mark.parametrize("query", ["", "?tab=approved", "?neighborhood=2", "?q=walt", "?check=pass", "?tab=declined"])
def test_the_file_holds_exactly_what_the_queue_shows(cast, edition, elm, walts, make_party, query):
    make_party(edition, "approved", street="Fir St", lat=38.601)
    make_party(edition, street="Late St", date="2027-10-09", email="x@example.org", phone="")
    shown = [row.party.reference for row in cast.imani.get(f"/staff/springfield/{query}").context["rows"]]
    assert [row["reference"] for row in rows(cast.imani.get(PARTIES + query))] == shown


def test_the_file_is_not_cut_into_pages(cast, edition, make_party):
    for number in range(51):
        make_party(edition, street=f"Street {number}", email=f"h{number}@example.org", phone="")
    assert len(rows(cast.imani.get(f"{PARTIES}?page=2"))) == 53


def test_no_cell_is_a_formula(cast, elm):
    Party.objects.filter(pk=elm.pk).update(title='=HYPERLINK("http://x.example")', bring="+1", description="@SUM(A1)")
    elm.hosts.update(name="-2+3", email="")
    Closure.objects.filter(party=elm).update(street="\t=1+1")
    row = rows(cast.imani.get(f"{PARTIES}?q={elm.reference}"))[0]
    for column in ("party name", "bring", "description", "host", "closure street"):
        assert row[column].startswith("'"), column
    row = rows(cast.imani.get(CLOSURES))[0]
    assert row["street"].startswith("'")
    assert row["host"].startswith("'")


def test_the_closures_file_tells_segment_times_state_and_host(cast, elm, walts, now):
    decided = {"state": "approved", "decided_at": now, "decided_by": cast.users.imani}
    paid = {"asked_at": now, "fee_cents": 2550, "fee_paid_at": now, "fee_paid_by": cast.users.imani}
    Closure.objects.filter(party=elm).update(share=75, barricades_at="At the alley", **decided, **paid)
    Petition.objects.create(party=elm, name="a", content_type="application/pdf", size=9, path="petitions/a", at=now)
    (row,) = rows(cast.imani.get(CLOSURES))
    assert row == {
        "reference": elm.reference,
        "party state": "To review",
        "street": "Elm St",
        "from street": "1st St",
        "to street": "2nd St",
        "date": "2027-10-05",
        "from": "16:00",
        "to": "21:00",
        "barricades": "The city delivers them",
        "barricades at": "At the alley",
        "neighbors told": "Door to door",
        "households agree %": "75",
        "signature files": "1",
        "asked": "2027-08-16 12:00",
        "fee": "25.50",
        "fee paid": "2027-08-16 12:00",
        "fee paid by": "Imani",
        "state": "Approved",
        "reason": "",
        "decided": "2027-08-16 12:00",
        "decided by": "Imani",
        "host": "Rosa Quill",
        "phone": "(314) 555-0142",
    }


def test_a_person_may_not_fetch_files_without_end(cast, settings):
    settings.LIMITS_ENABLED = True
    answers = [cast.imani.get(CLOSURES).status_code for _time in range(21)]
    assert answers == [200] * 20 + [429]
    assert cast.admin.get(CLOSURES).status_code == 200


@pytest.mark.parametrize("path", [PARTIES, CLOSURES])
def test_files_are_for_staff_of_the_town(cast, path):
    for client in (cast.imani, cast.reader, cast.lead, cast.admin, cast.operator):
        answer = client.get(path)
        assert answer["Cache-Control"] == "no-store"
        assert answer["Content-Disposition"].startswith('attachment; filename="springfield-2027-')
        assert rows(answer) is not None
    assert cast.otto.get(path).status_code == 404
    for client in (cast.nobody, cast.rosa):
        assert client.get(path)["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("path", [PARTIES, CLOSURES])
def test_a_file_asks_as_often_for_thirty_rows_as_for_one(
    cast, edition, elm, make_party, django_assert_max_num_queries, path
):
    def queries():
        with django_assert_max_num_queries(20) as asked:
            rows(cast.imani.get(path))
        return len(asked)

    few = queries()
    for number in range(30):
        make_party(edition, street=f"Street {number}", email=f"h{number}@example.org", phone="")
    assert queries() == few


def test_each_layer_of_districts_has_its_column(cast, elm, walts, springfield, django_assert_max_num_queries):
    police = Layer.objects.create(community=springfield, slug="police", name="Police districts")
    wards = Layer.objects.create(community=springfield, slug="wards", name="Wards", position=1)
    one = District.objects.create(layer=police, number=3, name="Police district 3")
    two = District.objects.create(layer=wards, number=8, name="Ward 8")
    elm.districts.add(one, two)
    with django_assert_max_num_queries(16):
        found = {row["reference"]: row for row in rows(cast.imani.get(PARTIES))}
    assert (found[elm.reference]["Police districts"], found[elm.reference]["Wards"]) == ("Police district 3", "Ward 8")
    assert (found[walts.reference]["Police districts"], found[walts.reference]["latitude"]) == ("", "38.6052")
