"""Signatures for a closure, as a photo or a document: for coordinators alone, deleted with the contacts."""

from django.db import models
from django.db.models import Q


class Petition(models.Model):
    """One uploaded file; `path` is below the media root, outside of everything a web server shows.

    It belongs to a draft until the registration is sent, then to the party.
    """

    draft = models.ForeignKey("events.Draft", models.CASCADE, null=True, blank=True, related_name="petitions")
    party = models.ForeignKey("events.Party", models.CASCADE, null=True, blank=True, related_name="petitions")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(help_text="Bytes")
    path = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=False) | Q(party__isnull=False), name="a_petition_belongs_somewhere"
            )
        ]

    def __str__(self):
        return self.name
