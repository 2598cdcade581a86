"""A spreadsheet on its way in: kept between the steps of an import."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Upload(models.Model):
    """Rows of a CSV file and how its columns are read; deleted when the import is done or after a day."""

    community = models.ForeignKey("events.Community", models.CASCADE, related_name="uploads")
    edition = models.ForeignKey("events.Edition", models.CASCADE, related_name="uploads")
    by = models.ForeignKey("events.User", models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    header = models.JSONField()
    rows = models.JSONField()
    mapping = models.JSONField(default=dict)
    at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("upload")
        ordering = ["-at"]

    def __str__(self):
        return self.name
