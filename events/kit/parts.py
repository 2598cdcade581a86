"""Parts that several printed things have: the street sign, the code with its address, lines to cut and to write on."""

from urllib.parse import urlsplit

from events.kit import art
from events.kit.letters import balanced, fitted, printable, width_of
from events.kit.paper import BLUE, HAIR, SOFT, WHITE


def blade(sheet, x, y, width, height, parts, *, filled=True, spread=False):
    """Draw the street sign with the words (before, street, after), in a box no wider than `width`; gives its height.

    The street is as large as fits in; `spread` keeps the box's whole width. Without words the sign is left empty, to be
    written on by hand.
    """
    pad, edge = height * 0.16, height * 0.017
    ground, letters = (BLUE, WHITE) if filled else (WHITE, BLUE)
    if parts is None:
        _board(sheet, x, y, width, height, WHITE, BLUE, edge)
        sheet.rule(x + pad, y + height * 0.74, x + width - pad, color=BLUE, dash="1.5 4", width=1.5)
        return height
    before, street, after = (printable(part) for part in parts)
    small = height * 0.17
    room = height - 2 * pad * 0.9 - (small * 1.25 if before else 0) - (small * 1.25 if after else 0)
    size, lines = _street_lines(street, width - 2 * pad, room)
    widest = max(
        [width_of(line, size, 800) for line in lines] + [width_of(words, small, 600) for words in (before, after)]
    )
    _board(sheet, x, y, width if spread else min(width, widest + 2 * pad), height, ground, letters, edge)
    tall = len(lines) * size * 0.96 + (small * 1.35 if before else 0) + (small * 1.35 if after else 0)
    at = y + (height - tall) / 2
    if before:
        sheet.write(x + pad, at + small * 0.92, before, small, 600, color=letters)
        at += small * 1.35
    for line in lines:
        sheet.write(x + pad, at + size * 0.82, line, size, 800, color=letters)
        at += size * 0.96
    if after:
        sheet.write(x + pad, at + small, after, small, 600, color=letters)
    return height


def _street_lines(street, width, room):
    """The street on one line, or on two where that makes it larger: (size, lines)."""
    one = fitted(street, width, weight=800, largest=room * 0.95, smallest=room * 0.2)
    two = fitted(street, width, weight=800, largest=room * 0.5, smallest=room * 0.2, most_lines=2)
    if two[0] < one[0] * 1.05 and one[1] == [street]:
        return one
    size, lines = two
    return size, lines if lines[-1].endswith("…") else balanced(lines, size, 800)


def _board(sheet, x, y, width, height, ground, line, edge):
    radius = height * 0.1
    sheet.draw(
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}" fill="{ground}" '
        f'stroke="{BLUE}" stroke-width="{edge:g}"/>'
    )
    inset = edge * 2.6
    sheet.draw(
        f'<rect x="{x + inset:g}" y="{y + inset:g}" width="{width - 2 * inset:g}" height="{height - 2 * inset:g}" '
        f'rx="{radius - inset / 2:g}" fill="none" stroke="{line}" stroke-width="{edge * 1.2:g}"/>'
    )


def code_with_address(sheet, words, address, x, y, width, text):
    """The QR code with what it leads to and the short address in letters under it; gives the y below."""
    sheet.draw(art.code(address, x, y, width))
    y += width + text * 0.5
    for number, one in enumerate(words):
        look = {"color": SOFT, "language": one.language} if number else {"weight": 600}
        y = sheet.flow(x, y, one.details, text, width, most_lines=2, **look)
    y += text * 0.15
    parts = urlsplit(address)
    for line in (f"{parts.netloc}/", parts.path.strip("/")):
        y = sheet.flow(x, y, line, text * 0.95, width, 600, most_lines=1, least=0.5)
    return y


def cut_across(sheet, y):
    """A line to cut along, from edge to edge."""
    sheet.rule(0, y, sheet.width, dash="3 4")


def cut_down(sheet, x):
    """A line to cut along, from top to bottom."""
    sheet.draw(
        f'<path d="M{x:g} 0V{sheet.height:g}" stroke="{HAIR}" stroke-width="0.75" fill="none" stroke-dasharray="3 4"/>'
    )


def to_write_on(sheet, words, name, x, y, width, *, size=11, lines=1, gap=26):
    """What is to be written by hand, in each language, and lines for it; gives the y below."""
    for number, one in enumerate(words):
        look = {"color": SOFT, "language": one.language} if number else {"weight": 600}
        y = sheet.flow(x, y, one.sentence(name), size if not number else size * 0.9, width, most_lines=1, **look)
    for _line in range(lines):
        y += gap
        sheet.rule(x, y, x + width, color="#4a566d")
    return y + gap * 0.45
