"""The welcome card for visitors: two to a page, to cut, with lines for what is written by hand."""

from events.kit import art
from events.kit.paper import LETTER, SOFT, Sheet
from events.kit.parts import blade, code_with_address, cut_across, to_write_on

HALF = (612, 396)
EDGE = 40


def draw(words, address, name):
    """Two cards on one page; `words` are of one language or of two."""
    card, sheet = _card(words, address, name), Sheet(name, words[0].language)
    sheet.put(card, 0, 0)
    sheet.put(card, 0, HALF[1])
    cut_across(sheet, LETTER[1] / 2)
    return sheet


def _card(words, address, name):
    first, others = words[0], words[1:]
    card = Sheet(name, first.language, HALF)
    card.draw(art.lamps(card.width, 0.45))
    side = 118
    column = card.width - 2 * EDGE - side - 28
    y = card.flow(EDGE, 46, first.sentence("welcome_card"), 32, column, 800, leading=1.15, most_lines=1)
    for other in others:
        text = other.sentence("welcome_card")
        y = card.flow(EDGE, y, text, 13, column, color=SOFT, language=other.language, most_lines=1)
    y += 8
    y += blade(card, EDGE, y, column, 64, first.blade) + 4
    y = card.flow(EDGE, y, f"{first.day}, {first.hours}", 14, column, 600, most_lines=1)
    for number, one in enumerate(words):
        look = {"color": SOFT, "language": one.language if number else ""}
        text = f"{one.sentence('thanks')} {one.sentence('sit')}"
        y = card.flow(EDGE, y, text, 11.5 - number, column, most_lines=2, **look)
    y += 6
    y = to_write_on(card, words, "your_host", EDGE, y, column, gap=22)
    lines = 1 if others else 3
    to_write_on(card, words, "talk", EDGE, y, column, lines=lines, gap=22)
    x = card.width - EDGE - side
    if address:
        code_with_address(card, words, address, x, 56, side, 9.5)
    card.draw(art.lantern(x + side * 0.22, card.height - 160, side * 0.56))
    return card
