"""Deeds on editions: open one by copying the last, change it, publish it. Public changes raise its version."""

import datetime as dt
import hashlib

from django.db import IntegrityError, transaction
from django.db.models import F

from events.lib.nights import DateRule
from events.models import Change, ChangedValue, Deed, Draft, Edition, KitItem, Party, PickupPlace, VisitorKind
from events.setup import policies

LAST_DAYS = ["listing_until", "closure_until", "visits_until", "kit_until"]
DAYS = ["registration_opens", *LAST_DAYS]
COPIED = ["program_name", "starts", "ends", "rules", "closure_rules", "about", "asks_permits", "answer_days"]
FIRST_DISTANCES = {
    "registration_opens": 180,
    "listing_until": 4,
    "closure_until": 14,
    "visits_until": 7,
    "kit_until": 10,
}


class Refused(ValueError):
    """What was asked for cannot be done; the text says why, for people."""


def night_of(community, year):
    """The date the community's rule gives for `year`; None without a rule."""
    return DateRule.parse(community.date_rule).date(year) if community.date_rule else None


def first_year(community, today):
    """The year of the next night by the community's rule; this year without a rule."""
    return DateRule.parse(community.date_rule).next_on_or_after(today).year if community.date_rule else today.year


def rule_in_words(rule):
    """A community's rule for the date, "First Tuesday of October"; '' where it has none."""
    words = rule.title().split()
    return f"{words[0]} {words[1]} of {words[2]}" if len(words) == 3 else rule


def open_edition(community, *, year, date):
    """A hidden edition for `year` on `date`, with words and visitors of the last one and its days at the same distance.

    Raises Refused when the community has one for that year.
    """
    last = community.editions.order_by("-date").first()
    values = {name: getattr(last, name) for name in COPIED} if last else {}
    for name in DAYS:
        away = (last.first_date or last.date) - getattr(last, name) if last else dt.timedelta(FIRST_DISTANCES[name])
        values[name] = date - away
    try:
        with transaction.atomic():
            edition = Edition.objects.create(community=community, year=year, date=date, **values)
            if last is not None:
                _copy(last, edition)
                policies.copy(last, edition)
            return edition
    except IntegrityError as error:
        raise Refused(f"There is an edition for {year} already.") from error


def _copy(last, edition):
    """Give the edition the kinds of visitor, the kit and the pickup places of the last one."""
    for model in (VisitorKind, KitItem, PickupPlace):
        rows = list(model.objects.filter(edition=last))
        for row in rows:
            row.pk, row.edition = None, edition
            row._state.adding = True
        model.objects.bulk_create(rows)


def fingerprint(edition, fields):
    """A short mark of what `fields` say now, to notice that somebody else saved in between."""
    said = repr([(name, getattr(edition, name)) for name in fields])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def change(edition, values, *, by, now):
    """Save `values` {field: value} that differ; gives the names of those. A new night takes its parties along.

    New rules raise the rules' version, and any change the edition's.
    """
    with transaction.atomic():
        fresh = Edition.objects.select_for_update().get(pk=edition.pk)
        different = {name: value for name, value in values.items() if getattr(fresh, name) != value}
        if not different:
            return []
        if "date" in different:
            _move_parties(fresh, different["date"], by=by, now=now)
        for name, value in different.items():
            setattr(fresh, name, value)
        if "rules" in different:
            fresh.rules_version += 1
            different["rules_version"] = fresh.rules_version
        fresh.save(update_fields=list(different))
        fresh.touch()
        return list(different)


def parties_on_the_night(edition):
    """Parties that are on the edition's own date, in whatever state: they move with it."""
    return Party.objects.in_edition(edition).filter(date=edition.date)


def _move_parties(edition, date, *, by, now):
    """Take the parties of the night, and the answers still being written, to the new date; a Change for each."""
    old = edition.date
    pks = list(parties_on_the_night(edition).select_for_update().values_list("pk", flat=True))
    Party.objects.filter(pk__in=pks).update(date=date, revision=F("revision") + 1)
    changes = Change.objects.bulk_create(
        Change(party=party, at=now, deed=Deed.EDITED, by_user=by, revision=party.revision)
        for party in Party.objects.in_bulk(pks).values()
    )
    ChangedValue.objects.bulk_create(
        ChangedValue(change=line, field="date", before=old.isoformat(), after=date.isoformat()) for line in changes
    )
    for draft in Draft.objects.filter(edition=edition, party__isnull=True):
        if draft.answers.get("date") == old.isoformat():
            draft.answers["date"] = date.isoformat()
            draft.save(update_fields=["answers"])


def publish(edition, is_public):
    """Show the edition to the public, or hide it."""
    with transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(is_public=is_public)
        edition.touch()


def save_visitors(edition, rows):
    """Make the edition's kinds of visitor what `rows` say; gives whether anything changed.

    A row is {"kind": VisitorKind (new ones unsaved), "remove": bool}. Raises Refused when a kind somebody asked for
    is to be removed.
    """
    with transaction.atomic():
        Edition.objects.select_for_update().get(pk=edition.pk)
        for row in rows:
            kind = row["kind"]
            if row["remove"]:
                asked = kind.requests.count()
                if asked:
                    raise Refused(still_asked_for(kind, asked))
                kind.delete()
            else:
                kind.edition = edition
                kind.save()
        edition.touch()


def still_asked_for(kind, asked):
    """Why the kind cannot be removed."""
    parties = "1 party" if asked == 1 else f"{asked} parties"
    return f"{parties} asked for “{kind}”. It cannot be removed any more."
