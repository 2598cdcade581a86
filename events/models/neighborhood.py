"""A community's official areas."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class NeighborhoodQuerySet(models.QuerySet):
    def current(self):
        """Areas still in use."""
        return self.filter(is_retired=False)

    def around(self, lat, lng, *, degrees=0.0):
        """Areas whose box holds the point, grown by `degrees` on every side: the candidates for an exact test."""
        return self.filter(
            south__lte=lat + degrees, north__gte=lat - degrees, west__lte=lng + degrees, east__gte=lng - degrees
        )

    def without_outline(self):
        """The rows for lists and menus, spared of their heavy columns."""
        return self.defer("outline", "path")


class Neighborhood(models.Model):
    """An official area: number, name, outline (GeoJSON MultiPolygon), kind. Retired ones stay for their parties."""

    class Kind(models.TextChoices):
        NEIGHBORHOOD = "neighborhood", _("Neighborhood")
        PARK = "park", _("Park")
        CEMETERY = "cemetery", _("Cemetery")
        OTHER = "other", _("Other area")

    community = models.ForeignKey("events.Community", models.CASCADE, related_name="neighborhoods")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80)
    aliases = models.JSONField(default=list, blank=True)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.NEIGHBORHOOD)
    is_retired = models.BooleanField(default=False)
    contact = models.JSONField(default=dict, blank=True, help_text="By language: who looks after this neighborhood")
    outline = models.JSONField(null=True, blank=True)
    path = models.TextField(blank=True, help_text="The outline drawn in the community's map frame (SVG)")
    lat = models.FloatField(null=True, blank=True, help_text="A point inside")
    lng = models.FloatField(null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    west = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)

    objects = NeighborhoodQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["community", "number"], name="one_neighborhood_per_number"),
            models.UniqueConstraint(fields=["community", "slug"], name="one_neighborhood_per_slug"),
            models.CheckConstraint(
                condition=Q(outline__isnull=True)
                | Q(south__isnull=False, west__isnull=False, north__isnull=False, east__isnull=False),
                name="an_outline_has_its_box",
            ),
        ]
        indexes = [models.Index(fields=["community", "south", "north", "west", "east"], name="neighborhood_box")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:neighborhood", args=[self.community.slug, self.slug])
