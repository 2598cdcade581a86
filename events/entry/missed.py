"""Two coordinators on one party: what the second one had not seen, beside what they typed."""

from dataclasses import dataclass

from events.entry.forms import EditForm, Sheet
from events.questions.answers import answers_of
from events.spoken import Words


@dataclass(frozen=True)
class Missed:
    """One line of history the coordinator had not seen; `differences` are (label, before, after) in words."""

    deed: str
    by: str
    at: object
    note: str
    differences: list


def missed_of(outdated):
    """The Missed of the lines of history that a history.Outdated carries."""
    words = Words(outdated.party.edition)
    return [_missed(change, words) for change in outdated.changes]


def _missed(change, words):
    values = list(change.values.all())
    note = next((value.after for value in values if value.field == "note"), "")
    by = change.by_user or (change.by_host and change.by_host.name) or ""
    told = words.differences((value.field, value.before, value.after) for value in values if value.field != "note")
    return Missed(str(change.get_deed_display()), str(by), change.at, note or "", told)


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
