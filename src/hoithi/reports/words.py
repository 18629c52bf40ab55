"""What statistics mean, in words somebody without training can act on."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from hoithi.core.charts import plain
from hoithi.core.spoken import marks, number, percent


def decimal(value: Fraction | None, places: int = 2) -> str:
    """ "0,43"; "–" for nothing."""
    if value is None:
        return "–"
    return marks(plain(value, places).replace(".", ",").replace("-", "−"))


def fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def doubt_words() -> dict[str, str]:
    """Each doubt of `quiz.rules.items`: what to do about a question."""
    return {
        "key": _("Xem lại đáp án: người giỏi chọn một phương án sai nhiều hơn đáp án"),
        "negative": _("Người giỏi sai nhiều hơn người yếu: xem lại câu và đáp án"),
        "weak": _("Ít phân biệt người giỏi và người yếu"),
        "hard": _("Rất khó: dưới một phần năm trả lời đúng"),
        "easy": _("Quá dễ: gần như ai cũng đúng"),
        "omitted": _("Nhiều người bỏ trống"),
        "dead": _("Có phương án không ai chọn"),
    }


def doubt_tags() -> dict[str, str]:
    """The same, short enough for a table."""
    return {
        "key": _("xem lại đáp án"),
        "negative": _("phân biệt ngược"),
        "weak": _("ít phân biệt"),
        "hard": _("rất khó"),
        "easy": _("quá dễ"),
        "omitted": _("hay bỏ trống"),
        "dead": _("phương án thừa"),
    }


def method_words(method: str, questions: int) -> str:
    if method == "kr20":
        return _("KR-20: mọi người làm cùng {n} câu.").format(n=number(questions))
    if method == "alpha":
        return _("Alpha của Cronbach: mọi người làm cùng {n} câu, có câu được tính điểm từng phần.").format(
            n=number(questions)
        )
    return _(
        "Mỗi người một đề {n} câu rút ngẫu nhiên nên không dùng được KR-20; đây là hệ số của thiết kế "
        "“câu hỏi lồng trong người” (với đề không chia ô thì bằng KR-21)."
    ).format(n=number(questions))


def level_words(level: str) -> str:
    return {
        "high": _("Rất cao: thứ hạng gần như không đổi nếu thi lại với một đề tương đương."),
        "good": _("Cao: đủ để xếp hạng cá nhân; hai người chênh nhau một câu vẫn có thể đổi chỗ."),
        "fair": _("Khá: phân biệt được nhóm giỏi và nhóm yếu; thứ tự từng người sát nhau còn may rủi."),
        "low": _("Thấp: kết quả cho biết mặt bằng chung, chưa nên dùng riêng để so từng người."),
        "none": _("Rất thấp: chênh lệch giữa từng người chủ yếu do may rủi của đề."),
    }[level]


def reliability_words(entry: Mapping[str, Any]) -> dict[str, str] | None:
    """One bank's reliability for a page; None where no figure could be had."""
    value = fraction(entry["value"])
    if value is None:
        return None
    return {
        "value": decimal(value),
        "interval": _("khoảng tin cậy {p}: từ {low} đến {high}").format(
            p=percent(Fraction(95, 100)), low=decimal(fraction(entry["low"])), high=decimal(fraction(entry["high"]))
        ),
        "method": method_words(entry["method"], entry["questions"]),
        "level": level_words(entry["level"]),
        "error": _("Sai số chuẩn của một bài: khoảng {n} câu. Tính trên {people} lượt thi đầu tiên.").format(
            n=decimal(fraction(entry["error"]), 1), people=number(entry["n"])
        ),
    }
