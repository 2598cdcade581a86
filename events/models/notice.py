"""Letters owed: the outbox, and the call list for people without e-mail."""

import datetime as dt

from django.db import models
from django.db.models import Q


class NoticeQuerySet(models.QuerySet):
    def due(self, now):
        """Letters to send now: queued, their time come, not leased to another worker."""
        return self.filter(state=Notice.State.QUEUED, send_after__lte=now).filter(
            Q(leased_until__isnull=True) | Q(leased_until__lt=now)
        )

    def to_call(self):
        """Lines of the call list that nobody has dealt with."""
        return self.filter(state=Notice.State.CALL)

    def troubled(self):
        """Letters staff should know of: given up, or perhaps sent."""
        return self.filter(state__in=[Notice.State.FAILED, Notice.State.IN_DOUBT])


class Notice(models.Model):
    """One letter owed to one person.

    `kind` names the letter (a function in events.mail.notices and a folder of templates); `context` holds the row ids
    and words it needs, never a token. `key` is a natural unique key: planning the same letter twice makes one row.
    A row with neither e-mail nor address becomes a line of the call list (state `call`).
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        SENDING = "sending", "Sending"
        SENT = "sent", "Sent"
        IN_DOUBT = "in_doubt", "In doubt"
        FAILED = "failed", "Failed"
        EXPIRED = "expired", "Expired"
        CALL = "call", "To call"
        CALLED = "called", "Called"

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120, unique=True)
    community = models.ForeignKey("events.Community", models.CASCADE, related_name="notices")
    party = models.ForeignKey("events.Party", models.CASCADE, null=True, blank=True, related_name="notices")
    host = models.ForeignKey("events.Host", models.CASCADE, null=True, blank=True, related_name="notices")
    draft = models.ForeignKey("events.Draft", models.CASCADE, null=True, blank=True, related_name="notices")
    user = models.ForeignKey("events.User", models.CASCADE, null=True, blank=True, related_name="notices")
    introduction = models.ForeignKey(
        "events.Introduction", models.CASCADE, null=True, blank=True, related_name="notices"
    )
    broadcast = models.ForeignKey("events.Broadcast", models.CASCADE, null=True, blank=True, related_name="notices")
    storm = models.ForeignKey("events.Storm", models.CASCADE, null=True, blank=True, related_name="notices")
    is_quiet = models.BooleanField(default=False, help_text="Nobody waits for it: never sent in the quiet hours")
    to_email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, default="en")
    context = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField()
    send_after = models.DateTimeField()
    not_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=60, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)
    no_answers = models.PositiveSmallIntegerField(default=0, help_text="How often a call was not answered")
    called_by = models.ForeignKey("events.User", models.SET_NULL, null=True, blank=True, related_name="+")
    called_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(leased_until__isnull=False), name="a_sending_notice_has_a_lease"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="a_sent_notice_has_its_time"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "send_after"], name="notice_queue"),
            models.Index(fields=["community", "state", "created_at"], name="notice_by_community"),
            models.Index(fields=["party", "created_at"], name="notice_by_party"),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class Letter(models.Model):
    """A letter as it left, kept in the demo's mailbox only."""

    notice = models.ForeignKey(Notice, models.CASCADE, null=True, related_name="letters")
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self):
        return self.subject


class AllowanceQuerySet(models.QuerySet):
    def take(self, key, *, burst, per_hour, now):
        """Take one token from the bucket `key`: True when there was one.

        The bucket holds `burst` tokens and refills at `per_hour`. One conditional UPDATE decides, so parallel
        requests on several processes cannot spend a token twice.
        """
        self.bulk_create([self.model(key=key, tokens=burst, at=now)], ignore_conflicts=True)
        for _attempt in range(5):
            row = self.filter(key=key).first()
            if row is None:
                return True
            gained = max((now - row.at) / dt.timedelta(hours=1), 0) * per_hour
            tokens = min(row.tokens + gained, burst)
            if tokens < 1:
                return False
            if self.filter(pk=row.pk, tokens=row.tokens, at=row.at).update(tokens=tokens - 1, at=max(now, row.at)):
                return True
        return False

    def stale(self, now):
        return self.filter(at__lt=now - dt.timedelta(days=2))


class Allowance(models.Model):
    """A token bucket of one limit for one keyed hash of an address; no address is kept."""

    key = models.CharField(max_length=100, unique=True)
    tokens = models.FloatField()
    at = models.DateTimeField()

    objects = AllowanceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["at"], name="allowance_by_age")]

    def __str__(self):
        return self.key
