"""The figures as a file: one line for every night, every way of breaking it down, and every name in it."""

from .figures import HEADS

HEADER = ["year", "date", "by", "name", *(words.lower() for words in HEADS.values())]
ALL = "All parties"


def rows(report):
    """The cells of the file, in the order of HEADER; dates are ISO 8601."""
    for edition in report.editions:
        start = [edition.year, edition.date]
        yield [*start, ALL, ALL, *report.total(edition).cells]
        for way, words in report.ways:
            for line in report.lines(way, edition):
                yield [*start, words, line.name, *line.figures.cells]
