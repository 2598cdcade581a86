"""Secret links that are computed and never stored."""

import base64
import hashlib
import hmac
import json
import re

SHORTEST_MAC = 26  # base32 characters, 5 bits each: 130 bits
LONGEST_MAC = 51
LARGEST_ROW = 2**63 - 1  # what a database's integer column can hold
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

TEXT_ROW = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
NUMBER = re.compile(r"(0|[1-9][0-9]{0,18})\Z")
TOKEN = re.compile(r"(?:(0|[1-9a-z][0-9a-z]{0,12})|~([A-Za-z0-9_-]{1,64}))\.[a-z2-7]{26,51}\Z")


def token(key: str, purpose: str, row: int | str, version: int, length: int = SHORTEST_MAC) -> str:
    """Give the URL-safe text of a link to one row: the row in base 36, a dot, and a MAC in base 32.

    A text row (letters, digits, "_" and "-", such as a UUID) follows a tilde as it is. `length` counts the MAC's
    characters. Another purpose, row, version or key gives another MAC, so raising the row's version ends its old link
    and a new key ends all of them. The letters are lower case and the last one is never punctuation, which mail
    programs tend to cut off.

    Raises ValueError for an empty key, a row that fits neither form and a length outside 26 to 51.
    """
    if not SHORTEST_MAC <= length <= LONGEST_MAC:
        raise ValueError("A link's MAC has 26 to 51 characters.")
    return f"{_written(row)}.{_mac(key, purpose, str(row), version)[:length]}"


def row_of(token: str) -> str | None:
    """Give the row a link speaks of, as text, or None for what is no link. Proves nothing: see `verify`."""
    found = TOKEN.match(token) if isinstance(token, str) else None
    if not found:
        return None
    base36, text = found.groups()
    if text is not None:
        return text
    number = int(base36, 36)
    return str(number) if number <= LARGEST_ROW else None


def verify(key: str, purpose: str, row: int | str, version: int, token: str, length: int = SHORTEST_MAC) -> bool:
    """Tell, in constant time, whether this key made this link for this purpose, row and version.

    Never raises for what stands in `token`; raises ValueError as `token()` does for the rest.
    """
    expected = _written(row) + "." + _mac(key, purpose, str(row), version)[:length]
    if not isinstance(token, str) or length < SHORTEST_MAC:
        return False
    return hmac.compare_digest(expected.encode(), token.encode("utf-8", "replace"))


def _written(row: int | str) -> str:
    text = str(row)
    if NUMBER.match(text) and int(text) <= LARGEST_ROW:
        return _base36(int(text))
    if isinstance(row, str) and TEXT_ROW.match(text):
        return f"~{text}"
    raise ValueError("A link's row is a whole number from 0 up, or letters, digits, _ and -.")


def _base36(number: int) -> str:
    letters = ""
    while number >= 36:
        number, rest = divmod(number, 36)
        letters = DIGITS[rest] + letters
    return DIGITS[number] + letters


def _mac(key: str, purpose: str, row: str, version: int) -> str:
    if not key:
        raise ValueError("Links need a key.")
    # A JSON list keeps its parts apart: ("ab", "c") and ("a", "bc") never sign the same bytes.
    message = json.dumps(["link", purpose, row, int(version)]).encode()
    digest = hmac.new(key.encode(), message, hashlib.sha256).digest()
    return base64.b32encode(digest).decode().rstrip("=").lower()
