"""What is taken away when a party is forgotten: contacts, the exact place, every text somebody typed, files.

Counts, days, choices from lists, states, the outcome and the lines of history stay. Call it inside a transaction.
"""

import re
from collections import Counter
from functools import partial

from django.db import transaction
from django.db.models import F, Q

from events import comeback, history, registry, shelf, whereabouts
from events.lib.streets import block_of
from events.models import (
    HOME_PLACES,
    ChangedValue,
    Closure,
    Deed,
    Draft,
    Host,
    Introduction,
    Letter,
    ListingLevel,
    Note,
    Notice,
    Party,
    Petition,
    Proposal,
    Question,
    VisitRequest,
)

# What a line of history may go on telling: closed lists, days, times and numbers. All else somebody has typed.
TOLD_FOR_EVER = {
    *("review", "closure", "night", "night_time", "outcome", "attendance", "outcome_source", "neighborhood"),
    *("date", "rain_date", "starts", "ends", "best_time", "rain_plan", "closure_starts", "closure_ends"),
    *("place_kind", "host_kind", "open_to", "level", "expected", "children", "activities", "accessibility"),
    *("languages", "permits", "visitors", "no_uniforms", "kit_wanted", "ask_next_year", "show_organization"),
    *("neighborhood_chosen", "closure_wanted", "barricades", "share"),
}
AFTERWARDS = ("reason", "went_well", "night_words")
TYPED = ("description", "bring", "avoid_times", "topic", "access_notes", "other_day_reason", *AFTERWARDS)
PUBLIC_NAMES = ("title", "organization")
PLACE = ("number", "street", "place_name", "lat", "lng", "public_lat", "public_lng", "level")
KEPT_IN_PART = (*PUBLIC_NAMES, *PLACE, "search_text")
OWED = (Notice.State.QUEUED, Notice.State.CALL, Notice.State.FAILED, Notice.State.IN_DOUBT)
EMPTY_CONTACT = Q(name="", email="", phone="")
EMPTY_LETTER = Q(to_email="", context={}, last_error="")
SHORTEST_SECRET = 2


def forget(parties, *, by, now, people):
    """Take away all that is personal about `parties` (locked rows of one community); `people` are the hosts to forget.

    Gives a Counter of the rows by kind. Files leave the disk when the transaction is through.
    """
    secrets = {party.pk: _secrets_of(party) for party in parties}
    counts = clear(parties, now=now, people=people, readers=people)
    for party in parties:
        _close_texts(party, secrets[party.pk])
    narrowed = [party for party in parties if _coarsen(party)]
    whereabouts.show_pins(parties)
    for party in parties:
        party.lat, party.lng = party.public_lat, party.public_lng
        party.ask_next_year, party.forgotten_at = False, now
        party.search_text = registry.words_of(party)
    _find_addresses(parties, narrowed)
    keys = [party.pk for party in parties]
    gone = dict.fromkeys(TYPED, "") | {"ask_next_year": False, "forgotten_at": now}
    Party.objects.filter(pk__in=keys).update(**gone)
    for party in parties:  # a statement for all of them at once takes five times as long to be put together
        Party.objects.filter(pk=party.pk).update(**{name: getattr(party, name) for name in KEPT_IN_PART})
    VisitRequest.objects.filter(party__in=keys).exclude(reason="").update(reason="")
    _forget_closures(keys)
    history.record_all([(party, ()) for party in parties], Deed.FORGOTTEN, by=by, now=now)
    return counts + Counter(parties=len(parties))


def clear(parties, *, now, people, readers, before=None):
    """Take away what is around `parties`: `people`, letters, uploads, conversations, and values in the history.

    The parties' answers stay as they are. Of the letters those to the `readers` (Hosts) go, and those to nobody's row;
    with `before` only older ones, and not those that asked somebody to register again. Gives a Counter by kind.
    """
    keys = [party.pk for party in parties]
    counts = Counter(contacts=_forget_people(people, now))
    counts["letters"] = _forget_letters(keys, readers, before)
    counts["files"] = _forget_files(keys)
    counts["drafts"] = _deleted(Draft.objects.filter(party__in=keys), Draft)
    for name, model in (("questions", Question), ("notes", Note), ("proposals", Proposal)):
        counts[name] = _deleted(model.objects.filter(party__in=keys), model)
    Party.objects.filter(pk__in=keys).update(**dict.fromkeys(AFTERWARDS, ""))
    typed = ChangedValue.objects.filter(change__party__in=keys).exclude(field__in=TOLD_FOR_EVER)
    counts["values"] = _deleted(typed, ChangedValue)
    return counts


def clear_typed(parties):
    """Empty what was typed about parties after they were forgotten."""
    Party.objects.filter(pk__in=[party.pk for party in parties]).update(**dict.fromkeys(TYPED, ""))
    for edition in {party.edition for party in parties}:
        edition.touch()


def unname(people):
    """Take the names of these hosts, while they are still known, out of letters to the other hosts of their parties."""
    for host in people:
        named = Q(context__by=host.name) | Q(context__name=host.name) if host.name else Q(pk__in=[])
        for letter in Notice.objects.filter(named, party=host.party_id).exclude(host=host):
            letter.context |= {word: "" for word in ("by", "name") if letter.context.get(word) == host.name}
            letter.save(update_fields=["context"])


def end_introductions(parties):
    """Delete the introductions of these parties, with the contacts and letters in them; gives their number."""
    keys = [party.pk for party in parties]
    return _deleted(Introduction.objects.filter(Q(party__in=keys) | Q(other__in=keys)), Introduction)


def _deleted(rows, model):
    return rows.delete()[1].get(model._meta.label, 0)


def _forget_people(people, now):
    """Empty the rows of hosts; their links and devices end. Gives their number."""
    fresh = [host.pk for host in people if host.forgotten_at is None or host.name or host.email or host.phone]
    ended = {"forgotten_at": now, "wants_reminders": False, "link_version": F("link_version") + 1}
    return Host.objects.filter(pk__in=fresh).update(name="", email="", phone="", **ended)


def _forget_letters(keys, readers, before):
    """Empty the letters; one that has not left never leaves. Gives their number."""
    to = Q(host__in=[host.pk for host in readers]) | Q(host__isnull=True)
    rows = Notice.objects.filter(to, party__in=keys)
    if before is not None:
        rows = rows.filter(created_at__lt=before).exclude(kind=comeback.LETTER)
    Letter.objects.filter(notice__in=rows.values("pk")).delete()
    rows.filter(state__in=OWED).update(state=Notice.State.EXPIRED)
    return rows.exclude(EMPTY_LETTER).update(to_email="", context={}, last_error="")


def _forget_files(keys):
    petitions = Petition.objects.filter(Q(party__in=keys) | Q(draft__party__in=keys))
    paths = list(petitions.values_list("path", flat=True))
    petitions.delete()
    for path in paths:
        transaction.on_commit(partial(shelf.take_away, path))
    return len(paths)


def _forget_closures(keys):
    """Empty what was typed about closures; which street it was stays only where everybody could read it."""
    closures = Closure.objects.filter(party__in=keys)
    closures.update(neighbors_told="", barricades_at="", reason="")
    hidden = closures.filter(party__level__in=[ListingLevel.NEIGHBORHOOD, ListingLevel.UNLISTED])
    hidden.update(street="", from_street="", to_street="", line=None)


def _secrets_of(party):
    """What must not stand in a public name: the house number, and what its hosts are known by."""
    known = [word for host in party.hosts.all() for word in (host.name, *host.name.split(), host.email, host.phone)]
    return [party.number, *known]


def _close_texts(party, secrets):
    """Empty what was typed; the public names stay unless they tell a person, a number or an address.

    Those of a party that was merged go: whom they might tell of is a host of the other one now, or forgotten already.
    """
    for name in TYPED:
        setattr(party, name, "")
    for name in PUBLIC_NAMES:
        if party.merged_into_id is not None or tells(getattr(party, name), secrets):
            setattr(party, name, "")


def tells(text, secrets):
    """Whether a text holds one of the secrets, an e-mail address or a phone number, however it is written."""
    plain = text.casefold()
    if "@" in plain or re.search(r"(\d[\s().-]*){7}", plain):
        return True
    wanted = {secret.casefold() for secret in secrets if len(secret) >= SHORTEST_SECRET}
    return any(re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", plain) for secret in wanted)


def _coarsen(party):
    """Leave of the place what its listing level showed, of a home shown exactly its block; tells whether it was one."""
    is_exact_home = (
        party.level == ListingLevel.EXACT and party.place_kind in HOME_PLACES and bool(party.street or party.number)
    )
    if is_exact_home:
        party.level = ListingLevel.BLOCK
    if party.level == ListingLevel.EXACT:
        return False
    hundred, street = block_of(party.number, party.street)
    party.number, party.street, party.place_name = "" if hundred is None else str(hundred), street, ""
    if party.level != ListingLevel.BLOCK:
        party.number = party.street = ""
    return is_exact_home


def _find_addresses(parties, narrowed):
    """Count a public change, and give the pages whose address told a house (`narrowed`) a new one."""
    for edition in sorted({party.edition for party in parties}, key=lambda edition: edition.pk):
        edition.touch()  # first: it locks the edition, so that two parties cannot take one slug
    for party in narrowed:
        if party.slug is not None:
            party.slug = registry.free_slug(party)
            Party.objects.filter(pk=party.pk).update(slug=party.slug)
