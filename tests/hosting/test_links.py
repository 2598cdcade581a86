"""In by the secret link: what opens, what does not, and how a lost link comes back."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import access, forgetting, limits, registry
from events.hosting import deeds
from events.models import Deed, Draft, Host, Notice
from tests.conftest import answers, host_client
from tests.hosting.conftest import history_of


def manage(host):
    return f"/link/{access.token_of('manage', host)}/"


def letters(kind=None):
    rows = Notice.objects.order_by("pk")
    return [(row.kind, row.to_email) for row in (rows.filter(kind=kind) if kind else rows)]


@pytest.fixture
def rosa(elm):
    return elm.hosts.select_related("party").get()


def test_the_link_shows_where_it_leads_and_lets_nobody_in_by_itself(client, rosa):
    before = Host.objects.values().get()
    for method in (client.get, client.head):
        answer = method(manage(rosa))
        assert answer.status_code == 200
        assert not [name for name in answer.cookies if name.startswith("party-")]
    page = client.get(manage(rosa)).content.decode()
    assert "Open my party" in page
    assert "Elm St" in page
    assert rosa.phone not in page
    assert "Rosa" not in page
    assert Host.objects.values().get() == before


def test_pressing_the_button_lets_this_device_in_and_leads_to_a_clean_address(client, rosa):
    answer = client.post(manage(rosa))
    assert (answer.status_code, answer.url) == (302, f"/my/{rosa.party.reference}/")
    cookie = answer.cookies[f"party-{rosa.party.reference}"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert client.get(answer.url).status_code == 200


def test_the_pages_are_kept_by_nobody_and_found_by_nobody(client, rosa):
    for answer in (client.get(manage(rosa)), host_client(rosa.party).get(f"/my/{rosa.party.reference}/")):
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "same-origin"
        assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_opening_a_link_proves_the_address_it_was_sent_to(client, rosa):
    Host.objects.update(confirmed_at=None)
    client.post(manage(rosa))
    assert Host.objects.get().confirmed_at is not None


@pytest.mark.parametrize(
    "token",
    [
        "junk",
        "1.",
        ".",
        "~",
        "1.aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "9999999999999999999999.a",
        "é",
        "x" * 900,
    ],
)
def test_what_is_not_a_link_opens_nothing(client, elm, token):
    answer = client.get(f"/link/{token}/")
    assert answer.status_code == 404
    assert reverse("hosting:find_link") in answer.content.decode()


def test_a_link_with_characters_no_address_has_is_refused(client, elm):
    for method in (client.get, client.post):
        assert method("/link/a%00.b/").status_code in (400, 404)


def test_a_link_of_another_purpose_opens_nothing(client, rosa, edition, now):
    draft = Draft.objects.create(
        edition=edition, created_at=now, updated_at=now, expires_at=now + dt.timedelta(days=1), pk=rosa.pk
    )
    for token in (access.token_of("confirm", rosa), access.token_of("draft", draft), access.token_of("draft", rosa)):
        assert client.get(f"/link/{token}/").status_code == 404
        assert client.post(f"/link/{token}/").status_code == 404


def test_a_replaced_link_and_an_unknown_one_look_the_same(client, rosa, now):
    old = manage(rosa)
    deeds.replace_link(rosa, now=now)
    replaced, unknown = client.get(old), client.get("/link/zz.aaaaaaaaaaaaaaaaaaaaaaaaaa/")
    assert replaced.status_code == unknown.status_code == client.post(old).status_code == 404
    assert replaced.content.replace(old.encode(), b"") == unknown.content.replace(
        b"/link/zz.aaaaaaaaaaaaaaaaaaaaaaaaaa/", b""
    )


def test_links_and_pages_end_some_time_after_the_night(client, last_edition, make_party):
    party = make_party(last_edition)
    host = party.hosts.select_related("party").get()
    for answer in (client.get(manage(host)), host_client(party).get(f"/my/{party.reference}/")):
        assert answer.status_code == 410
        assert "party-" not in "".join(answer.cookies)
    assert client.post(manage(host)).url == f"/my/{party.reference}/data/"  # what is held is still the host's to see


def test_replacing_the_link_keeps_this_device_and_ends_the_others(rosa, cast):
    here, there = cast.rosa, host_client(rosa.party)
    old = manage(rosa)
    answer = here.post(f"/my/{rosa.party.reference}/link/")
    assert answer.url == f"/my/{rosa.party.reference}/"
    assert here.get(answer.url).status_code == 200
    assert there.get(answer.url).status_code == there.get(old).status_code == 404
    assert Host.objects.get(pk=rosa.pk).link_version == 2
    assert letters("host_link") == [("host_link", "rosa@example.org")]
    assert history_of(rosa.party)[-1] == (Deed.LINK_CHANGED, "Rosa Quill")


def test_signing_out_leaves_the_link_and_other_devices_alone(rosa):
    here, there = host_client(rosa.party), host_client(rosa.party)
    page = f"/my/{rosa.party.reference}/"
    answer = here.post(f"{page}sign-out/")
    assert answer.url == reverse("hosting:find_link", args=["springfield"])
    assert here.get(page).status_code == 404
    assert there.get(page).status_code == 200


def test_a_lost_link_is_sent_again(client, elm, walts):
    Notice.objects.all().delete()
    address = reverse("hosting:find_link", args=["springfield"])
    known, unknown = client.post(address, {"email": "Rosa@Example.org"}), client.post(address, {"email": "a@b.example"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert letters() == [("host_link", "rosa@example.org")]
    assert known.url == reverse("hosting:link_sent", args=["springfield"])
    assert "If we know a party with this address" in client.get(known.url).content.decode()


def test_without_a_city_all_cities_are_looked_through(client, elm, shelby_edition, make_party):
    make_party(shelby_edition, lat=38.705, neighborhood=1)
    Notice.objects.all().delete()
    answer = client.post(reverse("hosting:find_link"), {"email": "rosa@example.org"})
    assert answer.url == reverse("hosting:link_sent")
    assert sorted(Notice.objects.values_list("community__slug", flat=True)) == ["shelby", "springfield"]


def test_a_city_sends_the_links_of_its_own_parties_alone(client, elm, shelby_edition):
    Notice.objects.all().delete()
    client.post(reverse("hosting:find_link", args=["shelby"]), {"email": "rosa@example.org"})
    assert letters() == []


def test_a_registration_not_confirmed_gets_the_letter_that_confirms(client, edition, make_party):
    make_party(edition, "unconfirmed")
    Notice.objects.all().delete()
    client.post(reverse("hosting:find_link"), {"email": "rosa@example.org"})
    assert letters() == [("confirm", "rosa@example.org")]


def test_a_registration_not_finished_gets_its_link_too(client, edition, now):
    at = now
    for days, email in ((2, "Rosa@example.org"), (-2, "rosa@example.org"), (2, "walt@example.org")):
        Draft.objects.create(
            edition=edition,
            answers=answers(email=email),
            created_at=at,
            updated_at=at,
            expires_at=at + dt.timedelta(days),
        )
    client.post(reverse("hosting:find_link", args=["springfield"]), {"email": "rosa@example.org"})
    assert letters() == [("draft_link", "rosa@example.org")]


def test_a_withdrawn_party_sends_nothing_and_a_past_one_as_long_as_its_contact_is_held(
    client, edition, last_edition, make_party, now
):
    make_party(edition, "withdrawn")
    past = make_party(last_edition)
    Notice.objects.all().delete()
    client.post(reverse("hosting:find_link"), {"email": "rosa@example.org"})
    assert letters() == [("host_link", "rosa@example.org")]
    Notice.objects.all().delete()
    forgetting.forget_party(past, by=None, now=now)
    client.post(reverse("hosting:find_link"), {"email": "rosa@example.org"})
    assert letters() == []


def test_one_address_never_owes_a_flood_of_letters(edition, now, springfield):
    for _number in range(deeds.MOST_LETTERS + 2):
        registry.register(edition, answers(), key=uuid.uuid4(), now=now)
    assert deeds.send_links([springfield], "rosa@example.org", now=now + dt.timedelta(minutes=1)) == deeds.MOST_LETTERS


def test_known_and_unknown_addresses_ask_the_database_alike(elm, now, springfield):
    def asked_and_written(address):
        with CaptureQueriesContext(connection) as queries:
            deeds.send_links([springfield], address, now=now)
        said = [query["sql"] for query in queries]
        return len(said), sum(sql.startswith(("INSERT", "UPDATE")) for sql in said)

    (known, known_written), (unknown, unknown_written) = map(asked_and_written, ["rosa@example.org", "no@example.org"])
    assert known - 2 <= unknown <= known + 2
    assert 1 <= known_written <= unknown_written <= 2


@pytest.mark.parametrize(
    "email", ["", "rosa", "rosa@example.org\x00", "rosa@example.org\nBcc: a@b.example", "x" * 300 + "@a.example"]
)
def test_an_address_that_cannot_be_gets_a_word_at_the_field(client, elm, email):
    Notice.objects.all().delete()
    answer = client.post(reverse("hosting:find_link"), {"email": email})
    assert answer.status_code == 200
    assert "errsum" in answer.content.decode()
    assert letters() == []


def test_letters_asked_for_too_often_are_refused_for_known_and_unknown_alike(client, elm, settings):
    settings.LIMITS_ENABLED = True
    page = reverse("hosting:find_link", args=["springfield"])
    burst = limits.LIMITS["resend"].burst
    for email in ("rosa@example.org", "nobody@example.org"):
        assert [client.post(page, {"email": email}).status_code for _time in range(burst + 1)] == [302] * burst + [429]
    rosa = host_client(elm)
    assert rosa.post(f"/my/{elm.reference}/link/").status_code == 429
    assert rosa.post(f"/my/{elm.reference}/link/send/").status_code == 429


def test_a_host_cannot_have_a_flood_of_letters_sent_to_a_stranger(elm, settings):
    settings.LIMITS_ENABLED = True
    rosa, page = host_client(elm), f"/my/{elm.reference}/edit/sharing/"
    known = {"level": "block", "rules_accepted": "on", "second_name": "Ida"}
    in_turn = ["ida@example.org", "bob@example.org"] * limits.LIMITS["resend"].burst
    assert {rosa.post(page, known | {"second_email": email}).status_code for email in in_turn} == {302}
    refused = rosa.post(page, known | {"second_email": "ida@example.org"})
    assert refused.status_code == 200
    assert 'value="ida@example.org"' in refused.content.decode()
    assert elm.hosts.get(role="second").email == "bob@example.org"
