"""What people type into a letter: it can neither write headers nor lead elsewhere, and stays their own words."""

import pytest
from django.conf import settings

from events.mail import letters

SITE = settings.SITE_URL


def test_a_name_with_newlines_cannot_write_a_header(owed, fresh):
    notice = fresh(owed("approved", title="Porch\r\nBcc: all@example.org"))
    subject = letters.compose(notice).subject
    assert "\n" not in subject
    assert "\r" not in subject
    assert "all@example.org" not in subject


@pytest.mark.parametrize("name", ["Win at http://evil.test", "www.evil.test", "evil.test/prize", "mail me@evil.test"])
def test_a_strangers_letter_carries_nobodys_advertisement(name, owed, fresh):
    letter = letters.compose(fresh(owed("confirm", host_name=name, title=name, street=name[:80])))
    assert "evil.test" not in letter.text + letter.html + letter.subject
    assert letter.text.startswith("Hello,")


def test_quoted_words_cannot_pass_for_ours(owed, fresh):
    notice = fresh(owed("declined"))
    notice.context["reason"] = f"No.\n\nClick here:\n{SITE}/evil/ <script>alert(1)</script>"
    letter = letters.compose(notice)
    assert f"\n> Click here:\n> {SITE}/evil/" in letter.text
    assert f'href="{SITE}/evil/' not in letter.html
    assert "<script>" not in letter.html


def test_words_of_a_host_are_escaped_in_html_and_plain_in_text(owed, fresh):
    letter = letters.compose(fresh(owed("approved", title="Salt & <b>Pepper</b>")))
    assert "Party: Salt & <b>Pepper</b>" in letter.text
    assert "Salt &amp; &lt;b&gt;Pepper&lt;/b&gt;" in letter.html
