"""One function per letter; each queues a row in the transaction of the deed, for `events.mail.outbox` to send.

A letter's text is `templates/mail/<kind>.txt`. A host without e-mail gets a line of the call list instead; its words
to say are the same letter's.
"""

import datetime as dt

from events.models import Notice

DAYS_OF_USE = 14


def _queue(
    kind,
    key,
    *,
    now,
    host=None,
    draft=None,
    user=None,
    introduction=None,
    email="",
    days=DAYS_OF_USE,
    language=None,
    **context,
):
    """Queue one letter, once per `key`; gives the row.

    It goes to `email` where one is named, else to the host or user. `community` and `party` in the context become
    columns; the rest is what the template needs beside its rows.
    """
    to = email or (host.email if host else user.email)
    party = context.pop("party", None) or (host.party if host else None)
    community = context.pop("community", None) or (party or draft).edition.community
    language = language or (host.language if host else draft.language if draft else "en")
    row = Notice(
        kind=kind,
        key=f"{kind}:{key}",
        community=community,
        party=party,
        host=host,
        draft=draft,
        user=user,
        introduction=introduction,
        to_email=to,
        language=language,
        context=context,
        state=Notice.State.QUEUED if to else Notice.State.CALL,
        created_at=now,
        send_after=now,
        not_after=now + dt.timedelta(days=days),
    )
    Notice.objects.bulk_create([row], ignore_conflicts=True)
    return Notice.objects.filter(key=row.key).first()


def _moment(now):
    return now.strftime("%Y%m%dT%H%M%S%f")


# To hosts, about their registration


def confirm(host, *, now):
    """Asks the host to confirm the e-mail address."""
    return _queue("confirm", f"{host.pk}:{host.link_version}:{_moment(now)}", host=host, now=now)


def received(host, *, now):
    """Says that a person will read the registration, and brings the secret link."""
    return _queue("received", host.pk, host=host, now=now)


def entered(host, *, now):
    """Says that staff entered the registration for the host, and brings the secret link."""
    return _queue("entered", host.pk, host=host, now=now)


def second_contact(host, *, now):
    """Tells somebody that they were named as second contact, and brings a link of their own."""
    return _queue("second_contact", f"{host.pk}:{host.link_version}:{_moment(now)}", host=host, now=now)


def host_link(host, *, now):
    """Brings the secret link again."""
    return _queue("host_link", f"{host.pk}:{_moment(now)}", host=host, now=now, days=2)


def draft_link(draft, email, *, now):
    """Brings the link that continues a draft on another device."""
    return _queue("draft_link", f"{draft.pk}:{_moment(now)}", draft=draft, email=email, now=now, days=2)


def question(host, question, *, now):
    """A coordinator's question."""
    return _queue("question", question.pk, host=host, now=now, question=question.pk)


def approved(host, *, now, note=""):
    """The party is approved and on the map."""
    return _queue("approved", f"{host.pk}:{_moment(now)}", host=host, now=now, note=note)


def declined(host, *, now, reason):
    """The party is declined, and why."""
    return _queue("declined", f"{host.pk}:{_moment(now)}", host=host, now=now, reason=reason)


def cancelled(host, *, now, reason):
    """A coordinator cancelled the party, and why."""
    return _queue("cancelled", f"{host.pk}:{_moment(now)}", host=host, now=now, reason=reason)


def reopened(host, *, now, note=""):
    """A declined or cancelled party is being looked at again."""
    return _queue("reopened", f"{host.pk}:{_moment(now)}", host=host, now=now, note=note)


def withdrawn(host, *, now):
    """A receipt for the host's own withdrawal."""
    return _queue("withdrawn", f"{host.pk}:{_moment(now)}", host=host, now=now)


def proposal_accepted(host, proposal, *, now):
    """The proposed change is live."""
    return _queue("proposal_accepted", proposal.pk, host=host, now=now, proposal=proposal.pk)


def proposal_rejected(host, proposal, *, now, reason):
    """The proposed change was not accepted, and why; the approved version stays."""
    return _queue("proposal_rejected", proposal.pk, host=host, now=now, proposal=proposal.pk, reason=reason)


def contact_changed(host, old_email, *, now):
    """Tells the old address that the party's e-mail was changed, in case it was not the host. None without one."""
    if not old_email:
        return None
    return _queue(
        "contact_changed",
        f"{host.pk}:{_moment(now)}",
        email=old_email,
        party=host.party,
        language=host.language,
        now=now,
    )


# About the closure


def closure_question(host, question, *, now):
    """A coordinator's question about the street closure."""
    return _queue("closure_question", question.pk, host=host, now=now, question=question.pk)


def closure_approved(host, *, now, note=""):
    """The street closure is approved: segment and times."""
    return _queue("closure_approved", f"{host.pk}:{_moment(now)}", host=host, now=now, note=note)


def closure_declined(host, *, now, reason):
    """The street closure is declined, and why; the party itself is not touched by it."""
    return _queue("closure_declined", f"{host.pk}:{_moment(now)}", host=host, now=now, reason=reason)


def closure_reopened(host, *, now, note=""):
    """A decided street closure is being looked at again; until then the street stays open."""
    return _queue("closure_reopened", f"{host.pk}:{_moment(now)}", host=host, now=now, note=note)


# Between hosts


def join_confirm(wish, *, now):
    """Asks somebody who wants to join a party to confirm the e-mail address, before anybody else hears of it."""
    return _to_asker("join_confirm", f"{wish.pk}:{wish.link_version}:{_moment(now)}", wish, now)


def join_asked(host, wish, *, now):
    """Asks the main host whether somebody may join the party."""
    return _queue("join_asked", wish.pk, host=host, introduction=wish, now=now)


def join_agreed(host, wish, *, now):
    """Brings the main host the contact of the one who joined."""
    return _queue("join_agreed", wish.pk, host=host, introduction=wish, now=now)


def joined(host, wish, *, now):
    """Brings the one who joined a link of their own and the main host's contact."""
    return _queue("joined", wish.pk, host=host, introduction=wish, now=now)


def join_declined(wish, *, now):
    """Tells the one who asked that it is not possible, and how to go on alone; why is not told."""
    return _to_asker("join_declined", wish.pk, wish, now)


def joined_left(host, name, *, now):
    """Tells the main host who is not a host of the party any more."""
    return _queue("joined_left", f"{host.pk}:{_moment(now)}", host=host, now=now, name=name)


def join_ended(gone, party, *, now):
    """Tells somebody whom the main host took off (`gone`, a row that is deleted) that they host no more."""
    return _queue(
        "join_ended", f"{gone.pk}:{_moment(now)}", email=gone.email, party=party, language=gone.language, now=now
    )


def pair_asked(host, introduction, *, now, note=""):
    """Asks a main host whether the city may introduce another host close by; nothing of the other is told."""
    return _queue(
        "pair_asked", f"{introduction.pk}:{host.pk}", host=host, introduction=introduction, now=now, note=note
    )


def pair_agreed(host, introduction, *, now):
    """Brings a main host the contact of the other one; both have agreed."""
    return _queue("pair_agreed", f"{introduction.pk}:{host.pk}", host=host, introduction=introduction, now=now)


def pair_declined(host, introduction, *, now):
    """Tells a main host who had agreed that the other one goes on alone."""
    return _queue("pair_declined", f"{introduction.pk}:{host.pk}", host=host, introduction=introduction, now=now)


def merged(host, *, now, contact=None, note=""):
    """Says that two registrations are one party now; `contact` is the other main host, who agreed to it."""
    other = contact.pk if contact else None
    return _queue("merged", f"{host.pk}:{_moment(now)}", host=host, now=now, contact=other, note=note)


def _to_asker(kind, key, wish, now):
    """To somebody who is no host yet: `letters` writes to the address of the wish."""
    return _queue(kind, key, email=wish.email, introduction=wish, party=wish.party, language=wish.language, now=now)


# To staff


def invitation(user, community, *, now, role):
    """Invites somebody to the staff pages, with a link to set a password."""
    key = f"{user.pk}:{community.pk}:{_moment(now)}"
    return _queue("invitation", key, user=user, community=community, now=now, role=role, days=3)


def password_reset(user, community, *, now):
    """Brings a link to set a new password; asking again brings a new letter, the link works once."""
    return _queue("password_reset", f"{user.pk}:{_moment(now)}", user=user, community=community, now=now, days=1)


def listing_reported(user, community, *, now, report):
    """Passes a resident's message about a listing to a coordinator.

    `report` is text: which listing, the message, and where its writer can be reached.
    """
    return _queue(
        "listing_reported", f"{user.pk}:{_moment(now)}", user=user, community=community, now=now, report=report
    )
