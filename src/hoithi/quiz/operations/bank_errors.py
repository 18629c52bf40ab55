"""What the bank refuses, each in one sentence, and the sentences for flaws of a question."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.core.errors import InvalidInput, NotAllowed, NotFound, Problem, Refusal, Text
from hoithi.quiz.rules.question import OPTION_IDS, Flaw


class BankNotFound(NotFound):
    """The plan names no such bank, or the person may not know of it."""

    def __init__(self) -> None:
        super().__init__(_("Cuộc thi không có ngân hàng câu hỏi này."))


class BankFrozen(Refusal):
    """A part has sealed the bank: whether it is secret stays as it was then."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("“{title}” đã được niêm phong cho một phần thi nên không đổi mật hay công bố được.").format(title=title),
            hint=_("Nếu cần, hãy lập ngân hàng khác trong kế hoạch."),
        )


class QuestionNotFound(NotFound):
    """No such question in this contest's banks."""

    def __init__(self) -> None:
        super().__init__(_("Không có câu hỏi này trong ngân hàng."))


class QuestionInvalid(InvalidInput):
    """A question that cannot be kept; each problem's place is the field of the form."""


class QuestionRetired(Refusal):
    """A retired question is kept for the record only."""

    def __init__(self, code: str) -> None:
        super().__init__(
            _("Câu {code} đã được rút khỏi ngân hàng nên không sửa được.").format(code=code),
            hint=_("Hãy soạn một câu mới với mã khác."),
        )


class QuestionCodeTaken(Refusal):
    """Another question of the bank carries this code."""

    def __init__(self, code: str) -> None:
        super().__init__(
            _("Ngân hàng đã có câu mang mã {code}.").format(code=code), hint=_("Hãy đặt mã khác, hoặc sửa câu đã có.")
        )


class QuestionChanged(Refusal):
    """Somebody wrote, decided or retired the question since the page was opened."""

    def __init__(self, code: str) -> None:
        super().__init__(
            _("Câu {code} vừa được người khác xử lý nên thao tác của bạn chưa được ghi.").format(code=code),
            hint=_("Hãy mở lại câu này để xem bản mới nhất."),
        )


class OwnQuestion(NotAllowed):
    """Nobody reviews a question they had a part in writing."""

    def __init__(self) -> None:
        super().__init__(
            _("Bạn đã soạn câu hỏi này nên không được tự thẩm định."),
            hint=_("Thành viên khác của Tổ thẩm định sẽ duyệt."),
        )


class ReasonMissing(Refusal):
    """A question is sent back only with a reason."""

    status = 400

    def __init__(self) -> None:
        super().__init__(_("Chưa ghi lý do không duyệt."), hint=_("Hãy ghi lý do để Tổ ra đề biết cần sửa gì."))


class CitationMissing(Refusal):
    """A question is approved only with the document it rests on."""

    def __init__(self) -> None:
        super().__init__(
            _("Câu hỏi chưa ghi căn cứ nên chưa duyệt được."),
            hint=_("Hãy trả lại Tổ ra đề để bổ sung văn bản làm căn cứ."),
        )


class DefaultsMissing(Refusal):
    """The file names no topic or no difficulty for some questions, and nobody picked one."""

    status = 400

    def __init__(self, topics: int, difficulties: int) -> None:
        sentences = []
        if topics:
            sentences.append(_("{n} câu trong tệp chưa có chủ đề.").format(n=topics))
        if difficulties:
            sentences.append(_("{n} câu trong tệp chưa có mức độ.").format(n=difficulties))
        hint = _("Hãy chọn chủ đề, mức độ cho các câu đó rồi nhập; chưa có câu nào được ghi.")
        super().__init__(" ".join(sentences), hint=hint)


class SealedBankByConsole(NotAllowed):
    """Keys of a sealed bank leave only by the page of a person who may read them."""

    def __init__(self) -> None:
        super().__init__(
            _("Ngân hàng đề thi là tài liệu mật nên không xuất được bằng dòng lệnh."),
            hint=_(
                "Thành viên Tổ ra đề, Tổ thẩm định xuất tại trang Ngân hàng câu hỏi; mỗi lần xuất được ghi nhật ký."
            ),
        )


class FormatCannotHold(InvalidInput):
    """Questions of the bank that a format has no way to write."""

    def __init__(self, title: Text, problems: list[Problem]) -> None:
        message = _("{n} câu không ghi được bằng {format} nên chưa xuất: {codes}. {why} Hãy chọn định dạng khác.")
        codes = ", ".join(problem.at for problem in problems[:10]) + ("…" if len(problems) > 10 else "")
        text = message.format(n=len(problems), format=title, codes=codes, why=problems[0].message)
        super().__init__(problems, text)


FIELDS = {
    "topic": gettext_lazy("Chủ đề"),
    "difficulty": gettext_lazy("Mức độ"),
    "kind": gettext_lazy("Loại"),
    "text": gettext_lazy("Câu hỏi"),
    "options": gettext_lazy("Phương án"),
    "option": gettext_lazy("Phương án"),
    "picture": gettext_lazy("Hình minh họa"),
    "option_picture": gettext_lazy("Hình của phương án"),
    "right": gettext_lazy("Đáp án đúng"),
    "explanation": gettext_lazy("Giải thích"),
    "citation": gettext_lazy("Căn cứ"),
}
_SENTENCES = {
    "unknown_topic": gettext_lazy("Chủ đề này không có trong kế hoạch của cuộc thi."),
    "unknown_difficulty": gettext_lazy("Mức độ phải là Dễ, Trung bình hoặc Khó."),
    "unknown_kind": gettext_lazy("Loại câu hỏi phải là Một đáp án, Nhiều đáp án hoặc Đúng – Sai."),
    "empty": gettext_lazy("Chỗ này còn để trống."),
    "missing": gettext_lazy("Chưa có; Tổ thẩm định sẽ cần khi duyệt."),
    "too_long": gettext_lazy("Dài quá {limit} ký tự."),
    "too_few": gettext_lazy("Cần ít nhất {limit} phương án."),
    "too_many": gettext_lazy("Nhiều nhất {limit} phương án."),
    "twice": gettext_lazy("Trùng với một phương án khác."),
    "no_alt": gettext_lazy("Chưa có lời mô tả hình; người khiếm thị nghe lời này thay cho hình."),
    "not_two": gettext_lazy("Câu Đúng – Sai có đúng hai phương án."),
    "not_one_right": gettext_lazy("Cần chọn đúng một đáp án."),
    "none_or_all_right": gettext_lazy("Câu nhiều đáp án cần ít nhất một đáp án đúng và ít nhất một phương án sai."),
}


def sentence_of(flaw: Flaw) -> str:
    return str(_SENTENCES[flaw.code]).format(limit=flaw.limit)


def title_of(flaw: Flaw) -> Text:
    """The field as people know it: "Chủ đề", "Phương án B"."""
    title = FIELDS[flaw.field]
    return f"{title} {OPTION_IDS[flaw.option - 1].upper()}" if 0 < flaw.option <= len(OPTION_IDS) else title


def problem_of(flaw: Flaw) -> Problem:
    """The flaw for a form: its place is a field (`text`) or an option (`option_2`)."""
    return Problem(f"option_{flaw.option}" if flaw.option else flaw.field, sentence_of(flaw))
