"""A host whose party is over is led to register it again as soon as the next night takes registrations."""

import datetime as dt

import pytest

from events import access
from events.models import Host, Party
from tests.conftest import host_client


@pytest.fixture
def last_party(last_edition, make_party):
    """Rosa's party of last year, whose pages are closed."""
    return make_party(last_edition, "approved")


def way_on(party):
    return f"/again/{access.token_of('again', party.hosts.get(role='main'))}/"


def test_an_old_link_and_an_old_device_lead_to_registering_again(last_party, edition, client):
    main = last_party.hosts.get(role="main")
    for page in (
        host_client(last_party).get(f"/my/{last_party.reference}/"),
        client.get(f"/link/{access.token_of('manage', main)}/"),
    ):
        assert page.status_code == 410
        assert f'href="{way_on(last_party)}"' in page.text
        assert "We kept your answers" in page.text


@pytest.mark.parametrize("reason", ["before", "unconfirmed", "withdrawn", "second", "back"])
def test_nobody_else_is_led_there(last_party, edition, make_party, now, reason):
    if reason == "before":
        edition.registration_opens = now.date() + dt.timedelta(days=2)
        edition.save(update_fields=["registration_opens"])
    if reason == "unconfirmed":
        last_party.hosts.update(confirmed_at=None)
    if reason == "withdrawn":
        Party.objects.filter(pk=last_party.pk).update(review="withdrawn")
    if reason == "second":
        Host.objects.create(party=last_party, role="second", name="Ana Lark", confirmed_at=now)
    if reason == "back":
        Party.objects.filter(pk=make_party(edition, "submitted").pk).update(previous=last_party)
    page = host_client(last_party, role="second" if reason == "second" else "main").get(f"/my/{last_party.reference}/")
    assert page.status_code == 410
    assert "Register again" not in page.text
