"""History, questions, proposals and notes: what was done to a party, by whom, and what waits for an answer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Deed(models.TextChoices):
    """What a line of history says was done."""

    REGISTERED = "registered", _("Registered")
    ENTERED = "entered", _("Entered by staff")
    IMPORTED = "imported", _("Imported")
    CONFIRMED = "confirmed", _("Email confirmed")
    CONFIRMED_BY_PHONE = "confirmed_by_phone", _("Confirmed by phone")
    EDITED = "edited", _("Changed")
    CORRECTED = "corrected", _("Corrected by staff")
    ASKED = "asked", _("Question asked")
    ANSWERED = "answered", _("Question answered")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    REOPENED = "reopened", _("Reopened")
    CANCELLED = "cancelled", _("Cancelled")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    PROPOSED = "proposed", _("Change proposed")
    PROPOSAL_ACCEPTED = "proposal_accepted", _("Proposed change accepted")
    PROPOSAL_REJECTED = "proposal_rejected", _("Proposed change not accepted")
    PROPOSAL_WITHDRAWN = "proposal_withdrawn", _("Proposed change taken back")
    CLOSURE_ASKED = "closure_asked", _("Question about the closure")
    CLOSURE_APPROVED = "closure_approved", _("Closure approved")
    CLOSURE_DECLINED = "closure_declined", _("Closure declined")
    CLOSURE_REOPENED = "closure_reopened", _("Closure reopened")
    CONTACT_CHANGED = "contact_changed", _("Contact changed")
    LINK_SENT = "link_sent", _("Link sent again")
    LINK_CHANGED = "link_changed", _("Link replaced")
    NIGHT_CHANGED = "night_changed", _("Changed on the night")
    POSTPONED = "postponed", _("Postponed with the whole night")
    CALLED_OFF = "called_off", _("Called off with the whole night")
    NIGHT_RESTORED = "night_restored", _("The whole night is back as it was")
    FEE_PAID = "fee_paid", _("Fee of the closure paid")
    PETITION_ADDED = "petition_added", _("Signatures added")
    PETITION_REMOVED = "petition_removed", _("Signatures removed")
    KIT_HANDED_OVER = "kit_handed_over", _("Kit handed over")
    KIT_BACK = "kit_back", _("Kit not handed over after all")
    FORGOTTEN = "forgotten", _("Contacts and exact place deleted")
    PLACED = "placed", _("Placed on the map")
    AREA_CHANGED = "area_changed", _("Neighborhood changed with the city’s areas")
    INTRODUCED = "introduced", _("Introduced to another party")
    JOINED = "joined", _("Another host joined")
    MERGED = "merged", _("Merged with another party")
    OUTCOME_SET = "outcome_set", _("Outcome recorded")


class ChangeQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-at", "-id")

    def with_people(self):
        return self.select_related("by_user", "by_host").prefetch_related("values")


class Change(models.Model):
    """One line of history; append-only. Who did it is a user, a host, or nobody (the system)."""

    party = models.ForeignKey("events.Party", models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    deed = models.CharField(max_length=24, choices=Deed)
    by_user = models.ForeignKey("events.User", models.SET_NULL, null=True, blank=True, related_name="+")
    by_host = models.ForeignKey("events.Host", models.SET_NULL, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField()

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by_user__isnull=True) | Q(by_host__isnull=True), name="a_change_has_one_author"
            )
        ]
        indexes = [models.Index(fields=["party", "at"], name="change_by_party")]

    def __str__(self):
        return f"{self.deed} {self.party_id}"


class ChangedValue(models.Model):
    """What a change did to one field, or a reason or text that came with it (`field` = 'note'). Can be erased."""

    change = models.ForeignKey(Change, models.CASCADE, related_name="values")
    field = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.field


class Question(models.Model):
    """A coordinator's question to the host, and the answer."""

    party = models.ForeignKey("events.Party", models.CASCADE, related_name="questions")
    about_closure = models.BooleanField(default=False)
    text = models.TextField()
    asked_by = models.ForeignKey("events.User", models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(answered_at__isnull=False) | Q(answer=""), name="an_answer_has_its_time")
        ]

    def __str__(self):
        return f"Question {self.pk}"


class Note(models.Model):
    """An internal note of staff; never leaves the staff pages."""

    party = models.ForeignKey("events.Party", models.CASCADE, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey("events.User", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self):
        return f"Note {self.pk}"


class Proposal(models.Model):
    """An edit of an approved party that waits for a decision; `values` holds answers by name (see events.questions)."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Not accepted")
        WITHDRAWN = "withdrawn", _("Taken back")

    party = models.ForeignKey("events.Party", models.CASCADE, related_name="proposals")
    values = models.JSONField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    by_host = models.ForeignKey("events.Host", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("events.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["party"], condition=Q(state="open"), name="one_open_proposal"),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "rejected"]) | Q(decided_at__isnull=False),
                name="proposal_decision_is_whole",
            ),
        ]

    def __str__(self):
        return f"Proposal {self.pk}"
