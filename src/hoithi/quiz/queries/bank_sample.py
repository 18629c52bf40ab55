"""Samples of every format with the contest's own topics: what people download, change and send back."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from hoithi.contests.models import Contest
from hoithi.quiz.formats.files import FORMATS, TABLE
from hoithi.quiz.formats.model import FALSE, TRUE, Choice, Item
from hoithi.quiz.queries.bank import difficulties, topics_of
from hoithi.quiz.queries.bank_export import write_template


@override("vi")
def write_sample(contest: Contest, form: str) -> bytes:
    """An example of a format with the contest's own topics, to look at, change and send back."""
    if form == TABLE:
        return write_template(contest)
    topics, levels = list(topics_of(contest).values()), list(difficulties().values())
    out = FORMATS[form]
    assert out.write is not None, "only the table writes itself"
    return out.write([item for item in samples(topics, levels) if not out.not_carried(item)], _("Mẫu câu hỏi"))


def samples(topics: list[str], levels: list[str]) -> list[Item]:
    """One question of each kind, with titles of topics and levels; people replace the words."""
    citation = "Số, ngày, tên văn bản; điều, khoản"
    single = [Choice("Phương án thứ nhất"), Choice("Phương án thứ hai, đúng", correct=True), Choice("Phương án thứ ba")]
    several = [
        Choice("Nội dung một, đúng", correct=True),
        Choice("Nội dung hai"),
        Choice("Nội dung ba, đúng", correct=True),
    ]
    truth = [Choice(TRUE, correct=True), Choice(FALSE)]
    asked: list[tuple[str, str, str, list[Choice]]] = [
        ("VD-01", "single", "Câu ví dụ một đáp án: hãy thay bằng câu hỏi của bạn.", single),
        ("VD-02", "multiple", "Câu ví dụ nhiều đáp án: những nội dung nào đúng?", several),
        ("VD-03", "true_false", "Câu ví dụ Đúng – Sai: nhận định này là đúng.", truth),
    ]
    return [
        Item(
            text,
            tuple(choices),
            kind=kind,
            code=code,
            topic=topics[at % len(topics)],
            difficulty=levels[at % len(levels)],
            shuffle=kind != "true_false",
            explanation="Vì sao đáp án đó đúng",
            citation=citation,
        )
        for at, (code, kind, text, choices) in enumerate(asked)
    ]
