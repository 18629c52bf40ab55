"""What participation is called on screen: a kind's own words where the whole contest is of that kind, else a quiz's."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hoithi.contests.models import Contest
from hoithi.contests.registry import registry
from hoithi.core.errors import Text

WORDS: Mapping[str, Text] = {
    "people": _("Người dự thi"),
    "entries": _("Lượt thi"),
    "units": _("Đơn vị có người thi"),
    "complete": _("Đúng tất cả các câu"),
    "open": _("Đang làm bài"),
    "days": _("Lượt thi mỗi ngày, {first} đến {last}"),
    "best_day": _("Lượt thi mỗi ngày, cao nhất {n} lượt ngày {day}"),
    "shares": _("Tỷ lệ cán bộ đã dự thi, {n} đơn vị cao nhất"),
}
"""Names of `Figures`, the title and the spoken label of the days' picture, the title of the units' one."""


def words_of(contest: Contest) -> Mapping[str, str]:
    """Every word, in the page's language; "" where the kind leaves a figure out."""
    kinds = {part.kind for part in contest.plan.parts}
    own = registry.kinds[kinds.pop()].figure_words if len(kinds) == 1 and kinds <= registry.kinds.keys() else {}
    return {key: str(own.get(key, text)) for key, text in WORDS.items()}
