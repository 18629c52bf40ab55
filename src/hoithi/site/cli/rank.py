"""`hoithi rank`: units by number or rate under one of three formulas, from a file; needs no database."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from hoithi.contests.rules.explain import Explanation, Step, explain_all
from hoithi.contests.rules.facts import Value
from hoithi.contests.rules.ranking import Place, rank
from hoithi.contests.rules.terms import TermValue
from hoithi.contests.rules.units import FORMULAS, Basis, Formula, unit_standing, usual_criteria, with_rates
from hoithi.site.cli._numbers import as_number, existing, shown
from hoithi.site.cli._support import emit, json_option, note, words
from hoithi.site.cli._unit_facts import FactsReader

CRITERIA = usual_criteria()


def parse_weights(ctx: click.Context, param: click.Parameter, text: str | None) -> dict[str, Value] | None:
    """`participants=40,all_correct=40,mean_s=20` → exact weights; one left out counts 0."""
    if text is None:
        return None
    names = [criterion.measure for criterion in CRITERIA]
    weights: dict[str, Value] = {}
    for item in text.split(","):
        name, _, number = (part.strip() for part in item.partition("="))
        if name not in names or name in weights:
            known = ", ".join(names)
            raise click.BadParameter(
                words(
                    f"“{item}”: mỗi trọng số là TIÊU_CHÍ=SỐ, mỗi tiêu chí một lần trong: {known}",
                    f"“{item}”: each weight is CRITERION=NUMBER, each criterion once, of: {known}",
                ),
                param=param,
                ctx=ctx,
            )
        try:
            weights[name] = Fraction(Decimal(number))
        except (ArithmeticError, ValueError):
            weights[name] = -1
        if weights[name] < 0:
            raise click.BadParameter(
                words(f"“{item}”: trọng số phải là số không âm", f"“{item}”: a weight is a number, not negative"),
                param=param,
                ctx=ctx,
            )
    if not any(weights.values()):
        raise click.BadParameter(words("mọi trọng số đều bằng 0", "all weights are 0"), param=param, ctx=ctx)
    return weights


@click.command()
@click.option("--formula", type=click.Choice(FORMULAS), required=True, help="How the three criteria make a place.")
@click.option("--weights", callback=parse_weights, help="For weighted: participants=40,all_correct=40,mean_s=20")
@click.option(
    "--by",
    "basis",
    type=click.Choice(["number", "rate"]),
    default="number",
    show_default=True,
    help="Compare numbers of people, or shares (of the headcount; of the participants).",
)
@json_option
@click.argument("facts", type=click.Path(path_type=Path), callback=existing, metavar="FACTS.csv")
def command(formula: Formula, weights: dict[str, Value] | None, basis: Basis, as_json: bool, facts: Path) -> None:
    """Rank units from a CSV file with the columns unit,headcount,participants,all_correct,mean_s.

    Example: hoithi rank --formula rank_sum --by rate units.csv
    """
    if (formula == "weighted") != (weights is not None):
        raise click.UsageError(
            words(
                "Công thức weighted cần --weights, các công thức khác không dùng --weights",
                "--formula weighted needs --weights, the other formulas take none",
            )
        )
    reader = FactsReader(by_rate=basis == "rate")
    rows = with_rates(reader.read(facts.read_bytes()), CRITERIA)
    for warning in reader.sheet.warnings:
        note(str(warning), str(warning))
    # Equal values share a place here; the tie rule of a plan belongs to its standing, not to the formula.
    places = rank(rows, unit_standing(formula, CRITERIA, basis=basis, weights=weights, ties=()))
    reasons = explain_all(places)
    emit([_result(place, why, formula) for place, why in zip(places, reasons, strict=True)], as_json, _tell)


def _result(place: Place, why: Explanation, formula: Formula) -> dict[str, Any]:
    because = _because(why, formula)
    value = None if place.total is None else as_number(place.total)
    return {"unit": place.subject, "place": place.place, "value": value, "because": because}


def _tell(results: list[dict[str, Any]]) -> None:
    for result in results:
        place = "–" if result["place"] is None else str(result["place"])
        click.echo(f"{place:>4}  {result['unit']}: {result['because']}")


# Wording -------------------------------------------------------------------------------------------------------------


def _because(why: Explanation, formula: Formula) -> str:
    if why.unranked is not None:
        return words("Không có người dự thi nên không xếp hạng.", "Nobody took part, so there is no place.")
    if formula == "lexicographic":
        return f"{'; '.join(_fact(step) for step in why.steps)}. {_standing_among(why)}"
    total = shown(why.steps[0].value)
    if formula == "rank_sum":
        ranks = [words(f"hạng {_term(term)}", f"rank {_term(term)}") for term in why.terms]
        return words(f"Tổng hạng {total} = ", f"Rank sum {total} = ") + " + ".join(ranks) + _shared(why) + "."
    points = [f"{shown(term.points)} ({_fact(term)})" for term in why.terms]
    return words(f"{total} điểm = ", f"{total} points = ") + " + ".join(points) + _shared(why) + "."


def _term(term: TermValue) -> str:
    return f"{shown(term.points)} ({_fact(term)})"


def _fact(item: Step | TermValue) -> str:
    value = item.value if isinstance(item, Step) else item.raw
    if item.measure.endswith("_rate"):
        return f"{_label(item.measure)} {shown(None if value is None else value * 100)} %"
    unit = words(" giây", " s") if item.measure == "mean_s" else ""
    return f"{_label(item.measure)} {shown(value)}{unit}"


def _label(measure: str) -> str:
    return {
        "participants": words("người dự thi", "participants"),
        "participants_rate": words("tỉ lệ dự thi", "participation"),
        "all_correct": words("người đúng hết", "all correct"),
        "all_correct_rate": words("tỉ lệ đúng hết", "share all correct"),
        "mean_s": words("thời gian trung bình", "mean time"),
    }[measure]


def _standing_among(why: Explanation) -> str:
    """Who is above, key by key: "2 đơn vị hơn về người dự thi"."""
    above = [
        words(f"{step.above} đơn vị hơn về {_label(step.measure)}", f"{step.above} ahead by {_label(step.measure)}")
        for step in why.steps
        if step.above
    ]
    sentence = ", ".join(above) or words("Không đơn vị nào hơn", "Nobody is ahead")
    return f"{sentence}{_shared(why)}."


def _shared(why: Explanation) -> str:
    if not why.shared:
        return ""
    return words(f"; bằng {why.shared} đơn vị khác", f"; level with {why.shared} more")
