"""Drawings for paper, in outline so that they print with little ink: lamps on a string, the lantern, roofs, QR."""

import math
from functools import cache
from pathlib import Path

import segno

ART = Path(__file__).parent / "art"
INK = "#14213a"
LIT, PALE = "#ffbb3d", "#ffe9bd"
SPAN, SAG, TOP = 272, 44, 6  # one arc of the string, in the drawing's own units; five lamps hang on it
LAMPS = 5


@cache
def _drawing(name):
    return (ART / f"{name}.svg").read_text().split("\n", 1)[1].rsplit("</svg>", 1)[0]


def lantern(x, y, width):
    """The lantern on its cord, 120 units wide and 210 tall, its cord's end at the top."""
    return f'<g transform="translate({x:g} {y:g}) scale({width / 120:g})">{_drawing("lantern")}</g>'


def roofs(width, bottom, height):
    """Roofs from edge to edge, standing on `bottom`."""
    scale = height / 110
    pieces = []
    for turn in range(math.ceil(width / (680 * scale))):
        pieces.append(f'<g transform="translate({turn * 680 * scale:g} {bottom - height:g}) scale({scale:g})">')
        pieces.append(f"{_drawing('roofs')}</g>")
    return "".join(pieces)


def lamps(width, scale):
    """A string of lamps along the upper edge, in whole arcs."""
    arcs = max(1, round(width / (SPAN * scale)))
    stretch = width / (arcs * SPAN * scale)
    points, bulbs = [], []
    for number in range(arcs * 34 + 1):
        x = number * SPAN / 34
        points.append(f"{'L' if number else 'M'}{x:g} {_hang(x):.1f}")
    for number in range(arcs * LAMPS):
        x = (number + 0.5) * SPAN / LAMPS
        bulbs.append(_bulb(x * stretch, _hang(x), PALE if number % 2 else LIT))
    string = f'<path d="{"".join(points)}" transform="scale({stretch:g} 1)" fill="none" stroke="{INK}" '
    return f'<g transform="scale({scale:g})">{string}stroke-width="2.2"/>{"".join(bulbs)}</g>'


def _hang(x):
    along = (x % SPAN) / SPAN
    return TOP + SAG * 4 * along * (1 - along)


def _bulb(x, y, fill):
    return (
        f'<g transform="translate({x:g} {y:.1f})"><rect x="-4" y="0" width="8" height="8" rx="1.5" fill="{INK}"/>'
        f'<path d="M-4 8c-9 8-7 23 4 25c11-2 13-17 4-25z" fill="{fill}" stroke="{INK}" stroke-width="1.8"/></g>'
    )


def code(address, x, y, width):
    """The QR code of an address, `width` without the quiet zone of four modules around it."""
    matrix = segno.make(address, error="m", micro=False).matrix
    module = width / len(matrix)
    runs = []
    for row, bits in enumerate(matrix):
        column = 0
        while column < len(bits):
            if bits[column]:
                end = column
                while end < len(bits) and bits[end]:
                    end += 1
                runs.append(f"M{column} {row}h{end - column}v1h-{end - column}z")
                column = end
            column += 1
    return f'<g transform="translate({x:g} {y:g}) scale({module:g})"><path d="{"".join(runs)}" fill="#000000"/></g>'
