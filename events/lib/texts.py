"""What people type, made fit to keep; what must not be read in logs, masked."""

import re
import unicodedata

LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Zero-width space and no-break space, marks that turn the direction of the text after them, and interlinear marks.
# Joiners stay: emoji and several scripts need them.
UNSEEN = re.compile("[\u200b\u2060-\u2069\u202a-\u202e\ufeff\ufff9-\ufffb]")
SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
# As JSON writes them: NUL, and half of a pair of code units, which is no character and fits in no database.
NO_CHARACTER = re.compile(
    r"\\u0000|\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
NOT_TEXT = {"Cc", "Cs", "Cn"}  # control characters, lone surrogates, code points that are none

# Letters that have no accent to take off.
PLAIN = str.maketrans(
    {
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "þ": "th",
        "’": "",
        "'": "",
    }
)


def clean_text(value: object) -> str:
    """Give the text with plain line ends, single spaces, at most one empty line in a row, and nothing unseen in it.

    Characters are composed (NFC); tabs and joiners stay. None gives "".
    """
    text = LINE_ENDS.sub("\n", "" if value is None else str(value))
    text = "".join(c for c in UNSEEN.sub("", text) if c in "\n\t" or unicodedata.category(c) not in NOT_TEXT)
    text = SPACES.sub(" ", unicodedata.normalize("NFC", text))
    lines = "\n".join(line.strip(" \t") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def sound_json(text: str) -> str:
    """Give JSON from elsewhere with the usual sign (U+FFFD) for every escape that stands for no character."""
    return NO_CHARACTER.sub(r"\\ufffd", text) if "\\u" in text else text


def one_line(value: object) -> str:
    """Give the text cleaned and on one line."""
    return re.sub(r"[ \t\n]+", " ", clean_text(value))


def pick(texts: dict | None, language: str, fallback: str = "en") -> str:
    """Give the language's text, else its parent's ("es" for "es-us"), else the fallback's, else any, else ""."""
    if not isinstance(texts, dict):
        return ""
    wanted = [language, str(language).partition("-")[0], fallback, *sorted(texts, key=str)]
    return next((texts[name] for name in wanted if isinstance(texts.get(name), str) and texts[name].strip()), "")


def slug_of(text: object, max_length: int = 60, empty: str = "page") -> str:
    """Give an ASCII slug like "lemp-ave", cut between words where it can be; `empty` if nothing is left."""
    plain = unicodedata.normalize("NFKD", clean_text(text).translate(PLAIN)).encode("ascii", "ignore").decode()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain.lower()))
    if len(slug) > max_length:
        whole_words = slug[: max_length + 1].rpartition("-")[0]
        slug = whole_words or slug[:max_length]
    return slug or empty
