"""The people behind a party, and the answers they have not sent yet."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class HostQuerySet(models.QuerySet):
    def main(self):
        return self.filter(role=Host.Role.MAIN)

    def reachable_at(self, email):
        return self.filter(email__iexact=email)


class Host(models.Model):
    """A person behind a party. Everything personal of theirs stands in this row and can be erased from it.

    `link_version` is part of every secret link of theirs: raising it ends the old ones.
    """

    class Role(models.TextChoices):
        MAIN = "main", _("Host")
        SECOND = "second", _("Second contact")
        JOINED = "joined", _("Joined host")

    party = models.ForeignKey("events.Party", models.CASCADE, related_name="hosts")
    role = models.CharField(max_length=8, choices=Role, default=Role.MAIN)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True, help_text="E.164")
    language = models.CharField(max_length=8, default="en")
    link_version = models.PositiveIntegerField(default=1)
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="When the e-mail was shown to work")
    wants_reminders = models.BooleanField(default=True, help_text="Letters that are not needed: reminders, news")
    forgotten_at = models.DateTimeField(null=True, blank=True, help_text="When the contact data was deleted")

    objects = HostQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["party"], condition=Q(role="main"), name="one_main_host"),
            models.UniqueConstraint(fields=["party"], condition=Q(role="second"), name="one_second_contact"),
        ]
        indexes = [
            models.Index(fields=["email"], name="host_by_email"),
            models.Index(fields=["phone"], name="host_by_phone"),
        ]

    def __str__(self):
        return f"{self.get_role_display()} of {self.party_id}"


class DraftQuerySet(models.QuerySet):
    def alive(self, now):
        """Drafts that can still be continued."""
        return self.filter(party__isnull=True, expires_at__gt=now)

    def expired(self, now):
        return self.filter(party__isnull=True, expires_at__lte=now)


class Draft(models.Model):
    """Answers not sent yet: one flat JSON object (see `events.questions`), kept until `expires_at` or the sending.

    `key` becomes the party's key, so that sending twice gives one party. `steps_done` names the steps answered.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey("events.Edition", models.CASCADE, related_name="drafts")
    answers = models.JSONField(default=dict)
    steps_done = models.JSONField(default=list)
    language = models.CharField(max_length=8, default="en")
    link_version = models.PositiveIntegerField(default=1)
    party = models.OneToOneField("events.Party", models.CASCADE, null=True, blank=True, related_name="draft")
    previous = models.ForeignKey("events.Party", models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="draft_by_expiry")]

    def __str__(self):
        return f"Draft {self.pk}"
