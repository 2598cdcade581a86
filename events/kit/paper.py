"""A printed page: drawings and lines of text at their places, the same for the screen (SVG) and for the PDF.

Lengths are points (1/72 inch), from the page's upper left corner; a text's y is its baseline.
"""

from dataclasses import dataclass, field, replace

from events.kit.letters import fitted, printable, width_of

LETTER = (612, 792)
INK, SOFT, BLUE, WHITE, HAIR = "#14213a", "#3c4960", "#17406f", "#ffffff", "#9aa3b5"


@dataclass(frozen=True)
class Line:
    """One line of text; `language` is set where it is not the page's own."""

    x: float
    y: float
    text: str
    size: float
    weight: int = 400
    color: str = INK
    language: str = ""

    @property
    def width(self):
        return width_of(self.text, self.size, self.weight)


@dataclass
class Sheet:
    """One page. `drawings` are pieces of SVG below the text; `name` is the file's and the window's title."""

    name: str
    language: str
    size: tuple = LETTER
    drawings: list = field(default_factory=list)
    lines: list = field(default_factory=list)

    @property
    def width(self):
        return self.size[0]

    @property
    def height(self):
        return self.size[1]

    @property
    def box(self):
        return f"0 0 {self.width} {self.height}"

    @property
    def is_wide(self):
        return self.width > self.height

    @property
    def said(self):
        """[(text, language or "")] of all lines, each once: what a screen reader is told."""
        return list(dict.fromkeys((line.text, line.language) for line in self.lines))

    def draw(self, svg):
        self.drawings.append(svg)

    def write(self, x, y, text, size, weight=400, **how):
        """Put one line at its baseline."""
        if text:
            self.lines.append(Line(x, y, printable(text), size, weight, **how))

    def flow(self, x, y, text, size, width, weight=400, *, leading=1.3, most_lines=3, least=0.7, **how):
        """Put a text in so many lines below y, made smaller or cut where it must; gives the y below it."""
        if not text:
            return y
        size, lines = fitted(
            printable(text), width, weight=weight, largest=size, smallest=size * least, most_lines=most_lines
        )
        for line in lines:
            y += size * leading
            self.write(x, y - size * (leading - 1) / 2 - size * 0.12, line, size, weight, **how)
        return y

    def rule(self, x1, y, x2, *, color=HAIR, width=0.75, dash=""):
        """A horizontal line."""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.draw(f'<path d="M{x1:g} {y:g}H{x2:g}" stroke="{color}" stroke-width="{width}" fill="none"{dashes}/>')

    def put(self, other, x, y):
        """Put a copy of another sheet on this one, its corner at (x, y)."""
        self.drawings += [f'<g transform="translate({x:g} {y:g})">{drawing}</g>' for drawing in other.drawings]
        self.lines += [replace(line, x=line.x + x, y=line.y + y) for line in other.lines]
