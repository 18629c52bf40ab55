"""A juror's sheet (phiếu chấm): marks by criterion, and the points they come to. Exact throughout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Problem = Literal["missing", "unknown", "below", "above", "step"]


@dataclass(frozen=True)
class Criterion:
    """One criterion: marks from 0 to `maximum` in steps of `step`; `weight` multiplies them into points."""

    key: str
    maximum: Fraction
    step: Fraction = Fraction(1, 2)
    weight: Fraction = Fraction(1)
    block: str = ""


@dataclass(frozen=True)
class Rubric:
    """The criteria in their order (thang điểm)."""

    criteria: tuple[Criterion, ...]

    @property
    def maximum(self) -> Fraction:
        """The most points a work can get."""
        return sum((one.maximum * one.weight for one in self.criteria), Fraction(0))


def problems(rubric: Rubric, marks: Mapping[str, Fraction], *, whole: bool) -> list[tuple[str, Problem]]:
    """What is wrong with a sheet: (criterion, problem). `whole`: every criterion must have its mark (on signing)."""
    known = {one.key: one for one in rubric.criteria}
    found: list[tuple[str, Problem]] = [(key, "unknown") for key in marks if key not in known]
    for key, criterion in known.items():
        if key not in marks:
            if whole:
                found.append((key, "missing"))
        elif marks[key] < 0:
            found.append((key, "below"))
        elif marks[key] > criterion.maximum:
            found.append((key, "above"))
        elif (marks[key] / criterion.step).denominator != 1:
            found.append((key, "step"))
    return found


def points(rubric: Rubric, marks: Mapping[str, Fraction]) -> Fraction:
    """The points of a whole sheet: marks × weights. Raises KeyError when a mark is missing."""
    return sum((marks[one.key] * one.weight for one in rubric.criteria), Fraction(0))


def block_points(rubric: Rubric, marks: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Points by block (content 70, presentation 30), blocks in the order of the rubric."""
    found: dict[str, Fraction] = {}
    for one in rubric.criteria:
        found[one.block] = found.get(one.block, Fraction(0)) + marks.get(one.key, Fraction(0)) * one.weight
    return found


def blocks(criteria: Iterable[Criterion]) -> Sequence[str]:
    return list(dict.fromkeys(one.block for one in criteria))
