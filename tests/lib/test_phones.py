import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.lib import phones


@pytest.mark.parametrize(
    "text",
    [
        "314-555-0142",
        "(314) 555-0142",
        "314.555.0142",
        "3145550142",
        "+1 314 555 0142",
        "1 314 555-0142",
        " 314 555 0142 ",
        "tel:314-555-0142",
    ],
)
def test_any_sensible_way_of_writing_gives_one_number(text):
    assert phones.tidy(text) == "+13145550142"


@pytest.mark.parametrize(
    "junk",
    [
        "",
        "555-0142",
        "314",
        "hello",
        "000-000-0000",
        "111-555-0142",
        "314-055-0142",
        "\0",
        "9" * 5000,
        "12345678901234567890",
        "💡",
    ],
)
def test_junk_is_refused_with_what_to_enter(junk):
    with pytest.raises(ValueError, match="with its area code, like 314-555-0142"):
        phones.tidy(junk)


def test_an_extension_is_refused_in_words():
    with pytest.raises(ValueError, match="Leave out the extension"):
        phones.tidy("314-555-0142 ext. 12")


@pytest.mark.parametrize(
    "kept, shown",
    [
        ("+13145550142", "(314) 555-0142"),
        ("+442079460958", "+44 20 7946 0958"),
        ("", ""),
        ("call me", "call me"),
        ("\0", "\0"),
    ],
)
def test_a_number_is_shown_as_people_write_it(kept, shown):
    assert phones.pretty(kept) == shown


@given(st.from_regex(r"[2-9][0-9]{2}[2-9][0-9]{6}", fullmatch=True))
def test_what_is_shown_reads_back_as_the_same_number(digits):
    kept = phones.tidy(digits)
    assert kept == f"+1{digits}"
    assert phones.tidy(phones.pretty(kept)) == kept


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_a_kind_refusal(text):
    try:
        kept = phones.tidy(text)
    except ValueError as error:
        kept = str(error)
    assert kept.startswith("+") or "phone number" in kept
    assert isinstance(phones.pretty(text), str)
