"""The pages as a browser prints them: one sheet of paper each, with the same words and a code that a phone reads."""

import pypdfium2
import pytest
from django.conf import settings

from events.lib import short
from events.models import Review
from tests.conftest import host_client
from tests.journeys.screen import Screen

from .conftest import SCALE, codes_of

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.mark.parametrize("kind", ["flyer", "small-flyers", "sign", "sign-in", "welcome-card"])
def test_a_page_is_printed_on_one_sheet_as_it_is_in_the_pdf(browser, edition, make_party, kind):
    party = make_party(edition, Review.APPROVED, title="Elm’s Fête")
    screen = Screen(browser)
    screen.show(host_client(party).get(f"/my/{party.reference}/kit/{kind}/"))
    screen.page.evaluate("document.fonts.ready")
    document = pypdfium2.PdfDocument(screen.page.pdf(prefer_css_page_size=True, print_background=True))
    assert len(document) == 1
    assert sorted(round(side) for side in document[0].get_size()) == [612, 792]
    assert document[0].get_width() > document[0].get_height() or kind != "sign"
    words = " ".join(document[0].get_textpage().get_text_range().split())
    assert "Elm St" in words
    assert "Back" not in words
    picture = document[0].render(scale=SCALE).to_pil()
    assert set(codes_of(picture)) == {f"{settings.SITE_URL}/p/{short.code_of(party.pk)}/"}
    assert not screen.complaints
    screen.context.close()
