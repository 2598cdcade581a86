"""A community's official areas."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .area import Area, AreaQuerySet


class NeighborhoodQuerySet(AreaQuerySet):
    def without_outline(self):
        """The rows for lists and menus, spared of their heavy columns."""
        return self.defer("outline", "path")


class Neighborhood(Area):
    """An official area: number, name, outline (GeoJSON MultiPolygon), kind. Retired ones stay for their parties."""

    class Kind(models.TextChoices):
        NEIGHBORHOOD = "neighborhood", _("Neighborhood")
        PARK = "park", _("Park")
        CEMETERY = "cemetery", _("Cemetery")
        OTHER = "other", _("Other area")

    community = models.ForeignKey("events.Community", models.CASCADE, related_name="neighborhoods")
    slug = models.SlugField(max_length=80)
    aliases = models.JSONField(default=list, blank=True)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.NEIGHBORHOOD)
    contact = models.JSONField(default=dict, blank=True, help_text="By language: who looks after this neighborhood")
    path = models.TextField(blank=True, help_text="The outline drawn in the community's map frame (SVG)")

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

    def get_absolute_url(self):
        return reverse("directory:neighborhood", args=[self.community.slug, self.slug])
