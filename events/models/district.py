"""Districts: a service's own areas, in named layers of outlines beside the neighborhoods."""

from django.db import models
from django.db.models import Q

from .area import Area


class Layer(models.Model):
    """A named set of districts of one community: "Police districts", "Wards"."""

    community = models.ForeignKey("events.Community", models.CASCADE, related_name="layers")
    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["community", "slug"], name="one_layer_per_slug")]

    def __str__(self):
        return self.name


class District(Area):
    """An area of a layer. A party's district comes from its point, never from its neighborhood."""

    layer = models.ForeignKey(Layer, models.CASCADE, related_name="districts")

    class Meta:
        ordering = ["layer", "number"]
        constraints = [
            models.UniqueConstraint(fields=["layer", "number"], name="one_district_per_number"),
            models.CheckConstraint(
                condition=Q(outline__isnull=True)
                | Q(south__isnull=False, west__isnull=False, north__isnull=False, east__isnull=False),
                name="a_district_outline_has_its_box",
            ),
        ]
        indexes = [models.Index(fields=["layer", "south", "north", "west", "east"], name="district_box")]
