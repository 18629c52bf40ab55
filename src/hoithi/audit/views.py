"""The log in sentences, for pages of rooms above: who may read it is theirs to say (audit knows no roles)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from hoithi.audit import registry
from hoithi.audit.models import AuditEvent
from hoithi.audit.queries import chain_head, events, sentence, verify_chain

PAGE = 50
Names = Callable[[set[int]], dict[int, str]]


def log_context(request: HttpRequest, contest_key: str | None, *, names: Names) -> dict[str, Any]:
    """What `audit/_log.html` draws. `contest_key`: a contest's slug, "" the site, None everything.

    `names` gives the names of those accounts that may be named to this reader. `?viec=` action or its beginning,
    `?nguoi=` account, `?tim=` text, `?truoc=` the last id of the page before. A POST walks the chains.
    """
    wanted = request.GET
    actor, before = wanted.get("nguoi", ""), wanted.get("truoc", "")
    rows = events(
        contest_key,
        action=wanted.get("viec") or None,
        actor=int(actor) if actor.isdecimal() and len(actor) < 19 else None,
        text=wanted.get("tim", "").replace("\0", "") or None,
        before_id=int(before) if before.isdecimal() and len(before) < 19 else None,
        limit=PAGE + 1,
    )
    shown = rows[:PAGE]
    known = names({row.actor_id for row in shown if row.actor_id is not None})
    batches, head = chain_head(contest_key or "")
    return {
        "lines": [_line(row, known) for row in shown],
        "older": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "newest": not before,
        "sources": _sources(),
        "wanted": {"viec": wanted.get("viec", ""), "tim": wanted.get("tim", ""), "nguoi": actor},
        "batches": batches,
        "head": head,
        "verdict": verify_chain() if request.method == "POST" else None,
    }


def _line(row: AuditEvent, known: dict[int, str]) -> dict[str, Any]:
    if row.actor_id is None:
        actor = row.actor_label or _("hệ thống")
    else:
        actor = known.get(row.actor_id) or row.actor_label or _("tài khoản {n}").format(n=row.actor_id)
    return {"event": row, "actor": actor, "sentence": sentence(row), "sealed": row.batch_id is not None}


def _sources() -> list[tuple[str, str]]:
    """Actions to filter by: (name, sentence with its gaps)."""
    return [(name, registry.describe(name, target="…", data={})) for name in registry.actions()]
