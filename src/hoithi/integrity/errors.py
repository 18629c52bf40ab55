"""What a review refuses, each in one sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import NotAllowed, Refusal


class CaseMoved(Refusal):
    """A colleague changed the case after this page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _("Đồng nghiệp vừa cập nhật hồ sơ này nên quyết định của bạn chưa được ghi."),
            hint=_("Hãy xem lại hồ sơ rồi quyết định."),
        )


class AlreadyRuled(Refusal):
    """Somebody else decided first."""

    def __init__(self) -> None:
        super().__init__(
            _("Trường hợp này đã có quyết định."),
            hint=_("Muốn quyết định khác, hãy hủy quyết định đang có hiệu lực trước."),
        )


class OwnCase(NotAllowed):
    """Nobody judges a case about themselves, nor an appeal against their own decision."""


class ReasonMissing(Refusal):
    """A decision without a reason."""

    status = 400

    def __init__(self) -> None:
        super().__init__(_("Cần nêu lý do."), hint=_("Lý do được báo cho người dự thi và ghi vào nhật ký."))


class NoAttemptNamed(Refusal):
    """This case is about a person, not about one attempt."""

    def __init__(self) -> None:
        super().__init__(
            _("Hồ sơ này không nói về một lượt thi cụ thể nên không hủy lượt thi được."),
            hint=_("Hãy chọn cách xử lý khác."),
        )


class AppealClosed(Refusal):
    """The time to appeal is over, or an appeal was made already."""


class NothingAsked(Refusal):
    """Nobody asked this person for an explanation here."""
