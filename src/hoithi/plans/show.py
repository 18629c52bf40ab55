"""A plan as the command line shows it: what was understood, and what stays open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hoithi.contests.checks.questions import answers
from hoithi.contests.schema import Plan
from hoithi.contests.schema.parts import Part
from hoithi.contests.schema.standings import Prize
from hoithi.core.canonical import instant_text


def show_plan(plan: Plan) -> dict[str, Any]:
    """The plan as one JSON document; see `docs/plan-guide.md`, "Xem kế hoạch đã hiểu"."""
    return {
        "slug": plan.slug,
        "title": plan.title,
        "organiser": plan.organiser.name,
        "parts": [_part(part) for part in plan.parts],
        "groups": [
            {
                "key": group.key,
                "title": group.title,
                "subject": group.subject,
                "mandatory": group.mandatory,
                "min": group.min,
                "max": group.max,
            }
            for group in plan.groups
        ],
        "standings": [
            {"key": standing.key, "title": standing.title, "subject": standing.subject, "formula": standing.formula}
            for standing in plan.standings
        ],
        "prizes": show_prizes(plan),
        "units": plan.units.count,
        "open_questions": open_questions(plan),
    }


def show_prizes(plan: Plan) -> dict[str, Any]:
    """Prizes with the plan's own count and total; recurring prizes stay out of both.

    `total` is None as soon as one amount is unset: nothing is taken for 0.
    """
    once = [prize for prize in plan.prizes if prize.per is None]
    amounts = [None if prize.cash is None else prize.quantity * prize.cash for prize in once]
    known = [amount for amount in amounts if amount is not None]
    return {
        "count": sum(prize.quantity for prize in once),
        "total": sum(known) if len(known) == len(amounts) else None,
        "items": [_prize(prize) for prize in plan.prizes],
    }


def open_questions(plan: Plan) -> list[dict[str, Any]]:
    """What the signed plan leaves open, each with the proposed default and the value set."""
    return [
        {
            "at": answer.at,
            "question": answer.question,
            "default": answer.default,
            "value": answer.value,
            "alternatives": answer.alternatives,
            "note": answer.reason,
        }
        for answer in answers(plan)
    ]


def _part(part: Part) -> dict[str, Any]:
    rounds = part.rounds()
    return {
        "key": part.key,
        "kind": part.kind,
        "title": part.title,
        "opens": _instant(part.opens),
        "closes": _instant(rounds[-1][2]),
        "rounds": len(rounds),
        "precision": part.precision,
    }


def _instant(value: datetime | None) -> str | None:
    return instant_text(value) if value else None


def _prize(prize: Prize) -> dict[str, Any]:
    return {
        "key": prize.key,
        "title": prize.title,
        "quantity": prize.quantity,
        "cash": prize.cash,
        "paper": prize.paper,
        "standing": prize.standing,
        "per": prize.per,
    }
