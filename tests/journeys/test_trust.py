"""What strangers try at the doors: odd alphabets, words for third parties, and what nobody has approved."""

import datetime as dt
import json

import pytest
from django.core import mail
from django.test import Client, RequestFactory

from events import registry
from events.closures import decisions as closures
from events.hosting import deeds
from events.listing import Listing
from events.mail import outbox
from events.models import Closure, Party
from events.review import decisions
from nightout.wsgi import application

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


# What nobody has approved


def reopened(party, by, now):
    """A party that had its page, was cancelled, and waits for review once more."""
    for deed, words in ((decisions.approve, {}), (decisions.cancel, {"reason": "Rain"}), (decisions.reopen, {})):
        party = deed(party, by=by, seen=party.revision, now=now, **words)
    return party


@pytest.mark.parametrize("end", ["withdrawn by the host", "cancelled by the city"])
def test_words_changed_after_a_reopening_never_reach_the_public(cast, elm, now, client, end):
    party = reopened(elm, cast.users.imani, now)
    deeds.edit(party, {"description": "Cheap watches", "level": "exact"}, by=party.hosts.get(), now=now)
    party = Party.objects.with_context().get(pk=party.pk)
    if end == "withdrawn by the host":
        deeds.withdraw(party, by=party.hosts.get(), now=now)
    else:
        decisions.cancel(party, by=cast.users.imani, seen=party.revision, now=now, reason="Rain")
    party.refresh_from_db()
    for slug in {elm.slug, party.slug, "2827-elm-st", "2800-block-of-elm-st"} - {None}:
        assert client.get(f"/springfield/{party.edition.year}/p/{slug}/").status_code == 404


def test_a_reopened_party_that_did_not_change_says_that_it_is_off(cast, elm, now, client):
    party = reopened(elm, cast.users.imani, now)
    deeds.edit(party, {"phone": "+13145550143"}, by=party.hosts.get(), now=now)
    deeds.withdraw(party, by=party.hosts.get(), now=now)
    party = Party.objects.with_context().get(pk=party.pk)
    assert b"This party will not take place" in client.get(Listing.of(party).url).content


def test_an_approved_closure_is_decided_anew_for_another_day(cast, elm, now):
    closures.approve(elm.closure, by=cast.users.imani, seen=elm.revision, now=now)
    another = (elm.date + dt.timedelta(days=4)).isoformat()
    deeds.edit(elm, {"date": another, "other_day_reason": "Shabbat"}, by=elm.hosts.get(), now=now)
    closure = Closure.objects.get(party=elm)
    assert (closure.state, closure.decided_by, closure.decided_at) == (Closure.State.REQUESTED, None, None)


def test_a_group_of_neighbors_is_not_found_by_a_name_that_is_not_shown(edition, make_party):
    party = make_party(edition, organization="Quilters", show_organization=True, host_kind="resident")
    assert "Quilters" not in Listing.of(party).hosted_by
    assert "quilters" not in party.search_text


# Words for third parties

LURES = [
    "пример.рф",
    "win。example。com",
    "203.0.113.9/win",
    "Call (900) 555-0199 now",
    "+1 900 555 0199",
    "a＠b.example",
]


@pytest.mark.parametrize("lure", LURES)
def test_a_letter_to_a_stranger_carries_nothing_that_leads_elsewhere(edition, make_party, now, lure):
    party = make_party(edition, review="unconfirmed", title=f"You won: {lure}", host_name=f"Prize {lure}")
    outbox.deliver_due(now)
    letter = mail.outbox[-1]
    assert letter.to == [party.hosts.get().email]
    for words in (letter.subject, letter.body, letter.alternatives[0][0]):
        assert lure not in words
    assert "2800 block of Elm St" in letter.subject


def test_plain_names_stay_in_letters(edition, make_party, now):
    make_party(edition, review="unconfirmed", title="St. Louis Ave. No. 2, 5.30 pm", host_name="J.R. O'Neil-Smith")
    outbox.deliver_due(now)
    assert "St. Louis Ave. No. 2, 5.30 pm" in mail.outbox[-1].subject
    assert "Hello J.R. O'Neil-Smith," in mail.outbox[-1].body


def test_a_second_contact_gets_no_link_before_the_host_is_proved(edition, make_party, now):
    party = make_party(edition, review="unconfirmed", second_name="Eve", second_email="eve@example.org")
    assert deeds.send_links([party.community], "eve@example.org", now=now) == 0
    registry.confirm(party.hosts.get(role="main"), now=now)
    assert deeds.send_links([party.community], "eve@example.org", now=now) == 1


def test_a_level_narrowed_in_the_operators_admin_takes_the_old_address_along(cast, elm, now, client):
    party = decisions.approve(elm, by=cast.users.imani, seen=elm.revision, now=now)
    page = f"/operator/events/party/{party.pk}/change/"
    form = cast.operator.get(page).context["adminform"].form
    typed = {name: form[name].value() for name in form.fields}
    typed = {name: json.dumps(value) if isinstance(value, list) else value for name, value in typed.items()}
    typed = {name: value for name, value in typed.items() if value not in (None, False)} | {"level": "neighborhood"}
    assert cast.operator.post(page, typed).status_code == 302
    fresh = Party.objects.get(pk=party.pk)
    assert (fresh.level, fresh.slug) == ("neighborhood", "block-party-in-elm-park")
    assert "elm st" not in fresh.search_text
    assert client.get(f"/springfield/{party.edition.year}/p/{party.slug}/").status_code == 404


@pytest.mark.parametrize("name", ["csrf", "staff", "messages", "language", "party-SPR-27-0001"])
@pytest.mark.parametrize("value", ["junk", "x" * 64, "é", '"'])
def test_a_broken_cookie_brings_no_cookie_out_of_a_page_that_proxies_keep(edition, name, value):
    client = Client(headers={"cookie": f"{name}={value}"})
    for page in ("/springfield/", "/springfield/elm-park/", "/es/about/privacy/"):
        response = client.get(page)
        assert response["Cache-Control"].startswith("public")
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_no_proxy_keeps_an_answer_that_sets_a_cookie(edition):
    address = "/springfield/register/areas.json"
    assert Client().get(address)["Cache-Control"].startswith("public")
    response = Client(headers={"cookie": "csrf=junk"}).get(address)
    assert not response.cookies or response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("alphabet", ["rot13", "punycode", "undefined", "utf-7", '"idna"', "hex"])
def test_a_request_in_an_odd_alphabet_gets_a_plain_answer(edition, alphabet):
    environ = RequestFactory().post("/springfield/?q=a", {"a": "b"}).environ
    environ |= {"CONTENT_TYPE": f"application/x-www-form-urlencoded; charset={alphabet}", "HTTP_HOST": "testserver"}
    given = []
    application(environ, lambda status, headers, *_trouble: given.append(status))
    assert given == ["400 Bad Request"]
