"""The decisions a coordinator can take about a party: the form, the deed and the words of each."""

from dataclasses import dataclass

from events.deciding import NoteForm, QuestionForm, ReasonForm
from events.models import Review
from events.review import decisions

REOPENABLE = (Review.DECLINED, Review.CANCELLED)


@dataclass(frozen=True)
class Step:
    """One decision. `after` is the review state it leads to, or '' for one about a proposed change."""

    name: str
    title: str
    button: str
    done: str
    form: type
    act: object
    after: str = ""
    icon: str = ""
    is_red: bool = False
    says: str = ""

    def is_possible(self, party, proposal=None):
        """Whether the party's state allows it now; wants the open proposal for what is about one."""
        if not self.after:
            return party.review == Review.APPROVED and proposal is not None
        if self.name == "ask" and party.review == Review.NEEDS_INFORMATION:
            return True
        if self.name == "reopen" and (party.review not in REOPENABLE or party.merged_into_id is not None):
            return False
        return party.may_become(self.after)


STEPS = {
    step.name: step
    for step in (
        Step(
            "approve",
            "Approve this party?",
            "Approve party",
            "is approved.",
            NoteForm,
            decisions.approve,
            Review.APPROVED,
            "check",
            says="It goes on the map and the host gets a letter. A street closure is decided on its own.",
        ),
        Step(
            "ask",
            "Ask the host",
            "Send question",
            "waits for the host’s answer.",
            QuestionForm,
            decisions.ask,
            Review.NEEDS_INFORMATION,
            "question",
            says="The party moves to “Waiting for host” until the answer comes.",
        ),
        Step(
            "decline",
            "Decline this party?",
            "Decline party",
            "is declined.",
            ReasonForm,
            decisions.decline,
            Review.DECLINED,
            "x",
            is_red=True,
            says="The host gets your reason. You can reopen a declined party later.",
        ),
        Step(
            "cancel",
            "Cancel this party?",
            "Cancel party",
            "is cancelled.",
            ReasonForm,
            decisions.cancel,
            Review.CANCELLED,
            "x",
            is_red=True,
            says="If its page was public, the page will say that the party is cancelled. The host gets your reason.",
        ),
        Step(
            "reopen",
            "Reopen this party?",
            "Reopen party",
            "is open for review again.",
            NoteForm,
            decisions.reopen,
            Review.SUBMITTED,
            "history",
            says="It goes back to “To review”. It has no public page until it is approved again.",
        ),
        Step(
            "accept",
            "Accept this change?",
            "Accept change",
            "now shows the proposed change.",
            NoteForm,
            decisions.accept_proposal,
            icon="check",
            says="What the host proposed becomes the approved version at once.",
        ),
        Step(
            "reject",
            "Turn this change down?",
            "Turn change down",
            "stays as it was approved.",
            ReasonForm,
            decisions.reject_proposal,
            icon="x",
            is_red=True,
            says="The approved version stays. The host gets your reason.",
        ),
    )
}
