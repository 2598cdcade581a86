"""One community's night in one year, and the kinds of visitor it offers."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.lib.texts import pick

from .choices import Standing
from .community import Community
from .policy import ClosurePolicy


class Phase(models.TextChoices):
    """Where the clock stands for residents."""

    BEFORE = "before", _("Registration is not open yet")
    OPEN = "open", _("Registration is open")
    CLOSED = "closed", _("Registration is closed")
    TODAY = "today", _("The night is today")
    NOW = "now", _("The parties are on")
    AFTER = "after", _("The night is over")


def current_of(editions, today):
    """The edition people mean on the day `today`: the next night to come, else the last one that was, or None.

    So a night that is published early does not take this year's off the pages before it is over.
    """
    coming = [edition for edition in editions if edition.date >= today]
    if coming:
        return min(coming, key=lambda edition: edition.date)
    return max(editions, key=lambda edition: edition.date, default=None)


class EditionQuerySet(models.QuerySet):
    def public(self):
        return self.filter(is_public=True)

    def current(self, today):
        """The one of these that people mean on the day `today`, or None; see `current_of`."""
        return current_of(self, today)

    def in_use(self, today):
        """All but hidden past editions without a party: those an import is only being prepared for."""
        return self.exclude(is_public=False, counter=0, date__lt=today)

    def left_empty(self, today):
        """Hidden past editions without a party or a file: what an import that was given up leaves behind."""
        return self.filter(is_public=False, counter=0, date__lt=today, parties__isnull=True, uploads__isnull=True)

    def with_community(self):
        return self.select_related("community", "community__region")


class Edition(models.Model):
    """A night: its date and window, its last days, its words.

    `version` counts public changes and is the pages' ETag; `counter` numbers the parties. Both only grow.
    Texts a city writes are JSON by language: {"en": "...", "es": "..."}.
    """

    community = models.ForeignKey(Community, models.PROTECT, related_name="editions")
    year = models.PositiveSmallIntegerField()
    program_name = models.CharField(max_length=80, default="National Night Out")
    date = models.DateField()
    starts = models.TimeField(default=dt.time(16))
    ends = models.TimeField(default=dt.time(21))
    registration_opens = models.DateField()
    listing_until = models.DateField(help_text="Last day to register a party")
    closure_until = models.DateField(help_text="Last day to ask for a street closure")
    visits_until = models.DateField(help_text="Last day to ask for visitors")
    kit_until = models.DateField(help_text="Last day to ask for a kit")
    rules = models.JSONField(default=dict, blank=True)
    rules_version = models.PositiveSmallIntegerField(default=1)
    closure_rules = models.JSONField(default=dict, blank=True)
    about = models.JSONField(default=dict, blank=True)
    asks_permits = models.BooleanField(
        default=True, help_text="Ask about sound, alcohol, food sold, inflatables, tents"
    )
    answer_days = models.PositiveSmallIntegerField(default=3, help_text="Working days in which hosts hear back")
    standing = models.CharField(max_length=9, choices=Standing, default=Standing.ON)
    first_date = models.DateField(null=True, blank=True, help_text="The date before the night was postponed")
    standing_words = models.JSONField(default=dict, blank=True, help_text="Why it is postponed or called off")
    is_public = models.BooleanField(default=False)
    counter = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-date"]
        constraints = [
            models.UniqueConstraint(fields=["community", "year"], name="one_edition_per_year"),
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="edition_window_has_length"),
            models.CheckConstraint(
                condition=~Q(standing="postponed") | Q(first_date__isnull=False),
                name="a_postponed_night_knows_its_first_date",
            ),
            models.CheckConstraint(
                condition=Q(registration_opens__lte=F("listing_until"), listing_until__lte=F("date")),
                name="edition_registration_is_before_the_night",
            ),
        ]
        indexes = [models.Index(fields=["community", "-date"], name="edition_by_date")]

    def __str__(self):
        return f"{self.community} {self.year}"

    def words(self, field, language):
        """The city's own text of `field` (rules, closure_rules, about) in `language`, else in English, else ''."""
        return pick(getattr(self, field), language)

    def window(self):
        """The night's window as two aware datetimes."""
        zone = self.community.zone
        return (
            dt.datetime.combine(self.date, self.starts, tzinfo=zone),
            dt.datetime.combine(self.date, self.ends, tzinfo=zone),
        )

    def phase(self, now):
        """Where the clock stands at `now` (Phase)."""
        begins, finishes = self.window()
        today = self.community.today(now)
        if now >= finishes:
            return Phase.AFTER
        if now >= begins:
            return Phase.NOW
        if today == self.date:
            return Phase.TODAY
        if today < self.registration_opens:
            return Phase.BEFORE
        return Phase.OPEN if today <= self.listing_until else Phase.CLOSED

    def takes(self, what, now):
        """Whether `what` (listing, closure, visits or kit) can still be asked for on the local day of `now`.

        Nothing for a night that is called off.
        """
        today = self.community.today(now)
        return not self.is_cancelled and self.registration_opens <= today <= getattr(self, f"{what}_until")

    def touch(self):
        """Count one public change, so that every cached page of the edition is asked for anew."""
        type(self).objects.filter(pk=self.pk).update(version=F("version") + 1)

    def next_reference(self):
        """The next reference such as 'STL-26-0147'; call it inside the transaction that creates the party.

        Who registers waits at the community's row first: it does not change, so that PostgreSQL serves its waiters in
        the order they came. At the counter itself each new version of the row starts the waiting over, and on a crowded
        evening somebody would be overtaken until the time limit.
        """
        Community.objects.select_for_update(no_key=True).only("pk").get(pk=self.community_id)
        type(self).objects.filter(pk=self.pk).update(counter=F("counter") + 1)
        counter = type(self).objects.values_list("counter", flat=True).get(pk=self.pk)
        return f"{self.community.code}-{self.year % 100:02d}-{counter:04d}"

    @property
    def is_cancelled(self):
        return self.standing == Standing.CANCELLED

    @property
    def policy(self):
        """The edition's rules for street closures: its own, or the usual ones where it has set none (unsaved)."""
        found = ClosurePolicy.objects.filter(edition=self).first() if self.pk else None
        policy = found or ClosurePolicy()
        policy.edition = self
        return policy

    def starts_at(self):
        return self.window()[0]

    def is_past(self, now):
        return timezone.localtime(now, self.community.zone).date() > self.date


class VisitorKind(models.Model):
    """A kind of visitor an edition offers, with its label in each language, agency and hours."""

    class Service(models.TextChoices):
        POLICE = "police", _("Police")
        FIRE = "fire", _("Fire")
        EMS = "ems", _("Ambulance (EMS)")
        VIOLENCE_PREVENTION = "violence_prevention", _("Violence prevention")
        NEIGHBORHOOD = "neighborhood", _("Neighborhood staff")
        OFFICIAL = "official", _("Elected official")
        MASCOT = "mascot", _("Mascot")
        OTHER = "other", _("Other")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="visitor_kinds")
    code = models.SlugField(max_length=40)
    service = models.CharField(max_length=24, choices=Service)
    labels = models.JSONField(default=dict)
    agency = models.CharField(max_length=120, blank=True)
    starts = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="one_visitor_kind_per_code")]

    def __str__(self):
        return self.label("en")

    def label(self, language):
        return pick(self.labels, language) or self.get_service_display()
