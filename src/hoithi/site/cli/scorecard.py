"""`hoithi scorecard`: an emulation plan scored from files; needs no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_FLOOR
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hoithi.contests.rules.facts import Subject
from hoithi.contests.rules.ranking import Place
from hoithi.core.errors import InvalidInput, Problem
from hoithi.emulation.rules.scorecard import Criterion, Item, Score, places, score
from hoithi.site.cli._numbers import as_number, existing, shown
from hoithi.site.cli._scorecard_files import FiguresReader, ReportsReader, UnitFigures
from hoithi.site.cli._support import emit, json_option, needs_django, words

if TYPE_CHECKING:
    from hoithi.contests.schema import Plan
    from hoithi.emulation.schema import ScorecardSettings

FILE = click.Path(path_type=Path)


@click.group()
def command() -> None:
    """Scorecards of emulation campaigns.

    Example: hoithi scorecard score plans/chau-thanh-a-2021.toml --figures figures.csv
    """


@command.command(name="score")
@click.argument("plan", type=FILE, callback=existing, metavar="PLAN")
@click.option("--figures", type=FILE, callback=existing, required=True, help="CSV or XLSX: unit, group, each figure.")
@click.option("--reports", type=FILE, callback=existing, help="CSV or XLSX: unit,due,submitted,truthful.")
@json_option
@needs_django(database=False)
def score_units(plan: Path, figures: Path, reports: Path | None, as_json: bool) -> None:
    """Score units by a plan's scorecard; units need not exist anywhere.

    Example: hoithi scorecard score plans/chau-thanh-a-2021.toml --figures figures.csv --reports reports.csv
    """
    from hoithi.emulation.spec import scorecard_of, shares_of
    from hoithi.plans.files import load_plan

    loaded = load_plan(plan)
    settings = _settings(loaded)
    groups = [group.key for group in loaded.groups]
    scored = {one.group for one in settings.criteria}
    cards = {key: scorecard_of(settings, key) for key in groups}
    asked = {f.key: f.kind for f in settings.asked if f.required}
    shares = {pair for pair in shares_of(settings) if set(pair) <= set(asked)}
    units = FiguresReader(asked, groups, scored, shares).read(figures.read_bytes())
    names = [unit.name for unit in units]
    delivered = ReportsReader(names).read(reports.read_bytes()) if reports else {}
    scores = {unit.name: score(cards[unit.group], unit.figures, delivered.get(unit.name, ())) for unit in units}
    criteria = {key: {one.key: one for one in card.criteria} for key, card in cards.items()}
    results = [
        _result(key, place, scores[str(place.subject)], criteria[key])
        for key in groups
        for place in _placed(key, units, scores)
    ]
    emit(results, as_json, _tell)


def _settings(plan: Plan) -> ScorecardSettings:
    """The plan's one scorecard. Raises InvalidInput when it has none."""
    from hoithi.emulation.schema import ScorecardSettings

    for part in plan.parts:
        if part.kind == "scorecard":
            return ScorecardSettings.model_validate(part.settings["scorecard"])
    sentence = words(
        "Kế hoạch này không có phần chấm điểm thi đua (scorecard).", "This plan has no scorecard to score by."
    )
    raise InvalidInput([Problem("", sentence)])


def _placed(group: str, units: Sequence[UnitFigures], scores: Mapping[str, Score]) -> list[Place]:
    mine: dict[Subject, Score] = {unit.name: scores[unit.name] for unit in units if unit.group == group}
    return places(mine)


def _result(group: str, place: Place, found: Score, criteria: Mapping[str, Criterion]) -> dict[str, Any]:
    return {
        "unit": place.subject,
        "group": group,
        "items": [
            {
                "criterion": item.criterion,
                "points": as_number(item.points),
                "because": _because(item, criteria[item.criterion]),
            }
            for item in found.items
        ],
        "penalty": as_number(found.penalty),
        "total": as_number(found.total),
        "eligible": found.eligible,
        "place": place.place,
        "deductions": [
            {"due": one.due.isoformat(), "kind": one.kind, "days_late": one.days_late, "points": as_number(one.points)}
            for one in found.deductions
        ],
    }


def _because(item: Item, criterion: Criterion) -> str:
    """What was reached, what was asked, and what that brings."""
    if criterion.steps is None:
        return words(f"{shown(item.points)} điểm.", f"{shown(item.points)} points.")
    rung = criterion.steps.rungs[0]
    percent = " %" if criterion.share else ""
    asked = f"{shown(rung.at)}{percent}"
    if item.value is None:
        return words(
            f"Chưa có số liệu; cần đạt {asked}: {shown(item.points)} điểm.",
            f"No figure; {asked} is asked: {shown(item.points)} points.",
        )
    value = f"{shown(item.value, ROUND_FLOOR)}{percent}"  # 97,999 % must not be shown as 98 %
    if item.value < rung.at:
        return words(
            f"{value}, chưa đạt {asked}: {shown(item.points)} điểm.",
            f"{value}, below {asked}: {shown(item.points)} points.",
        )
    if not item.bonus or rung.bonus is None:
        return words(
            f"{value}, đạt mức {asked}: {shown(item.points)} điểm.",
            f"{value}, reaches {asked}: {shown(item.points)} points.",
        )
    base, bonus, each = shown(item.base), shown(item.bonus), shown(rung.bonus.points)
    step = f"{shown(rung.bonus.size)}{percent}"
    return words(
        f"{value}, đạt mức {asked}: {base} điểm, thưởng {bonus} (mỗi {step} vượt mức được {each}).",
        f"{value}, reaches {asked}: {base} points, bonus {bonus} ({each} for each {step} beyond).",
    )


def _tell(results: list[dict[str, Any]]) -> None:
    group = None
    for result in results:
        if result["group"] != group:
            group = result["group"]
            click.echo(words(f"Nhóm {group}", f"Group {group}"))
        place = "–" if result["place"] is None else str(result["place"])
        points = " + ".join(str(item["points"]) for item in result["items"])
        click.echo(f"{place:>4}  {result['unit']}: {points} ({result['penalty']}) = {result['total']}")
