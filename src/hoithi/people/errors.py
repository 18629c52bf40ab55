"""What persons, units and accounts refuse, each in one sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import NotAllowed, NotFound, Refusal


class AdministratorOnly(NotAllowed):
    """Only the administrator of the system may do this (quản trị hệ thống)."""


class UnitNotCurrent(Refusal):
    """The unit does not exist on the day asked for."""


class UnitDatesWrong(Refusal):
    """A unit cannot end before it begins."""


class UnitCycle(Refusal):
    """A unit cannot stand above itself."""


class UnitCodeTaken(Refusal):
    """Another unit in force carries this code."""


class ContactInvalid(Refusal):
    """Neither a phone number nor an e-mail address."""

    status = 400


class ContactTaken(Refusal):
    """Another account uses this phone or e-mail."""


class IdentityInvalid(Refusal):
    """A CCCD, phone or e-mail that cannot be one."""

    status = 400


class IdentityTaken(Refusal):
    """This CCCD is another person's."""


class NameInvalid(Refusal):
    """A name that is empty or far too long."""

    status = 400


class BirthDateInvalid(Refusal):
    """A birth date in the future, or more than 120 years ago."""

    status = 400


class CodeWrong(Refusal):
    """The one-time code does not match."""

    status = 400


class CodeSpent(Refusal):
    """The one-time code is used, too old or tried too often."""

    status = 400


class TooManyCodes(Refusal):
    """Codes were asked for too often from here or for this contact."""

    status = 429


class DeliveryUnset(Refusal):
    """No way to send a message has been set up."""

    status = 503


class ConsentUnknown(NotFound):
    """No such purpose of consent."""


class GuardianRequired(Refusal):
    """A minor's publication needs the guardian's agreement."""


class PersonErased(NotFound):
    """The person's data have been erased at their request."""


class ExternalUnreachable(Refusal):
    """The OpenID provider does not answer, or not as it should."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            _("Chưa kết nối được với nơi cấp tài khoản."), hint=_("Hãy thử lại sau ít phút, hoặc đăng nhập bằng mã.")
        )


class ExternalRefused(Refusal):
    """What came back from the OpenID provider does not prove who somebody is."""

    status = 400

    def __init__(self) -> None:
        super().__init__(
            _("Lượt đăng nhập này không còn dùng được hoặc không xác nhận được."),
            hint=_("Hãy bấm đăng nhập lại từ đầu, hoặc đăng nhập bằng mã."),
        )


class ExternalTaken(Refusal):
    """An identity at a provider belongs to one account, an account to one identity there."""
