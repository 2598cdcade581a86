import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.lib import texts


@pytest.mark.parametrize(
    "typed, clean",
    [
        (None, ""),
        ("  Block   party \u00a0 ", "Block party"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\n\n\n\n b", "a\n\nb"),
        ("n\u0303andu\u0301", "ñandú"),
        ("a\0b\x1bc\ud800", "abc"),
        ("safe\u202egnp.exe\u200b", "safegnp.exe"),
        ("a\tb", "a\tb"),
        ("👨\u200d👩\u200d👧 fun", "👨\u200d👩\u200d👧 fun"),
    ],
)
def test_text_is_made_clean(typed, clean):
    assert texts.clean_text(typed) == clean


@given(st.text(st.characters(codec=None)))
def test_clean_text_stays_clean_and_can_be_kept(typed):
    clean = texts.clean_text(typed)
    assert texts.clean_text(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    clean.encode()
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in clean)
    assert not set(texts.one_line(typed)) & set("\n\t\r")


def test_one_line_keeps_words_apart():
    assert texts.one_line(" Bring\r\n chairs\t and\x85 games ") == "Bring chairs and games"


@pytest.mark.parametrize(
    "by_language, language, picked",
    [
        ({"en": "Rules", "es": "Reglas"}, "es", "Reglas"),
        ({"en": "Rules", "es": "Reglas"}, "es-us", "Reglas"),
        ({"en": "Rules", "es": " "}, "es", "Rules"),
        ({"en": "Rules"}, "vi", "Rules"),
        ({"es": "Reglas"}, "en", "Reglas"),
        ({"en": None, "es": 3}, "en", ""),
        ({}, "en", ""),
        (None, "en", ""),
        ("Rules", "en", ""),
    ],
)
def test_the_text_of_the_language_is_picked(by_language, language, picked):
    assert texts.pick(by_language, language) == picked


@pytest.mark.parametrize(
    "text, slug",
    [
        ("2800 block of Lemp Ave", "2800-block-of-lemp-ave"),
        ("O'Fallon Park", "ofallon-park"),
        ("Fiesta de Ñandú!", "fiesta-de-nandu"),
        ("Đặng & Łódź", "dang-lodz"),
        ("社区", "page"),
        ("", "page"),
        (None, "page"),
    ],
)
def test_a_slug_is_plain(text, slug):
    assert texts.slug_of(text) == slug


def test_a_long_slug_is_cut_between_words():
    assert texts.slug_of("the block party of elm street", max_length=16) == "the-block-party"
    assert texts.slug_of("the block party", max_length=15) == "the-block-party"
    assert texts.slug_of("x" * 5000) == "x" * 60
    assert texts.slug_of("?", empty="party") == "party"


@given(st.text(st.characters(codec=None)), st.integers(5, 60))
def test_any_text_has_a_slug(text, length):
    slug = texts.slug_of(text, max_length=length)
    assert 0 < len(slug) <= length
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert texts.slug_of(slug, max_length=length) == slug
