"""Regions and the communities in them."""

import datetime as dt
import zoneinfo

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

RESERVED_SLUGS = {
    "about",
    "account",
    "accounts",
    "admin",
    "again",
    "answer",
    "api",
    "communities",
    "confirm",
    "demo",
    "draft",
    "es",
    "en",
    "find-my-link",
    "join",
    "link",
    "livez",
    "media",
    "my",
    "new",
    "operator",
    "readyz",
    "register",
    "p",
    "quiet",
    "staff",
    "static",
    "sw.js",
    "tonight",
}


def check_time_zone(name):
    """Raise ValidationError unless `name` is a zone of the IANA database."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Choose a time zone, like America/Chicago"))


def check_slug_is_free(slug):
    """Raise ValidationError for a word that is an address of the application itself."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("Choose another short name, this one is taken"))


def default_languages():
    return ["en", "es"]


class Region(models.Model):
    """Communities shown on one map."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(unique=True)

    def __str__(self):
        return self.name


class CommunityQuerySet(models.QuerySet):
    def open(self):
        """Communities the public can see."""
        return self.filter(is_open=True)

    def seen_by(self, user):
        """Communities in which `user` holds a seat; all for the operator."""
        if user.is_operator:
            return self
        return self.filter(memberships__user=user)


class Community(models.Model):
    """A city or town that runs a program. One installation serves many."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="communities")
    name = models.CharField(max_length=80)
    slug = models.SlugField(unique=True, validators=[check_slug_is_free])
    code = models.CharField(
        max_length=5,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{2,5}$", _("Use 2 to 5 capital letters, like STL"))],
    )
    state = models.CharField(max_length=2, blank=True, help_text="Postal code of the state, such as MO")
    time_zone = models.CharField(max_length=40, default="America/Chicago", validators=[check_time_zone])
    languages = models.JSONField(default=default_languages)
    date_rule = models.CharField(max_length=40, blank=True, help_text='Such as "first tuesday october"')
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    is_open = models.BooleanField(default=True, help_text="Shown to the public")
    frame = models.JSONField(null=True, blank=True, help_text="The map's frame; see lib.citymap.Frame")
    water = models.TextField(blank=True, help_text="SVG path of a river, for the drawing only")
    contacts_kept_days = models.PositiveSmallIntegerField(
        default=90, help_text="Days after a party until its contacts and its exact place are deleted"
    )
    quiet_from = models.TimeField(default=dt.time(21), help_text="No reminder leaves after this hour")
    quiet_until = models.TimeField(default=dt.time(8))
    outlines_are_approximate = models.BooleanField(default=False)

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "communities"
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:city", args=[self.slug])

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.time_zone)

    def today(self, now):
        """The local date at the instant `now`."""
        return timezone.localtime(now, self.zone).date()

    def current_edition(self, now):
        """The public edition residents and hosts mean at `now`: the next night, else the last one, or None."""
        return self.editions.public().current(self.today(now))
