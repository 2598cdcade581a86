"""Places that can be found by typing: a community's address points, street segments and named places.

They come from files. The rows of a new file are written beside those of the old one, and one UPDATE makes it the file
in use, so that a search never meets half of it.
"""

from django.db import models
from django.db.models import Q

NAME_LENGTH = 80


class PlaceFileQuerySet(models.QuerySet):
    def in_use(self):
        """The files whose rows a search looks at."""
        return self.filter(state=PlaceFile.State.IN_USE)

    def waiting(self):
        """Files that somebody uploaded and has not applied yet."""
        return self.filter(state=PlaceFile.State.UPLOADED)


class PlaceFile(models.Model):
    """A file of areas, addresses, streets or named places that a community was given.

    `path` is the file below MEDIA_ROOT while it is kept, '' after; `mapping` says which field is what; `report` is
    what reading it found and what applying it would change or changed, as JSON for the page that shows it.
    """

    class Kind(models.TextChoices):
        AREAS = "areas", "Areas"
        ADDRESSES = "addresses", "Address points"
        STREETS = "streets", "Street segments"
        PLACES = "places", "Named places"

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Not imported yet"
        LOADING = "loading", "Being imported"
        IN_USE = "in_use", "In use"
        REPLACED = "replaced", "Replaced by a newer file"
        REFUSED = "refused", "Could not be imported"

    community = models.ForeignKey("events.Community", models.CASCADE, related_name="place_files")
    kind = models.CharField(max_length=10, choices=Kind)
    layer = models.SlugField(max_length=40, blank=True, help_text="For areas: '' or neighborhoods, else a layer")
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    name = models.CharField(max_length=120)
    path = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    mapping = models.JSONField(default=dict, blank=True)
    report = models.JSONField(default=dict, blank=True)
    rows = models.PositiveIntegerField(default=0)
    by = models.ForeignKey("events.User", models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = PlaceFileQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "kind"],
                condition=Q(state="in_use") & ~Q(kind="areas"),
                name="one_file_of_a_kind_in_use",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_use") | Q(applied_at__isnull=False), name="a_file_in_use_has_its_time"
            ),
        ]
        indexes = [models.Index(fields=["community", "state", "kind"], name="place_file_by_state")]

    def __str__(self):
        return self.name


class Street(models.Model):
    """A street's name in one file, tidy ("S Lemp Ave"); `key` is its folded core ("lemp") for lookups."""

    file = models.ForeignKey(PlaceFile, models.CASCADE, related_name="streets")
    name = models.CharField(max_length=NAME_LENGTH)
    key = models.CharField(max_length=NAME_LENGTH)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["file", "name"], name="one_street_per_name")]
        indexes = [models.Index(fields=["file", "key"], name="street_by_key")]

    def __str__(self):
        return self.name


class AddressPoint(models.Model):
    """One address: house number (`number` its digits, `letter` what follows them: "A", "1/2") and its point."""

    street = models.ForeignKey(Street, models.CASCADE, related_name="addresses")
    number = models.PositiveIntegerField()
    letter = models.CharField(max_length=8, blank=True)
    lat = models.FloatField()
    lng = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["street", "number"], name="address_by_number")]

    def __str__(self):
        return f"{self.number}{self.letter} {self.street}"


class Segment(models.Model):
    """A piece of a street between two cross streets, with the house numbers along it.

    `line` is [[lng, lat], ...] from `from_street` to `to_street`; `lat`/`lng` is its middle. `low` and `high` are the
    least and greatest house number of both sides, in either direction of the line; null where the file has none.
    `runs_up` tells whether numbers rise along the line.
    """

    class RoadClass(models.TextChoices):
        LOCAL = "local", "Side street"
        MAIN = "main", "Main street"
        HIGHWAY = "highway", "Highway or ramp"
        ALLEY = "alley", "Alley"

    street = models.ForeignKey(Street, models.CASCADE, related_name="segments")
    low = models.PositiveIntegerField(null=True, blank=True)
    high = models.PositiveIntegerField(null=True, blank=True)
    runs_up = models.BooleanField(default=True)
    from_street = models.CharField(max_length=NAME_LENGTH, blank=True)
    to_street = models.CharField(max_length=NAME_LENGTH, blank=True)
    road_class = models.CharField(max_length=8, choices=RoadClass, default=RoadClass.LOCAL)
    is_bus_route = models.BooleanField(default=False)
    line = models.JSONField()
    lat = models.FloatField()
    lng = models.FloatField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True) | Q(low__lte=models.F("high")),
                name="a_range_runs_from_low_to_high",
            )
        ]
        indexes = [
            models.Index(fields=["street", "low"], name="segment_by_number"),
            models.Index(fields=["lat", "lng"], name="segment_by_place"),
        ]

    def __str__(self):
        return f"{self.street} {self.low}-{self.high}"


class NamedPlace(models.Model):
    """A place known by name: a school, a park; also a ZIP code with the middle of its addresses."""

    class Kind(models.TextChoices):
        SCHOOL = "school", "School"
        PARK = "park", "Park"
        CHURCH = "church", "Congregation"
        LIBRARY = "library", "Library"
        ZIP = "zip", "ZIP code"
        OTHER = "other", "Other place"

    file = models.ForeignKey(PlaceFile, models.CASCADE, related_name="places")
    name = models.CharField(max_length=120)
    key = models.CharField(max_length=120, help_text="The folded name")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.OTHER)
    address = models.CharField(max_length=120, blank=True)
    lat = models.FloatField()
    lng = models.FloatField()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["file", "kind", "key"], name="place_by_name")]

    def __str__(self):
        return self.name
