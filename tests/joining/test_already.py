"""The page that tells of a party that is there already: when it comes, what it says, and what it never says."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from events import access, registry
from events.models import Draft, Party, Review
from tests.conftest import answers, client_of
from tests.joining.conftest import HERE

JOIN, ANOTHER = "Join that party", "Go on with my own party"


def page(draft, name):
    return f"/springfield/register/{draft.key}/{name}/"


def plain(response):
    """The page without what is another at every view."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", response.content)


def test_after_where_the_host_is_told_with_two_plain_choices(ana, draft, there):
    answer = ana.post(page(draft, "where"), {**HERE, "neighborhood": "1"})
    assert answer.url == page(draft, "already")
    said = ana.get(answer.url).content.decode()
    assert "There is already a party here" in said
    assert JOIN in said
    assert ANOTHER in said
    assert "2800 block of" in said
    assert "5 to 8 pm" in said


@pytest.mark.parametrize(
    "place, heading",
    [
        ({"number": "2899", "street": "elm"}, "There is already a party here"),
        ({"number": "2799"}, "There is already a party close by"),
        ({"street": "Oak St"}, "There is already a party close by"),
        ({"number": "", "street": "", "place_name": "Corner Garden"}, "There is already a party close by"),
    ],
)
def test_only_a_party_on_the_same_block_is_called_here(ana, draft, there, place, heading):
    Draft.objects.filter(pk=draft.pk).update(answers=draft.answers | place)
    assert heading in ana.get(page(draft, "already")).content.decode()


def test_a_party_at_the_same_school_is_called_here(ana, draft, edition, make_party):
    school = {"number": "", "street": "", "place_name": "Hickey Elementary"}
    make_party(edition, Review.APPROVED, level="exact", **school)
    Draft.objects.filter(pk=draft.pk).update(answers=draft.answers | school | {"place_name": "hickey elementary"})
    assert "There is already a party here" in ana.get(page(draft, "already")).content.decode()


def test_the_first_step_leads_there_too(there):
    client = Client()
    first = client.get("/springfield/register/").content.decode()
    hidden = dict(re.findall(r'name="(key|shown)" value="([^"]+)"', first))
    answer = client.post("/springfield/register/", {**HERE, **hidden, "neighborhood": "1"})
    assert answer.url.endswith("/already/")


def test_another_one_is_remembered_and_not_asked_again(ana, draft, there):
    answer = ana.post(page(draft, "already"), {"party": [there.slug]})
    assert answer.url == page(draft, "check")
    assert Draft.objects.get(pk=draft.pk).answers["another_than"] == [there.slug]
    assert ana.get(page(draft, "already")).url == page(draft, "check")
    assert ana.post(page(draft, "where"), {**HERE, "neighborhood": "1"}).url == page(draft, "you")
    assert ana.get(page(draft, "check")).url == page(draft, "you")


def test_a_party_that_came_later_is_told_before_sending(ana, draft, there, edition, make_party):
    Draft.objects.filter(pk=draft.pk).update(
        answers=answers(date=edition.date.isoformat(), email="ana@example.org") | {"another_than": [there.slug]},
        steps_done=["where", "you", "when", "what", "visitors", "closure", "sharing"],
    )
    assert ana.get(page(draft, "check")).status_code == 200
    other = make_party(edition, Review.APPROVED, email="ida@example.org", number="2899")
    assert ana.post(page(draft, "check")).url == page(draft, "already")
    assert Party.objects.count() == 2
    ana.post(page(draft, "already"), {"party": [other.slug]})
    assert ana.post(page(draft, "check")).url == page(draft, "sent")
    assert Party.objects.count() == 3


def test_only_what_was_on_the_page_counts_as_another_one(ana, draft, there, edition, make_party):
    make_party(edition, Review.APPROVED, email="ida@example.org", number="2899")
    ana.post(page(draft, "already"), {"party": [there.slug]})
    assert ana.get(page(draft, "already")).status_code == 200
    assert ana.post(page(draft, "already"), {"party": ["no-such-page"]}).status_code == 200
    assert ana.post(page(draft, "already"), {}).status_code == 200


def test_where_nobody_is_there_the_page_leads_on(ana, draft):
    assert ana.get(page(draft, "already")).url == page(draft, "check")
    assert ana.post(page(draft, "already")).url == page(draft, "check")


def test_what_is_remembered_does_not_become_part_of_the_party(ana, draft, there, edition):
    said = answers(date=edition.date.isoformat(), email="ana@example.org") | {"another_than": [there.slug]}
    party = registry.register(edition, said, key=draft.key, draft=draft, now=timezone.now())
    assert party.number == "2827"
    assert ana.get(page(draft, "already")).url == page(draft, "sent")


def test_the_draft_of_somebody_else_does_not_exist(draft, there):
    assert Client().get(page(draft, "already")).status_code == 404


def test_the_page_shows_no_house_and_no_person(ana, draft, there):
    said = ana.get(page(draft, "already")).content.decode()
    for secret in ("2827", "Rosa", "rosa@", "555-0142", "Gate at the alley", there.reference):
        assert secret not in said


HIDDEN = [
    {"review": Review.SUBMITTED},
    {"review": Review.UNCONFIRMED},
    {"review": Review.NEEDS_INFORMATION},
    {"review": Review.DECLINED},
    {"review": Review.CANCELLED},
    {"review": Review.WITHDRAWN},
    {"review": Review.APPROVED, "level": "neighborhood"},
    {"review": Review.APPROVED, "level": "unlisted"},
]


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("shown", [False, True])
def test_pages_are_the_same_to_the_byte_with_and_without_a_hidden_party(edition, make_party, draft, ana, hidden, shown):
    if shown:
        make_party(edition, Review.APPROVED)

    def seen():
        posted = ana.post(page(draft, "where"), {**HERE, "neighborhood": "1"})
        pages = [ana.get(page(draft, name)) for name in ("already", "check", "where")]
        wrong = ana.get(f"{page(draft, 'join')}2800-block-of-elm-st-2/", follow=True)
        return [posted.url, *[(one.status_code, getattr(one, "url", ""), plain(one)) for one in pages], plain(wrong)]

    before = seen()
    hidden = dict(hidden)
    make_party(edition, hidden.pop("review"), email="ida@example.org", number="2811", **hidden)
    assert seen() == before


def test_another_towns_address_leads_nowhere(ana, draft, there, shelby_edition):
    assert ana.get(f"/shelby/register/{draft.key}/join/{there.slug}/").status_code == 404


def test_a_draft_that_is_too_old_is_gone(draft, there):
    Draft.objects.filter(pk=draft.pk).update(expires_at=timezone.now())
    draft.refresh_from_db()
    client = client_of(lambda response: access.let_in_draft(response, draft))
    assert client.get(page(draft, "already")).status_code == 410
