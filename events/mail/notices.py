"""One function per letter; each queues a row in the transaction of the deed, for `events.mail.outbox` to send.

A letter's text is `templates/mail/<kind>.txt`. A host without e-mail gets a line of the call list instead; its words
to say are the same letter's.
"""

import datetime as dt

from events.mail.owing import moment, owe

# To hosts, about their registration


def confirm(host, *, now):
    """Asks the host to confirm the e-mail address."""
    return owe("confirm", f"{host.pk}:{host.link_version}:{moment(now)}", host=host, now=now)


def received(host, *, now):
    """Says that a person will read the registration, and brings the secret link."""
    return owe("received", host.pk, host=host, now=now)


def entered(host, *, now):
    """Says that staff entered the registration for the host, and brings the secret link."""
    return owe("entered", host.pk, host=host, now=now)


def second_contact(host, *, now):
    """Tells somebody that they were named as second contact, and brings a link of their own."""
    return owe("second_contact", f"{host.pk}:{host.link_version}:{moment(now)}", host=host, now=now)


def host_link(host, *, now):
    """Brings the secret link again."""
    return owe("host_link", f"{host.pk}:{moment(now)}", host=host, now=now, days=2)


def draft_link(draft, email, *, now):
    """Brings the link that continues a draft on another device."""
    return owe("draft_link", f"{draft.pk}:{moment(now)}", draft=draft, email=email, now=now, days=2)


def question(host, question, *, now):
    """A coordinator's question."""
    return owe("question", question.pk, host=host, now=now, question=question.pk)


def approved(host, *, now, note=""):
    """The party is approved and on the map."""
    return owe("approved", f"{host.pk}:{moment(now)}", host=host, now=now, note=note)


def declined(host, *, now, reason):
    """The party is declined, and why."""
    return owe("declined", f"{host.pk}:{moment(now)}", host=host, now=now, reason=reason)


def cancelled(host, *, now, reason):
    """A coordinator cancelled the party, and why."""
    return owe("cancelled", f"{host.pk}:{moment(now)}", host=host, now=now, reason=reason)


def reopened(host, *, now, note=""):
    """A declined or cancelled party is being looked at again."""
    return owe("reopened", f"{host.pk}:{moment(now)}", host=host, now=now, note=note)


def withdrawn(host, *, now):
    """A receipt for the host's own withdrawal."""
    return owe("withdrawn", f"{host.pk}:{moment(now)}", host=host, now=now)


def proposal_accepted(host, proposal, *, now):
    """The proposed change is live."""
    return owe("proposal_accepted", proposal.pk, host=host, now=now, proposal=proposal.pk)


def proposal_rejected(host, proposal, *, now, reason):
    """The proposed change was not accepted, and why; the approved version stays."""
    return owe("proposal_rejected", proposal.pk, host=host, now=now, proposal=proposal.pk, reason=reason)


def contact_changed(host, old_email, *, now):
    """Tells the old address that the party's e-mail was changed, in case it was not the host. None without one."""
    if not old_email:
        return None
    return owe(
        "contact_changed",
        f"{host.pk}:{moment(now)}",
        email=old_email,
        party=host.party,
        language=host.language,
        now=now,
    )


# About the closure


def closure_question(host, question, *, now):
    """A coordinator's question about the street closure."""
    return owe("closure_question", question.pk, host=host, now=now, question=question.pk)


def closure_approved(host, *, now, note=""):
    """The street closure is approved: segment and times."""
    return owe("closure_approved", f"{host.pk}:{moment(now)}", host=host, now=now, note=note)


def closure_declined(host, *, now, reason):
    """The street closure is declined, and why; the party itself is not touched by it."""
    return owe("closure_declined", f"{host.pk}:{moment(now)}", host=host, now=now, reason=reason)


def closure_reopened(host, *, now, note=""):
    """A decided street closure is being looked at again; until then the street stays open."""
    return owe("closure_reopened", f"{host.pk}:{moment(now)}", host=host, now=now, note=note)


# On the night


def night_said(host, *, now, by=""):
    """What is different on the night, to a host who did not say it. `by` names the host who did; '' is the city team.

    Only the last word leaves, and none after the party's day.
    """
    party = host.party
    midnight = dt.datetime.combine(party.date + dt.timedelta(days=1), dt.time(), tzinfo=party.community.zone)
    said = {"at": party.night_at.timestamp(), "by": by}
    return owe("night_said", f"{host.pk}:{moment(now)}", host=host, now=now, not_after=midnight, **said)


# Between hosts


def join_confirm(wish, *, now):
    """Asks somebody who wants to join a party to confirm the e-mail address, before anybody else hears of it."""
    return _to_asker("join_confirm", f"{wish.pk}:{wish.link_version}:{moment(now)}", wish, now)


def join_asked(host, wish, *, now):
    """Asks the main host whether somebody may join the party."""
    return owe("join_asked", wish.pk, host=host, introduction=wish, now=now)


def join_agreed(host, wish, *, now):
    """Brings the main host the contact of the one who joined."""
    return owe("join_agreed", wish.pk, host=host, introduction=wish, now=now)


def joined(host, wish, *, now):
    """Brings the one who joined a link of their own and the main host's contact."""
    return owe("joined", wish.pk, host=host, introduction=wish, now=now)


def join_declined(wish, *, now):
    """Tells the one who asked that it is not possible, and how to go on alone; why is not told."""
    return _to_asker("join_declined", wish.pk, wish, now)


def joined_left(host, name, *, now):
    """Tells the main host who is not a host of the party any more."""
    return owe("joined_left", f"{host.pk}:{moment(now)}", host=host, now=now, name=name)


def join_ended(gone, party, *, now):
    """Tells somebody whom the main host took off (`gone`, a row that is deleted) that they host no more."""
    return owe("join_ended", f"{gone.pk}:{moment(now)}", email=gone.email, party=party, language=gone.language, now=now)


def pair_asked(host, introduction, *, now, note=""):
    """Asks a main host whether the city may introduce another host close by; nothing of the other is told."""
    return owe("pair_asked", f"{introduction.pk}:{host.pk}", host=host, introduction=introduction, now=now, note=note)


def pair_agreed(host, introduction, *, now):
    """Brings a main host the contact of the other one; both have agreed."""
    return owe("pair_agreed", f"{introduction.pk}:{host.pk}", host=host, introduction=introduction, now=now)


def pair_declined(host, introduction, *, now):
    """Tells a main host who had agreed that the other one goes on alone."""
    return owe("pair_declined", f"{introduction.pk}:{host.pk}", host=host, introduction=introduction, now=now)


def merged(host, *, now, contact=None, note=""):
    """Says that two registrations are one party now; `contact` is the other main host, who agreed to it."""
    other = contact.pk if contact else None
    return owe("merged", f"{host.pk}:{moment(now)}", host=host, now=now, contact=other, note=note)


def _to_asker(kind, key, wish, now):
    """To somebody who is no host yet: `letters` writes to the address of the wish."""
    return owe(kind, key, email=wish.email, introduction=wish, party=wish.party, language=wish.language, now=now)


# To staff


def invitation(user, community, *, now, role):
    """Invites somebody to the staff pages, with a link to set a password."""
    key = f"{user.pk}:{community.pk}:{moment(now)}"
    return owe("invitation", key, user=user, community=community, now=now, role=role, days=3)


def password_reset(user, community, *, now):
    """Brings a link to set a new password; asking again brings a new letter, the link works once."""
    return owe("password_reset", f"{user.pk}:{moment(now)}", user=user, community=community, now=now, days=1)


def listing_reported(user, community, *, now, report):
    """Passes a resident's message about a listing to a coordinator.

    `report` is text: which listing, the message, and where its writer can be reached.
    """
    return owe("listing_reported", f"{user.pk}:{moment(now)}", user=user, community=community, now=now, report=report)
