"""Every formula a unit standing could have, as data: lexicographic, rank-sum, weighted; by number and by rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _

from hoithi.contests.schema.standings import Standing, Term

Basis = Literal["number", "rate"]
RATE, PRESENT = "_theo_ty_le", "_hien_hanh"
"""What the key of a term's other forms ends with, in the standing that gathers all forms at once."""


@dataclass(frozen=True)
class Variant:
    """One way of ranking; `spec` is the standing as the plan would then say it."""

    key: str
    title: str
    basis: Basis
    spec: Standing


def number_form(term: Term) -> Term:
    """The criterion by number: how many, how much in all. A mean or a time stays what it is."""
    if term.part is None or term.rounds is not None:
        return term
    if term.agg == "share":
        return term.model_copy(update={"agg": "count", "over": None, "unit": "people"})
    if term.agg == "sum" and term.over is not None:
        return term.model_copy(update={"over": None, "unit": ""})
    return term


def rate_form(term: Term) -> Term:
    """The criterion by rate: people out of the headcount, sums per participant."""
    if term.part is None or term.rounds is not None:
        return term
    if term.agg == "count":
        return term.model_copy(update={"agg": "share", "over": "headcount", "unit": "percent"})
    if term.agg == "sum" and term.over is None:
        unit = "percent" if term.measure in ("all_correct", "taken") or term.unit == "people" else ""
        return term.model_copy(update={"over": "participants", "unit": unit})
    return term


def _form(spec: Standing, term: Term, basis: Basis) -> Term:
    """A criterion by number or by rate; one that a floor is set on stays as the plan writes it."""
    if any(floor.term == term.key for floor in spec.floors):
        return term
    return number_form(term) if basis == "number" else rate_form(term)


def gathering(spec: Standing) -> Standing:
    """One standing whose terms are both forms of every criterion: facts are read once for all formulas."""
    terms = [_plain(_form(spec, term, "number")) for term in spec.terms]
    rates = [
        _plain(_form(spec, term, "rate")).model_copy(update={"key": f"{term.key}{RATE}"[:60]}) for term in spec.terms
    ]
    own = [_plain(term).model_copy(update={"key": f"{term.key}_hien_hanh"[:60]}) for term in spec.terms]
    changes: dict[str, Any] = {"terms": [*terms, *rates, *own], "formula": "lexicographic", "ties": [], "floors": []}
    return spec.model_copy(update=changes)


def gathered_key(variant: Variant, key: str) -> str:
    """Where a term's value stands in the gathered rows."""
    if variant.key == "hien-hanh":
        return f"{key}{PRESENT}"
    return f"{key}{RATE}" if variant.basis == "rate" else key


def _named(term: Term, ending: str) -> Term:
    return _plain(term).model_copy(update={"key": f"{term.key}{ending}"})


def _plain(term: Term) -> Term:
    return term.model_copy(update={"scale": "raw", "weight": None})


def variants(spec: Standing, weights: Mapping[str, Decimal]) -> list[Variant]:
    """The formula in force first, if one is chosen; then the four formulas by number, then by rate."""
    found = []
    if spec.formula is not None:
        found.append(Variant("hien-hanh", _("Đang chọn trong kế hoạch"), "number", spec))
    words_of: dict[Basis, str] = {"number": _("theo số lượng"), "rate": _("theo tỷ lệ")}
    for basis, words in words_of.items():
        terms = [_form(spec, term, basis) for term in spec.terms]
        formulas = {
            "lan-luot": (_("Xét lần lượt"), "lexicographic", [_scaled(term, "raw", None) for term in terms]),
            "cong-hang": (_("Cộng thứ hạng"), "rank_sum", [_scaled(term, "rank", None) for term in terms]),
            "deu": (
                _("Trọng số bằng nhau"),
                "weighted",
                [_scaled(term, "minmax", Decimal(1)) for term in terms],
            ),
            "nhap": (
                _("Trọng số nhập"),
                "weighted",
                [_scaled(term, "minmax", weights.get(term.key, Decimal(1))) for term in terms],
            ),
        }
        for key, (title, formula, changed) in formulas.items():
            changes: dict[str, Any] = {"formula": formula, "terms": changed}
            full = f"{title}, {words}"
            found.append(Variant(f"{key}-{basis}", full, basis, spec.model_copy(update=changes)))
    return found


def _scaled(term: Term, scale: str, weight: Decimal | None) -> Term:
    return term.model_copy(update={"scale": scale, "weight": weight, "steps": [], "maximum": None})
