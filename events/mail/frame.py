"""A letter's HTML, made from its text: the same words, so that the two can never differ.

Paragraphs are parted by empty lines. A paragraph of a label and a link becomes a button, lines that begin with ">" are
somebody's own words, everything after "--" is small print. Only our own addresses become links: nobody can make the
letter of a city lead elsewhere by typing an address into a form.
"""

import re
from dataclasses import dataclass, field

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

SMALL_PRINT = "--"


@dataclass
class Block:
    """A paragraph: kind 'text', 'small', 'quote' (lines are strings) or 'button' (label, url)."""

    kind: str
    lines: list = field(default_factory=list)
    label: str = ""
    url: str = ""


def blocks_of(text):
    """The letter's text as blocks."""
    blocks, small = [], False
    for paragraph in re.split(r"\n{2,}", text.strip()):
        lines = paragraph.split("\n")
        if lines[0] == SMALL_PRINT:
            small, lines = True, lines[1:]
        if all(line.startswith(">") for line in lines):
            blocks.append(Block("quote", [line[1:].strip() for line in lines]))
        elif len(lines) == 2 and _is_ours(lines[1]):
            blocks.append(Block("button", label=lines[0].rstrip(":"), url=lines[1]))
        else:
            blocks.append(Block("small" if small else "text", [_pieces(line) for line in lines]))
    return blocks


def html_of(subject, text):
    """The letter as an HTML page in the active language."""
    values = {
        "subject": subject,
        "blocks": blocks_of(text),
        "language": get_language(),
        "site_name": settings.SITE_NAME,
    }
    return render_to_string("mail/frame.html", values)


def _is_ours(text):
    return text.startswith(f"{settings.SITE_URL}/") and " " not in text


def _pieces(line):
    """The line as (text, is a link of ours) pairs."""
    parts = re.split(rf"({re.escape(settings.SITE_URL)}/\S*)", line)
    return [(part, _is_ours(part)) for part in parts if part]
