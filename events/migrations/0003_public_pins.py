"""Gives every party that is there already the pin that its listing level showed until now."""

from django.db import migrations

BATCH = 2_000


def fill(apps, schema_editor):
    parties = apps.get_model("events", "Party").objects.using(schema_editor.connection.alias)
    placed = parties.filter(lat__isnull=False, level__in=["exact", "block"]).only("level", "lat", "lng")
    batch = []
    for party in placed.iterator(BATCH):
        decimals = 3 if party.level == "block" else 15
        party.public_lat, party.public_lng = round(party.lat, decimals), round(party.lng, decimals)
        batch.append(party)
        if len(batch) == BATCH:
            parties.bulk_update(batch, ["public_lat", "public_lng"])
            batch = []
    parties.bulk_update(batch, ["public_lat", "public_lng"])


class Migration(migrations.Migration):
    dependencies = [("events", "0002_places")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
