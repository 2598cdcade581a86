"""What strangers try at the doors: odd alphabets, words for third parties, and what nobody has approved."""

import pytest

ALPHABETS = [("utf-7", "%2B2AA-"), ("unicode_escape", "%5Cx00"), ("raw_unicode_escape", "%5Cud800"), ("utf-16", "a")]
DOORS = ["/springfield/", "/staff/account/login/", "/springfield/register/", "/es/springfield/"]


@pytest.mark.parametrize(("alphabet", "text"), ALPHABETS)
def test_an_address_in_an_odd_alphabet_is_refused_with_a_plain_page(edition, client, alphabet, text):
    for door in DOORS:
        response = client.get(f"{door}?q={text}&next={text}", CONTENT_TYPE=f"text/plain; charset={alphabet}")
        assert response.status_code == 400
        assert b"<h1" in response.content


@pytest.mark.parametrize("said", ["text/plain", "text/plain; charset=UTF-8", 'text/plain; charset="utf-8"'])
def test_the_usual_alphabet_is_served(edition, client, said):
    assert b"Springfield" in client.get("/springfield/", CONTENT_TYPE=said).content
