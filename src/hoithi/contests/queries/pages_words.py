"""Values and ways of ranking in plain words, derived from a standing's own data: no page repeats a plan."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from hoithi.contests.models import Contest, Standing
from hoithi.contests.queries.standings import value_of
from hoithi.contests.registry import registry
from hoithi.contests.schema.standings import Standing as Spec
from hoithi.contests.schema.standings import Term
from hoithi.core import spoken
from hoithi.core.text import NBSP

Raw = int | str | None


def unit_of(contest: Contest, term: Term) -> str:
    """How a term's values are written: as the plan says, else as the kind measures them."""
    if term.unit or term.part is None:
        return term.unit
    if term.agg == "count":
        kinds = {part.kind for part in contest.parts.all() if part.plan_key == term.part}
        return "people" if all(registry.subject_of(kind, term.measure) == "person" for kind in kinds) else ""
    if term.agg == "share" or term.over:
        return "percent"
    kind = next((part.kind for part in contest.parts.all() if part.plan_key == term.part), "")
    measure = registry.measures_of(kind).get(term.measure) if kind in registry.kinds else None
    return measure.unit if measure else ""


def written(raw: Raw, unit: str) -> str:
    """A stored value as people read it: "18 câu", "9:42,318", "72,5 %"; "–" where unknown."""
    value = value_of(raw)
    if value is None:
        return "–"
    exact = Fraction(value)
    if unit == "ms":
        return spoken.duration(rounded(exact))
    if unit == "percent":
        return spoken.percent(exact)
    words = {"people": _("người"), "points": _("điểm"), "questions": _("câu")}
    return f"{decimal(exact)}{NBSP}{words[unit]}" if unit in words else decimal(exact)


def rounded(value: Fraction) -> int:
    """Half up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def decimal(value: Fraction, places: int = 2) -> str:
    """Fraction(1, 3) → "0,33"; zeros at the end dropped."""
    whole, rest = divmod(rounded(abs(value) * 10**places), 10**places)
    digits = f"{rest:0{places}d}".rstrip("0") if places else ""
    sign, mark = "−" if value < 0 else "", spoken.marks(",") if digits else ""
    return f"{sign}{spoken.number(whole)}{mark}{digits}"


def better_word(term: Term, unit: str) -> str:
    """What makes one stand above another by this term."""
    if term.order == "near":
        return _("gần số đúng hơn")
    if term.order == "low":
        return {"ms": _("ngắn hơn"), "": _("sớm hơn")}.get(unit, _("thấp hơn"))
    return {"ms": _("dài hơn"), "points": _("cao hơn"), "percent": _("cao hơn")}.get(unit, _("nhiều hơn"))


@dataclass(frozen=True)
class HowRanked:
    """One standing explained: sentences in order, and when the way was fixed."""

    standing: Standing
    sentences: tuple[str, ...]


def how_ranked(standing: Standing) -> HowRanked:
    """Why somebody stands above somebody else, whatever the formula; an unset one says it will be published."""
    spec, contest = standing.spec, standing.contest
    ways = {"lexicographic": _by_keys, "rank_sum": _by_rank_sum, "weighted": _by_points}
    if spec.formula is None:
        return HowRanked(standing, (_formula_unset(spec),))
    sentences = [ways[spec.formula](contest, spec), *_conditions(contest, spec)]
    sentences.append(
        _("Vẫn bằng nhau ở hạng có giải thì cùng nhận giải.")
        if spec.tie_policy == "share"
        else _("Vẫn bằng nhau ở hạng có giải thì Ban Tổ chức quyết định bằng biên bản, biên bản được công bố.")
    )
    return HowRanked(standing, tuple(sentences))


def _formula_unset(spec: Spec) -> str:
    terms = ", ".join(_low(term.title) for term in spec.terms)
    return _("Xét theo: {terms}. Công thức kết hợp chưa được chọn, sẽ công bố trước khi mở.").format(terms=terms)


def _by_keys(contest: Contest, spec: Spec) -> str:
    found = []
    for index, term in enumerate(spec.terms):
        way = f"{_low(term.title)} {better_word(term, unit_of(contest, term))}"
        if index == 0:
            found.append(_("{way} xếp trên").format(way=_capital(way)))
        elif index == 1:
            found.append(_("bằng nhau thì xét {way}").format(way=way))
        else:
            found.append(_("vẫn bằng nhau thì xét {way}").format(way=way))
    return "; ".join(found) + "."


def _by_rank_sum(contest: Contest, spec: Spec) -> str:
    terms = ", ".join(_low(term.title) for term in spec.terms)
    first = _("Cộng {n} thứ hạng ({terms}). Tổng nhỏ hơn xếp trên").format(n=len(spec.terms), terms=terms)
    return f"{first}{_ties(contest, spec)}."


def _by_points(contest: Contest, spec: Spec) -> str:
    scales = {
        "rank": _("theo thứ hạng"),
        "minmax": _("quy đổi giữa thấp nhất và cao nhất"),
        "max_share": _("theo tỷ lệ với mức tối đa"),
        "best_share": _("theo tỷ lệ với kết quả tốt nhất"),
        "step": _("theo bảng bậc điểm"),
        "raw": _("giữ nguyên"),
    }
    terms = "; ".join(
        _("{title} ({scale}, hệ số {weight})").format(
            title=_low(term.title), scale=scales[term.scale], weight=decimal(Fraction(term.weight or 0))
        )
        for term in spec.terms
    )
    low = all(term.scale == "rank" for term in spec.terms)
    way = _("Tổng nhỏ hơn xếp trên") if low else _("Tổng lớn hơn xếp trên")
    return _("Cộng điểm có hệ số: {terms}.").format(terms=terms) + f" {way}{_ties(contest, spec)}."


def _ties(contest: Contest, spec: Spec) -> str:
    by_key = {term.key: term for term in spec.terms}
    return "".join(
        "; "
        + _("bằng nhau thì xét {way}").format(
            way=f"{_low(by_key[key].title)} {better_word(by_key[key], unit_of(contest, by_key[key]))}"
        )
        for key in spec.ties
    )


def _conditions(contest: Contest, spec: Spec) -> list[str]:
    found = []
    by_key = {term.key: term for term in spec.terms}
    for floor in spec.floors:
        least = Fraction(floor.at_least)
        raw: Raw = least.numerator if least.denominator == 1 else f"{least.numerator}/{least.denominator}"
        term = by_key[floor.term]
        found.append(
            _("Chỉ xếp hạng khi {title} từ {least} trở lên.").format(
                title=_low(term.title), least=written(raw, unit_of(contest, term))
            )
        )
    if spec.subject == "unit" and spec.counts == "roster":
        found.append(_("Chỉ tính người có tên trong danh sách của đơn vị."))
    each = {
        "round": _("Xếp riêng từng vòng."),
        "group": _("Xếp riêng từng đối tượng."),
        "unit": _("Xếp riêng trong từng đơn vị."),
        "month": _("Xếp riêng từng tháng."),
        "band": _("Xếp riêng theo quy mô đơn vị: {bands}.").format(bands=", ".join(band.title for band in spec.bands)),
    }
    if spec.each:
        found.append(each[spec.each])
    return found


def _low(title: str) -> str:
    """A title inside a sentence; abbreviations keep their capitals."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
