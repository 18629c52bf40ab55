"""What can go wrong with certificates, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import Refusal


class DesignIncomplete(Refusal):
    """Something every paper needs is blank."""

    status = 400


class ChangedMeanwhile(Refusal):
    """Somebody else saved the design in the meantime."""

    status = 409

    def __init__(self) -> None:
        super().__init__(
            _("Mẫu giấy vừa được người khác sửa nên chưa lưu."), hint=_("Hãy xem lại bản mới rồi sửa tiếp.")
        )


class NobodyToGive(Refusal):
    """Nobody without a paper is left, or nothing was decided yet."""


class NotYours(Refusal):
    """No certificate waits for this person in this contest yet."""

    status = 404


class AlreadyRevoked(Refusal):
    """Revoking twice changes nothing."""


class BadPicture(Refusal):
    """A logo or signature that is not a small PNG or JPEG."""

    status = 400
