"""How wide words are on paper, in the font that screen and PDF share: measured, wrapped and fitted.

Lengths are points (1/72 inch). The font is Overpass (SIL OFL), in three weights.
"""

import unicodedata
from functools import lru_cache

import uharfbuzz
from django.conf import settings

WEIGHTS = (400, 600, 800)
NO_BREAK = "\u00a0"


def file_of(weight):
    """The path of the font file of a weight (400, 600 or 800)."""
    return settings.BASE_DIR / "static" / "fonts" / f"overpass-{weight}.ttf"


@lru_cache
def _font(weight):
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file_of(weight))))
    return uharfbuzz.Font(face), face.upem, face.unicodes


@lru_cache(maxsize=4096)
def width_of(text, size, weight):
    """The width of one line, with its kerning."""
    if not text:
        return 0
    font, units, _known = _font(weight)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    return sum(place.x_advance for place in buffer.glyph_positions) * size / units


def printable(text):
    """The text without the signs that the font lacks and nobody misses, such as emoji."""
    known = _font(400)[2]
    kept = "".join(sign if ord(sign) in known else " " for sign in unicodedata.normalize("NFC", text))
    return " ".join(kept.replace(NO_BREAK, "\0").split()).replace("\0", NO_BREAK)


def can_print(text):
    """Whether the font has every letter of the text; signs that are no letters do not count."""
    known = _font(400)[2]
    signs = unicodedata.normalize("NFC", text)
    return all(ord(sign) in known for sign in signs if unicodedata.category(sign)[0] in "LMN")


def wrapped(text, width, size, weight):
    """The lines into which the text breaks at `width`; a word wider than that stands alone and sticks out."""
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, size, weight) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def fitted(text, width, *, weight, largest, smallest, most_lines=1):
    """(size, lines): the largest size at which the text fits in so many lines; below `smallest` it is cut short."""
    size = largest
    while size > smallest:
        lines = wrapped(text, width, size, weight)
        if len(lines) <= most_lines and all(width_of(line, size, weight) <= width for line in lines):
            return size, lines
        size *= 0.96
    lines = wrapped(text, width, smallest, weight)
    kept = lines[:most_lines]
    if len(lines) > most_lines or any(width_of(line, smallest, weight) > width for line in kept):
        kept = [_cut(line, width, smallest, weight, cut=n == most_lines - 1) for n, line in enumerate(kept)]
    return smallest, kept


def balanced(lines, size, weight):
    """The same words on as many lines, of lengths as even as can be."""
    text, widest = " ".join(lines), max((width_of(line, size, weight) for line in lines), default=0)
    best = lines
    while len(lines) == len(best) and len(best) > 1:
        best, widest = lines, widest * 0.98
        lines = wrapped(text, widest, size, weight)
    return best


def _cut(line, width, size, weight, *, cut):
    line = f"{line}…" if cut else line
    while width_of(line, size, weight) > width and len(line) > 2:
        line = f"{line.rstrip('…')[:-1].rstrip()}…"
    return line
