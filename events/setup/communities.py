"""Deeds on communities: the facts an administrator keeps, and the operator's opening of new ones."""

from django.db import transaction
from django.db.models import F

from events import membership
from events.lib.texts import slug_of
from events.models import Community, Edition, Region, Role


def change(community, values, *, new_region=""):
    """Save `values` {field: value} that differ; gives the names of those. Every page of the community is asked anew."""
    with transaction.atomic():
        if new_region:
            values = values | {"region": region_named(new_region)}
        fresh = Community.objects.select_for_update().get(pk=community.pk)
        different = {name: value for name, value in values.items() if getattr(fresh, name) != value}
        for name, value in different.items():
            setattr(fresh, name, value)
        if different:
            fresh.save(update_fields=list(different))
            Edition.objects.filter(community=fresh).update(version=F("version") + 1)
        return list(different)


def create(values, *, new_region, administrator, now):
    """A community, with its region if `new_region` names one, and its first administrator if an address is given.

    `administrator` is {"email", "name"}, both perhaps empty.
    """
    with transaction.atomic():
        if new_region:
            values = values | {"region": region_named(new_region)}
        community = Community.objects.create(**values)
        if administrator["email"]:
            membership.invite(community, role=Role.ADMINISTRATOR, service="", now=now, **administrator)
        return community


def region_named(name):
    """The region of this name, made if it is not there yet."""
    found = Region.objects.filter(name__iexact=name).first()
    if found:
        return found
    stem = slug = slug_of(name, max_length=45, empty="region")
    number = 1
    while Region.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    return Region.objects.create(name=name, slug=slug)
