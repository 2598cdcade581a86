"""The staff's menu: what each seat finds in it, and where it says they are."""

import pytest
from django.urls import reverse


def rows_of(client, address):
    """(words of the subjects, words of the second row, the chosen ones) on a page."""
    page = client.get(address)
    assert page.status_code == 200
    top, below = page.context["menu"]
    return [link.words for link in top], [link.words for link in below], [k.words for k in (*top, *below) if k.current]


def test_a_coordinator_finds_every_subject_and_the_pages_of_this_one(cast, edition):
    top, below, chosen = rows_of(cast.imani, "/staff/springfield/")
    assert top == ["Registrations", "Closures", "Kits", "Letters", "The night", "Report", "Places"]
    assert below == ["Queue", "Not placed", "Last year’s hosts", "Import"]
    assert chosen == ["Registrations", "Queue"]


def test_who_may_not_do_it_is_not_offered_it(cast, edition):
    _top, below, _chosen = rows_of(cast.reader, "/staff/springfield/")
    assert "Import" not in below
    top, below, _chosen = rows_of(cast.reader, reverse("board:board", args=["springfield"]))
    assert "Postpone or call off" not in top + below
    top, _below, _chosen = rows_of(cast.admin, "/staff/springfield/setup/")
    assert top[-1] == "Setup"


@pytest.mark.parametrize(
    ("name", "subject", "page"),
    [
        ("closures:barricades", "Closures", "Barricades"),
        ("calls:list", "Letters", "Calls"),
        ("reports:outcomes", "Report", "Held or not"),
        ("placing:list", "Registrations", "Not placed"),
    ],
)
def test_the_menu_says_where_one_is(name, subject, page, cast, edition):
    assert rows_of(cast.imani, reverse(name, args=["springfield"]))[2] == [subject, page]


def test_a_page_below_another_marks_the_one_above(cast, elm):
    address = reverse("review:record", args=["springfield", elm.reference])
    page = cast.imani.get(address)
    top, below = page.context["menu"]
    assert [(link.words, link.current) for link in (*top, *below) if link.current] == [
        ("Registrations", "true"),
        ("Queue", "true"),
    ]
