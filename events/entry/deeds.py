"""What a coordinator does for a host on the phone: send the link again, write down an answer."""

from django.db import transaction

from events import history
from events.mail import notices
from events.models import Closure, Deed, Host, Party, Question, Review


class NotOpen(ValueError):
    """The question was answered by somebody else in the meantime."""


def send_link(host, *, by, now):
    """Owe the host the secret link again, or the confirm link while the e-mail is not confirmed. Gives the notice.

    A host without e-mail gets a line of the call list.
    """
    with transaction.atomic():
        party = history.locked(host.party)
        waits = party.review == Review.UNCONFIRMED and host.role == Host.Role.MAIN and host.email
        notice = (notices.confirm if waits else notices.host_link)(host, now=now)
        history.record(party, Deed.LINK_SENT, by=by, now=now, note=str(host.get_role_display()))
        return notice


def record_answer(question, text, *, by, now):
    """Write down the answer a host gave by phone. Gives the party.

    With the last open answer the party, or its closure, goes back to those who decide.

    Raises NotOpen when the question has its answer already.
    """
    with transaction.atomic():
        party = history.locked(question.party)
        mine = Question.objects.filter(pk=question.pk, answered_at__isnull=True)
        if not mine.update(answer=text, answered_at=now):
            raise NotOpen
        of_a_kind = party.questions.filter(about_closure=question.about_closure, answered_at__isnull=True)
        if of_a_kind.exists():
            pass  # the host still owes another answer
        elif question.about_closure:
            waiting = Closure.objects.filter(party=party, state=Closure.State.NEEDS_INFORMATION)
            waiting.update(state=Closure.State.REQUESTED)
        elif party.review == Review.NEEDS_INFORMATION:
            party.become(Review.SUBMITTED)
            Party.objects.filter(pk=party.pk).update(review=party.review, waiting_since=now)
        history.record(party, Deed.ANSWERED, by=by, now=now, note=text)
        return party
