"""Introductions: two hosts close to each other who may want to celebrate together."""

import uuid

from django.db import models
from django.db.models import Q


class Introduction(models.Model):
    """Asks two hosts whether they want to know each other; neither learns the other's contact until both agreed.

    `party` was there first. In a *join* somebody who was about to register asks to join it instead: the contact given
    stands in this row, `draft` holds the answers so far, and nothing leaves before the e-mail is confirmed. In a *pair*
    a coordinator (`by`) introduces the hosts of `party` and `other`. The secret links of both sides end when
    `link_version` is raised.
    """

    class Kind(models.TextChoices):
        JOIN = "join", "Asked to join"
        PAIR = "pair", "Introduced by the city"

    class Answer(models.TextChoices):
        NONE = "", "Not answered yet"
        YES = "yes", "Agreed"
        NO = "no", "Did not agree"

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="Idempotency key of the asking")
    kind = models.CharField(max_length=4, choices=Kind)
    party = models.ForeignKey("events.Party", models.CASCADE, related_name="introductions")
    other = models.ForeignKey("events.Party", models.CASCADE, null=True, blank=True, related_name="introductions_to")
    draft = models.ForeignKey("events.Draft", models.SET_NULL, null=True, blank=True, related_name="introductions")
    by = models.ForeignKey("events.User", models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True, help_text="E.164")
    language = models.CharField(max_length=8, default="en")
    message = models.CharField(max_length=280, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="When the asker's e-mail was shown to work")
    party_answer = models.CharField(max_length=3, choices=Answer, blank=True, default=Answer.NONE)
    other_answer = models.CharField(max_length=3, choices=Answer, blank=True, default=Answer.NONE)
    link_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="join", other__isnull=True) | Q(kind="pair", other__isnull=False),
                name="a_pair_has_two_parties",
            ),
            models.UniqueConstraint(
                fields=["party", "other"], condition=Q(ended_at__isnull=True), name="one_open_introduction_of_a_pair"
            ),
        ]
        indexes = [models.Index(fields=["party", "created_at"], name="introduction_by_party")]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def is_agreed(self):
        """Whether both sides said yes."""
        return self.party_answer == self.other_answer == self.Answer.YES
