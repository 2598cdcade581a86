"""The decisions a coordinator can take about a closure: the form, the deed and the words of each."""

from dataclasses import dataclass

from events.closures import decisions
from events.deciding import NoteForm, QuestionForm, ReasonForm
from events.models import Closure


@dataclass(frozen=True)
class Step:
    """One decision and the closure's state it leads to."""

    title: str
    button: str
    done: str
    form: type
    act: object
    after: str
    says: str
    is_red: bool = False

    def is_possible(self, closure):
        """Whether the closure's and its party's state allow it now."""
        return decisions.may_become(closure, self.after)


STEPS = {
    "approve": Step(
        "Approve this closure?",
        "Approve closure",
        "The closure is approved. The host hears of it.",
        NoteForm,
        decisions.approve,
        Closure.State.APPROVED,
        "The host may close the street between these times. The party itself is decided on its own.",
    ),
    "ask": Step(
        "Ask about the closure",
        "Send question",
        "The closure waits for the host’s answer.",
        QuestionForm,
        decisions.ask,
        Closure.State.NEEDS_INFORMATION,
        "The closure waits until the answer comes. The party stays where it is.",
    ),
    "decline": Step(
        "Decline this closure?",
        "Decline closure",
        "The closure is declined. The host gets your reason.",
        ReasonForm,
        decisions.decline,
        Closure.State.DECLINED,
        "The party stays as it is; the host could hold it in a yard, an alley or a park instead.",
        is_red=True,
    ),
    "reopen": Step(
        "Decide this closure anew?",
        "Reopen closure",
        "The closure is to be decided again. The host hears of it.",
        NoteForm,
        decisions.reopen,
        Closure.State.REQUESTED,
        "It goes back to “To decide”. The public is no longer told of a closed street, and the host gets a letter.",
    ),
}
