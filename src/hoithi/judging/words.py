"""Judging in words: methods, agreement, settings."""

from __future__ import annotations

from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.judging.rules.aggregate import Method
from hoithi.judging.rules.agreement import Level
from hoithi.judging.schema import JurySettings

METHOD_NAMES: dict[Method, str | Promise] = {
    "mean": gettext_lazy("Trung bình cộng"),
    "trimmed_mean": gettext_lazy("Trung bình sau khi bỏ một điểm cao nhất, một điểm thấp nhất"),
    "median": gettext_lazy("Trung vị (điểm ở giữa)"),
    "standardised": gettext_lazy("Trung bình sau khi đưa các giám khảo về cùng thang (chuẩn hóa)"),
    "sum": gettext_lazy("Tổng điểm"),
}
SHORT_NAMES: dict[Method, str | Promise] = {
    "mean": gettext_lazy("Trung bình"),
    "trimmed_mean": gettext_lazy("Bỏ cao, thấp"),
    "median": gettext_lazy("Trung vị"),
    "standardised": gettext_lazy("Chuẩn hóa"),
    "sum": gettext_lazy("Tổng"),
}
LEVELS: dict[Level, str | Promise] = {
    "strong": gettext_lazy("Các giám khảo thống nhất cao, điểm đủ tin cậy để xếp hạng."),
    "fair": gettext_lazy("Các giám khảo khá thống nhất; thứ hạng sát nhau nên được xem lại."),
    "weak": gettext_lazy("Các giám khảo ít thống nhất; nên thảo luận những tác phẩm lệch nhiều trước khi chốt."),
    "none": gettext_lazy(
        "Điểm không hơn gì cho ngẫu nhiên, hoặc trái ngược nhau; cần thống nhất lại cách hiểu tiêu chí."
    ),
}


def written(value: Fraction | None, places: int = 2) -> str:
    """Points as people write them: "71,5"; rounded half up, exactly."""
    if value is None:
        return "–"
    units = 10**places
    scaled = (2 * abs(value) * units + 1) // 2
    whole, rest = divmod(int(scaled), units)
    digits = f"{rest:0{places}d}".rstrip("0") if places else ""
    sign = "−" if value < 0 and scaled else ""
    return f"{sign}{whole}{',' if digits else ''}{digits}"


def describe(settings: JurySettings) -> list[tuple[str, str]]:
    """The settings in words for the contest page: [(term, sentence)]."""
    said = [_("chấm kín, giám khảo không biết tác giả")] if settings.blind else []
    if settings.blind and settings.hidden_from == "everybody":
        said.append(_("tác giả và đơn vị chỉ công khai sau khi chấm xong"))
    if settings.mode == "pairwise":
        said.append(_("so sánh từng cặp tác phẩm"))
    elif settings.jurors_per_work:
        said.append(_("mỗi tác phẩm {n} giám khảo chấm").format(n=settings.jurors_per_work))
    else:
        said.append(_("mọi giám khảo chấm mọi tác phẩm"))
    if settings.scope == "unit":
        said.append(_("hội đồng của mỗi đơn vị chấm tác phẩm của đơn vị mình"))
    elif settings.recuse_own_unit:
        said.append(_("không chấm tác phẩm của đơn vị mình"))
    if settings.mode == "marks" and settings.aggregation != "open":
        said.append(str(METHOD_NAMES[settings.aggregation]).lower())
    return [(_("Cách chấm"), "; ".join(said))]
