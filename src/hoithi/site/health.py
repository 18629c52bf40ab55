"""For load balancers: `/healthz` says the process lives, `/readyz` that it can serve; and the icon browsers ask for."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


def unapplied_migrations() -> list[str]:
    """Names of migrations the database still lacks, as `app.name`. Raises DatabaseError when it cannot be reached."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"ok": True})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    try:
        waiting = unapplied_migrations()
    except DatabaseError:
        return JsonResponse({"ok": False, "database": "unreachable"}, status=503)
    if waiting:
        return JsonResponse({"ok": False, "database": "reachable", "migrations": len(waiting)}, status=503)
    return JsonResponse({"ok": True, "database": "reachable", "migrations": 0})


@require_safe
def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """Browsers ask for this address beside pages that name no icon."""
    return HttpResponseRedirect(static("core/icon.svg"))
