"""The registry's own deeds: put a party into it, and change one. Used by hosts, staff entries and imports alike.

Each is one transaction that writes the rows, the history and the letters owed.
"""

from django.db import IntegrityError, transaction
from django.utils.translation import override

from events import history, whereabouts
from events.closing import petitions
from events.closing.look import settle
from events.lib.geometry import distance_m
from events.lib.streets import same_street
from events.lib.texts import slug_of
from events.listing import organization_of, place_of
from events.mail import notices
from events.models import Deed, Edition, Host, Party, Review, Source
from events.questions import answers as asked

RETURNING_M = 150
TOLD = {
    "time": {"starts", "ends"},
    "date": {"date"},
    "place": {"place_kind", "number", "street", "place_name", "lat", "lng"},
}  # what the public is told when it changes after the approval


def register(edition, answers, *, key, now, source=Source.WEB, by=None, draft=None, confirmed=False):
    """Make a party of complete `answers`; the same `key` (UUID) gives the same party, however often it is sent.

    A web registration waits for its e-mail to be confirmed (a confirm letter is owed), unless the link to last time's
    answers went to that e-mail; one entered or imported by staff (`by`, or `confirmed`) goes straight to review. Gives
    the party.
    """
    try:
        with transaction.atomic():
            party = Party.objects.filter(key=key).first()
            return party or _registered(edition, answers, key, now, source, by, draft, confirmed)
    except IntegrityError:
        party = Party.objects.filter(key=key).first()
        if party is None:
            raise
        return party


def _registered(edition, answers, key, now, source, by, draft, confirmed):
    is_proven = source == Source.WEB and _is_proven(draft, answers)
    straight = confirmed or is_proven or source != Source.WEB
    # The number comes first: it locks the edition, so that who registers while areas are imported sees the new ones.
    party = Party(key=key, edition=edition, source=source, created_at=now, reference=edition.next_reference())
    asked.fill(party, _on_the_night(edition, answers))
    _follow_pin(party)
    party.rules_version = edition.rules_version if answers.get("rules_accepted") else None
    party.review = Review.SUBMITTED if straight else Review.UNCONFIRMED
    party.submitted_at = party.waiting_since = now if straight else None
    party.search_text = words_of(party)
    whereabouts.show_pins([party])
    party.save()
    whereabouts.put_in_districts([party])
    host = asked.fill_hosts(party, answers)
    _fill_closure(party, answers, now)
    if draft is not None:
        petitions.hand_over(draft, party)
    asked.fill_visits(party, answers)
    asked.fill_kit(party, answers)
    previous = _continued(party, host, draft)
    if previous is not None:
        party.previous = previous
        party.save(update_fields=["previous"])
    if draft is not None:
        draft.party = party
        draft.answers = {}
        draft.save(update_fields=["party", "answers"])
    deed = {Source.STAFF: Deed.ENTERED, Source.IMPORT: Deed.IMPORTED}.get(source, Deed.REGISTERED)
    history.record(party, deed, by=by if by is not None else host, now=now)
    if source == Source.WEB:
        (notices.received if straight else notices.confirm)(host, now=now)
        if is_proven:
            _count_as_proven(host, now)
    elif source == Source.STAFF:
        notices.entered(host, now=now)
    return party


def _on_the_night(edition, answers):
    """The answers, moved along where the locked edition was postponed while they were on their way."""
    date = Edition.objects.values_list("date", flat=True).get(pk=edition.pk)
    if date == edition.date or answers.get("date") != edition.date.isoformat():
        return answers
    edition.date = date
    return answers | {"date": date.isoformat()}


def confirm(host, *, now, by=None):
    """Count the host's e-mail as confirmed; an unconfirmed party is submitted. Gives the fresh party.

    `by` is the coordinator who confirmed by phone. Confirming twice changes nothing.
    """
    with transaction.atomic():
        party = history.locked(host.party)
        if host.confirmed_at is None and by is None:
            Host.objects.filter(pk=host.pk).update(confirmed_at=now)
        if party.review != Review.UNCONFIRMED:
            return party
        party.become(Review.SUBMITTED)
        party.submitted_at = party.waiting_since = now
        party.save(update_fields=["review", "submitted_at", "waiting_since"])
        history.record(party, Deed.CONFIRMED_BY_PHONE if by else Deed.CONFIRMED, by=by or host, now=now)
        notices.received(host, now=now)
        second = party.hosts.filter(role=Host.Role.SECOND).first()
        if second is not None:
            notices.second_contact(second, now=now)
        return party


def change(party, answers, *, by, now, deed=Deed.EDITED, seen=None, note=""):
    """Write `answers` (a part of them) to the party: rows, history, page address, search words. Gives the Change.

    A new day, time or place of an approved party is told to the public; a new e-mail of a host ends the old links and
    brings a new one. Gives None when nothing differs.

    Raises history.Outdated when `seen` is not the party's revision any more.
    """
    with transaction.atomic():
        party = history.locked(party, seen=seen)
        before = asked.answers_of(party)
        differences = asked.changed(before, answers)
        if not differences:
            return None
        names = {name for name, _before, _after in differences}
        moved = names if before["lat"] is not None else names - {"lat", "lng"}  # a first pin moves nothing
        told = [word for word, fields in TOLD.items() if fields & moved]
        if told and party.review == Review.APPROVED:
            party.public_note = {"at": now.isoformat(), "fields": told}
        if party.slug is not None:
            party.edition.touch()  # first: it locks the edition, so that two parties cannot take one slug
        asked.fill(party, answers)
        if {"lat", "lng"} & names:
            _follow_pin(party)
        party.search_text = words_of(party)
        if party.slug is not None:
            party.slug = free_slug(party)
        whereabouts.show_pins([party])
        party.save()
        if {"lat", "lng"} & names:
            whereabouts.put_in_districts([party])
        asked.fill_hosts(party, answers)
        if "date" in names:
            asked.ask_closure_again(party)
        _fill_closure(party, answers, now, is_moved="date" in names)
        asked.fill_visits(party, answers)
        asked.fill_kit(party, answers)
        line = history.record(party, deed, by=by, now=now, values=differences, note=note)
        if "email" in names:
            _move_host(party, before["email"], now)
        second = party.hosts.filter(role=Host.Role.SECOND).first()
        if second is not None and second.email != before["second_email"]:
            _greet_second(party, second, before["second_email"], now)
        return line


def send_link(host, *, now):
    """Owe the host the secret link, or the letter that confirms while a main host still has to. Gives the notice."""
    waits = host.party.review == Review.UNCONFIRMED and host.role == Host.Role.MAIN and host.email
    return (notices.confirm if waits else notices.host_link)(host, now=now)


def _fill_closure(party, answers, now, *, is_moved=False):
    """Write the closure wish; a new stretch, or a new day, also settles where it is and what it costs."""
    closure = asked.fill_closure(party, answers)
    if closure is not None and (closure.asked_at is None or is_moved):
        closure.party = party
        settle(closure, now=now)


def _follow_pin(party):
    """Put the party in the area of its pin where nobody chose another: the answers may be older than the areas."""
    if party.lat is not None and not party.neighborhood_chosen:
        here = whereabouts.neighborhood_at(party.community, party.lat, party.lng)
        party.neighborhood = here or party.neighborhood


def _move_host(party, old_email, now):
    """Send a new link to the main host's new address, where opening it proves the address, and tell the old one.

    The old links end: whoever reads the old mailbox is not let in any more. An address that nothing ever proved may be
    a stranger's, and is not written to again.
    """
    host = party.hosts.get(role=Host.Role.MAIN)
    if host.email.casefold() == old_email.casefold():
        return
    host.party = party
    host.confirmed_at = None
    host.link_version += 1
    host.save(update_fields=["confirmed_at", "link_version"])
    if host.email:
        send_link(host, now=now)
    if old_email and party.review != Review.UNCONFIRMED:
        notices.contact_changed(host, old_email, now=now)


def _greet_second(party, second, old_email, now):
    """Give the second contact's new address a link of its own; whoever held the old address loses theirs.

    While the host's e-mail is not confirmed nobody else is written to: `confirm` does it then.
    """
    if old_email:
        second.link_version += 1
        second.confirmed_at = None
        second.save(update_fields=["link_version", "confirmed_at"])
    if second.email and party.review != Review.UNCONFIRMED:
        notices.second_contact(second, now=now)


def free_slug(party, *, taken=None):
    """A slug for the party's page at its listing level that no other party of the edition holds.

    `taken` are the others' slugs where they are at hand; else they cost a query.
    """
    with override("en"):
        stem = slug_of(place_of(party), max_length=70)
    others = taken
    if others is None:
        rows = Party.objects.filter(edition=party.edition, slug__startswith=stem).exclude(pk=party.pk)
        others = set(rows.values_list("slug", flat=True))
    if party.slug and party.slug not in others and party.slug.rsplit("-", 1)[0] == stem and party.slug != stem:
        return party.slug
    slug, number = stem, 1
    while slug in others:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def words_of(party):
    """The folded words by which the public may find the party: only what its listing level shows."""
    with override("en"):
        place = place_of(party)
    area = party.neighborhood
    words = [place, party.title, organization_of(party), area.name if area else ""]
    if area:
        words += area.aliases
    return slug_of(" ".join(word for word in words if word), max_length=400).replace("-", " ")


def _is_proven(draft, answers):
    """Whether the e-mail is the one whose link opened last time's answers: opening it showed that it works.

    One that the host has given the party of last time since then is not: nothing has shown anything of it yet.
    """
    began = draft.previous if draft is not None else None
    host = began.main_host() if began is not None else None
    if host is None or not host.email or host.confirmed_at is None:
        return False
    return host.email.casefold() == (answers.get("email") or "").casefold()


def _count_as_proven(host, now):
    host.confirmed_at = now
    host.save(update_fields=["confirmed_at"])
    second = host.party.hosts.filter(role=Host.Role.SECOND).first()
    if second is not None:
        notices.second_contact(second, now=now)


def _continued(party, host, draft):
    """The earlier party that this one continues: the one whose answers its draft began with, else by who and where."""
    began = draft.previous if draft is not None else None
    is_of_here = began is not None and began.edition.community_id == party.edition.community_id
    return began if is_of_here else earlier_party(party, host)


def earlier_party(party, host):
    """The last earlier party that this one continues: by the host's e-mail or phone, else by the block; or None."""
    earlier = Party.objects.returning_from(party.edition).order_by("-edition__date", "-id")
    for value, column in ((host.email, "hosts__email__iexact"), (host.phone, "hosts__phone")):
        found = earlier.filter(**{column: value}).first() if value else None
        if found is not None:
            return found
    if party.lat is None or not party.street:
        return None
    for candidate in earlier.near(party.lat, party.lng, RETURNING_M)[:20]:
        close = distance_m(party.lat, party.lng, candidate.lat, candidate.lng) <= RETURNING_M
        if close and same_street(candidate.street, party.street):
            return candidate
    return None
