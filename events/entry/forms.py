"""Forms of the staff entry: all questions on one sheet, and what a host says on the phone."""

from django import forms

from events.entry.deeds import late_wishes
from events.models import Host
from events.questions.fields import LineField, ParagraphField
from events.questions.steps import NAMED, forms_for, settled
from events.rendering import Choices, Form, HintedRadioSelect

HEADINGS = {
    "where": "Where",
    "you": "Host",
    "when": "When",
    "what": "What",
    "visitors": "Visitors",
    "closure": "Street closure",
    "sharing": "Who sees it",
}
LATE = {
    "listing": "registration is not open",
    "closure": "the last day to ask for a street closure is over",
    "visits": "the last day to ask for visitors is over",
    "kit": "the last day to ask for a kit is over",
}


class NoteForm(Form):
    """What goes with a sheet: why, for the history."""

    says_optional = False
    note = LineField(
        label="Reason",
        help_text="Stands in the history. Needed when a last day is over.",
        max_length=280,
        required=False,
        error_messages={"required": "Say why"},
    )


class NewForm(NoteForm):
    """`key` makes one party of a double press."""

    key = forms.UUIDField(widget=forms.HiddenInput)


class EditForm(NoteForm):
    """`seen` is the revision the coordinator had before them."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


def _set_close(field):
    """Show choices in two columns: a sheet is for somebody who types while the caller speaks."""
    if isinstance(field.widget, Choices):
        field.widget.columns = True
    elif isinstance(field.widget, forms.RadioSelect):
        field.widget = HintedRadioSelect(columns=True, choices=field.widget.choices)


class Sheet:
    """The forms of all steps, or of one, on one page, with a form of its own. `before` are a party's answers, or {}.

    After `is_valid()`, `answers` are all answers of the sheet, brought in line with each other.
    """

    def __init__(self, edition, before, now, own, *, data=None, step="", start=None):
        self.edition, self.before, self.now, self.own = edition, before, now, own
        shown = start or before
        if step in NAMED:
            self.forms = [NAMED[step](data, edition=edition, answers=shown, now=now, staff=True)]
        else:
            self.forms = forms_for(edition, shown, now, data=data, staff=True)
        for form in self.forms:
            if before:
                form.fields.pop("rules_accepted", None)
            for field in form.fields.values():
                _set_close(field)

    @property
    def sections(self):
        """[(heading, step form)] in order."""
        return [(HEADINGS[form.name], form) for form in self.forms]

    @property
    def problems(self):
        """Everything to mend, in the order of the page."""
        return [problem for form in [*self.forms, self.own] for problem in form.problems]

    @property
    def errors(self):
        return self.problems

    def is_valid(self):
        valid = [form.is_valid() for form in [*self.forms, self.own]]
        if not all(valid):
            return False
        self.answers = self._agreed()
        late = late_wishes(self.edition, self.before, self.answers, self.now)
        if late and not self.own.cleaned_data["note"]:
            self.own.add_error("note", f"Say why, because {' and '.join(LATE[what] for what in late)}")
            return False
        return True

    def _agreed(self):
        given = {}
        for form in self.forms:
            given |= form.answers()
        whole = self.before | given
        agreed, self.said = settled(self.edition, whole)
        return given | {name: value for name, value in agreed.items() if value != whole.get(name)}


class LinkForm(Form):
    """To whom the link goes: one of the party's hosts."""

    says_optional = False
    to = forms.ChoiceField(
        label="Send it to", widget=HintedRadioSelect(), error_messages={"required": "Choose who gets the link"}
    )

    def __init__(self, *args, hosts, **kwargs):
        super().__init__(*args, **kwargs)
        self.hosts = {str(host.pk): host for host in hosts}
        to = self.fields["to"]
        to.choices = [(key, f"{host.get_role_display()}: {host.name or 'no name'}") for key, host in self.hosts.items()]
        to.widget.hints = {
            key: host.email or "No email, so it goes to the call list" for key, host in self.hosts.items()
        }
        to.initial = next((key for key, host in self.hosts.items() if host.role == Host.Role.MAIN), None)

    @property
    def host(self):
        """The chosen host; after `is_valid()`."""
        return self.hosts[self.cleaned_data["to"]]


class AnswerForm(Form):
    """The answer to one open question."""

    says_optional = False
    question = forms.ModelChoiceField(label="Question", queryset=None, empty_label=None, widget=forms.RadioSelect)
    answer = ParagraphField(
        label="What the host said",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write down what the host said"},
    )

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["question"].queryset = questions
        self.fields["question"].label_from_instance = lambda question: question.text
        self.fields["question"].initial = questions[0] if questions else None
