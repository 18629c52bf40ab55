"""What a sitting refuses, each in one sentence, said in the language of whoever reads it (often another thread)."""

from __future__ import annotations

from datetime import datetime

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import NotAllowed, NotFound, Refusal, Text
from hoithi.core.spoken import end_moment, moment

_moment, _end_moment = lazy(moment, str), lazy(end_moment, str)


class PartNotOpen(Refusal):
    """Before the opening, after the close, or without a window."""

    def __init__(self, opens: datetime | None, closes: datetime | None, now: datetime) -> None:
        message: Text
        if opens is None or closes is None:
            message = _("Phần thi chưa mở vì thời gian thi chưa được ấn định.")
        elif now < opens:
            message = format_lazy(_("Phần thi chưa mở. Thời gian bắt đầu: {moment}."), moment=_moment(opens))
        else:
            message = format_lazy(_("Phần thi đã kết thúc lúc {moment}."), moment=_end_moment(closes))
        super().__init__(message)


class PaperNotReady(Refusal):
    """The bank has not been frozen, so no paper can be drawn."""

    def __init__(self) -> None:
        super().__init__(
            _("Đề thi chưa được niêm phong nên chưa thể vào thi."), hint=_("Hãy quay lại sau hoặc liên hệ Ban Tổ chức.")
        )


class NotInThisPart(NotAllowed):
    """The entrant belongs to another contest or group, or was not promoted into this part."""

    def __init__(self) -> None:
        super().__init__(_("Bạn không thuộc đối tượng dự thi của phần thi này."))


class ConsentMissing(Refusal):
    """The rules in force were not agreed to."""

    status = 400

    def __init__(self) -> None:
        super().__init__(
            _("Bạn cần đồng ý với thể lệ thì mới vào thi được."), hint=_("Hãy tải lại trang và đánh dấu vào ô đồng ý.")
        )


class NoAttemptsLeft(Refusal):
    """Every allowed attempt has been used."""

    def __init__(self, allowed: int) -> None:
        super().__init__(format_lazy(_("Bạn đã dùng hết {n} lượt thi của phần thi này."), n=allowed))


class AttemptNotFound(NotFound):
    """No such attempt, or somebody else's: the answer is the same."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy bài thi này."), hint=_("Hãy mở lại bài thi từ trang cuộc thi."))


class AttemptClosed(Refusal):
    """The attempt has ended; what arrived in time counts."""

    def __init__(self) -> None:
        super().__init__(
            _("Bài thi đã kết thúc nên không nhận thêm câu trả lời."), hint=_("Các câu đã lưu trước đó vẫn được tính.")
        )


class AttemptSuperseded(Refusal):
    """The attempt was opened again elsewhere: the newest device writes."""

    def __init__(self) -> None:
        super().__init__(
            _("Bài thi đang được mở ở một thiết bị hoặc cửa sổ khác."),
            hint=_("Bấm “Tiếp tục ở đây” nếu bạn muốn làm bài trên thiết bị này."),
        )


class BadAnswer(Refusal):
    """Not an answer to a question of this paper."""

    status = 400

    def __init__(self, pos: object = None) -> None:
        super().__init__(
            _("Câu trả lời gửi lên không đúng với đề của bạn nên không được lưu.")
            if pos is None
            else format_lazy(_("Câu trả lời cho câu {pos} không đúng với đề của bạn nên không được lưu."), pos=pos),
            hint=_("Hãy tải lại trang làm bài."),
        )


class BadPrediction(Refusal):
    """A predicted number that is none, or missing where the plan requires one."""

    status = 400
