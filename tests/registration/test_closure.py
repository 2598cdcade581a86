"""The closure step: refusals at their fields, the way to another place, signatures, and the fee before sending."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from events import shelf
from events.models import Closure, ClosurePolicy, Deed, Party, Petition
from tests.conftest import host_client
from tests.registration.conftest import STEPS, answer, page_of
from tests.streetfiles import make_file, make_segment, make_street

LEMP = STEPS["closure"] | {"closure_street": "Lemp Ave", "closure_from": "Lynch St", "closure_to": "Pine St"}
CHECK = "/springfield/register/closure.json"
BEFORE = ("you", "when", "what", "visitors")
PDF = b"%PDF-1.7 signed by all"


@pytest.fixture
def streets(springfield):
    """Lemp Ave: a quiet block from Lynch St to Pine St, then one with a bus, then a main street."""
    file = make_file(springfield, "streets")
    lemp = make_street(file, "Lemp Ave")
    for corner, (first, last) in enumerate([("Lynch St", "Pine St"), ("Pine St", "Oak St"), ("Oak St", "Elm St")]):
        line = [[-90.228 + corner * 0.002, 38.605], [-90.226 + corner * 0.002, 38.605]]
        kind = "main" if corner == 2 else "local"
        make_segment(lemp, None, None, first, last, line, is_bus_route=corner == 1, road_class=kind)


@pytest.fixture
def rules(season):
    return ClosurePolicy.objects.create(edition=season)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def signed(content=PDF, name="signed.pdf"):
    return SimpleUploadedFile(name, content, content_type="text/plain")


def said(response):
    return {name: errors[0] for name, errors in response.context["form"].errors.items()}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        (
            {"closure_from": "Pine St", "closure_to": "Oak St"},
            "closure_street",
            "A bus runs on Lemp Ave. The city does not close streets on a bus route.",
        ),
        (
            {"closure_from": "Oak St", "closure_to": "Elm St"},
            "closure_street",
            "Lemp Ave is a main street. The city does not close main streets.",
        ),
        (
            {"closure_to": "Oak St"},
            "closure_to",
            "Pine St crosses here. A closure ends at a crossing: choose two cross streets with none between them.",
        ),
    ],
)
def test_a_refusal_stands_at_its_field_and_offers_another_place(begun, rosa, streets, rules, changes, field, words):
    answer(rosa, begun, *BEFORE)
    refused = rosa.post(page_of(begun, "closure"), LEMP | changes)
    assert refused.status_code == 200
    assert said(refused)[field] == words
    page = refused.content.decode()
    assert all(f'name="instead" value="{place}"' in page for place in ("yard", "alley", "park"))
    assert 'data-closure-instead aria-labelledby="instead">' in page
    begun.refresh_from_db()
    assert "closure_wanted" not in begun.answers


def test_a_wish_within_the_rules_goes_on_and_shows_no_other_place(begun, rosa, streets, rules):
    answer(rosa, begun, *BEFORE)
    assert (
        'data-closure-instead aria-labelledby="instead" hidden' in rosa.get(page_of(begun, "closure")).content.decode()
    )
    assert rosa.post(page_of(begun, "closure"), LEMP).headers["Location"] == page_of(begun, "sharing")
    again = rosa.get(page_of(begun, "closure")).content.decode()
    assert "We found it: Lemp Ave, 1 block, about 570 feet long." in again


def test_a_stretch_that_nobody_finds_is_sent_all_the_same(begun, rosa, streets, rules):
    answer(rosa, begun, *BEFORE)
    lost = LEMP | {"closure_to": "Nowhere Ln"}
    assert rosa.post(page_of(begun, "closure"), lost).headers["Location"] == page_of(begun, "sharing")
    answer(rosa, begun, "sharing")
    checked = rosa.get(page_of(begun, "check")).content.decode()
    assert "We could not find Nowhere Ln in the city’s list of streets. You can go on; a person will look." in checked
    rosa.post(page_of(begun, "check"))
    closure = Closure.objects.get()
    assert (closure.to_street, closure.line) == ("Nowhere Ln", None)


def test_another_place_is_chosen_with_one_press_and_keeps_what_was_typed(begun, rosa, streets, rules):
    answer(rosa, begun, *BEFORE)
    typed = LEMP | {"closure_to": "Oak St", "instead": "park"}
    leads = rosa.post(page_of(begun, "closure"), typed).headers["Location"]
    assert leads == f"{page_of(begun, 'where')}?instead=park&from=check"
    begun.refresh_from_db()
    assert begun.answers["closure_wanted"] is False
    assert (begun.answers["closure_street"], begun.answers["closure_starts"]) == ("Lemp Ave", "16:00")
    form = rosa.get(leads).context["form"]
    assert (form["place_kind"].value(), form["street"].value()) == ("park", "Elm St")
    begun.refresh_from_db()
    assert begun.answers["place_kind"] == "street"  # nothing is saved by looking


@pytest.mark.parametrize("rest", [{}, STEPS["closure"]])
def test_what_is_typed_is_judged_while_one_types(season, rosa, streets, rules, rest):
    ClosurePolicy.objects.update(
        free_until=season.community.today(timezone.now()),
        fee_cents=10_000,
        earliest=dt.time(16),
        proof="share",
        share=75,
    )
    asked = {"closure_street": "lemp", "closure_from": "Pine", "closure_to": "Oak St", "closure_starts": "1 pm"}
    answered = rosa.post(CHECK, rest | asked).json()
    assert [(one["field"], one["words"][:12]) for one in answered["refusals"]] == [
        ("closure_street", "A bus runs o"),
        ("closure_starts", "The city clo"),
    ]
    assert answered["others"][0] == "We found it: Lemp Ave, 1 block, about 570 feet long."
    assert any("75 percent of the households" in words for words in answered["others"])
    assert any("After that it costs $100." in words for words in answered["others"])


def test_the_cross_streets_of_the_partys_own_block_are_not_asked_for_again(begun, rosa, streets, rules):
    answer(rosa, begun, *BEFORE)
    begun.answers |= {"street": "Lemp", "lat": 38.60501, "lng": -90.2248}
    begun.save(update_fields=["answers"])
    form = rosa.get(page_of(begun, "closure")).context["form"]
    asked = [form[name].value() for name in ("closure_street", "closure_from", "closure_to")]
    assert asked == ["Lemp", "Pine St", "Oak St"]
    rosa.post(page_of(begun, "closure"), LEMP)
    form = rosa.get(page_of(begun, "closure")).context["form"]
    assert [form[name].value() for name in ("closure_from", "closure_to")] == ["Lynch St", "Pine St"]


def test_a_stretch_that_was_found_is_named_as_the_city_names_it(begun, rosa, streets, rules):
    answer(rosa, begun, *BEFORE)
    typed = {"closure_street": "lemp", "closure_from": "lynch", "closure_to": "Pine"}
    rosa.post(page_of(begun, "closure"), LEMP | typed)
    begun.refresh_from_db()
    named = [begun.answers[name] for name in ("closure_street", "closure_from", "closure_to")]
    assert named == ["Lemp Ave", "Lynch St", "Pine St"]


def test_while_one_types_the_pin_tells_two_streets_of_a_name_apart(season, rosa, springfield, streets, rules):
    file = springfield.place_files.get()
    for name, lng, bus in (("N Oak Way", -90.22, True), ("S Oak Way", -90.21, False)):
        way = make_street(file, name)
        make_segment(way, None, None, "1st St", "2nd St", [[lng, 38.61], [lng, 38.612]], is_bus_route=bus)
    typed = {"closure_street": "Oak Way", "closure_from": "1st St", "closure_to": "2nd St"}
    for lng, refused in ((-90.2201, 1), (-90.2101, 0)):
        answered = rosa.post(CHECK, typed | {"lat": "38.611", "lng": str(lng)}).json()
        assert len(answered["refusals"]) == refused


def test_while_one_types_a_wish_costs_what_it_cost_when_it_was_asked_for(season, rosa, streets, rules):
    today = season.community.today(timezone.now())
    yesterday = today - dt.timedelta(days=1)
    ClosurePolicy.objects.update(free_until=yesterday, fee_cents=10_000)
    assert "This costs $100: asked for after" in str(rosa.post(CHECK, LEMP).json()["others"])
    assert "This costs" not in str(rosa.post(CHECK, LEMP | {"asked": yesterday.isoformat()}).json()["others"])


@pytest.mark.parametrize("asked", [{}, {"closure_street": "Lemp"}, {"closure_street": "\x00", "date": "never"}])
def test_what_is_not_told_yet_is_not_judged(season, rosa, streets, rules, asked):
    assert rosa.post(CHECK, asked).json() == {"refusals": [], "others": []}


def test_nothing_is_judged_for_whoever_says_no(season, rosa, streets, rules):
    bus = LEMP | {"closure_from": "Pine St", "closure_to": "Oak St"}
    assert rosa.post(CHECK, bus).json()["refusals"]
    assert rosa.post(CHECK, bus | {"closure_wanted": "no"}).json() == {"refusals": [], "others": []}


def test_the_check_is_never_asked_for_by_address(season, rosa):
    assert rosa.get(CHECK, LEMP).status_code == 405


def test_the_fee_is_said_before_sending_and_kept(begun, rosa, season, rules):
    yesterday = season.community.today(timezone.now()) - dt.timedelta(days=1)
    ClosurePolicy.objects.update(free_until=yesterday, fee_cents=10_000)
    answer(rosa, begun)
    page = rosa.get(page_of(begun, "check")).content.decode()
    assert "This costs $100: asked for after" in page
    rosa.post(page_of(begun, "check"), {"shown": "10000"})
    assert Closure.objects.get().fee_cents == 10_000


def test_nobody_sends_at_a_price_that_rose_after_they_read_it(begun, rosa, season, rules):
    answer(rosa, begun)
    rosa.get(page_of(begun, "check"))
    ClosurePolicy.objects.update(free_until=season.registration_opens, fee_cents=10_000)
    refused = rosa.post(page_of(begun, "check"), {"shown": "0"})
    assert "The closure costs $100 from today on." in refused.content.decode()
    assert not Closure.objects.exists()
    rosa.post(page_of(begun, "check"), {"shown": "10000"})
    assert Closure.objects.get().fee_cents == 10_000


def test_a_closure_that_became_too_late_is_left_out_with_a_word(begun, rosa, season):
    answer(rosa, begun)
    season.closure_until = season.registration_opens
    season.save(update_fields=["closure_until"])
    page = rosa.get(page_of(begun, "check")).content.decode()
    assert "so you do not ask to close the street." in page
    rosa.post(page_of(begun, "check"))
    assert not Closure.objects.exists()


def test_signatures_come_along_and_become_the_partys(begun, rosa, season, rules, media):
    ClosurePolicy.objects.update(proof="petition", share=60)
    answer(rosa, begun, *BEFORE)
    page = rosa.get(page_of(begun, "closure")).content.decode()
    assert 'enctype="multipart/form-data"' in page
    rosa.post(page_of(begun, "closure"), STEPS["closure"] | {"petition": signed()})
    kept = Petition.objects.get()
    assert (kept.draft, kept.name, kept.content_type, kept.size) == (begun, "signed.pdf", "application/pdf", len(PDF))
    assert shelf.path_of(kept.path).read_bytes() == PDF
    answer(rosa, begun, "sharing")
    rosa.post(page_of(begun, "check"))
    kept.refresh_from_db()
    assert (kept.draft, kept.party) == (None, Party.objects.get())


def test_a_file_is_kept_though_another_answer_is_wrong(begun, rosa, season, rules, media):
    ClosurePolicy.objects.update(proof="petition")
    answer(rosa, begun, *BEFORE)
    response = rosa.post(page_of(begun, "closure"), STEPS["closure"] | {"closure_to": "", "petition": signed()})
    assert response.status_code == 200
    assert "signed.pdf" in response.content.decode()
    assert Petition.objects.get().draft == begun


def test_a_file_is_added_and_removed_without_leaving_the_page(
    begun, rosa, season, rules, media, django_capture_on_commit_callbacks
):
    ClosurePolicy.objects.update(proof="petition")
    answer(rosa, begun, *BEFORE)
    page = page_of(begun, "closure")
    assert rosa.post(page, STEPS["closure"] | {"petition": signed(), "add": "1"}).headers["Location"] == page
    kept = Petition.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        assert rosa.post(page, STEPS["closure"] | {"remove": str(kept.pk)}).headers["Location"] == page
    assert not Petition.objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html><script>alert(1)</script>", "We can take a photo or a PDF. Choose another file."),
        (b"MZ\x90\x00 a program", "We can take a photo or a PDF. Choose another file."),
        (b"", "This file is empty. Choose another one."),
        (b"%PDF-1.7" + b"x" * 5_000_000, "This file is too large. Choose one of 5 MB at most"),
    ],
)
def test_a_file_is_taken_by_what_it_holds(begun, rosa, season, rules, media, content, words):
    ClosurePolicy.objects.update(proof="petition")
    answer(rosa, begun, *BEFORE)
    refused = rosa.post(page_of(begun, "closure"), STEPS["closure"] | {"petition": signed(content)})
    assert said(refused)["petition"].startswith(words)
    assert not Petition.objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_another_device_adds_and_removes_nothing(begun, rosa, season, rules, media):
    ClosurePolicy.objects.update(proof="petition")
    answer(rosa, begun, *BEFORE)
    walt = Client()
    page = page_of(begun, "closure")
    assert walt.post(page, STEPS["closure"] | {"petition": signed()}).status_code == 404
    assert not Petition.objects.exists()


def test_adding_a_file_later_stands_in_the_history(sent, rosa, season, rules, media):
    ClosurePolicy.objects.update(proof="petition")
    rosa.cookies.update(host_client(sent).cookies)
    page = f"/my/{sent.reference}/petition/"
    assert rosa.post(page, {"petition": signed()}).headers["Location"] == page
    line = sent.changes.latest("pk")
    assert (line.deed, line.by_host) == (Deed.PETITION_ADDED, sent.hosts.get())
    rosa.post(page, {"remove": str(sent.petitions.get().pk)})
    assert sent.changes.latest("pk").deed == Deed.PETITION_REMOVED
    assert not sent.petitions.exists()
