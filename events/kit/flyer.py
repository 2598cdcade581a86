"""The flyer: one to a page for the lamp post, or four to a page to cut and put through doors."""

from dataclasses import dataclass

from events.kit import art
from events.kit.letters import balanced, fitted
from events.kit.paper import INK, LETTER, SOFT, Sheet
from events.kit.parts import blade, code_with_address, cut_across, cut_down

TRIES = [1.16 - step * 0.04 for step in range(20)]  # how large the words may be


@dataclass(frozen=True)
class Plan:
    """The measures of a flyer: the page, its edge, and the sizes of what stands on it."""

    size: tuple
    edge: float
    big: float  # the invitation
    sign: float  # the height of the street sign
    when: float
    text: float
    code: float  # the width of the QR code; never below 30 mm (85 points)
    roofs: float
    lamps: float  # the scale of the string of lamps


WHOLE = Plan(LETTER, 48, 63, 130, 36, 15, 147, 99, 0.75)
QUARTER = Plan((306, 396), 22, 30, 56, 17, 8.6, 86, 38, 0.375)


def draw(words, address, name):
    """The flyer on a page of its own; `words` are of one language or of two, `address` is the short one or ''."""
    return _drawn(WHOLE, words, address, name)


def draw_four(words, address, name):
    """Four small flyers on one page, with lines to cut along."""
    small, sheet = _drawn(QUARTER, words, address, name), Sheet(name, words[0].language)
    width, height = LETTER[0] / 2, LETTER[1] / 2
    for x in (0, width):
        for y in (0, height):
            sheet.put(small, x, y)
    cut_across(sheet, height)
    cut_down(sheet, width)
    return sheet


def _drawn(plan, words, address, name):
    """The flyer with its words as large as the page takes them."""
    for scale in TRIES:
        sheet = Sheet(name, words[0].language, plan.size)
        if _fill(sheet, plan, words, address, scale):
            return sheet
    return sheet


def _fill(sheet, plan, words, address, scale):
    """Draw everything at a scale; gives whether it stayed above the roofs."""
    first, others = words[0], words[1:]
    inner, ground = sheet.width - 2 * plan.edge, sheet.height - plan.roofs
    sheet.draw(art.roofs(sheet.width, sheet.height, plan.roofs))
    sheet.draw(art.lamps(sheet.width, plan.lamps))
    lamp = plan.big * 1.76
    sheet.draw(art.lantern(sheet.width - plan.edge - lamp * 1.08, plan.lamps * 48, lamp))
    y = _invitation(sheet, plan, first, others, inner - lamp * 1.25, scale)
    sign = plan.sign * (min(scale, 1) + 1) / 2
    y += blade(sheet, plan.edge, y, inner, sign, first.blade) + plan.text * 0.9
    below = _code(sheet, plan, words, address, y) if address else y
    column = inner - plan.code - plan.text * 1.6 if address else inner
    y = _facts(sheet, plan, first, others, y, column, scale)
    return max(y, below) <= ground - plan.text * 0.2


def _invitation(sheet, plan, first, others, width, scale):
    size, lines = fitted(
        first.invitation,
        width,
        weight=800,
        largest=plan.big * min(max(scale, 0.8), 1),
        smallest=plan.big * 0.4,
        most_lines=2,
    )
    y = plan.lamps * 92 + plan.text
    for line in balanced(lines, size, 800):
        y += size * 0.97
        sheet.write(plan.edge, y - size * 0.1, line, size, 800)
    y += size * 0.14
    for other in others:
        language = {"language": other.language, "color": SOFT}
        y = sheet.flow(plan.edge, y, other.invitation, plan.text * 1.2 * scale, width, 400, **language)
    return max(y + plan.text * 0.8, plan.lamps * 48 + plan.big * 1.76 * 2.1 - plan.text * 1.2)


def _facts(sheet, plan, first, others, y, width, scale):
    x, text, when = plan.edge, plan.text * scale, plan.when * scale
    for line in (first.day, first.hours):
        y = sheet.flow(x, y, line, when, width, 800, leading=1.1, most_lines=1)
    for other in others:
        line = f"{other.day}, {other.hours}"
        y = sheet.flow(x, y, line, text * 1.15, width, color=SOFT, language=other.language, most_lines=2)
    y += text * 0.7
    y = sheet.flow(x, y, first.title, text * 1.3, width, 800, leading=1.2, most_lines=2)
    y = sheet.flow(x, y, first.doing, text * 1.15, width, 600, leading=1.25, most_lines=3)
    for other in others:
        y = sheet.flow(x, y, other.doing, text, width, color=SOFT, language=other.language, most_lines=3)
    y += text * 0.35
    for line in (first.closed, first.access, first.bring, first.welcome):
        y = sheet.flow(x, y, line, text, width)
    for other in others:
        for line in (other.closed, other.access, other.welcome):
            y = sheet.flow(x, y, line, text, width, color=SOFT, language=other.language)
    y += text * 0.5
    y = sheet.flow(x, y, first.host, text * 0.9, width, 600, color=INK, most_lines=2)
    return sheet.flow(x, y, first.program, text * 0.9, width, 600, color=INK, most_lines=2)


def _code(sheet, plan, words, address, y):
    """The QR code with the short address in letters under it; gives the y below."""
    x, text = sheet.width - plan.edge - plan.code, plan.text
    return code_with_address(sheet, words, address, x, y, plan.code, text)
