"""What a host does to a party: change it, answer, send it again, withdraw it, take a proposal back, get a new link.

Each is one transaction that writes the rows, the history and the letters owed. `by` is the Host who does it.
"""

import datetime as dt
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.db.models import F

from events import forgetting, history, introductions, registry
from events.mail import notices
from events.models import (
    LEVELS_FROM_NARROW,
    Allowance,
    Closure,
    Deed,
    Draft,
    Host,
    OpenTo,
    Party,
    Proposal,
    Review,
    StepRefused,
)
from events.questions import answers as asked
from events.questions.steps import settled

OPEN_DAYS = 90
AFTERWARDS = {"you", "sharing"}  # steps
EDITABLE = {Review.UNCONFIRMED, Review.SUBMITTED, Review.NEEDS_INFORMATION, Review.APPROVED, Review.DECLINED}
CLOSURE_NAMES = ("closure_wanted", *asked.CLOSURE)
NO_CLOSURE = {"closure_wanted": False}
MOST_LETTERS = 10
MANY = 1_000_000
NO_SECOND = dict.fromkeys(asked.SECOND_HOST, "")


@dataclass(frozen=True)
class Edited:
    """What came of an edit: the names of the answers that are live now and of those that wait in the proposal."""

    live: list = field(default_factory=list)
    proposed: list = field(default_factory=list)
    email_changed: bool = False


def is_over(party, now):
    """Whether the hosts' pages of this party are closed: OPEN_DAYS after the night, or after its own day if later."""
    last = max(party.date, party.edition.date)
    return party.community.today(now) > last + dt.timedelta(days=OPEN_DAYS)


def open_proposal(party):
    """The proposal that waits for a decision, or None."""
    return party.proposals.filter(state=Proposal.State.OPEN).first()


def wishes_of(party, proposal):
    """The answers as the host last gave them: the party's own, with the open proposal laid over them."""
    answers = asked.answers_of(party) | (proposal.values if proposal else {})
    return answers | {"rules_accepted": party.rules_version == party.edition.rules_version}


# Editing


def may_edit(host, step, *, now):
    """Whether this host may change the answers of `step`: who the main host is, only the main host says.

    A joined host changes nothing: neighbors count on what the main host said. After the party's day nothing is left to
    change but contacts, what everyone may see, and next year.
    """
    if step not in AFTERWARDS and host.party.community.today(now) > host.party.date:
        return False
    return host.role == Host.Role.MAIN or (host.role == Host.Role.SECOND and step != "you")


def edit(party, answers, *, by, now, seen=None):
    """Change the party by some of its `answers`; gives what came of it (Edited).

    Before approval everything is live. After it, choices from lists, contacts, and whatever shows the public less are
    live at once; the rest joins the party's one open proposal and the approved version stays public. Raises
    StepRefused for a party that is called off, history.Outdated when it is no longer as `seen`.
    """
    with transaction.atomic():
        party = history.locked(party, seen=seen)
        if party.review not in EDITABLE:
            raise StepRefused(f"{party.reference} is {party.review} and cannot be changed")
        before = asked.answers_of(party)
        answers = _without_rules(party, answers)
        if party.review != Review.APPROVED:
            edited = _change_live(party, before, _agreed(party.edition, before, answers), by, now)
            _forget_approval(party, edited)
            return edited
        proposal = open_proposal(party)
        live, wished = split(party.edition, before, answers, proposal.values if proposal else {})
        edited = _change_live(party, before, live, by, now)
        return replace(edited, proposed=_propose(party, proposal, before | live, wished, by, now))


def _forget_approval(party, edited):
    """Leave no page of a reopened party that changed: whatever becomes of it, nobody approved what it says now."""
    if party.approved_at is not None and not asked.PERSONAL.issuperset(edited.live):
        party.approved_at = None
        Party.objects.filter(pk=party.pk).update(approved_at=None)


def _without_rules(party, answers):
    """The answers without the tick under the rules, which is kept as the version that was ticked."""
    answers = dict(answers)
    if answers.pop("rules_accepted", False) and party.rules_version != party.edition.rules_version:
        party.rules_version = party.edition.rules_version
        party.save(update_fields=["rules_version"])
    return answers


def _agreed(edition, before, answers):
    """The answers with what has to change along: no closure without a street, no level that is too exact."""
    asked_for = before | answers
    together, _said = settled(edition, asked_for)
    return answers | {name: value for name, value in together.items() if value != asked_for[name]}


def split(edition, before, answers, proposed):
    """(live, wished) of an approved party's answers: what holds at once, and what the open proposal shall hold.

    `before` are the party's answers, `proposed` what the proposal holds so far. A wish to be for neighbors only takes
    an exact place off the pages at once, as such a party must not be advertised while it waits.
    """
    live = {name: value for name, value in answers.items() if is_live(name, before.get(name), value)}
    wished = {name: value for name, value in (proposed | answers).items() if name not in live}
    if wished.get("open_to") == OpenTo.NEIGHBORS:
        level = settled(edition, before | live | {"open_to": OpenTo.NEIGHBORS})[0]["level"]
        if is_live("level", before["level"], level):
            live["level"] = level
            wished.pop("level", None)
    now_live = before | live
    wished = _agreed(edition, now_live, now_live | wished)
    differing = {name: value for name, _before, value in asked.changed(now_live, wished)}
    if differing.keys() & set(CLOSURE_NAMES):
        differing |= {name: wished[name] for name in CLOSURE_NAMES} if wished["closure_wanted"] else NO_CLOSURE
    return live, differing


def is_live(name, before, after):
    """Whether an answer of an approved party may change from `before` to `after` at once."""
    if name == "level":
        return LEVELS_FROM_NARROW.index(after) < LEVELS_FROM_NARROW.index(before)
    if name == "show_organization":
        return not after
    return name in asked.LIVE


def _change_live(party, before, live, by, now):
    """Write the answers that hold at once; gives an Edited."""
    names = [name for name, _before, _after in asked.changed(before, live)]
    if not names:
        return Edited()
    goes = by.role == Host.Role.SECOND and not any((before | live)[name] for name in asked.SECOND_HOST)
    deed = Deed.CONTACT_CHANGED if asked.PERSONAL.issuperset(names) else Deed.EDITED
    registry.change(party, live, by=None if goes else by, now=now, deed=deed)
    moved = "email" in names and before["email"].casefold() != live["email"].casefold()
    return Edited(live=names, email_changed=moved)


def _propose(party, proposal, before, wished, by, now):
    """Bring the party's one open proposal in line with `wished`; gives the names it holds, if that changed it."""
    if wished == (proposal.values if proposal else {}):
        return []
    if not wished:
        _end_proposal(party, proposal, by, now)
        return []
    if proposal is None:
        proposal = Proposal(party=party)
    proposal.values, proposal.by_host, proposal.at = wished, by, now
    proposal.save()
    history.record(party, Deed.PROPOSED, by=by, now=now, values=asked.changed(before, wished))
    return list(wished)


def take_back(party, *, by, now):
    """Take the open proposal back; gives it, or None when there is none any more."""
    with transaction.atomic():
        party = history.locked(party)
        proposal = open_proposal(party)
        if proposal is not None:
            _end_proposal(party, proposal, by, now)
        return proposal


def _end_proposal(party, proposal, by, now):
    proposal.state, proposal.decided_at = Proposal.State.WITHDRAWN, now
    proposal.save(update_fields=["state", "decided_at"])
    history.record(party, Deed.PROPOSAL_WITHDRAWN, by=by, now=now)


# Answering, sending again, withdrawing


def open_questions(party):
    """The questions that wait for the host: about the party while it waits, about the closure while that waits."""
    closure = Closure.objects.filter(party=party).first()
    about = []
    if party.review == Review.NEEDS_INFORMATION:
        about.append(False)
    if closure is not None and closure.state == Closure.State.NEEDS_INFORMATION and party.review in EDITABLE:
        about.append(True)
    return list(party.questions.filter(answered_at__isnull=True, about_closure__in=about))


def answer(party, replies, *, by, now):
    """Answer open questions (`replies` is {question id: text}); what waited for them goes back to the coordinators.

    Gives the questions answered now; a question that has its answer already keeps it.
    """
    with transaction.atomic():
        party = history.locked(party)
        waiting = open_questions(party)
        answered = [question for question in waiting if replies.get(question.pk)]
        for question in answered:
            question.answer, question.answered_at = replies[question.pk], now
            question.save(update_fields=["answer", "answered_at"])
        if not answered:
            return []
        left = {question.about_closure for question in waiting if question not in answered}
        done = {question.about_closure for question in answered} - left
        if False in done:
            party.become(Review.SUBMITTED)
            party.waiting_since = now
            party.save(update_fields=["review", "waiting_since"])
        if True in done:
            Closure.objects.filter(party=party).update(state=Closure.State.REQUESTED)
        history.record(party, Deed.ANSWERED, by=by, now=now, note="\n\n".join(one.answer for one in answered))
        return answered


def send_again(party, *, by, now, seen=None):
    """Ask the coordinators to look at a declined party once more; gives the fresh party."""
    with transaction.atomic():
        party = history.locked(party, seen=seen)
        if party.review != Review.DECLINED:
            raise StepRefused(f"{party.reference} is {party.review} and cannot be sent again")
        party.become(Review.SUBMITTED)
        party.waiting_since, party.reason, party.decided_at, party.decided_by = now, "", None, None
        party.save(update_fields=["review", "waiting_since", "reason", "decided_at", "decided_by"])
        history.record(party, Deed.REOPENED, by=by, now=now)
        notices.reopened(party.hosts.get(role=Host.Role.MAIN), now=now)
        return party


def withdraw(party, *, by, now):
    """Withdraw the party for good, with its closure and its open proposal; doing so twice changes nothing.

    Raises StepRefused for a party that a coordinator has cancelled. Gives the fresh party.
    """
    with transaction.atomic():
        party = history.locked(party)
        if party.review == Review.WITHDRAWN:
            return party
        party.become(Review.WITHDRAWN)
        party.waiting_since = None
        party.save(update_fields=["review", "waiting_since"])
        Closure.objects.filter(party=party).update(state=Closure.State.WITHDRAWN)
        proposal = open_proposal(party)
        if proposal is not None:
            _end_proposal(party, proposal, by, now)
        history.record(party, Deed.WITHDRAWN, by=by, now=now)
        for host in party.hosts.filter(role__in=[Host.Role.MAIN, Host.Role.JOINED]):
            notices.withdrawn(host, now=now)
        introductions.called_off(party, now=now)
        if party.approved_at is not None:
            party.edition.touch()
        return party


# Links


def come_in(host, *, now):
    """Count the address as proved by the link that was opened: each version of a link goes to one address alone."""
    if host.party.review != Review.UNCONFIRMED:
        Host.objects.filter(pk=host.pk, link_version=host.link_version, confirmed_at=None).update(confirmed_at=now)


def replace_link(host, *, now):
    """End every link and every device of the host and send a new link; gives the fresh host for a new cookie."""
    with transaction.atomic():
        party = history.locked(host.party)
        Host.objects.filter(pk=host.pk).update(link_version=F("link_version") + 1)
        host = Host.objects.get(pk=host.pk)
        host.party = party
        history.record(party, Deed.LINK_CHANGED, by=host, now=now)
        registry.send_link(host, now=now)
        return host


def send_links(communities, email, *, now):
    """Send the links of everything this address holds in these communities; gives the number of letters.

    Parties come with their host's link (or the letter that confirms, while nothing proved the address), drafts with
    the link to finish them. For an unknown address a row is written too, so that its answer takes no less time.
    """
    with transaction.atomic():
        hosts = (
            Host.objects.reachable_at(email)
            .filter(
                party__edition__community__in=communities,
                party__edition__date__gte=now.date() - forgetting.KEPT_AT_MOST,
            )
            .exclude(party__review=Review.WITHDRAWN)
            .exclude(party__review=Review.UNCONFIRMED, role=Host.Role.SECOND)  # written to once the host is real
            .select_related("party__edition__community")
            .order_by("-pk")[:MOST_LETTERS]
        )
        drafts = (
            Draft.objects.alive(now)
            .filter(edition__community__in=communities, answers__email__iexact=email)
            .select_related("edition__community")
            .order_by("-updated_at")[:MOST_LETTERS]
        )
        letters = [registry.send_link(host, now=now) for host in hosts]
        letters += [notices.draft_link(draft, email, now=now) for draft in drafts]
        if not letters:
            Allowance.objects.take("link:nobody", burst=MANY, per_hour=MANY, now=now)
        return len(letters)
