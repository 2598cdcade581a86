"""A block party of one edition, its three states and the steps that lead from one to the next."""

import uuid

from django.db import models
from django.db.models import F, Q

from events.lib.geometry import box_around

from .choices import (
    HostKind,
    ListingLevel,
    Night,
    OpenTo,
    Outcome,
    OutcomeSource,
    PlaceKind,
    RainPlan,
    Review,
    Source,
)

STEPS = {
    Review.UNCONFIRMED: {Review.SUBMITTED, Review.WITHDRAWN, Review.CANCELLED},
    Review.SUBMITTED: {
        Review.NEEDS_INFORMATION,
        Review.APPROVED,
        Review.DECLINED,
        Review.WITHDRAWN,
        Review.CANCELLED,
    },
    Review.NEEDS_INFORMATION: {
        Review.SUBMITTED,
        Review.APPROVED,
        Review.DECLINED,
        Review.WITHDRAWN,
        Review.CANCELLED,
    },
    Review.APPROVED: {Review.WITHDRAWN, Review.CANCELLED},
    Review.DECLINED: {Review.SUBMITTED, Review.WITHDRAWN},
    Review.CANCELLED: {Review.SUBMITTED},
    Review.WITHDRAWN: set(),
}


class StepRefused(ValueError):
    """The party's state does not allow this step."""


class PartyQuerySet(models.QuerySet):
    def in_edition(self, edition):
        return self.filter(edition=edition)

    def in_community(self, community):
        return self.filter(edition__community=community)

    def listed(self):
        """Approved parties that have a public face in lists: all levels but unlisted."""
        return self.filter(review=Review.APPROVED).exclude(level=ListingLevel.UNLISTED)

    def with_page(self):
        """Parties with a page of their own: listed now, or called off after they were approved."""
        return self.filter(
            review__in=[Review.APPROVED, Review.CANCELLED, Review.WITHDRAWN], approved_at__isnull=False
        ).exclude(level=ListingLevel.UNLISTED)

    def returning_from(self, edition):
        return self.filter(edition__community=edition.community, edition__date__lt=edition.date)

    def near(self, lat, lng, radius_m):
        """Parties whose exact pin is in the box around a point, for staff: candidates within `radius_m` metres."""
        box = box_around(lat, lng, radius_m)
        return self.filter(lat__gte=box.south, lat__lte=box.north, lng__gte=box.west, lng__lte=box.east)

    def shown_near(self, lat, lng, radius_m):
        """Listed parties whose public pin is in the box around a point: candidates within `radius_m` metres."""
        box = box_around(lat, lng, radius_m)
        return self.listed().filter(
            public_lat__gte=box.south, public_lat__lte=box.north, public_lng__gte=box.west, public_lng__lte=box.east
        )

    def seen_by(self, user):
        """Parties of the communities in which `user` holds a seat; all for the operator."""
        if user.is_operator:
            return self
        return self.filter(edition__community__memberships__user=user)

    def with_context(self):
        """Everything a party's line shows, in one query."""
        return self.select_related("edition__community", "neighborhood", "closure")


class Party(models.Model):
    """One block party. What the public may know of it is told by `events.listing.Listing` alone.

    Where: `number` is the house or block number as typed, `lat`/`lng` the exact pin (WGS 84 degrees) or null while
    nobody has placed it. `neighborhood_chosen` keeps a host's own choice near a line from every later import.
    `public_lat`/`public_lng` is the only pin that anything public may read, order by or search: exact or the block's as
    the level says, null where it shows none (`events.whereabouts.pins` derives it); `districts` come from the pin.
    `revision` grows with every change and tells a second coordinator that the first was quicker.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="Idempotency key of the sending")
    edition = models.ForeignKey("events.Edition", models.PROTECT, related_name="parties")
    reference = models.CharField(max_length=20, unique=True)
    slug = models.SlugField(max_length=80, null=True, blank=True)  # noqa: DJ001 null: unique only once it is there
    source = models.CharField(max_length=8, choices=Source, default=Source.WEB)
    previous = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="next_parties")

    review = models.CharField(max_length=20, choices=Review, default=Review.UNCONFIRMED)
    night = models.CharField(max_length=16, choices=Night, default=Night.AS_PLANNED)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.UNKNOWN)
    attendance = models.PositiveIntegerField(null=True, blank=True)
    outcome_source = models.CharField(max_length=8, choices=OutcomeSource, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    outcome_by = models.ForeignKey("events.User", models.SET_NULL, null=True, blank=True, related_name="+")
    went_well = models.CharField(max_length=500, blank=True, help_text="What went well, in the host's words; for staff")
    night_time = models.TimeField(null=True, blank=True, help_text="The new start or end, said on the night")
    night_words = models.CharField(max_length=140, blank=True, help_text="Where it moved to, or why it is off")
    night_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why it was declined or cancelled, as the host reads it")

    place_kind = models.CharField(max_length=10, choices=PlaceKind)
    number = models.CharField(max_length=10, blank=True)
    street = models.CharField(max_length=80, blank=True)
    place_name = models.CharField(max_length=120, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lng = models.FloatField(null=True, blank=True)
    neighborhood = models.ForeignKey(
        "events.Neighborhood", models.PROTECT, null=True, blank=True, related_name="parties"
    )
    neighborhood_chosen = models.BooleanField(default=False)
    districts = models.ManyToManyField("events.District", blank=True, related_name="parties")
    public_lat = models.FloatField(null=True, blank=True, help_text="The pin as the listing level shows it")
    public_lng = models.FloatField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged_parties")

    date = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    other_day_reason = models.CharField(max_length=280, blank=True)
    rain_plan = models.CharField(max_length=10, choices=RainPlan, default=RainPlan.GO)
    rain_date = models.DateField(null=True, blank=True)

    title = models.CharField(max_length=80, blank=True)
    host_kind = models.CharField(max_length=20, choices=HostKind, default=HostKind.RESIDENT)
    organization = models.CharField(max_length=120, blank=True)
    show_organization = models.BooleanField(default=False)
    open_to = models.CharField(max_length=10, choices=OpenTo, default=OpenTo.EVERYONE)
    expected = models.PositiveIntegerField(null=True, blank=True)
    children = models.PositiveIntegerField(null=True, blank=True)
    activities = models.JSONField(default=list, blank=True)
    description = models.CharField(max_length=280, blank=True)
    accessibility = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    bring = models.CharField(max_length=140, blank=True)
    permits = models.JSONField(default=list, blank=True)

    best_time = models.TimeField(null=True, blank=True)
    avoid_times = models.CharField(max_length=140, blank=True)
    topic = models.CharField(max_length=280, blank=True)
    no_uniforms = models.BooleanField(default=False)
    access_notes = models.CharField(max_length=280, blank=True)

    level = models.CharField(max_length=12, choices=ListingLevel)
    kit_wanted = models.BooleanField(default=False)
    ask_next_year = models.BooleanField(default=False)
    rules_version = models.PositiveSmallIntegerField(null=True, blank=True)

    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True, help_text="Since when somebody owes an answer")
    approved_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("events.User", models.SET_NULL, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    opened_by = models.ForeignKey("events.User", models.SET_NULL, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    public_note = models.JSONField(default=dict, blank=True, help_text="What changed last, for the public")
    forgotten_at = models.DateTimeField(null=True, blank=True, help_text="When contacts and exact place were deleted")
    search_text = models.TextField(blank=True, editable=False, help_text="Folded words for the public search")

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "parties"
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="one_party_per_slug"),
            models.CheckConstraint(
                condition=~Q(review=Review.APPROVED) | Q(approved_at__isnull=False, slug__isnull=False),
                name="an_approved_party_has_its_page",
            ),
            models.CheckConstraint(
                condition=~Q(review__in=[Review.APPROVED, Review.DECLINED]) | Q(decided_at__isnull=False),
                name="party_decision_is_whole",
            ),
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="a_party_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lng__isnull=True) | Q(lat__isnull=False, lng__isnull=False),
                name="a_pin_has_both_numbers",
            ),
            models.CheckConstraint(
                condition=~Q(open_to=OpenTo.NEIGHBORS) | ~Q(level=ListingLevel.EXACT),
                name="a_party_for_neighbors_is_never_exact",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.HELD) | Q(attendance__isnull=True), name="only_a_held_party_has_attendance"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.UNKNOWN, outcome_source="")
                | (~Q(outcome=Outcome.UNKNOWN) & ~Q(outcome_source="")),
                name="an_outcome_says_who_said_so",
            ),
            models.CheckConstraint(
                condition=Q(public_lat__isnull=True, public_lng__isnull=True)
                | Q(
                    public_lat__isnull=False,
                    public_lng__isnull=False,
                    level__in=[ListingLevel.EXACT, ListingLevel.BLOCK],
                ),
                name="only_a_level_with_a_pin_has_a_public_pin",
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "review", "waiting_since"], name="party_queue"),
            models.Index(fields=["edition", "review", "neighborhood"], name="party_by_neighborhood"),
            models.Index(fields=["edition", "lat", "lng"], name="party_by_place"),
            models.Index(fields=["edition", "public_lat", "public_lng"], name="party_by_public_pin"),
            models.Index(fields=["edition", "review", "date"], name="party_by_day"),
        ]

    def __str__(self):
        return self.reference

    @property
    def community(self):
        return self.edition.community

    @property
    def is_placed(self):
        return self.lat is not None

    @property
    def is_on_the_night(self):
        return self.date == self.edition.date

    @property
    def is_public(self):
        return self.review == Review.APPROVED and self.level != ListingLevel.UNLISTED

    def may_become(self, review):
        """Whether the next review state may be `review`."""
        return review in STEPS[self.review]

    def become(self, review):
        """Take the step to `review`; raises StepRefused when the table of steps does not have it."""
        if not self.may_become(review):
            raise StepRefused(f"{self.reference} is {self.review} and cannot become {review}")
        self.review = review

    def main_host(self):
        """The host who registered; uses prefetched hosts where they are there."""
        return next((host for host in self.hosts.all() if host.role == "main"), None)
