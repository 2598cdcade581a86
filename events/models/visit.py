"""What hosts wish of visitors; planning them comes later."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitRequest(models.Model):
    """A host's wish for one kind of visitor; opt-in, never a promise."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("Asked for")
        DECLINED = "declined", _("Declined")
        PLANNED = "planned", _("Planned")
        KEPT = "kept", _("Came")
        MISSED = "missed", _("Did not come")

    party = models.ForeignKey("events.Party", models.CASCADE, related_name="visit_requests")
    kind = models.ForeignKey("events.VisitorKind", models.PROTECT, related_name="requests")
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["kind__position", "id"]
        constraints = [models.UniqueConstraint(fields=["party", "kind"], name="one_request_per_kind")]

    def __str__(self):
        return f"{self.kind_id} for {self.party_id}"
