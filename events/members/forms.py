"""Forms for staff: the invitation and the role."""

from django import forms

from events.lib.texts import one_line
from events.models import Role, VisitorKind
from events.rendering import Form, HintedRadioSelect

ROLE_HINTS = {
    Role.READER: "Sees everything, changes nothing.",
    Role.LEAD: "Sees everything; will plan the visits of one service.",
    Role.COORDINATOR: "Decides on parties and closures, talks with hosts.",
    Role.ADMINISTRATOR: "All that, and sets up nights and staff.",
}
SERVICES = [("", "Not a lead"), *VisitorKind.Service.choices]


class RoleForm(Form):
    """`roles` are those the giver may give."""

    says_optional = False
    role = forms.ChoiceField(label="Role", widget=HintedRadioSelect(hints=ROLE_HINTS))
    service = forms.ChoiceField(
        label="Service",
        help_text="Only for a lead: the service whose visits they plan",
        choices=SERVICES,
        required=False,
        widget=forms.Select(attrs={"class": "input-m"}),
    )

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]
        self.fields["role"].error_messages["required"] = "Choose a role"

    def clean(self):
        values = super().clean()
        if values.get("role") == Role.LEAD and not values.get("service"):
            self.add_error("service", "Choose the service this lead plans for")
        elif values.get("role") != Role.LEAD:
            values["service"] = ""
        return values


class InvitationForm(RoleForm):
    email = forms.EmailField(
        label="Email", max_length=254, error_messages={"required": "Enter the email address of the person"}
    )
    name = forms.CharField(
        label="Name", max_length=120, error_messages={"required": "Enter the name, as colleagues know the person"}
    )
    field_order = ["email", "name", "role", "service"]

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean_name(self):
        return one_line(self.cleaned_data["name"])
