"""Short codes: there and back for every number, and no slip leads to somebody else's party."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.lib import short

numbers = st.integers(min_value=0, max_value=short.MOST - 1)
pytestmark = pytest.mark.once


@given(numbers)
def test_a_code_leads_back_to_its_number(number):
    code = short.code_of(number)
    assert len(code) == 7
    assert short.number_of(code) == short.number_of(code.upper()) == number


@given(numbers, st.integers(0, 6), st.sampled_from(short.ALPHABET))
def test_one_wrong_character_leads_nowhere(number, place, letter):
    code = short.code_of(number)
    typed = code[:place] + letter + code[place + 1 :]
    assert typed == code or short.number_of(typed) is None


@given(numbers, st.integers(0, 5))
def test_two_swapped_characters_lead_nowhere(number, place):
    code = short.code_of(number)
    typed = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert typed == code or short.number_of(typed) is None


def test_parties_in_a_row_have_codes_that_look_nothing_alike():
    codes = [short.code_of(number) for number in range(1, 200)]
    assert len(set(codes)) == len(codes)
    assert len({code[:3] for code in codes}) > 150
    assert not set("".join(codes)) & set("aeiouy01lbsvz")


@pytest.mark.parametrize("typed", ["", "2", "2222222 ", "222222é", "0000000", "p", "22222222"])
def test_what_is_no_code_has_no_number(typed):
    assert short.number_of(typed) is None


@pytest.mark.parametrize("number", [-1, short.MOST])
def test_a_number_out_of_reach_is_refused(number):
    with pytest.raises(ValueError):
        short.code_of(number)
