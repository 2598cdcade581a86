"""Retention: whose time is over. Contacts and exact places leave, counts and history stay (see `events.erasing`).

A party is due when its community's days (`contacts_kept_days`) after its own date have passed. Who may be asked again,
by their own wish or because a city brought last year's list with it, is kept with the answers until the registration
of the next night has closed, and never longer than KEPT_AT_MOST; what stands around such a party leaves all the same.
"""

import datetime as dt
from collections import Counter

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from events import comeback, erasing, history
from events.models import (
    ChangedValue,
    Community,
    Deed,
    Draft,
    Host,
    Introduction,
    Letter,
    Note,
    Notice,
    Party,
    Petition,
    Proposal,
    Question,
    Review,
    Source,
    Storm,
)
from events.questions import answers as asked

KEPT_AT_MOST = dt.timedelta(days=550)
CHUNK = 50
AROUND = (Draft, Note, Petition, Proposal, Question)


def forget(now, *, community=None, dry_run=False):
    """Forget what is due at `now`, in all communities or one; gives [(community, Counter)] of what was taken away.

    It may be run at any time and twice. A dry run takes everything back, chunk by chunk, and counts the same.
    """
    communities = [community] if community is not None else Community.objects.order_by("name")
    return [(one, _forget_in(one, now, dry_run)) for one in communities]


def _forget_in(community, now, dry_run):
    counts = Counter()
    limit = now - dt.timedelta(days=community.contacts_kept_days)
    whole, around = due(community, now)
    for keys, deed in ((whole, _wholly), (around, _around)):
        for start in range(0, len(keys), CHUNK):
            with transaction.atomic():
                counts += deed(_locked(keys[start : start + CHUNK]), now, limit)
                transaction.set_rollback(dry_run)
    counts["letters"] += _forget_reports(community, limit, dry_run)
    if not dry_run:
        _forget_storms(community, limit)
    return counts


def _forget_reports(community, limit, dry_run):
    """Empty what residents wrote to staff about listings: the letters stand at no party. Gives their number."""
    old = Notice.objects.filter(community=community, party__isnull=True, user__isnull=False, created_at__lt=limit)
    old = old.exclude(context={})
    if dry_run:
        return old.count()
    with transaction.atomic():
        Letter.objects.filter(notice__in=old.values("pk")).delete()
        return old.update(context={})


def _forget_storms(community, limit):
    """Take what parties had before a storm out of it; how the night stood is for the letters and calls about it."""
    for storm in Storm.objects.filter(edition__community=community, at__lt=limit):
        if storm.before.get("parties"):
            storm.before["parties"] = {}
            storm.save(update_fields=["before"])


def due(community, now):
    """Keys of the parties to forget wholly, and of those kept for next year of which only the surroundings go.

    Only parties of which there is something left.
    """
    today = community.today(now)
    limit = now - dt.timedelta(days=community.contacts_kept_days)
    last_day = today - dt.timedelta(days=community.contacts_kept_days)
    rows = Party.objects.in_community(community).filter(date__lt=last_day)
    rows = rows.filter(Q(forgotten_at__isnull=True) | Q(date__gte=last_day - KEPT_AT_MOST))
    waiting = [edition.pk for edition in community.editions.all() if _is_open_to_ask(edition, today)]
    invited = Q(ask_next_year=True) | Q(source=Source.IMPORT)
    kept = Q(invited, edition__in=waiting, review=Review.APPROVED, forgotten_at__isnull=True)
    known = Host.objects.filter(party=OuterRef("pk")).exclude(erasing.EMPTY_CONTACT)
    left = Exists(known) | _left_around(limit) | _said_in(erasing.TYPED)
    whole = rows.exclude(kept).filter(Q(forgotten_at__isnull=True) | left)
    around = rows.filter(kept).filter(Exists(known.exclude(role=Host.Role.MAIN)) | _left_around(limit))
    return (list(found.order_by("pk").values_list("pk", flat=True)) for found in (whole, around))


def last_day(party):
    """The last local day on which the party's contacts are kept, unless its host may be asked again next year."""
    return party.date + dt.timedelta(days=party.community.contacts_kept_days)


def is_asked_again(party, now):
    """Whether the main host of the party is kept to be asked again."""
    invited = party.ask_next_year or party.source == Source.IMPORT
    return invited and party.review == Review.APPROVED and _is_open_to_ask(party.edition, party.community.today(now))


def _is_open_to_ask(edition, today):
    """Whether hosts of this night may still be asked to come again: until the next registration closes."""
    later = edition.community.editions.public().filter(date__gt=edition.date).order_by("date").first()
    is_open = later is None or today <= later.listing_until
    return is_open and today <= edition.date + KEPT_AT_MOST


def _left_around(limit):
    """The condition (Q) for parties around which something personal is left."""
    values = ChangedValue.objects.filter(change__party=OuterRef("pk")).exclude(field__in=erasing.TOLD_FOR_EVER)
    letters = Notice.objects.filter(party=OuterRef("pk"), created_at__lt=limit).exclude(kind=comeback.LETTER)
    letters = letters.exclude(erasing.EMPTY_LETTER)
    found = Q(Exists(values)) | Q(Exists(letters)) | _said_in(erasing.AFTERWARDS)
    found |= Q(Exists(Introduction.objects.filter(Q(party=OuterRef("pk")) | Q(other=OuterRef("pk")))))
    for model in AROUND:
        found |= Q(Exists(model.objects.filter(party=OuterRef("pk"))))
    return found


def _said_in(columns):
    """The condition (Q) for parties with words in one of the columns."""
    found = Q()
    for column in columns:
        found |= ~Q(**{column: ""})
    return found


def _locked(keys):
    rows = Party.objects.filter(pk__in=keys).select_for_update(of=["self"]).order_by("pk")
    return list(rows.select_related("edition__community", "neighborhood").prefetch_related("hosts"))


def _wholly(parties, now, _limit):
    counts = Counter(introductions=erasing.end_introductions(parties))
    fresh = [party for party in parties if party.forgotten_at is None]
    if fresh:
        counts += erasing.forget(fresh, by=None, now=now, people=_people_of(fresh))
    rest = [party for party in parties if party not in fresh]  # forgotten at the main host's wish, before their time
    if rest:
        counts += erasing.clear(rest, now=now, people=_people_of(rest), readers=_people_of(rest))
        erasing.clear_typed(rest)  # a second contact or staff may have written more since
    return counts


def _around(parties, now, limit):
    counts = Counter(introductions=erasing.end_introductions(parties))
    people = _people_of(parties)
    others = [host for host in people if host.role != Host.Role.MAIN]
    counts += erasing.clear(parties, now=now, people=others, readers=people, before=limit)
    return counts + Counter(kept=len(parties))


def _people_of(parties):
    return [host for party in parties for host in party.hosts.all()]


def forget_party(party, *, by, now):
    """Forget a party at its main host's own wish: the host, the place and all that was typed, letters too.

    So are other registrations of theirs that were merged into it. Second contacts and joined hosts stay until their
    time: they have to hear that it is off. Gives the fresh party.
    """
    with transaction.atomic():
        found = _locked([party.pk, *merged_of(party.hosts.get(role=Host.Role.MAIN))])
        people = [host for host in _people_of(found) if host.role == Host.Role.MAIN]
        erasing.unname(people)
        erasing.forget(found, by=by, now=now, people=people)
        return next(one for one in found if one.pk == party.pk)


def forget_person(host, *, now):
    """Take a second contact or joined host off their party, with their letters and what the history says of them.

    The registration with which a joined host came is forgotten whole.
    """
    with transaction.atomic():
        merged = _locked([host.party_id, *merged_of(host)])
        merged = [one for one in merged if one.pk != host.party_id]
        if merged:
            mains = [one for one in _people_of(merged) if one.role == Host.Role.MAIN]
            erasing.forget(merged, by=host, now=now, people=mains)
        party = history.locked(host.party)
        named = asked.SECOND_HOST if host.role == Host.Role.SECOND else {"joined"}
        for value in ChangedValue.objects.filter(change__party=party, field__in=named):
            if host.role == Host.Role.SECOND or host.name in (value.before, value.after):
                value.delete()
        if host.email:
            wishes = party.introductions.filter(kind=Introduction.Kind.JOIN, email__iexact=host.email)
            wishes.delete()
        erasing.unname([host])
        host.delete()
        history.record(party, Deed.CONTACT_CHANGED, by=None, now=now)


def merged_of(host):
    """Keys of the parties that were merged into the host's and had been the host's own."""
    theirs = Q(changes__by_host=host, changes__deed=Deed.REGISTERED)
    if host.email and host.confirmed_at is not None:
        theirs |= Q(hosts__role=Host.Role.MAIN, hosts__email__iexact=host.email)
    rows = Party.objects.filter(theirs, merged_into=host.party_id, forgotten_at__isnull=True)
    return set(rows.values_list("pk", flat=True))
