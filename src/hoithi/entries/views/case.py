"""A work in words for console pages: its fields, its file's facts, its life so far."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from hoithi.contests.models import Part
from hoithi.contests.views.desk_frame import name_of
from hoithi.entries.models import Work, WorkFile, WorkStep
from hoithi.entries.queries.settings import settings_of
from hoithi.entries.queries.words import INTAKES, STEPS, step_reason
from hoithi.entries.rules.filecheck import megabytes


def work_facts(part: Part, work: Work) -> list[tuple[str, str]]:
    """Who hands it in, genre, topics, how it came: [(term, words)], empty ones left out."""
    owner, wanted = work.entry.owner, settings_of(part)
    genres = {one.key: str(one.title) for one in wanted.genres}
    topics = {one.key: str(one.title) for one in part.contest.plan.topics}
    pairs = [
        (_("Đơn vị, người dự thi"), owner.contest_unit.name if owner.contest_unit else owner.display_name),
        (_("Đối tượng"), owner.group.title),
        (_("Thể loại"), genres.get(work.genre, work.genre)),
        (_("Chủ đề"), "; ".join(topics.get(key, key) for key in work.topics)),
        (_("Ghi tên tác giả"), work.credit_line),
        (_("Cách nộp"), str(INTAKES.get(work.intake, _("Qua mạng")))),
    ]
    return [(term, words) for term, words in pairs if words]


def file_facts(file: WorkFile) -> str:
    """ "MP4, 1920 × 1080, H.264, 688,0 MB": what the check found, in one line."""
    facts = file.facts
    pieces = [str(facts.get("container") or "").upper()]
    if facts.get("width") and facts.get("height"):
        pieces.append(f"{facts['width']} × {facts['height']}")
    pieces += [str(facts.get(name) or "") for name in ("dar", "video_codec", "audio_codec")]
    return ", ".join(piece for piece in [*pieces, megabytes(file.file.size)] if piece)


def step_lines(steps: Iterable[WorkStep]) -> list[dict[str, Any]]:
    """Each step with its words, the newest first, and what its checklist left open."""
    return [
        {
            "step": step,
            "label": STEPS.get(step.step, step.step),
            "by": name_of(step.by),
            "reason": step_reason(step),
            "broken": [item["title"] for item in step.checklist if not item["ok"]],
        }
        for step in reversed(list(steps))
    ]
