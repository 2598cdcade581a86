"""Administrators see whose contacts will be deleted, and when."""

import datetime as dt

from events.models import Edition, Party, Review

HERE = "/staff/springfield/setup/"


def told(cast):
    """The words of the page about what will be deleted."""
    page = cast.admin.get(HERE).text.partition("Contacts that will be deleted")[2].partition("</section>")[0]
    return " ".join(page.replace("<dd>", " ").replace("<br>", " ").split())


def test_each_night_tells_how_many_contacts_are_kept_and_until_when(cast, edition, elm, make_party, springfield):
    Party.objects.filter(pk=elm.pk).update(ask_next_year=False)
    asked = make_party(edition, Review.APPROVED, email="ada@example.org", ask_next_year=True)
    last = edition.date + dt.timedelta(days=springfield.contacts_kept_days)
    left = edition.parties.count() - 1
    words = told(cast)
    assert f"{left} part{'y' if left == 1 else 'ies'}: kept until {last:%B} {last.day}, {last.year}" in words
    assert "1 whose host may be asked to come again: kept until registration for the next night closes" in words
    later = Edition.objects.get(pk=edition.pk)
    later.pk, later.year, later.date = None, 2028, edition.date + dt.timedelta(days=364)
    later.registration_opens = later.listing_until = later.closure_until = later.date - dt.timedelta(days=20)
    later.visits_until = later.kit_until = later.listing_until
    later.save()
    closes = later.listing_until
    assert f"asked to come again: kept until {closes:%B} {closes.day}, {closes.year}" in told(cast)
    Party.objects.filter(pk=asked.pk).update(forgotten_at="2027-12-30T12:00:00Z")
    assert "asked to come again" not in told(cast)


def test_where_nothing_is_held_it_says_so(cast, edition):
    Party.objects.update(forgotten_at="2027-12-30T12:00:00Z")
    assert "None now." in told(cast)
