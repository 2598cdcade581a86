"""What is printed: one page each, a code that a phone reads, and not a word more than the listing level shows."""

import datetime as dt

import pypdfium2
import pytest
from django.conf import settings

from events.lib import short
from events.models import Closure, ListingLevel, Review
from tests.conftest import host_client

from .conftest import codes_of, pages_of, text_of, widths_of

KINDS = ["flyer", "small-flyers", "sign", "sign-in", "welcome-card"]
LONG = {
    "title": "The Great and Long Remembered Harvest Moon Street Celebration of Two Blocks, ok",
    "street": "Martin Luther King Junior Memorial Boulevard",
    "activities": ["food", "music", "kids", "sports", "art", "film", "garden", "info"],
    "accessibility": ["step-free", "seating", "quiet", "restroom", "interpreter"],
    "bring": "W" * 139,
    "host_kind": "association",
    "organization": "The Association of Neighbors of the Great Southern Riverside District and of All Its Alleys, Inc.",
    "show_organization": True,
}


def pdf(party, kind, languages="en-es", client=None):
    client = client or host_client(party)
    return client.get(f"/my/{party.reference}/kit/{kind}.pdf?languages={languages}")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("languages", ["en", "es-en"])
def test_each_thing_is_exactly_one_page_and_its_code_leads_to_the_party(printed, client, kind, languages):
    (page,) = pages_of(pdf(printed, kind, languages))
    assert sorted(side // 100 for side in page.size) == [17, 22]  # Letter at 200 dots an inch, upright or across
    assert all(width >= 30 for width in widths_of(page))
    codes = codes_of(page)
    assert len(codes) == {"small-flyers": 4, "welcome-card": 2}.get(kind, 1)
    language = "/es" if languages.startswith("es") else ""
    assert set(codes) == {f"{settings.SITE_URL}{language}/p/{short.code_of(printed.pk)}/"}
    answer = client.get(codes[0].removeprefix(settings.SITE_URL))
    assert answer.url == f"{language}/springfield/2027/p/{printed.slug}/"


@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_words_stay_on_one_page_and_inside_it(edition, make_party, kind):
    party = make_party(edition, Review.APPROVED, **LONG)
    response = pdf(party, kind)
    document = pypdfium2.PdfDocument(response.content)
    assert len(document) == 1
    words, (width, height) = document[0].get_textpage(), document[0].get_size()
    boxes = [words.get_charbox(number) for number in range(words.count_chars())]
    assert min(box[0] for box in boxes) >= 15
    assert max(box[2] for box in boxes) <= width - 15
    assert min(box[1] for box in boxes) >= 0
    assert max(box[3] for box in boxes) <= height
    (page,) = pages_of(response)
    assert codes_of(page)


def test_the_flyer_says_when_and_what_in_both_languages(printed):
    said = text_of(pdf(printed, "flyer"))
    for words in ("2800 block of", "Elm St", "Tuesday, October 5", "5 to 8 pm", "Martes 5 de octubre", "A chair"):
        assert words in said
    assert "National Night Out in Springfield" in said


def test_nothing_private_is_printed(printed):
    for kind in KINDS:
        said = text_of(pdf(printed, kind))
        for private in ("Rosa", "Quill", "555-0142", "rosa@", "2827", "Smoke detectors", "Gate at the alley"):
            assert private not in said


def test_a_closed_street_is_printed_only_once_it_is_approved(printed):
    assert "closed" not in text_of(pdf(printed, "sign"))
    Closure.objects.filter(party=printed).update(state="approved", decided_at=dt.datetime(2027, 9, 1, tzinfo=dt.UTC))
    assert "Street closed to cars, 4 to 9 pm" in text_of(pdf(printed, "sign"))
    assert "p. m. La ciudad" in text_of(pdf(printed, "sign")).replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize("level", [ListingLevel.NEIGHBORHOOD, ListingLevel.UNLISTED])
def test_a_level_that_hides_the_street_leaves_the_sign_empty(edition, make_party, level):
    party = make_party(edition, Review.APPROVED, level=level)
    for kind in KINDS:
        response = pdf(party, kind)
        assert "Elm St" not in text_of(response)
        (page,) = pages_of(response)
        assert bool(codes_of(page)) is (level == ListingLevel.NEIGHBORHOOD)


def test_letters_the_font_lacks_are_printed_from_the_page(edition, make_party):
    party = make_party(edition, Review.APPROVED, title="夏の夜 🎉")
    page = host_client(party).get(f"/my/{party.reference}/kit/flyer/")
    assert "Print this page instead" in page.text
    assert ".pdf" not in page.text
    answer = pdf(party, "flyer", "en")
    assert answer.url == f"/my/{party.reference}/kit/flyer/?languages=en"


def test_a_smile_in_the_name_is_left_out_of_the_pdf(edition, make_party):
    party = make_party(edition, Review.APPROVED, title="Elm’s Fête 🎉 Ñandú")
    assert "Elm’s Fête Ñandú" in text_of(pdf(party, "flyer", "en"))
