"""How a database means to answer what a page asks: whether each query of parties goes by an index."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

PARTIES = re.compile(r'FROM "events_party"|JOIN "events_party"')


def plans_of(ask):
    """[(SQL, plan)] of the queries of parties that `ask()` sends."""
    with CaptureQueriesContext(connection) as queries:
        ask()
    asked = [query["sql"] for query in queries if query["sql"].startswith("SELECT") and PARTIES.search(query["sql"])]
    return [(sql, _plan(sql)) for sql in dict.fromkeys(asked)]


def reads_all(plan):
    """The first line of a plan that reads the parties of every city, by table or by index; '' where there is none."""
    lines = plan.splitlines()
    if connection.vendor == "sqlite":
        return next((line for line in lines if re.search(r"\bSCAN (events_party|[TUV]\d)\b", line)), "")
    for position, line in enumerate(lines):
        if re.search(r"Scan.* on events_party\b", line):
            node = re.split(r"\n[^\n]*->", "\n".join(lines[position + 1 :]))[0]
            if not re.search(r"(Index|Recheck) Cond:", node):
                return line.strip()
    return ""


def _plan(sql):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            return "\n".join(row[3] for row in cursor.fetchall())
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(row[0] for row in cursor.fetchall())
