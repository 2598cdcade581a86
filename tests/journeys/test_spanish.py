"""Every page of the public and of hosts, and every letter to them, in Spanish: no sentence of the English is left."""

import html
import re
from pathlib import Path

import polib
import pytest
from django.utils.translation import override

from events.mail import letters
from events.mail.kinds import KINDS
from tests.journeys import pages, pages_together
from tests.mail.conftest import fresh, owed  # noqa: F401

pytestmark = [pytest.mark.once, pytest.mark.django_db]

CATALOG = Path(__file__).resolve().parents[2] / "locale" / "es" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")
SHORTEST = 12
FOR_STAFF = {"queue without an edition", "entry without an edition", "403"}
BOTH_LANGUAGES = {"500"}


def english():
    """The pieces of the English strings that Spanish says differently, long enough to mean one thing."""
    for entry in polib.pofile(str(CATALOG)):
        said = " ".join([entry.msgstr, *entry.msgstr_plural.values()])
        for text in (entry.msgid, entry.msgid_plural):
            for piece in PLACEHOLDER.split(text):
                piece = tidy(piece).strip(" .,:?")
                if len(piece) >= SHORTEST and piece not in tidy(said):
                    yield piece


def tidy(text):
    """The words as they are read, in one line: without markup, but with what attributes say."""
    shown = re.sub(r"<(script|style).*?</\1>|<!--.*?-->", " ", text, flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|alt|content|placeholder|title|data-\w+)="([^"]*)"', shown)
    return " ".join(html.unescape(" ".join([re.sub(r"<[^>]+>", " ", shown), *spoken])).split())


@pytest.fixture(scope="module")
def pieces():
    return sorted(set(english()))


@pytest.fixture
def spanish(settings):
    """Spanish takes the place of English: addresses without a language are read in it."""
    settings.LANGUAGE_CODE = "es"
    with override("es"):
        yield


@pytest.mark.slow
@pytest.mark.parametrize(
    "room",
    [pages.public, pages.near, pages.seasons, pages.registering, pages_together.joining, pages.hosting, pages.mishaps],
    ids=lambda room: room.__name__,
)
def test_no_english_is_left_on_a_page(room, spanish, stage, pieces):
    left = {}
    for what, answer in room(stage):
        if what in FOR_STAFF | BOTH_LANGUAGES:
            continue
        page = answer.content.decode()
        assert '<html lang="es"' in page, what
        words = tidy(page)
        if found := [piece for piece in pieces if piece in words] + re.findall(r"\S*\.\.(?!\.)|%\(\w+", words):
            left[what] = found
    assert left == {}


@pytest.mark.parametrize("kind", sorted(set(KINDS)))
def test_no_english_is_left_in_a_letter(kind, pieces, owed, fresh):  # noqa: F811
    letter = letters.compose(fresh(owed(kind, "es")))
    words = f"{letter.subject} {letter.text} {tidy(letter.html)}"
    assert [piece for piece in pieces if piece in " ".join(words.split())] == []
    assert re.findall(r"\S*\.\.(?!\.)|%\(\w+", words) == []


def test_the_same_eyes_find_the_english_of_an_english_page(client, pieces, edition):
    words = tidy(client.get("/springfield/").content.decode())
    assert {"Skip to main content", "Find a block party near you"} <= {piece for piece in pieces if piece in words}
