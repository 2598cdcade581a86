"""What a city asks of a street closure: which streets, how long, at what price, and the neighbors' consent."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .choices import Barricades


class Proof(models.TextChoices):
    """What shows that the households along the street agree."""

    NONE = "none", _("Nothing: the host says how the neighbors were told")
    SHARE = "share", _("The host says what share of the households agrees")
    PETITION = "petition", _("Signatures, as a file or on paper")


def all_barricades():
    return [choice.value for choice in Barricades]


class ClosurePolicy(models.Model):
    """An edition's rules for street closures, beside its last day (`Edition.closure_until`).

    Money is in cents. The fee is due from the day after `free_until` on (null: free up to the last day), and for
    another day than the night where only the night is free. Shares are percent of the households along the street.
    """

    edition = models.OneToOneField("events.Edition", models.CASCADE, related_name="closure_policy")
    free_until = models.DateField(null=True, blank=True, help_text="Last day on which a closure costs nothing")
    fee_cents = models.PositiveIntegerField(default=0)
    only_night_is_free = models.BooleanField(default=False, help_text="Another day than the night costs the fee")
    allows_main_streets = models.BooleanField(default=False)
    allows_bus_routes = models.BooleanField(default=False)
    allows_intersections = models.BooleanField(default=False, help_text="A closure may reach across a crossing")
    most_blocks = models.PositiveSmallIntegerField(default=1)
    earliest = models.TimeField(null=True, blank=True)
    latest = models.TimeField(null=True, blank=True)
    until_sunset = models.BooleanField(default=False)
    proof = models.CharField(max_length=8, choices=Proof, default=Proof.NONE)
    share = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Percent of households that must agree")
    barricades = models.JSONField(default=all_barricades, help_text="The ways to get barricades that are offered")
    delivery_layer = models.CharField(
        max_length=40, blank=True, help_text="Layer of delivery areas; blank: neighborhoods"
    )

    class Meta:
        verbose_name_plural = "closure policies"
        constraints = [
            models.CheckConstraint(condition=Q(share__isnull=True) | Q(share__lte=100), name="a_share_is_a_percentage"),
            models.CheckConstraint(
                condition=~Q(proof="share") | Q(share__isnull=False), name="a_share_asked_for_is_told"
            ),
            models.CheckConstraint(condition=Q(most_blocks__gte=1), name="a_closure_has_a_block"),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True) | Q(latest__isnull=True) | Q(earliest__lt=F("latest")),
                name="closure_hours_have_length",
            ),
        ]

    def __str__(self):
        return f"Closures of {self.edition_id}"

    def fee_on(self, day, *, party_date):
        """What a closure asked for on `day` costs, in cents, for a party on `party_date`."""
        is_late = self.free_until is not None and day > self.free_until
        is_other_day = self.only_night_is_free and party_date != self.edition.date
        return self.fee_cents if is_late or is_other_day else 0
