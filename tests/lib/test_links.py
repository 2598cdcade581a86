import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.lib import links

KEY = "a key for tests"
ROWS = st.integers(0, 2**63 - 1) | st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True)
URL_SAFE = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~")


@given(row=ROWS, version=st.integers(0, 10**6), purpose=st.text(max_size=20))
def test_a_link_gives_back_its_row_and_proves_itself(row, version, purpose):
    text = links.token(KEY, purpose, row, version)
    assert links.row_of(text) == str(row)
    assert links.verify(KEY, purpose, row, version, text)
    assert links.verify(KEY, purpose, links.row_of(text), version, text)
    assert set(text) <= URL_SAFE
    assert text[-1].isalnum()


@pytest.mark.parametrize(
    "key, purpose, row, version",
    [
        ("another key", "manage", 7, 1),
        (KEY, "confirm", 7, 1),
        (KEY, "manage", 8, 1),
        (KEY, "manage", 7, 2),
        (KEY, "manag", "e7", 1),
    ],
)
def test_a_link_is_good_for_one_key_purpose_row_and_version(key, purpose, row, version):
    text = links.token(KEY, "manage", 7, 1)
    assert not links.verify(key, purpose, row, version, text)
    moved = links.token(KEY, "manage", row, 1).split(".")[0] + "." + text.split(".")[1]
    assert not links.verify(key, purpose, row, version, moved)


def test_a_link_is_the_same_every_time_and_short():
    assert links.token(KEY, "manage", 7, 1) == links.token(KEY, "manage", 7, 1)
    assert len(links.token(KEY, "manage", 123456, 1)) < 40


@given(st.text(max_size=60) | st.from_regex(r"~?[0-9a-zA-Z]{0,15}\.[a-z2-7]{20,60}"))
def test_junk_is_no_link(junk):
    row = links.row_of(junk)
    assert row is None or row.isdecimal() or junk.startswith("~")
    assert not links.verify(KEY, "manage", 7, 1, junk)


@pytest.mark.parametrize(
    "junk",
    [
        "",
        ".",
        "7.",
        "\0",
        "7.\0",
        "x" * 5000,
        "7." + "a" * 5000,
        "zzzzzzzzzzzzz." + "a" * 26,
        None,
        7,
        "\ud800",
        "٧." + "a" * 26,
    ],
)
def test_hostile_text_is_no_link(junk):
    assert links.row_of(junk) is None
    assert not links.verify(KEY, "manage", 7, 1, junk)


def test_a_shortened_a_longer_and_a_trailing_newline_link_fail():
    text = links.token(KEY, "manage", 7, 1)
    longer = links.token(KEY, "manage", 7, 1, 40)
    for changed in (text[:-1], text + "a", text + "\n", text.upper(), "0" + text, "~" + text, longer):
        assert not links.verify(KEY, "manage", 7, 1, changed)
    assert links.verify(KEY, "manage", 7, 1, longer, 40)


@pytest.mark.parametrize(
    "row, key, length",
    [
        (7, "", 26),
        (-1, KEY, 26),
        (None, KEY, 26),
        ("a b", KEY, 26),
        ("", KEY, 26),
        (7, KEY, 25),
        (2**63, KEY, 26),
        (7, KEY, 52),
    ],
)
def test_a_link_is_refused_without_a_key_with_a_strange_row_or_a_weak_mac(row, key, length):
    with pytest.raises(ValueError):
        links.token(key, "manage", row, 1, length)
