"""What every decision of staff asks for: the state of things the person had seen, and the words that go with it.

Shared by the rooms in which coordinators decide: parties and closures.
"""

from django import forms
from django.utils.http import url_has_allowed_host_and_scheme

from events.rendering import Form

UNSEEN = "We could not tell what you had seen. Look at the party below, then press the button again."


def staff_address(text):
    """The path of a staff page to go back to; '' for anything else."""
    is_ours = text.startswith("/staff/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    return text if is_ours else ""


class SeenForm(Form):
    """A decision without words. `seen` is the revision the person had before them; without it nothing is decided."""

    says_optional = False

    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, error_messages={"required": UNSEEN, "invalid": UNSEEN}
    )
    next = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)

    def clean_next(self):
        return staff_address(self.cleaned_data["next"])

    @property
    def words(self):
        """The words of the decision, as the deed's own argument."""
        return {name: self.cleaned_data[name] for name in self.fields if name not in ("seen", "next")}

    @property
    def typed(self):
        """What was written, to show where the decision has become impossible; '' where nothing was."""
        return "\n".join(self[name].value() or "" for name in self.fields if name not in ("seen", "next")).strip()

    def with_revision(self, revision):
        """The same form, all that was typed kept, for what is now the party's revision."""
        return type(self)({**dict(self.data.items()), "seen": revision})

    def seen_now(self, revision):
        """A faulty form to print again; where it did not say what was seen, it carries what is seen now."""
        if "seen" not in self.errors:
            return self
        again = self.with_revision(revision)
        again.add_error(None, UNSEEN)
        return again


class NoteForm(SeenForm):
    """A decision with words for the host that may be left out."""

    note = forms.CharField(
        required=False,
        max_length=1000,
        label="Words for the host (you can leave this empty)",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="They go into the letter.",
    )


class ReasonForm(SeenForm):
    """A decision that needs its reason."""

    reason = forms.CharField(
        max_length=1000,
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The host reads it as you write it. Say what they could do now.",
        error_messages={"required": "Write the reason. The host gets it in the letter."},
    )


class QuestionForm(SeenForm):
    """A question to the host."""

    text = forms.CharField(
        max_length=1000,
        label="Your question",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The host gets it by email with a link to answer.",
        error_messages={"required": "Write what you want to know from the host."},
    )
