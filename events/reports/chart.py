"""Bars: how many approved parties were held, were not held, or are not known yet; lengths in percent of the longest."""

from dataclasses import dataclass

MOST = 20


@dataclass(frozen=True)
class Bar:
    """One bar: its name, how many parties it stands for, and its pieces as (sort, start, length)."""

    name: str
    number: int
    pieces: list


def bars(lines):
    """The bars of lines in their order."""
    longest = max((line.figures.approved for line in lines), default=0) or 1
    return [_bar(line, longest) for line in lines]


def largest(lines):
    """The bars of the largest lines, the largest first; none for lines without a party, and no more than MOST."""
    full = [line for line in lines if line.figures.approved]
    return bars(sorted(full, key=lambda line: -line.figures.approved)[:MOST])


def _bar(line, longest):
    pieces, start = [], 0.0
    for sort in ("held", "not_held", "unknown"):
        length = round(getattr(line.figures, sort) * 100 / longest, 2)
        if length:
            pieces.append((sort, round(start, 2), length))
        start += length
    return Bar(line.name, line.figures.approved, pieces)
