"""Corrections by a coordinator."""

import pytest

from events import registry
from events.models import Deed, Edition, Host, Notice, Party
from events.questions.answers import answers_of
from tests.streetfiles import make_addresses


def address(party, step=""):
    return f"/staff/springfield/parties/{party.reference}/edit/" + (f"?step={step}" if step else "")


def typed(party, **changes):
    """What the browser sends when a coordinator opens the whole form and changes some answers."""
    party = fresh(party)
    data = answers_of(party)
    data["closure_wanted"] = "yes" if data["closure_wanted"] else "no"
    data |= {"seen": party.revision, "note": "", **changes}
    return {name: value for name, value in data.items() if value not in (None, False)}


def fresh(party):
    return Party.objects.with_context().get(pk=party.pk)


def test_a_correction_is_saved_with_its_author_and_reason(cast, elm):
    response = cast.imani.post(address(elm), typed(elm, bring="A lamp", note="She called"))
    assert response.url == f"/staff/springfield/parties/{elm.reference}/"
    assert fresh(elm).bring == "A lamp"
    line = elm.changes.get(deed=Deed.CORRECTED)
    assert line.by_user == cast.users.imani
    assert [(v.field, v.before, v.after) for v in line.values.all()] == [
        ("bring", "A chair", "A lamp"),
        ("note", None, "She called"),
    ]


def test_saving_without_a_change_writes_no_history(cast, elm):
    before = elm.changes.count()
    cast.imani.post(address(elm), typed(elm))
    assert elm.changes.count() == before


def test_one_section_can_be_corrected_alone(cast, elm):
    page = cast.imani.get(address(elm, "you")).content.decode()
    assert 'name="host_name"' in page
    assert 'name="street"' not in page
    data = {"seen": elm.revision, "note": "", "host_name": "Rosa Quill", "phone": "314 555 0143", "language": "es"}
    cast.imani.post(address(elm, "you"), data | {"email": "rosa@example.org"})
    host = elm.hosts.get()
    assert (host.phone, host.language, fresh(elm).street) == ("+13145550143", "es", "Elm St")


def test_an_unplaced_party_is_placed_by_its_where(cast, edition, make_party):
    lost = make_party(edition, lat=None, lng=None, neighborhood=None, email="cy@example.org", phone="")
    data = {"seen": lost.revision, "number": "2827", "street": "Elm St", "place_kind": "street"}
    cast.imani.post(address(lost, "where"), data | {"lat": "38.6051", "lng": "-90.2151"})
    placed = fresh(lost)
    assert (placed.lat, placed.lng, placed.neighborhood.name) == (38.6051, -90.2151, "Oak Hill")


def test_the_second_coordinator_is_told_what_changed_and_loses_nothing(cast, elm, now):
    stale = typed(elm, bring="A lamp", description="Mine")
    registry.change(elm, {"title": "Elm lights", "bring": "A dish"}, by=cast.users.admin, now=now)
    response = cast.imani.post(address(elm), stale)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Somebody was quicker" in page
    assert "<del>A chair</del> <ins>A dish</ins>" in page
    assert 'value="Elm lights"' in page
    assert 'value="A lamp"' in page
    assert fresh(elm).bring == "A dish"
    cast.imani.post(address(elm), stale | {"seen": fresh(elm).revision, "title": "Elm lights"})
    assert (fresh(elm).bring, fresh(elm).title, fresh(elm).description) == ("A lamp", "Elm lights", "Mine")


def test_a_correction_of_an_approved_party_is_live_and_tells_the_public(cast, edition, make_party, season):
    party = make_party(edition, "approved", date=season.night.isoformat(), street="Ash St")
    version = Edition.objects.get(pk=edition.pk).version
    cast.imani.post(address(party), typed(party, starts="18:00", street="Birch St", bring="A lamp"))
    after = fresh(party)
    assert (after.review, after.starts.hour, after.slug) == ("approved", 18, "2800-block-of-birch-st")
    assert after.public_note["fields"] == ["time", "place"]
    assert after.proposals.count() == 0
    assert Edition.objects.get(pk=edition.pk).version > version


def test_what_does_not_concern_visitors_leaves_no_public_note(cast, edition, make_party, season):
    party = make_party(edition, "approved", date=season.night.isoformat())
    cast.imani.post(address(party), typed(party, bring="A lamp"))
    assert fresh(party).public_note == {}


def test_a_new_address_gets_the_link_and_ends_the_old_ones(cast, elm):
    cast.imani.post(address(elm), typed(elm, email="rosa.quill@example.org"))
    host = elm.hosts.get()
    assert (host.email, host.link_version, host.confirmed_at) == ("rosa.quill@example.org", 2, None)
    told = Notice.objects.filter(party=elm, kind__in=["host_link", "contact_changed"])
    assert {(row.kind, row.to_email) for row in told} == {
        ("host_link", "rosa.quill@example.org"),
        ("contact_changed", "rosa@example.org"),
    }


def test_a_closure_after_its_last_day_needs_a_reason(cast, walts, season):
    Edition.objects.filter(community__slug="springfield").update(closure_until=season.over)
    asks = {"closure_wanted": "yes", "closure_street": "Oak Ave", "closure_from": "1st St", "closure_to": "2nd St"}
    asks |= {"closure_starts": "16:00", "closure_ends": "21:00", "barricades": "own"}
    page = cast.imani.post(address(walts), typed(walts, **asks)).content.decode()
    assert "the last day to ask for a street closure is over" in page
    cast.imani.post(address(walts), typed(walts, **asks, note="Agreed with the chief"))
    assert fresh(walts).closure.street == "Oak Ave"


def test_a_closure_ends_when_the_party_leaves_the_street(cast, elm):
    cast.imani.post(address(elm), typed(elm, place_kind="yard"))
    assert fresh(elm).closure.state == "withdrawn"


def test_what_was_typed_stays_when_something_is_wrong(cast, elm):
    page = cast.imani.post(address(elm), typed(elm, ends="4 pm", bring="A lamp")).content.decode()
    assert "<title>Error: " in page
    assert "Choose an end time after 5 pm" in page
    assert 'value="A lamp"' in page
    assert fresh(elm).bring == "A chair"


def test_others_cannot_correct_it(cast, elm):
    data = typed(elm, bring="Taken over")
    assert cast.otto.get(address(elm)).status_code == cast.otto.post(address(elm), data).status_code == 404
    assert cast.reader.get(address(elm)).status_code == cast.reader.post(address(elm), data).status_code == 403
    elsewhere = address(elm).replace("springfield", "shelby")
    assert cast.otto.post(elsewhere, data).status_code == 404
    assert cast.walt.post(address(elm), data).url.startswith("/staff/account/")
    assert fresh(elm).bring == "A chair"
    assert Host.objects.get(party=elm).name == "Rosa Quill"


def test_a_pin_outside_the_city_is_refused_with_what_to_do(cast, elm, shelby):
    page = cast.imani.post(address(elm, "where"), typed(elm, lat="39.5", lng="-91.0")).content.decode()
    assert "Move it inside, or leave it empty and choose a neighborhood." in page
    assert fresh(elm).lat == elm.lat


def test_a_second_coordinator_reads_what_changed_in_words(cast, elm, now):
    sent = typed(elm, bring="A lamp")
    registry.change(elm, {"ends": "21:00"}, by=cast.users.admin, now=now)
    page = cast.imani.post(address(elm), sent).content.decode()
    assert "Somebody was quicker." in page
    assert "<ins>9 pm</ins>" in page
    assert "21:00" not in page


def test_a_party_that_moves_to_another_street_takes_its_pin_along(cast, elm):
    make_addresses(elm.edition.community)
    address = f"/staff/springfield/parties/{elm.reference}/edit/?step=where"
    where = {"place_kind": "street", "neighborhood": "1", "lat": elm.lat, "lng": elm.lng, "seen": elm.revision}
    cast.imani.post(address, where | {"number": "3002", "street": "s grand"})
    moved = Party.objects.get(pk=elm.pk)
    assert (moved.street, moved.neighborhood.number) == ("S Grand Blvd", 2)
    assert moved.lat == pytest.approx(38.602, abs=0.001)
    where |= {"neighborhood": "2", "lat": moved.lat, "lng": moved.lng, "seen": moved.revision}
    cast.imani.post(address, where | {"number": "7", "street": "Nowhere Rd"})
    kept = Party.objects.get(pk=elm.pk)
    assert (kept.street, kept.lat) == ("Nowhere Rd", moved.lat)
