"""What the plan says about a part's jury, parsed, and the criteria in force as the pure rules take them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hoithi.contests.models import Contest, Entry, Part
from hoithi.contests.models.parsed import parsed
from hoithi.core.errors import NotFound
from hoithi.entries.rules.states import IN_CONTEST
from hoithi.judging.models import Panel, Rubric
from hoithi.judging.rules.aggregate import Method
from hoithi.judging.rules.sheet import Criterion, points
from hoithi.judging.rules.sheet import Rubric as EngineRubric
from hoithi.judging.schema import JurySettings


def has_jury(part: Part) -> bool:
    return "jury" in part.content.get("settings", {})


def settings_of(part: Part) -> JurySettings:
    """The jury's settings of a part that has them."""
    return parsed(JurySettings, part.settings_of("jury"))


def jury_parts(contest: Contest) -> list[Part]:
    """Parts of a contest that are judged, in order."""
    return [part for part in contest.parts.select_related("contest", "panel") if has_jury(part)]


def jury_part(contest: Contest, key: str) -> Part:
    """Raises NotFound."""
    found = Part.objects.select_related("contest").filter(contest=contest, key=key).first()
    if found is None or not has_jury(found):
        raise NotFound(_("Phần thi này không có Ban Giám khảo chấm."), hint=_("Hãy vào lại từ trang cuộc thi."))
    return found


def panel_of(part: Part) -> Panel | None:
    found = Panel.objects.filter(part=part).first()
    if found is not None:
        found.part = part
    return found


def rubric_of(panel: Panel) -> Rubric | None:
    """The version in force."""
    return panel.rubrics.order_by("-version").first()


def works_of(part: Part) -> QuerySet[Entry]:
    """Works that are judged."""
    found = Entry.objects.filter(part=part, state__in=IN_CONTEST)
    return found.select_related("owner__contest_unit", "owner__group", "work").order_by("work__number", "pk")


def method_of(panel: Panel) -> Method | None:
    """How sheets become one score; None while the plan leaves it to the committee, who have not chosen yet."""
    wanted = settings_of(panel.part).aggregation
    return (panel.method or None) if wanted == "open" else wanted  # type: ignore[return-value]


def engine_rubric(criteria: Sequence[Mapping[str, Any]]) -> EngineRubric:
    """Stored criteria as the pure rules take them."""
    return EngineRubric(
        tuple(
            Criterion(
                one["key"],
                Fraction(str(one["maximum"])),
                Fraction(str(one["step"])),
                Fraction(str(one["weight"])),
                one["block"],
            )
            for one in criteria
        )
    )


def exact_marks(marks: Mapping[str, str]) -> dict[str, Fraction]:
    return {key: Fraction(value) for key, value in marks.items()}


def points_of(rubric: Rubric, marks: Mapping[str, str]) -> Fraction:
    """The points of a whole sheet."""
    return points(engine_rubric(rubric.criteria), exact_marks(marks))
