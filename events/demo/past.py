"""The nights that were: parties of earlier editions as rows written at once, consistent with every constraint.

What retention would have erased by now is not there: only hosts who asked to be asked again keep their address, and
only from one night to the next registration.
"""

import datetime as dt
import uuid

from django.utils.translation import override

from events import whereabouts
from events.lib.streets import hundred
from events.lib.texts import slug_of
from events.listing import place_of
from events.models import Change, Closure, Deed, Host, ListingLevel, Outcome, OutcomeSource, Party, Review, VisitRequest
from events.questions import answers as asked
from events.registry import words_of

SAID_BY = {OutcomeSource.HOST: 70, OutcomeSource.SIGHTING: 18, OutcomeSource.PHONE: 12}
PERSONAL = {"host_name": "", "email": "", "phone": ""}


def make_past(edition, blocks, *, chance, by, before, keeps_contacts):
    """Approved, mostly held parties of a past edition; `before` (block id: its last party) is brought up to date."""
    at = dt.datetime.combine(edition.registration_opens, dt.time(18), tzinfo=edition.community.zone)
    parties, asked_of, slugs = [], [], set()
    for number, block in enumerate(blocks, start=1):
        at += dt.timedelta(hours=chance.uniform(4, 44))
        answers = _remembered(block.answers, keeps_contacts) | {"date": edition.date.isoformat()}
        party = _party(edition, number, answers, at, chance, by)
        party.previous = before.get(id(block))
        party.slug = _slug(party, slugs)
        parties.append(party)
        asked_of.append((block, answers))
    whereabouts.show_pins(parties)
    parties = Party.objects.bulk_create(parties)
    whereabouts.put_in_districts(parties)
    before.update({id(block): party for (block, _answers), party in zip(asked_of, parties, strict=True)})
    hosts = Host.objects.bulk_create(
        _host(party, answers) for party, (_block, answers) in zip(parties, asked_of, strict=True)
    )
    Change.objects.bulk_create(
        line for party, host in zip(parties, hosts, strict=True) for line in _lines(party, host, by)
    )
    _wishes(edition, parties, asked_of, chance, by)
    edition.counter = len(parties)
    edition.save(update_fields=["counter"])
    return parties


def _remembered(answers, keeps_contacts):
    """The answers without what has expired since."""
    kept = dict(answers)
    if not (keeps_contacts and answers["ask_next_year"]):
        kept |= PERSONAL
    if answers["level"] != ListingLevel.EXACT:
        kept |= {"lat": round(answers["lat"], 3), "lng": round(answers["lng"], 3)}
        kept |= {"number": str(hundred(answers["number"]))}
    return kept


def _party(edition, number, answers, at, chance, by):
    reference = f"{edition.community.code}-{edition.year % 100:02d}-{number:04d}"
    key = uuid.UUID(int=chance.getrandbits(128), version=4)
    party = Party(key=key, edition=edition, reference=reference, created_at=at)
    asked.fill(party, answers)
    party.rules_version = edition.rules_version
    party.review = Review.APPROVED
    party.submitted_at = at + dt.timedelta(minutes=chance.randrange(2, 300))
    party.approved_at = party.decided_at = party.submitted_at + dt.timedelta(hours=chance.randrange(3, 70))
    party.decided_by = by
    party.outcome = chance.choices([Outcome.HELD, Outcome.UNKNOWN, Outcome.NOT_HELD], [82, 12, 6])[0]
    if party.outcome != Outcome.UNKNOWN:
        party.outcome_source = chance.choices([*SAID_BY], [*SAID_BY.values()])[0]
        party.outcome_at = _two_days_after(party)
        party.outcome_by = None if party.outcome_source == OutcomeSource.HOST else by
    if party.outcome == Outcome.HELD:
        party.attendance = round(party.expected * chance.uniform(0.6, 1.5))
    party.revision = 5 if party.outcome != Outcome.UNKNOWN else 4
    party.search_text = words_of(party)
    return party


def _slug(party, slugs):
    with override("en"):
        stem = slug_of(place_of(party), max_length=70)
    slug, number = stem, 1
    while slug in slugs:
        number += 1
        slug = f"{stem}-{number}"
    slugs.add(slug)
    return slug


def _host(party, answers):
    values = {column: answers[name] for name, column in asked.MAIN_HOST.items()}
    return Host(party=party, confirmed_at=party.submitted_at, **values)


def _two_days_after(party):
    morning = dt.datetime.combine(party.date, dt.time(10), tzinfo=party.edition.community.zone)
    return morning + dt.timedelta(days=2)


def _lines(party, host, by):
    """The party's history, oldest first."""
    lines = [
        Change(party=party, at=party.created_at, deed=Deed.REGISTERED, by_host=host, revision=2),
        Change(party=party, at=party.submitted_at, deed=Deed.CONFIRMED, by_host=host, revision=3),
        Change(party=party, at=party.approved_at, deed=Deed.APPROVED, by_user=by, revision=4),
    ]
    if party.outcome != Outcome.UNKNOWN:
        who = {"by_host": host} if party.outcome_by is None else {"by_user": party.outcome_by}
        lines.append(Change(party=party, at=party.outcome_at, deed=Deed.OUTCOME_SET, revision=5, **who))
    return lines


def _wishes(edition, parties, asked_of, chance, by):
    """Closures and visits of the parties, all decided."""
    kinds = {kind.code: kind for kind in edition.visitor_kinds.all()}
    closures, visits = [], []
    for party, (block, answers) in zip(parties, asked_of, strict=True):
        if party.place_kind == "street" and party.street and chance.random() < 0.55:
            first, second = block.crossings
            closures.append(
                Closure(
                    party=party,
                    street=party.street,
                    from_street=first,
                    to_street=second,
                    starts=edition.starts,
                    ends=edition.ends,
                    state=Closure.State.APPROVED,
                    decided_at=party.approved_at,
                    decided_by=by,
                )
            )
        for code in answers["visitors"]:
            state = chance.choices(["kept", "missed", "declined"], [6, 3, 1])[0]
            visits.append(VisitRequest(party=party, kind=kinds[code], state=state))
    Closure.objects.bulk_create(closures)
    VisitRequest.objects.bulk_create(visits)
