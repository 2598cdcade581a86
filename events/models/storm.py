"""A whole night postponed or called off, with what it was before, so that it can be taken back."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Storm(models.Model):
    """One decision about the whole night. Its letters leave at `letters_at`; until then it can be undone.

    `before` is {"edition": {column: value}, "parties": {id: {column: value}}} as it stood.
    """

    class Kind(models.TextChoices):
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Called off")

    edition = models.ForeignKey("events.Edition", models.CASCADE, related_name="storms")
    kind = models.CharField(max_length=9, choices=Kind)
    new_date = models.DateField(null=True, blank=True)
    words = models.JSONField(default=dict, blank=True, help_text="Why, by language")
    before = models.JSONField(default=dict)
    by = models.ForeignKey("events.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    letters_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("events.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="cancelled", new_date__isnull=True) | Q(kind="postponed", new_date__isnull=False),
                name="a_postponed_night_has_its_new_date",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.edition_id}"
