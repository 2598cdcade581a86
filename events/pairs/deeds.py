"""What a coordinator does about two parties close to each other: introduce their hosts, make one of two, or leave them.

Each deed is one transaction and takes `by` (the User), `now` and `seen`, the revisions of (party, other) the person had
before them. It raises history.Outdated when one has changed since, StepRefused where their states do not allow it.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from events import history, introductions
from events.lib.geometry import distance_m
from events.mail import notices
from events.models import (
    Closure,
    Deed,
    Host,
    Introduction,
    Note,
    Party,
    PlaceKind,
    Proposal,
    Review,
    StepRefused,
    VisitRequest,
)

Answer = Introduction.Answer


def between(party, other):
    """The introductions of these two, oldest first."""
    pair = Q(party=party, other=other) | Q(party=other, other=party)
    return Introduction.objects.filter(pair, kind=Introduction.Kind.PAIR).select_related("by")


def metres_between(party, other):
    """How far their exact pins are apart, or None while one has none."""
    if party.lat is None or other.lat is None:
        return None
    return distance_m(party.lat, party.lng, other.lat, other.lng)


def are_of_one_person(party, other):
    """Whether both were registered with the same e-mail address, or the same phone where there is none."""
    mine, theirs = party.main_host(), other.main_host()
    if mine is None or theirs is None:
        return False
    if mine.email and theirs.email:
        return mine.email.casefold() == theirs.email.casefold()
    return bool(mine.phone) and mine.phone == theirs.phone


def may_be_introduced(party, other):
    """Whether their hosts can be asked: both confirmed and on, two people, and not being asked already."""
    is_asked = between(party, other).filter(ended_at__isnull=True).exists()
    return may_be_merged(party, other) and not are_of_one_person(party, other) and not is_asked


def may_be_merged(party, other):
    """Whether one could take the other in: both confirmed and on, in one edition."""
    is_on = {party.review, other.review} <= introductions.LIVE
    return is_on and party.edition_id == other.edition_id and party.pk != other.pk


def may_be_separated(party, other):
    """Whether it is still to be said that they are two: nothing about them is settled."""
    return not between(party, other).filter(ended_at__isnull=False).exists() and party.pk != other.pk


def _both(party, other, seen):
    """Both rows, locked and fresh, the earlier one first of all, so that no two deeds wait for each other."""
    wanted = {party.pk: seen[0], other.pk: seen[1]}
    rows = {pk: history.locked(Party(pk=pk), seen=wanted[pk]) for pk in sorted(wanted)}
    return rows[party.pk], rows[other.pk]


def introduce(party, other, *, by, seen, now, note=""):
    """Ask both main hosts whether they want to know each other; gives the Introduction."""
    with transaction.atomic():
        party, other = _both(party, other, seen)
        if not may_be_introduced(party, other):
            raise StepRefused(f"{party.reference} and {other.reference} cannot be introduced")
        introduction = Introduction.objects.create(
            kind=Introduction.Kind.PAIR, party=party, other=other, by=by, created_at=now
        )
        for one in (party, other):
            history.record(one, Deed.INTRODUCED, by=by, now=now, note=note)
            notices.pair_asked(one.main_host(), introduction, now=now, note=note)
        return introduction


def separate(party, other, *, by, seen, now, note=""):
    """Remember that these are two parties, so that no check asks again: a pair that ended, and a note on both."""
    with transaction.atomic():
        party, other = _both(party, other, seen)
        if not may_be_separated(party, other):
            raise StepRefused(f"{party.reference} and {other.reference} are settled")
        two, _is_new = (
            between(party, other)
            .filter(ended_at__isnull=True)
            .get_or_create(
                defaults={"kind": Introduction.Kind.PAIR, "party": party, "other": other, "by": by, "created_at": now}
            )
        )
        two.party_answer, two.other_answer, two.ended_at = Answer.NO, Answer.NO, now
        two.save(update_fields=["party_answer", "other_answer", "ended_at"])
        for one, its_other in ((party, other), (other, party)):
            words = f"Not the same party as {its_other.reference}. {note}".strip()
            Note.objects.create(party=one, by=by, at=now, text=words)
        return two


@dataclass(frozen=True)
class Merging:
    """What a coordinator says about a merger beside which party stays."""

    expected: int | None = None
    children: int | None = None
    takes_closure: bool = False
    note: str = ""


def merge(stays, goes, *, by, seen, now, merging=None):
    """Make one party of two; `goes` ends as cancelled, with all its history, and leads to `stays`. Gives `stays`.

    Its hosts come along as joined hosts and their links lead to the party that stays, visits that were asked for are
    united, its closure is withdrawn or taken over. All hosts get a letter. Both main hosts must have agreed that they
    learn each other's contact; the form asks for it.
    """
    merging = merging or Merging()
    with transaction.atomic():
        stays, goes = _both(stays, goes, seen)
        if not may_be_merged(stays, goes):
            raise StepRefused(f"{goes.reference} cannot be merged into {stays.reference}")
        one_person = are_of_one_person(stays, goes)
        main, other_main = stays.main_host(), goes.main_host()
        _end(goes, stays, by, now, merging)
        moved = _move_hosts(goes, stays)
        _unite_visits(goes, stays)
        closure = _settle_closure(goes, stays, merging.takes_closure)
        values = [*_counts(stays, merging), ("merged", None, goes.reference), *closure]
        history.record(stays, Deed.MERGED, by=by, now=now, values=values, note=merging.note)
        stays.edition.touch()
        _tell(stays, moved, main, None if one_person else other_main, now, merging.note)
        return stays


def _end(goes, stays, by, now, merging):
    """Cancel the party that goes, end what waits about it, and write its last line of history."""
    before = goes.review
    goes.become(Review.CANCELLED)
    goes.merged_into = stays
    goes.reason = f"Together with {stays.reference}. {merging.note}".strip()
    goes.decided_at, goes.decided_by, goes.waiting_since = now, by, None
    goes.save(update_fields=["review", "merged_into", "reason", "decided_at", "decided_by", "waiting_since"])
    Party.objects.filter(merged_into=goes).update(merged_into=stays)
    goes.proposals.filter(state=Proposal.State.OPEN).update(state=Proposal.State.WITHDRAWN, decided_at=now)
    between(goes, stays).filter(ended_at__isnull=True).update(ended_at=now)
    introductions.called_off(goes, now=now)
    values = [("review", before, goes.review), ("merged_into", None, stays.reference)]
    history.record(goes, Deed.MERGED, by=by, now=now, values=values, note=merging.note)


def _move_hosts(goes, stays):
    """Make joined hosts of the hosts of `goes`; gives those who came.

    Somebody who is a host of `stays` already, by an e-mail shown to work for both, keeps the old row, whose link leads
    to the other one (`access.led_on`); so does one whom only a phone number names.
    """
    there = list(stays.hosts.all())
    emails = {host.email.casefold() for host in there if host.email and host.confirmed_at}
    phones = {host.phone for host in there if host.phone and not host.email}
    moved = []
    for host in goes.hosts.all():
        is_there = host.email.casefold() in emails and host.confirmed_at if host.email else host.phone in phones
        if not is_there:
            host.party, host.role = stays, Host.Role.JOINED
            host.save(update_fields=["party", "role"])
            moved.append(host)
    return moved


def _unite_visits(goes, stays):
    """Carry over the visits that `stays` did not ask for; a wish for the same kind of visitor is one wish."""
    there = set(stays.visit_requests.values_list("kind", flat=True))
    goes.visit_requests.exclude(kind__in=there).update(party=stays)
    goes.visit_requests.filter(state=VisitRequest.State.REQUESTED).delete()


def closure_to_take(stays, goes):
    """The live closure that `stays` could take over from `goes`, or None: where it is in a street and has none."""
    mine, theirs = Closure.objects.filter(party=stays).first(), Closure.objects.filter(party=goes).first()
    has_own = mine is not None and mine.state != Closure.State.WITHDRAWN
    is_live = theirs is not None and theirs.state not in (Closure.State.WITHDRAWN, Closure.State.DECLINED)
    return theirs if is_live and not has_own and stays.place_kind == PlaceKind.STREET else None


def _settle_closure(goes, stays, takes_closure):
    """Hand the closure over to be decided anew, or withdraw it; gives what changed for `stays`."""
    taken = closure_to_take(stays, goes) if takes_closure else None
    if taken is None:
        Closure.objects.filter(party=goes).update(state=Closure.State.WITHDRAWN)
        return []
    Closure.objects.filter(party=stays).delete()
    taken.party, taken.state = stays, Closure.State.REQUESTED
    taken.reason, taken.decided_at, taken.decided_by = "", None, None
    taken.save()
    return [("closure", None, taken.state)]


def _counts(stays, merging):
    """Write how many are expected now; gives what differs."""
    values = [
        (name, getattr(stays, name), said)
        for name, said in (("expected", merging.expected), ("children", merging.children))
        if said is not None and said != getattr(stays, name)
    ]
    for name, _before, said in values:
        setattr(stays, name, said)
    if values:
        stays.save(update_fields=[name for name, _before, _said in values])
    return values


def _tell(stays, moved, main, other_main, now, note):
    """A letter to all hosts: those who were there learn the other main host's contact, those who came the main host's.

    `other_main` is None where one person had registered both, and no contact is told.
    """
    came = {host.pk for host in moved}
    for host in stays.hosts.all():
        if host.email or host.pk == main.pk or (other_main and host.pk == other_main.pk):
            contact = main if host.pk in came else other_main
            host.party = stays
            notices.merged(host, now=now, contact=contact if other_main else None, note=note)
