"""Long work that the worker does in the background, with its progress for the page that waits for it."""

from django.db import models
from django.db.models import Q


class JobQuerySet(models.QuerySet):
    def unfinished(self):
        return self.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])

    def due(self, now):
        """Jobs to take up: waiting ones, and running ones whose worker died (its lease is over)."""
        abandoned = Q(state=Job.State.RUNNING, leased_until__lt=now)
        return self.filter(Q(state=Job.State.WAITING) | abandoned)


class Job(models.Model):
    """One piece of long work. `kind` names the function that does it, `args` are its row ids and settings.

    `done` of `total` is its progress, `says` what it is doing, `result` what came of it, `error` a sentence for people.
    A worker holds it by a lease; one that dies is followed by another, so the work must stand being begun again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    kind = models.CharField(max_length=40)
    community = models.ForeignKey("events.Community", models.CASCADE, null=True, blank=True, related_name="jobs")
    by = models.ForeignKey("events.User", models.SET_NULL, null=True, blank=True, related_name="+")
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    says = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    wants_cancel = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=60, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="running") | Q(leased_until__isnull=False), name="a_running_job_has_a_lease"
            )
        ]
        indexes = [
            models.Index(fields=["state", "created_at"], name="job_queue"),
            models.Index(fields=["community", "kind", "-created_at"], name="job_by_community"),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def is_over(self):
        return self.state not in (self.State.WAITING, self.State.RUNNING)
