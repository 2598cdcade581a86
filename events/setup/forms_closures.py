"""The form of an edition's rules for street closures. Its words are the staff's, in English."""

from django import forms

from events.closing.sight import BARRICADES
from events.lib import wording
from events.models import Proof
from events.rendering import HintedCheckboxes, HintedRadioSelect
from events.setup import policies
from events.setup.forms_editions import Watched, day_field, time_field

SMALL = {"class": "input-s"}


class ClosuresForm(Watched):
    """Which streets, how long, at what price, and the neighbors' consent."""

    watches = policies.FIELDS

    allows_main_streets = forms.BooleanField(label="Main streets may be closed", required=False)
    allows_bus_routes = forms.BooleanField(label="Streets with a bus route may be closed", required=False)
    most_blocks = forms.IntegerField(
        label="Blocks at most", min_value=1, max_value=20, widget=forms.NumberInput(attrs=SMALL)
    )
    allows_intersections = forms.BooleanField(label="A closure may reach across a crossing", required=False)
    earliest = time_field("Closed from, at the earliest", required=False)
    latest = time_field("Closed until, at the latest", required=False)
    until_sunset = forms.BooleanField(label="Closed until sunset at the latest", required=False)
    fee_cents = forms.DecimalField(
        label="Fee in dollars",
        help_text="0 where closures are free",
        min_value=0,
        max_value=100_000,
        decimal_places=2,
        required=False,
        widget=forms.NumberInput(attrs={**SMALL, "step": "0.01"}),
        error_messages={"invalid": "Enter an amount, like 100 or 62.50"},
    )
    free_until = day_field("Last day on which it is free", "Empty: free until the last day to ask", required=False)
    only_night_is_free = forms.BooleanField(label="Another day than the night costs the fee", required=False)
    proof = forms.ChoiceField(label="What shows that the neighbors agree", choices=Proof, widget=HintedRadioSelect())
    share = forms.IntegerField(
        label="Percent of the households that must agree",
        min_value=1,
        max_value=100,
        required=False,
        widget=forms.NumberInput(attrs=SMALL),
    )
    barricades = forms.MultipleChoiceField(
        label="Ways to get barricades",
        choices=BARRICADES,
        widget=HintedCheckboxes(columns=True),
        error_messages={"required": "Choose at least one way"},
    )
    delivery_layer = forms.ChoiceField(label="Delivery areas", required=False)

    def __init__(self, *args, edition, layers, **kwargs):
        super().__init__(*args, edition=edition, row=edition.policy, **kwargs)
        self.fields["delivery_layer"].choices = [("", "Neighborhoods"), *layers.items()]
        last = wording.day(edition.closure_until)
        self.fields["free_until"].help_text = f"Empty: free until the last day to ask, {last}"

    def now_said(self, row):
        return super().now_said(row) | {
            "fee_cents": row.fee_cents / 100 if row.fee_cents % 100 else row.fee_cents // 100
        }

    def clean_fee_cents(self):
        return int((self.cleaned_data["fee_cents"] or 0) * 100)

    def clean(self):
        values = super().clean()
        earliest, latest, free_until = (values.get(name) for name in ("earliest", "latest", "free_until"))
        if earliest and latest and earliest >= latest:
            self.add_error("latest", f"Choose a time after {wording.clock(earliest)}")
        if free_until and free_until > self.edition.closure_until:
            last = wording.day(self.edition.closure_until)
            self.add_error("free_until", f"Nobody can ask after {last}. Choose that day or an earlier one")
        if values.get("proof") == Proof.SHARE and not values.get("share") and "share" not in self.errors:
            self.add_error("share", "Enter how many percent must agree, like 75")
        costs_later = free_until or values.get("only_night_is_free")
        if costs_later and not values.get("fee_cents") and "fee_cents" not in self.errors:
            self.add_error("fee_cents", "Enter what it costs when it is not free")
        return values

    def values(self):
        """{field: value}, as the rules keep them."""
        return {name: self.cleaned_data[name] for name in policies.FIELDS}
