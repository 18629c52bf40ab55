"""The one table of awards on the console: grouped lines with state, and which are picked for a bulk step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from hoithi.awards.models import Award
from hoithi.awards.queries.lines import AwardLine, award_lines
from hoithi.contests.models import Contest
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import link

MOST = 2_000
CSS = {
    Award.PROPOSED: "tag-wait",
    Award.DECIDED: "tag-ok",
    Award.ANNOUNCED: "tag-ok",
    Award.CLAIMED: "tag-ok",
    Award.PAID: "tag-done",
    Award.REVOKED: "tag-now",
    Award.WITHDRAWN: "tag-wait",
}


@dataclass(frozen=True)
class Row:
    """One award with its state as a tag."""

    line: AwardLine
    word: str
    css: str

    @property
    def tick(self) -> bool:
        """Whether a bulk step is open to it."""
        return self.line.state in (Award.PROPOSED, Award.CLAIMED)


@dataclass(frozen=True)
class Group:
    """Awards of one standing and scope."""

    title: str
    rows: list[Row]


def row_of(line: AwardLine) -> Row:
    return Row(line, str(Award.State(line.state).label), CSS[Award.State(line.state)])


def groups_of(lines: Sequence[AwardLine]) -> list[Group]:
    """Lines in their order, a heading for each board."""
    found: dict[str, list[Row]] = {}
    for line in lines:
        title = f"{line.standing_title}, {line.scope_title}" if line.scope_title else line.standing_title
        found.setdefault(title, []).append(row_of(line))
    return [Group(title, rows) for title, rows in found.items()]


def shown_lines(contest: Contest, state: str = "") -> list[AwardLine]:
    """What the table lists: awards that stand and those revoked, or one state alone."""
    states = [state] if state in Award.State.values else [*Award.LIVE, Award.REVOKED]
    return award_lines(contest, states)


def picked(data: QueryDict) -> list[int]:
    """Awards ticked in the table."""
    return [int(one) for one in data.getlist("giai")[:MOST] if one.isascii() and one.isdigit() and len(one) < 19]


def tabs(contest: Contest, roles: frozenset[str], here: str) -> list[dict[str, object]]:
    """The pages of the awards room these roles may open."""
    places = (
        ("desk", _("Danh sách giải"), "awards:desk", "award.view"),
        ("desk_hand", _("Trao giải"), "awards:desk_hand", "award.hand_over"),
        ("desk_pay", _("Chi thưởng"), "awards:desk_pay", "award.view"),
        ("desk_beside", _("Việc kèm theo"), "awards:desk_beside", "award.view"),
        ("desk_budget", _("Kinh phí"), "awards:desk_budget", "award.view"),
        ("desk_grading", _("Điểm đơn vị"), "awards:desk_grading", "award.view"),
    )
    return [
        {"label": label, "href": link(view, contest.slug), "here": key == here}
        for key, label, view, action in places
        if may(roles, action)
    ]
