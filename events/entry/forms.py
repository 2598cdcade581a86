"""Forms for what a host says on the phone."""

from django import forms

from events.models import Host
from events.questions.fields import ParagraphField
from events.rendering import Form


class LinkForm(Form):
    """To whom the link goes: one of the party's hosts."""

    says_optional = False
    role = forms.ChoiceField(label="Send it to", widget=forms.RadioSelect)

    def __init__(self, *args, hosts, **kwargs):
        super().__init__(*args, **kwargs)
        self.hosts = {host.role: host for host in hosts}
        self.fields["role"].choices = [(role, self._label(host)) for role, host in self.hosts.items()]
        self.fields["role"].initial = Host.Role.MAIN

    @property
    def host(self):
        """The chosen host; after `is_valid()`."""
        return self.hosts[self.cleaned_data["role"]]

    def _label(self, host):
        way = host.email or "no email, so it goes to the call list"
        return f"{host.get_role_display()}: {host.name or 'no name'} ({way})"


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
