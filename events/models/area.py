"""What every official area has, a community's neighborhood and a service's district alike."""

from django.db import models


class AreaQuerySet(models.QuerySet):
    def current(self):
        """Areas still in use."""
        return self.filter(is_retired=False)

    def around(self, lat, lng, *, degrees=0.0):
        """Areas whose box holds the point, grown by `degrees` on every side: the candidates for an exact test."""
        return self.filter(
            south__lte=lat + degrees, north__gte=lat - degrees, west__lte=lng + degrees, east__gte=lng - degrees
        )


class Area(models.Model):
    """A number, a name, and an outline (GeoJSON MultiPolygon, WGS 84) with the box around it."""

    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    is_retired = models.BooleanField(default=False)
    outline = models.JSONField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True, help_text="A point inside")
    lng = models.FloatField(null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    west = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.name
