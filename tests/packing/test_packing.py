"""The packer counts, ticks off and takes back; nobody else's kits, and the same few queries for many."""

import csv
import datetime as dt
import io

import pytest

from events.models import Change, Deed, Host, Kit, KitItem, Party, PickupPlace, Review

HERE = "/staff/springfield/kit/"


@pytest.fixture
def offered(cast, edition):
    """One yard sign and six wristbands a kit, at the library or at City Hall."""
    for position, (code, label, per_kit) in enumerate([("sign", "Yard sign", 1), ("bands", "Wristbands", 6)]):
        KitItem.objects.create(edition=edition, code=code, labels={"en": label}, per_kit=per_kit, position=position)
    for position, name in enumerate(["Library", "City Hall"]):
        PickupPlace.objects.create(edition=edition, name=name, address="1 Main St", position=position)
    return edition


@pytest.fixture
def kits(offered, make_party):
    """Three approved parties: all at the library, a sign at City Hall, and one of which nothing was said."""
    wishes = [
        {"kit_items": ["bands", "sign"], "kit_place": "Library"},
        {"kit_items": ["sign"], "kit_place": "City Hall"},
        {},
    ]
    parties = [
        make_party(offered, Review.APPROVED, email=f"host{number}@example.org", number=f"{number}12", **wish)
        for number, wish in enumerate(wishes, start=1)
    ]
    make_party(offered, Review.APPROVED, email="none@example.org", kit_wanted=False)
    make_party(offered, Review.SUBMITTED, email="waits@example.org", kit_items=["sign"], kit_place="Library")
    return parties


def piles(page):
    """{place: (kits, not handed over, the number of each item)} of the page."""
    return {str(pile.place or "-"): (pile.kits, pile.left, *pile.items) for pile in page.context["piles"]}


def test_the_packer_sees_how_many_of_what_go_where(cast, kits):
    page = cast.imani.get(HERE)
    assert page.context["heads"] == ["Yard sign", "Wristbands"]
    assert piles(page) == {"Library": (1, 1, 1, 6), "City Hall": (1, 1, 1, 0), "-": (1, 1, 1, 6)}
    whole = page.context["whole"]
    assert (whole.kits, whole.left, *whole.items) == (3, 3, 3, 12)
    assert [row.party for row in page.context["rows"]] == kits
    everything = "Yard sign, 6 × Wristbands"
    assert [row.items for row in page.context["rows"]] == [everything, "Yard sign", everything]


def test_a_kit_from_before_the_items_were_listed_counts_as_one_with_everything(cast, kits):
    Kit.objects.filter(party=kits[2]).delete()
    page = cast.imani.get(HERE)
    assert piles(page)["-"] == (1, 1, 1, 6)
    assert page.context["rows"][2].items == "Yard sign, 6 × Wristbands"
    cast.imani.post(f"{HERE}hand-over/", {"party": kits[2].reference})
    assert Kit.objects.get(party=kits[2]).items.count() == 2


def test_a_party_that_is_off_needs_no_kit_but_one_handed_over_stays_told(cast, kits):
    cast.imani.post(f"{HERE}hand-over/", {"party": kits[1].reference})
    Party.objects.filter(pk__in=[kits[0].pk, kits[1].pk]).update(night="not_happening")
    page = cast.imani.get(HERE)
    assert piles(page) == {"Library": (0, 0, 0, 0), "City Hall": (1, 0, 1, 0), "-": (1, 1, 1, 6)}
    assert [row.party for row in page.context["rows"]] == [kits[2]]
    assert [row.party for row in cast.imani.get(f"{HERE}?tab=done").context["rows"]] == [kits[1]]


def test_ticked_kits_are_handed_over_once_and_history_says_so(cast, kits):
    ticked = {"party": [kits[0].reference, kits[1].reference], "next": f"{HERE}?tab=open"}
    answer = cast.imani.post(f"{HERE}hand-over/", ticked)
    assert answer.url == f"{HERE}?tab=open"
    kit = Kit.objects.get(party=kits[0])
    assert (kit.handed_over_by, kit.handed_over_at is None) == (cast.users.imani, False)
    assert Change.objects.filter(deed=Deed.KIT_HANDED_OVER, by_user=cast.users.imani).count() == 2
    again = cast.imani.post(f"{HERE}hand-over/", ticked, follow=True)
    assert "0 kits handed over." in again.text
    assert Change.objects.filter(deed=Deed.KIT_HANDED_OVER).count() == 2
    assert Kit.objects.get(pk=kit.pk).handed_over_at == kit.handed_over_at
    page = cast.imani.get(HERE)
    assert [row.party for row in page.context["rows"]] == [kits[2]]
    assert piles(page)["Library"] == (1, 0, 1, 6)


def test_a_tick_made_by_mistake_is_taken_back(cast, kits):
    cast.imani.post(f"{HERE}hand-over/", {"party": kits[0].reference})
    page = cast.imani.get(f"{HERE}?tab=done")
    assert [row.party for row in page.context["rows"]] == [kits[0]]
    answer = cast.imani.post(f"{HERE}take-back/", {"party": kits[0].reference})
    assert answer.url == HERE
    kit = Kit.objects.get(party=kits[0])
    assert (kit.handed_over_at, kit.handed_over_by) == (None, None)
    assert Change.objects.filter(party=kits[0], deed=Deed.KIT_BACK).count() == 1


def test_a_reader_and_another_town_hand_nothing_over(cast, kits):
    ticked = {"party": kits[0].reference}
    assert cast.reader.post(f"{HERE}hand-over/", ticked).status_code == 403
    assert cast.otto.post(f"{HERE}hand-over/", ticked).status_code == 404
    foreign = cast.otto.post("/staff/shelby/kit/hand-over/", ticked, follow=True)
    assert "This list is out of date" in foreign.text
    assert "Hand over ticked" not in cast.reader.get(HERE).text
    assert not Kit.objects.filter(handed_over_at__isnull=False).exists()


def test_nothing_ticked_is_said(cast, kits):
    assert "Tick the kits first" in cast.imani.post(f"{HERE}hand-over/", {}, follow=True).text


def test_the_way_back_leads_to_staff_pages_alone(cast, kits):
    sent = {"party": kits[0].reference, "next": "https://elsewhere.example.org/"}
    assert cast.imani.post(f"{HERE}hand-over/", sent).url == HERE


def test_the_list_is_narrowed_to_a_place(cast, kits):
    place = PickupPlace.objects.get(name="City Hall")
    assert [row.party for row in cast.imani.get(f"{HERE}?place={place.pk}").context["rows"]] == [kits[1]]
    assert [row.party for row in cast.imani.get(f"{HERE}?place=none").context["rows"]] == [kits[2]]
    assert len(cast.imani.get(f"{HERE}?place=no&tab=no&year=no").context["rows"]) == 3


def test_a_host_at_the_counter_is_found_by_name_street_phone_or_reference(cast, kits):
    Host.objects.filter(party=kits[1]).update(name="Samir Elderberry", phone="+13145550141")
    for typed in ("samir", "(314) 555-0141", kits[1].reference, "elderberry elm"):
        assert [row.party for row in cast.imani.get(HERE, {"q": typed}).context["rows"]] == [kits[1]]
    assert "See all kits" in cast.imani.get(f"{HERE}?q=zebra").text


def test_the_tabs_tell_how_many_kits_are_left(cast, kits):
    cast.imani.post(f"{HERE}hand-over/", {"party": [kits[0].reference]})
    assert [row[2] for row in cast.imani.get(f"{HERE}?q=zebra").context["tabs"]] == [2, 1]


def test_the_paper_has_every_kit_with_place_and_phone(cast, kits):
    page = cast.imani.get(f"{HERE}sheet/")
    for words in ("Library", "1 Main St", "City Hall", "No place yet", "Rosa Quill", "(314) 555-0142"):
        assert words in page.text


def test_the_file_has_a_line_for_each_kit(cast, kits):
    cast.imani.post(f"{HERE}hand-over/", {"party": kits[1].reference})
    for tab, parties in (("open", [kits[0], kits[2]]), ("done", [kits[1]])):
        answer = cast.imani.get(f"{HERE}kits.csv?tab={tab}")
        rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
        assert [row["reference"] for row in rows] == [party.reference for party in parties]
    assert rows[0]["picked up at"] == "City Hall"
    assert rows[0]["by"] == str(cast.users.imani)


def test_the_list_costs_the_same_for_many_kits(cast, offered, make_party, django_assert_max_num_queries):
    for number in range(8):
        make_party(offered, Review.APPROVED, email=f"h{number}@example.org", kit_items=["sign"], kit_place="Library")
    with django_assert_max_num_queries(18) as few:
        cast.imani.get(HERE)
    for number in range(8, 20):
        make_party(offered, Review.APPROVED, email=f"h{number}@example.org", kit_items=["sign"], kit_place="Library")
    with django_assert_max_num_queries(len(few)):
        cast.imani.get(HERE)


def test_a_city_without_a_night_says_so(cast, shelby_edition):
    shelby_edition.delete()
    assert "no night set up yet" in cast.otto.get("/staff/shelby/kit/").text
    assert cast.otto.get("/staff/shelby/kit/sheet/").status_code == 404


def test_the_moment_of_handing_over_is_told_in_the_citys_own_time(cast, kits):
    cast.imani.post(f"{HERE}hand-over/", {"party": [kits[0].reference]})
    Kit.objects.filter(party=kits[0]).update(handed_over_at=dt.datetime(2027, 9, 21, 1, 30, tzinfo=dt.UTC))
    assert "September 20, 2027, 8:30 pm" in " ".join(cast.imani.get(f"{HERE}?tab=done").text.split())
