"""The printed kit: what it can hold, where it is picked up, and who has got theirs."""

from django.db import models
from django.db.models import Q

from events.lib.texts import pick


class KitItem(models.Model):
    """Something an edition hands out: signs, wristbands, balloons. `per_kit` is how many go into one kit."""

    edition = models.ForeignKey("events.Edition", models.CASCADE, related_name="kit_items")
    code = models.SlugField(max_length=40)
    labels = models.JSONField(default=dict)
    per_kit = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="one_kit_item_per_code"),
            models.CheckConstraint(condition=Q(per_kit__gte=1), name="a_kit_item_counts"),
        ]

    def __str__(self):
        return self.label("en")

    def label(self, language):
        return pick(self.labels, language) or self.code


class PickupPlace(models.Model):
    """Where kits are handed out, and when (`hours`, in the city's words)."""

    edition = models.ForeignKey("events.Edition", models.CASCADE, related_name="pickup_places")
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=120, blank=True)
    hours = models.CharField(max_length=140, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="one_pickup_place_per_name")]

    def __str__(self):
        return self.name


class KitQuerySet(models.QuerySet):
    def in_edition(self, edition):
        return self.filter(party__edition=edition)


class Kit(models.Model):
    """One party's kit: the items it wants, where it is picked up, and whether it was handed over."""

    party = models.OneToOneField("events.Party", models.CASCADE, related_name="kit")
    items = models.ManyToManyField(KitItem, blank=True, related_name="kits")
    place = models.ForeignKey(PickupPlace, models.SET_NULL, null=True, blank=True, related_name="kits")
    handed_over_at = models.DateTimeField(null=True, blank=True)
    handed_over_by = models.ForeignKey("events.User", models.SET_NULL, null=True, blank=True, related_name="+")

    objects = KitQuerySet.as_manager()

    def __str__(self):
        return f"Kit of {self.party_id}"
