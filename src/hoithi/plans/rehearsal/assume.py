"""What a rehearsal takes for granted where the plan is silent: chosen by rule, and told with the result.

Only a rehearsal or a demonstration does so. A contest that counts waits until its organisers have decided.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hoithi.contests.schema import Plan
from hoithi.contests.written import as_written
from hoithi.core.clock import VIETNAM
from hoithi.plans.files import build_plan

Assumed = list[dict[str, Any]]
"""[{"at", "value", "because"}]"""
CRITERIA: list[dict[str, Any]] = [
    {"key": "noi-dung", "title": "Nội dung", "maximum": 70},
    {"key": "trinh-bay", "title": "Hình thức, trình bày", "maximum": 30},
]
VOTE_DAYS = 14


def assume(plan: Plan) -> tuple[Plan, Assumed]:
    """The plan with its gaps filled, and what was filled in; the same plan where there are none."""
    tables, assumed = as_written(plan), Assumed()
    for spec, table in zip(plan.standings, tables.get("standing", []), strict=True):
        if spec.formula is None:
            weights = [term.weight for term in spec.terms]
            table["formula"] = "rank_sum" if None in weights else "weighted"
            words = ", ".join(f"{term.title} {term.weight}" for term in spec.terms if term.weight is not None)
            because = f"kế hoạch chưa chọn công thức; trọng số: {words}" if words else "kế hoạch chưa chọn công thức"
            assumed.append({"at": f"standing[{spec.key}].formula", "value": table["formula"], "because": because})
    for part, table in zip(plan.parts, tables.get("part", []), strict=True):
        issued = table.get(part.kind, {}).get("sample_issue")
        if part.opens is None and issued is not None:
            table["opens"] = issued
            because = "ngày ban hành để trống trong kế hoạch; lấy ngày giả định ghi trong tệp"
            assumed.append({"at": f"part[{part.key}].opens", "value": f"{issued:%d/%m/%Y}", "because": because})
        if "jury" in table and not table["jury"].get("criteria") and table["jury"].get("mode") != "pairwise":
            table["jury"]["criteria"] = [dict(one) for one in CRITERIA]
            value = ", ".join(f"{one['title']} {one['maximum']}" for one in CRITERIA)
            because = "tiêu chí chấm do Thể lệ quy định, kế hoạch chưa có"
            assumed.append({"at": f"part[{part.key}].jury.criteria", "value": value, "because": because})
        if "vote" in table and part.closes and "closes" not in table["vote"]:
            day = part.closes.astimezone(VIETNAM).date() + timedelta(days=1)
            last = day + timedelta(days=VOTE_DAYS - 1)
            table["vote"] |= {"opens": day, "closes": last}
            value = f"{day:%d/%m/%Y} – {last:%d/%m/%Y}"
            because = "thời gian bình chọn kế hoạch chưa nêu"
            assumed.append({"at": f"part[{part.key}].vote.closes", "value": value, "because": because})
    return (build_plan(tables), assumed) if assumed else (plan, assumed)
