"""The sign-in sheet: who came, for the hosts to keep."""

from events.kit import art
from events.kit.paper import HAIR, SOFT, Sheet
from events.kit.parts import blade, code_with_address

EDGE, ROWS = 42, 17
COLUMNS = (("name", 0.36), ("house", 0.28), ("contact", 0.36))


def draw(words, address, name):
    """The sheet with a line for each guest; `words` are of one language or of two."""
    first, others = words[0], words[1:]
    sheet = Sheet(name, first.language)
    inner = sheet.width - 2 * EDGE
    sheet.draw(art.lamps(sheet.width, 0.45))
    column = inner - 110 if address else inner
    y = sheet.flow(EDGE, 44, first.sentence("sign_in"), 34, column, 800, leading=1.15, most_lines=1)
    for other in others:
        text = other.sentence("sign_in")
        y = sheet.flow(EDGE, y, text, 14, column, color=SOFT, language=other.language, most_lines=1)
    y += 8
    y += blade(sheet, EDGE, y, column, 58, first.blade, filled=False)
    sheet.write(EDGE, y + 19, f"{first.day}, {first.hours}", 13, 600)
    if address:
        code_with_address(sheet, words, address, sheet.width - EDGE - 88, 56, 88, 8)
    _table(sheet, words, max(y + 32, 196), inner)
    foot = sheet.height - 40
    for number, one in enumerate(words):
        look = {"color": SOFT, "language": one.language if number else ""}
        foot = sheet.flow(EDGE, foot, one.sentence("kept"), 9.5, inner, most_lines=1, **look)
    return sheet


def _table(sheet, words, top, inner):
    bottom, x = sheet.height - 48, EDGE
    head = 16 + 11 * len(words)
    for name, share in COLUMNS:
        y = top
        for number, one in enumerate(words):
            look = {"color": SOFT, "language": one.language} if number else {"weight": 600}
            y = sheet.flow(x + 6, y, one.sentence(name), 11 - number, inner * share - 12, most_lines=1, **look)
        if x > EDGE:
            sheet.draw(f'<path d="M{x:g} {top:g}V{bottom:g}" stroke="{HAIR}" stroke-width="0.75" fill="none"/>')
        x += inner * share
    step = (bottom - top - head) / ROWS
    for row in range(ROWS + 1):
        weight = {"color": "#14213a", "width": 1.5} if row == 0 else {}
        sheet.rule(EDGE, top + head + row * step, sheet.width - EDGE, **weight)
