"""The street sign: a page across, read from a car and from across the street."""

from events.kit import art
from events.kit.paper import BLUE, LETTER, SOFT, Sheet
from events.kit.parts import blade, code_with_address

EDGE, ROOFS = 48, 74


def draw(words, address, name):
    """The sign in outline, so that it prints with little ink; `words` are of one language or of two."""
    first, others = words[0], words[1:]
    sheet = Sheet(name, first.language, LETTER[::-1])
    inner = sheet.width - 2 * EDGE
    sheet.draw(art.roofs(sheet.width, sheet.height, ROOFS))
    sheet.draw(art.lamps(sheet.width, 0.75))
    y = 88 + blade(sheet, EDGE, 88, inner, 208, first.blade, filled=False, spread=True) + 6
    width = inner - 150 if address else inner
    y = sheet.flow(EDGE, y, first.sentence("here"), 64, width, 800, leading=1.15, most_lines=1, color=BLUE)
    y = sheet.flow(EDGE, y, f"{first.day}, {first.hours}", 30, width, 800, leading=1.3, most_lines=1)
    for other in others:
        line = f"{other.sentence('here')}. {other.day}, {other.hours}"
        y = sheet.flow(EDGE, y, line, 17, width, color=SOFT, language=other.language, most_lines=1)
    y += 8
    for number, one in enumerate(words):
        look = {"color": SOFT, "language": one.language} if number else {"weight": 600}
        line = f"{one.closed.removesuffix('.')}. {one.sentence('closed')}" if one.closed else one.sentence("slowly")
        y = sheet.flow(EDGE, y, line, 18 - 2 * number, width, most_lines=1, **look)
    if address:
        code_with_address(sheet, words, address, sheet.width - EDGE - 120, 318, 120, 11)
    return sheet
