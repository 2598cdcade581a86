"""Whether the process lives and is ready to serve, for the proxy and whoever watches; no secrets in it."""

import datetime as dt
import shutil

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from events import jobs
from events.models import Notice

LATE = dt.timedelta(minutes=30)
LEAST_FREE_BYTES = 200_000_000


@never_cache
def live(request):
    """200 as long as the process answers; asks nobody else."""
    return JsonResponse({"live": True, "release": settings.RELEASE})


@never_cache
def ready(request):
    """200 when everything that serving needs is there, else 503; each check says ok and what it saw.

    database: a query answers. migrations: all are applied. mail: the oldest letter that is due (seconds), so a worker
    that has stopped shows; jobs: the same of long work. disk: free bytes where the installation writes.
    """
    checks = {"database": _database(), "disk": _disk()}
    if checks["database"]["ok"]:
        now = timezone.now()
        checks |= {"migrations": _migrations(), "mail": _mail(now), "jobs": _jobs(now)}
    is_ready = all(check["ok"] for name, check in checks.items() if name not in ("mail", "jobs"))
    answer = {"ready": is_ready, "release": settings.RELEASE, "checks": checks}
    return JsonResponse(answer, status=200 if is_ready else 503)


def _database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseTrouble:
        return {"ok": False}
    return {"ok": True}


def _migrations():
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return {"ok": missing == 0, "missing": missing}


def _mail(now):
    oldest = Notice.objects.due(now).order_by("send_after").values_list("send_after", flat=True).first()
    seconds = int((now - oldest).total_seconds()) if oldest else 0
    return {"ok": seconds < LATE.total_seconds(), "oldest_due_seconds": seconds}


def _jobs(now):
    oldest = jobs.oldest_neglected(now)
    return {
        "ok": oldest is None,
        "oldest_waiting_seconds": int((now - oldest.created_at).total_seconds()) if oldest else 0,
    }


def _disk():
    free = shutil.disk_usage(settings.DATA_DIR if settings.DATA_DIR.exists() else settings.BASE_DIR).free
    return {"ok": free > LEAST_FREE_BYTES, "free_bytes": free}
