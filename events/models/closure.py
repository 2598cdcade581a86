"""The wish to close a street, decided beside its party: an approved party is not an approved closure."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .choices import Barricades


class ClosureQuerySet(models.QuerySet):
    def in_community(self, community):
        return self.filter(party__edition__community=community)

    def in_edition(self, edition):
        return self.filter(party__edition=edition)

    def live(self):
        """Closures of parties that are still on."""
        return self.exclude(state=Closure.State.WITHDRAWN).exclude(
            party__review__in=["declined", "withdrawn", "cancelled"]
        )

    def public(self):
        """Closures that may be told: approved, of a party that is approved and not off on the night."""
        told = self.filter(state=Closure.State.APPROVED, party__review="approved")
        return told.exclude(party__night="not_happening")

    def waiting(self):
        return self.live().filter(state=Closure.State.REQUESTED)


class Closure(models.Model):
    """A street segment between two cross streets, from one time to another, on the party's day."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("To decide")
        NEEDS_INFORMATION = "needs_information", _("Waiting for host")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    party = models.OneToOneField("events.Party", models.CASCADE, related_name="closure")
    street = models.CharField(max_length=80)
    from_street = models.CharField(max_length=80)
    to_street = models.CharField(max_length=80)
    starts = models.TimeField()
    ends = models.TimeField()
    barricades = models.CharField(max_length=10, choices=Barricades, default=Barricades.DELIVERED)
    barricades_at = models.CharField(max_length=120, blank=True, help_text="Where the barricades are left")
    neighbors_told = models.CharField(max_length=280, blank=True)
    share = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Percent of households that agree")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When this stretch was asked for: decides the fee")
    fee_cents = models.PositiveIntegerField(default=0)
    fee_paid_at = models.DateTimeField(null=True, blank=True)
    fee_paid_by = models.ForeignKey("events.User", models.SET_NULL, null=True, blank=True, related_name="+")
    line = models.JSONField(null=True, blank=True, help_text="The stretch as [[[lng, lat], ...], ...], where known")
    state = models.CharField(max_length=20, choices=State, default=State.REQUESTED)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("events.User", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ClosureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "declined"]) | Q(decided_at__isnull=False),
                name="closure_decision_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__lte=100), name="a_closure_share_is_a_percentage"
            ),
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="a_closure_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["state"], name="closure_by_state")]

    def __str__(self):
        return f"{self.street} from {self.from_street} to {self.to_street}"
