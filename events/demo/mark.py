"""How a database says that it holds a demo, so that nothing else is ever taken for one."""

from django.db import connection

from events.models import Community, Region, User

SLUG = "nightout-demo"


class NotADemo(Exception):
    """The database holds something that is not the demo; the message is a sentence for people."""


def tables():
    """The names of the database's tables."""
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))


def is_seeded():
    """Whether the database holds the demo already; call it on a migrated database."""
    return Region.objects.filter(slug=SLUG).exists()


def check_database():
    """Raise NotADemo unless the database is empty or holds a demo and nothing else; works before any migration."""
    there = tables()
    if not there:
        return
    if Region._meta.db_table not in there:
        raise NotADemo("The database holds tables of something else. Give the demo a database of its own.")
    if Region.objects.exclude(slug=SLUG).exists():
        raise NotADemo("The database holds a region that is not the demo. Give the demo a database of its own.")
    if not is_seeded() and (Community.objects.exists() or User.objects.exists()):
        raise NotADemo("The database is in use and not by the demo. Give the demo a database of its own.")
