"""Banks written as Excel files: what is exported can be imported again; the template shows how to fill one in.

Files are Vietnamese whatever the language of the page, so that everybody's can be read by everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import override

from hoithi.contests.models import Contest
from hoithi.core.tables import OutColumn, Sheet, write_xlsx
from hoithi.quiz.models import QuestionVersion
from hoithi.quiz.queries.bank import difficulties, kinds, topics_of
from hoithi.quiz.queries.bank_table import LETTERS, TITLES

_WIDTHS = {"text": 60, "explanation": 40, "citation": 40, "topic": 24}


@override("vi")
def write_bank(contest: Contest, title: str, versions: Iterable[QuestionVersion]) -> bytes:
    """Questions as the same table: what is exported can be imported again."""
    topics, levels, names = topics_of(contest), difficulties(), kinds()
    rows = (_row(version, topics, levels, names) for version in versions)
    return write_xlsx([Sheet(title, _out_columns(), rows)])


def _row(
    version: QuestionVersion, topics: Mapping[str, str], levels: Mapping[str, str], names: Mapping[str, str]
) -> list[str]:
    topic = version.topic or version.question.topic
    difficulty = version.difficulty or version.question.difficulty
    texts = [str(option["text"]) for option in version.options][: len(LETTERS)]
    right = [LETTERS[at] for at, option in enumerate(version.options[: len(LETTERS)]) if option["correct"]]
    return [
        version.question.code,
        topics.get(topic, topic),
        levels.get(difficulty, difficulty),
        names[version.kind],
        version.text,
        *texts,
        *[""] * (len(LETTERS) - len(texts)),
        ", ".join(right),
        "" if version.shuffle else "x",
        version.explanation,
        version.citation,
    ]


def _out_columns() -> list[OutColumn]:
    return [OutColumn(title, _WIDTHS.get(key)) for key, title in TITLES.items()]


@override("vi")
def write_template(contest: Contest) -> bytes:
    """An empty table with one example of each kind, and the words the columns understand."""
    topics, levels, names = topics_of(contest), difficulties(), kinds()
    topic, level = next(iter(topics.values())), next(iter(levels.values()))
    blank = [""] * len(LETTERS)
    end = ["", _("Vì sao đáp án đó đúng"), _("Số, ngày, tên văn bản; điều, khoản")]
    examples: list[tuple[str, str, list[str], str]] = [
        ("VD-01", names["single"], [_("Phương án thứ nhất"), _("Phương án thứ hai"), _("Phương án thứ ba")], "B"),
        ("VD-02", names["multiple"], [_("Nội dung một"), _("Nội dung hai"), _("Nội dung ba")], "A, C"),
        ("VD-03", names["true_false"], [_("Đúng"), _("Sai")], "A"),
    ]
    rows = [
        [
            code,
            topic,
            level,
            kind,
            _("Câu hỏi ví dụ, hãy xóa trước khi nhập"),
            *(texts + blank)[: len(LETTERS)],
            right,
            *end,
        ]
        for code, kind, texts, right in examples
    ]
    words = [[_("Chủ đề"), title] for title in topics.values()]
    words += [[_("Mức độ"), title] for title in levels.values()] + [[_("Loại"), title] for title in names.values()]
    guide = Sheet(_("Cách ghi"), [OutColumn(_("Cột"), 16), OutColumn(_("Ghi một trong các từ"), 60)], words)
    return write_xlsx([Sheet(_("Câu hỏi"), _out_columns(), rows), guide])
