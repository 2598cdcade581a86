"""Two coordinators on one party: what the second one had not seen, beside what they typed."""

from dataclasses import dataclass

from events.entry.forms import EditForm, Sheet
from events.lib.texts import one_line
from events.questions.answers import answers_of
from events.questions.steps import STEPS

LABELS = {name: field.label for step in STEPS for name, field in step.base_fields.items()}
YES_NO = {True: "yes", False: "no", None: "nothing"}


@dataclass(frozen=True)
class Missed:
    """One line of history the coordinator had not seen; `differences` are (label, before, after) in words."""

    deed: str
    by: str
    at: object
    note: str
    differences: list


def missed_of(changes):
    """The Missed of lines of history, with their people and values."""
    return [_missed(change) for change in changes]


def _missed(change):
    values = list(change.values.all())
    note = next((value.after for value in values if value.field == "note"), "")
    by = change.by_user or (change.by_host and change.by_host.name) or ""
    told = [
        (str(LABELS[value.field]), _words(value.before), _words(value.after))
        for value in values
        if value.field in LABELS
    ]
    return Missed(str(change.get_deed_display()), str(by), change.at, note or "", told)


def _words(value):
    if isinstance(value, list):
        return ", ".join(map(str, value)) or YES_NO[None]
    if value is None or isinstance(value, bool):
        return YES_NO[value]
    return one_line(value) or YES_NO[None]


def merged(sheet, outdated):
    """A fresh sheet for the party as it is now, with what the coordinator themself had changed laid over it."""
    now_there = answers_of(outdated.party)
    at_first = dict(now_there)
    for change in outdated.changes:  # newest first: the oldest line has the value the coordinator saw
        for value in change.values.all():
            if value.field in at_first:
                at_first[value.field] = value.before
    mine = {name: value for name, value in sheet.answers.items() if (value or None) != (at_first.get(name) or None)}
    own = EditForm(initial={"seen": outdated.party.revision, "note": sheet.own.cleaned_data["note"]})
    step = sheet.forms[0].name if len(sheet.forms) == 1 else ""
    return Sheet(sheet.edition, now_there, sheet.now, own, step=step, start=now_there | mine)
