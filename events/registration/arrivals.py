"""What happens to a registration before a coordinator sees it: draft, sending, and the letter that confirms."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import transaction

from events import history
from events.mail import notices
from events.models import Deed, Draft, Host, Notice, Review
from events.questions.steps import missing, steps_for

DAYS_TO_CONFIRM = 14
OWN_TO_A_CITY = ("date", "other_day_reason", "rain_date", "visitors", "kit_items", "kit_place", "rules_accepted")


def begin(edition, answers, *, key, language, now, ours=()):
    """The draft that starts with these answers of the first step; the same `key` gives the same draft.

    A key that is in use opens its draft only to a device that holds it (`ours`), or to an exact repetition of what was
    sent. Everybody else gets a draft of their own.
    """
    values = {
        "edition": edition,
        "answers": answers,
        "steps_done": ["where"],
        "language": language,
        "created_at": now,
        "updated_at": now,
        "expires_at": expiry(now),
    }
    with transaction.atomic():
        draft, is_new = Draft.objects.get_or_create(key=key, defaults=values)
        if is_new or (draft.party_id is None and draft.answers == answers and draft.edition_id == edition.pk):
            return draft
        if draft in ours and draft.edition_id == edition.pk:
            return keep(draft, "where", answers, now=now)
        return Draft.objects.create(key=uuid.uuid4(), **values)


def keep(draft, step, answers, *, now):
    """Save one step's answers; a draft that was sent in the meantime stays as it is. Gives the fresh draft."""
    with transaction.atomic():
        draft = locked(draft)
        if draft.party_id is None:
            draft.answers |= answers
            draft.steps_done = [*dict.fromkeys([*draft.steps_done, step])]
            draft.language = draft.answers.get("language") or draft.language
            draft.updated_at, draft.expires_at = now, expiry(now)
            draft.save()
        return draft


def move(draft, edition, *, now):
    """Carry a draft over to another community's edition; what only the first city asked is asked again."""
    with transaction.atomic():
        draft = locked(draft)
        if draft.party_id is None and draft.edition_id != edition.pk:
            draft.edition = edition
            draft.answers = {name: value for name, value in draft.answers.items() if name not in OWN_TO_A_CITY}
            draft.updated_at = now
            draft.save()
        return draft


def locked(draft):
    """The draft's row, locked and fresh."""
    rows = Draft.objects.select_for_update(of=("self",)).select_related("edition__community__region", "party")
    return rows.get(pk=draft.pk)


def expiry(now):
    return now + dt.timedelta(days=settings.DRAFT_DAYS)


def is_over(draft, now):
    """Whether the draft can no longer be continued."""
    return draft.party_id is None and draft.expires_at <= now


def step_after(draft, step, now):
    """The name of the step that follows, or 'check'."""
    names = [form.name for form in steps_for(draft.edition, draft.answers, now)]
    later = names[names.index(step) + 1 :] if step in names else []
    return later[0] if later else "check"


def step_to_resume(draft, answers, now):
    """The name of the first step that was not seen or is not right as it stands; None when the answers can be sent."""
    left = {form.name for form in missing(draft.edition, answers, now)}
    if not left:
        return None
    left |= {form.name for form in steps_for(draft.edition, answers, now)} - set(draft.steps_done)
    return next(form.name for form in steps_for(draft.edition, answers, now) if form.name in left)


def send_again(host, *, now):
    """Owe the confirm letter once more, while it is still needed."""
    with transaction.atomic():
        if history.locked(host.party).review == Review.UNCONFIRMED and host.confirmed_at is None:
            notices.confirm(host, now=now)


def renew(host, *, now):
    """Owe a confirm letter with a new link; the old link ends."""
    with transaction.atomic():
        if history.locked(host.party).review == Review.UNCONFIRMED:
            host.link_version += 1
            host.save(update_fields=["link_version"])
            notices.confirm(host, now=now)


def correct_email(host, email, *, now):
    """Write to another address from now on, while the party is unconfirmed; links sent to the first one end."""
    with transaction.atomic():
        party = history.locked(host.party)
        host = Host.objects.get(pk=host.pk)
        if party.review != Review.UNCONFIRMED or host.email == email:
            return host
        values = [("email", host.email, email)]
        Notice.objects.filter(host=host, kind="confirm", state=Notice.State.QUEUED).update(state=Notice.State.EXPIRED)
        host.email = email
        host.link_version += 1
        host.save(update_fields=["email", "link_version"])
        history.record(party, Deed.CONTACT_CHANGED, by=host, now=now, values=values)
        notices.confirm(host, now=now)
        return host


def may_confirm_until(host):
    """When the newest confirm letter of the host goes out of use."""
    newest = host.notices.filter(kind="confirm").order_by("-created_at").first()
    return (newest.created_at if newest else host.party.created_at) + dt.timedelta(days=DAYS_TO_CONFIRM)
