"""Introductions: two hosts close to each other; neither learns the other's contact until both have agreed.

Somebody who is about to register is told of a party that is there already, as far as the public may know of it, and can
ask to join it. Coordinators introduce two parties that are there. Both ways end here, with the answers of the hosts.
"""

import uuid

from django.db import transaction

from events import history
from events.lib.geometry import distance_m
from events.lib.streets import hundred, same_street
from events.listing import listings
from events.mail import notices
from events.models import Deed, Draft, Host, Introduction, ListingLevel, Night, Party, Review
from events.questions.base import moments_of

THERE_M = 150
SHOWN = [ListingLevel.EXACT, ListingLevel.BLOCK]
LIVE = {Review.SUBMITTED, Review.NEEDS_INFORMATION, Review.APPROVED}
DECIDED = "another_than"  # the draft's answer that names the pages of parties that are not meant
CONTACT = {"host_name": "name", "email": "email", "phone": "phone"}  # the draft's answers and the wish's columns
YES, NO = Introduction.Answer.YES, Introduction.Answer.NO


# What the public may know


def already_there(edition, *, lat, lng, number, street, date=None, starts=None, ends=None):
    """The Listings of approved parties on the same block, or within 150 m, at the same time; by street and number.

    Only parties listed exactly or by block are looked at, and of them only what everybody sees: the hundred block and
    the public pin. Without a time the whole day counts, without a day the night.
    """
    rows = _joinable(edition).filter(date=date or edition.date)
    if date and starts and ends:
        rows = rows.filter(starts__lt=ends, ends__gt=starts)
    found = {*_on_the_block(rows, number, street), *_close_by(rows, lat, lng)}
    if not found:
        return []
    return sorted(listings(edition, Party.objects.filter(pk__in=found)), key=lambda listing: listing.sort_key)


def _joinable(edition):
    on = Party.objects.in_edition(edition).filter(review=Review.APPROVED, level__in=SHOWN)
    return on.exclude(night=Night.NOT_HAPPENING)


def _on_the_block(rows, number, street):
    block = hundred(number or "")
    if block is None or not street:
        return []
    there = rows.exclude(street="").exclude(number="").order_by().values_list("pk", "number", "street")
    return [pk for pk, its, name in there if hundred(its) == block and same_street(name, street)]


def _close_by(rows, lat, lng):
    if lat is None or lng is None:
        return []
    there = rows.shown_near(lat, lng, THERE_M).order_by().values_list("pk", "public_lat", "public_lng")
    return [pk for pk, its_lat, its_lng in there if distance_m(lat, lng, its_lat, its_lng) <= THERE_M]


def page_of(listing):
    """The last part of the address of a listing's page, which names the party among the public's."""
    return listing.url.rstrip("/").rpartition("/")[2]


def there_for(draft):
    """The Listings that are already there for the answers of a draft."""
    said = moments_of(draft.answers)
    names = ("lat", "lng", "number", "street", "date", "starts", "ends")
    return already_there(draft.edition, **{name: said.get(name) for name in names})


def to_decide(draft):
    """The Listings already there that the host has not dealt with: not called another one, and not asked to join."""
    there = there_for(draft)
    if not there:
        return []
    asked = draft.introductions.values_list("party__slug", flat=True)
    decided = {*draft.answers.get(DECIDED, ()), *asked}
    return [listing for listing in there if page_of(listing) not in decided]


def is_another(draft, pages, *, now):
    """Remember in the draft that its party is another one than those on `pages`; gives the fresh draft."""
    with transaction.atomic():
        draft = _locked_draft(draft.pk)
        if draft.party_id is None:
            draft.answers[DECIDED] = [*dict.fromkeys([*draft.answers.get(DECIDED, ()), *pages])]
            draft.updated_at = now
            draft.save(update_fields=["answers", "updated_at"])
        return draft


def _locked_draft(pk):
    return Draft.objects.select_for_update(of=("self",)).select_related("edition__community").get(pk=pk)


# Asking to join


def may_be_joined(party, now):
    """Whether somebody may ask to join the party, as far as everybody can see."""
    is_shown = party.review == Review.APPROVED and party.level in SHOWN and party.night != Night.NOT_HAPPENING
    return is_shown and not _is_past(party, now)


def _is_past(party, now):
    return party.edition.community.today(now) > party.date


def key_of(draft, party):
    """The key of the one wish a draft can have to join a party: asking twice is asking once."""
    return uuid.uuid5(draft.key, f"joins {party.pk}")


def ask_to_join(draft, party, *, name, email, phone, message, language, now):
    """Keep the wish to join the party and owe the letter that confirms the e-mail; gives the Introduction.

    Nobody else hears of it before. As long as it is not confirmed the wish can be written anew: another e-mail ends
    the first link. The contact goes into the draft too, so that it is not asked for twice.
    """
    contact = {"name": name, "email": email, "phone": phone, "message": message, "language": language}
    with transaction.atomic():
        draft = _locked_draft(draft.pk)
        wish, is_new = Introduction.objects.get_or_create(
            key=key_of(draft, party),
            defaults={"kind": Introduction.Kind.JOIN, "party": party, "draft": draft, "created_at": now, **contact},
        )
        if not is_new:
            wish = _locked(wish)
            is_same = all(getattr(wish, column) == value for column, value in contact.items())
            if is_same or wish.confirmed_at or wish.ended_at:
                return wish
            is_new = wish.email != email
            wish.link_version += is_new
            for column, value in contact.items():
                setattr(wish, column, value)
            wish.save()
        _keep_contact(draft, contact, now)
        if is_new:  # other words to the host are no reason to write to an unproved address again
            notices.join_confirm(wish, now=now)
        return wish


def _keep_contact(draft, contact, now):
    if draft.party_id is not None:
        return
    for name, column in CONTACT.items():
        draft.answers[name] = draft.answers.get(name) or contact[column]
    draft.updated_at = now
    draft.save(update_fields=["answers", "updated_at"])


def send_again(wish, *, now):
    """Owe the letter that confirms once more, while it is still needed."""
    with transaction.atomic():
        wish = _locked(wish)
        if wish.confirmed_at is None and wish.ended_at is None:
            notices.join_confirm(wish, now=now)


def confirm_wish(wish, *, now):
    """Count the asker's e-mail as confirmed and ask the party's main host; gives the fresh Introduction.

    Confirming twice changes nothing. A wish that came too late, or of somebody who is a host of the party or has asked
    before, ends here; the asker is told as much by `standing_of`. Whoever was told no is not heard again.
    """
    with transaction.atomic():
        party = history.locked(wish.party)
        wish = _locked(wish)
        wish.party = party
        if wish.confirmed_at or wish.ended_at:
            return wish
        known, asked = _host_with(party, wish.email), _open_wish(wish) or _was_refused(wish)
        wish.confirmed_at, wish.other_answer = now, YES
        if known or asked or not may_be_joined(party, now):
            wish.ended_at = now
        wish.save(update_fields=["confirmed_at", "other_answer", "ended_at"])
        if known:
            notices.host_link(known, now=now)
        elif wish.ended_at is None:
            notices.join_asked(party.main_host(), wish, now=now)
        return wish


def _host_with(party, email):
    return party.hosts.reachable_at(email).order_by("id").first() if email else None


def _open_wish(wish):
    """Another open and confirmed wish of the same person to join the same party."""
    rows = Introduction.objects.filter(kind=Introduction.Kind.JOIN, party=wish.party_id, email__iexact=wish.email)
    return rows.filter(confirmed_at__isnull=False, ended_at__isnull=True).exclude(pk=wish.pk).first()


def _was_refused(wish):
    """Whether the party's host has said no to the same person before."""
    rows = Introduction.objects.filter(kind=Introduction.Kind.JOIN, party=wish.party_id, email__iexact=wish.email)
    return rows.filter(party_answer=NO).exclude(pk=wish.pk).exists()


def standing_of(wish, now):
    """How a wish to join stands, for the one who asked: 'confirm', 'waiting', 'together' or 'over'.

    'together' comes only after the e-mail is confirmed, so that nobody can try whose party it is.
    """
    if wish.confirmed_at is None:
        return "confirm" if wish.ended_at is None and may_be_joined(wish.party, now) else "over"
    if _host_with(wish.party, wish.email):
        return "together"
    return "waiting" if (wish.ended_at is None or _open_wish(wish)) and wish.party.review in LIVE else "over"


# The answers


def is_open(introduction, now):
    """Whether an answer to the introduction still does anything; wants its parties."""
    parties = [party for party in (introduction.party, introduction.other) if party is not None]
    has_own = introduction.draft is not None and introduction.draft.party_id is not None
    is_asked = introduction.kind == Introduction.Kind.PAIR or introduction.confirmed_at is not None
    is_on = all(party.review in LIVE and not _is_past(party, now) for party in parties)
    return introduction.ended_at is None and is_asked and is_on and not has_own


def answer_of(introduction, host):
    """What the side of this host has answered: 'yes', 'no' or ''."""
    return introduction.party_answer if host.party_id == introduction.party_id else introduction.other_answer


def answer(introduction, host, agrees, *, by, now):
    """Write down a main host's answer; gives the fresh Introduction.

    `by` is the host, or the coordinator who heard it on the phone. The first answer of a side stands. Only when both
    sides agree do they get each other's contact; the first "no" ends it.
    """
    with transaction.atomic():
        introduction = _locked_with_parties(introduction)
        if not is_open(introduction, now) or answer_of(introduction, host):
            return introduction
        side = "party_answer" if host.party_id == introduction.party_id else "other_answer"
        setattr(introduction, side, YES if agrees else NO)
        if introduction.is_agreed or not agrees:
            introduction.ended_at = now
        introduction.save(update_fields=[side, "ended_at"])
        settle = _settle_join if introduction.kind == Introduction.Kind.JOIN else _settle_pair
        settle(introduction, host, by, now)
        return introduction


def _settle_join(wish, main, by, now):
    if not wish.is_agreed:
        notices.join_declined(wish, now=now)
        return
    joined = _host_with(wish.party, wish.email) or Host.objects.create(
        party=wish.party,
        role=Host.Role.JOINED,
        name=wish.name,
        email=wish.email,
        phone=wish.phone,
        language=wish.language,
        confirmed_at=wish.confirmed_at,
    )
    joined.party = main.party = wish.party
    history.record(wish.party, Deed.JOINED, by=by, now=now, values=[("joined", None, wish.name)])
    notices.join_agreed(main, wish, now=now)
    notices.joined(joined, wish, now=now)


def _settle_pair(introduction, host, by, now):
    """Tell both once both agreed; tell the one who had agreed when the other does not."""
    mine, theirs = introduction.party, introduction.other
    if host.party_id != mine.pk:
        mine, theirs = theirs, mine
    said = [("introduction", None, answer_of(introduction, host))]
    history.record(mine, Deed.INTRODUCED, by=by, now=now, values=said)
    if introduction.is_agreed:
        for party in (mine, theirs):
            notices.pair_agreed(party.main_host(), introduction, now=now)
    elif introduction.ended_at and YES in (introduction.party_answer, introduction.other_answer):
        notices.pair_declined(theirs.main_host(), introduction, now=now)


def _locked(introduction):
    return Introduction.objects.select_for_update(of=("self",)).select_related("draft").get(pk=introduction.pk)


def _locked_with_parties(introduction):
    """The introduction, locked and fresh with its parties; parties first and in order, as every deed takes them."""
    pks = sorted({introduction.party_id, introduction.other_id} - {None})
    parties = {pk: history.locked(Party(pk=pk)) for pk in pks}
    fresh = _locked(introduction)
    fresh.party, fresh.other = parties[fresh.party_id], parties.get(fresh.other_id)
    return fresh


def called_off(party, *, now):
    """End what waits for an answer about a party that is called off; inside its transaction, with the party locked.

    Who asked to join hears that it is not possible and may go on alone; why is not told.
    """
    about = Introduction.objects.select_for_update(of=("self",)).filter(ended_at__isnull=True)
    for introduction in [*about.filter(party=party), *about.filter(other=party)]:
        introduction.ended_at = now
        introduction.save(update_fields=["ended_at"])
        if introduction.kind == Introduction.Kind.JOIN:
            if introduction.confirmed_at is not None:
                notices.join_declined(introduction, now=now)
            continue
        theirs = introduction.other if introduction.party_id == party.pk else introduction.party
        if theirs.review in LIVE and YES in (introduction.party_answer, introduction.other_answer):
            notices.pair_declined(theirs.main_host(), introduction, now=now)


# Parting


def leave(host, *, now):
    """A joined host leaves the party; its main host hears of it."""
    with transaction.atomic():
        party = history.locked(host.party)
        gone = _taken_off(host, party, None, now)
        if gone and party.review in LIVE:
            notices.joined_left(party.main_host(), gone.name, now=now)
        return gone


def remove(host, *, by, now):
    """The main host takes a joined host off the party; they hear of it and their link ends."""
    with transaction.atomic():
        party = history.locked(host.party)
        gone = _taken_off(host, party, by, now)
        if gone and gone.email:
            notices.join_ended(gone, party, now=now)
        return gone


def _taken_off(host, party, by, now):
    """Delete the joined host's row, with all that is personal in it; gives what it held, or None when it is gone."""
    row = Host.objects.select_for_update().filter(pk=host.pk, party=party, role=Host.Role.JOINED).first()
    if row is None:
        return None
    history.record(party, Deed.CONTACT_CHANGED, by=by, now=now, values=[("joined", row.name, None)])
    Host.objects.filter(pk=row.pk).delete()
    return row
