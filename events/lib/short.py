"""Short codes for printed addresses: easy to type from paper, and a slip of the finger leads nowhere.

A code is the row's number mixed over all codes, so that two in a row look nothing alike, and one character that checks
the others. There are no vowels (no words come out), and none of the letters that look alike on paper.
"""

ALPHABET = "23456789cdfghjkmnpqrtwx"
BASE = len(ALPHABET)  # a prime, so that one wrong character or two swapped ones never give a sound code
LENGTH = 6
MOST = BASE**LENGTH
STEP = 91_234_577  # no multiple of BASE: each number up to MOST has a code of its own
BACK = pow(STEP, -1, MOST)


def code_of(number: int) -> str:
    """Give the code of a row, seven characters. Raises ValueError for a number below 0 or from 23**6 on."""
    if not 0 <= number < MOST:
        raise ValueError(f"There is no short code for {number}.")
    mixed, digits = number * STEP % MOST, []
    for _place in range(LENGTH):
        mixed, digit = divmod(mixed, BASE)
        digits.append(digit)
    return "".join(ALPHABET[digit] for digit in [*digits, _check(digits)])


def number_of(code: str) -> int | None:
    """Give the row of a code as people type it (capitals too), or None for what is no code."""
    typed = code.lower()
    if len(typed) != LENGTH + 1 or any(letter not in ALPHABET for letter in typed):
        return None
    *digits, check = (ALPHABET.index(letter) for letter in typed)
    if check != _check(digits):
        return None
    mixed = sum(digit * BASE**place for place, digit in enumerate(digits))
    return mixed * BACK % MOST


def _check(digits: list[int]) -> int:
    return sum(weight * digit for weight, digit in enumerate(digits, start=2)) % BASE
