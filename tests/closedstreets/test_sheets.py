"""The sheets to print before anything is asked for: blank, in both languages, one page each."""

import pypdfium2
import pytest

from events.models import ClosurePolicy

SHEETS = {
    "notice": ("A block party on our street", "Fill this letter in by hand"),
    "consent": ("May we close our street for a block party?", "does not ask for signatures"),
}


def path(sheet, language=""):
    return f"{language}/springfield/closed-streets/{sheet}/"


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_is_there_for_everybody_without_a_registration(client, edition, sheet):
    page = client.get(path(sheet)).content.decode()
    for words in SHEETS[sheet]:
        assert words in page
    assert "Tuesday, October 5, 2027" in page
    assert "<form" not in page


@pytest.mark.parametrize("sheet", SHEETS)
def test_each_blank_has_a_label_of_its_own(client, edition, sheet):
    page = client.get(path(sheet)).content.decode()
    for label in ("From this cross street", "To this cross street", "Closed from", "Closed until"):
        assert f"<dt>{label}</dt>" in page


def test_the_letter_names_the_city_team_where_it_has_a_contact(client, edition, shelby_edition):
    page = client.get(path("notice")).content.decode()
    assert 'nno@springfield.example.org</span>, <span class="nowrap">(314) 555-0100<' in page
    assert "You can also ask the city team" not in client.get("/shelby/closed-streets/notice/").content.decode()


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        ({"proof": "petition", "share": 60}, "at least 60 of 100 households"),
        ({"proof": "share", "share": 75}, "at least 75 of 100 households"),
        ({"proof": "petition"}, "Take a photo of the filled sheet"),
        ({"proof": "none"}, "does not ask for signatures"),
    ],
)
def test_the_consent_sheet_says_what_the_city_asks_for(client, edition, rules, says):
    ClosurePolicy.objects.create(edition=edition, **rules)
    page = client.get(path("consent")).content.decode()
    assert says in page
    assert ("of 100 households" in page) == ("share" in rules)


def test_a_new_rule_makes_a_kept_copy_of_the_sheet_old(client, edition):
    policy = ClosurePolicy.objects.create(edition=edition, proof="share", share=60)
    etag = client.get(path("consent")).headers["ETag"]
    assert client.get(path("consent"), headers={"if-none-match": etag}).status_code == 304
    policy.share = 75
    policy.save()
    assert client.get(path("consent"), headers={"if-none-match": etag}).status_code == 200


def test_a_town_without_a_night_has_the_sheets_too(client, shelby):
    assert (
        "We plan a block party, and you are invited." in client.get("/shelby/closed-streets/notice/").content.decode()
    )


@pytest.mark.parametrize("language", ["", "/es"])
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_prints_on_one_letter_page(browser, live_server, edition, sheet, language):
    ClosurePolicy.objects.create(edition=edition, proof="petition", share=60)
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{live_server.url}{path(sheet, language)}")
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    context.close()
    assert len(printed) == 1
    assert printed[0].get_size() == (612, 792)
