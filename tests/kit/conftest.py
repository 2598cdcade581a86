"""A party that may be printed, and eyes for what comes out: pages as pictures, QR codes as a phone reads them."""

import pypdfium2
import pytest
import zxingcpp

from events.models import Review

SCALE = 200 / 72  # as a printer of 200 dots an inch would


@pytest.fixture
def printed(edition, make_party):
    """Rosa's party on Elm, approved and listed by its block."""
    return make_party(edition, Review.APPROVED)


def pages_of(response):
    """The pages of a PDF response as pictures."""
    assert response.headers["Content-Type"] == "application/pdf"
    return [page.render(scale=SCALE).to_pil() for page in pypdfium2.PdfDocument(response.content)]


def text_of(response):
    """All the words of a PDF response."""
    document = pypdfium2.PdfDocument(response.content)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def codes_of(picture):
    """The texts of the QR codes in a picture."""
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def widths_of(picture):
    """How wide the QR codes in a picture are on paper, in millimetres."""
    corners = [found.position for found in zxingcpp.read_barcodes(picture)]
    return [(place.top_right.x - place.top_left.x) / SCALE * 25.4 / 72 for place in corners]
