"""A letter from the city to many hosts at once."""

from django.db import models
from django.db.models import Q


class BroadcastQuerySet(models.QuerySet):
    def in_community(self, community):
        return self.filter(edition__community=community)


class Broadcast(models.Model):
    """Subject and text in each language ({"en": ..., "es": ...}), to the hosts of an edition that `filters` choose.

    `filters` is the query of the audience as it was when the letters were written: {"neighborhood": ["12"], ...}.
    Its letters are notices, one for each host, however often the sending is begun.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SENDING = "sending", "Being written"
        SENT = "sent", "Sent"
        STOPPED = "stopped", "Stopped"

    edition = models.ForeignKey("events.Edition", models.CASCADE, related_name="broadcasts")
    subjects = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    filters = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    job = models.ForeignKey("events.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey("events.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = BroadcastQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["sending", "sent"]) | Q(sent_at__isnull=False),
                name="a_sent_broadcast_has_its_time",
            )
        ]
        indexes = [models.Index(fields=["edition", "-created_at"], name="broadcast_by_edition")]

    def __str__(self):
        return self.subjects.get("en", "") or f"Broadcast {self.pk}"
