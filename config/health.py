"""Two questions machines ask: does the process live, and may it be sent visitors?"""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer without asking anything else: restarting a web process mends no database."""
    return JsonResponse({"alive": True})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether the database answers and has the tables of this code."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        ready = tables_fit()
        if not ready:  # someone may migrate right now: look again next time
            tables_fit.cache_clear()
    except DatabaseError:
        ready = False
    return JsonResponse({"ready": ready}, status=200 if ready else 503)


@cache
def tables_fit() -> bool:
    """Compare tables and code; a yes is kept, for this code does not change."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
