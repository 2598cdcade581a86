"""Whether reminders and news shall come."""

from django import forms

from events.rendering import Form


class QuietForm(Form):
    """Which of the page's two buttons was pressed."""

    wants = forms.ChoiceField(choices=[("yes", ""), ("no", "")])
