"""Password rules with Vietnamese sentences; lists and comparisons are Django's."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hoithi.core.text import fold

LENGTH = 10


class NotTooShort:
    """At least ten characters; no rule about kinds of characters (NIST SP 800-63B)."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < LENGTH:
            raise ValidationError(_("Mật khẩu cần ít nhất %(n)s ký tự.") % {"n": LENGTH}, code="password_too_short")

    def get_help_text(self) -> str:
        return _("Ít nhất %(n)s ký tự; một câu ngắn dễ nhớ là tốt nhất.") % {"n": LENGTH}


class NotCommon(CommonPasswordValidator):
    """Not one of the twenty thousand passwords tried first."""

    def get_error_message(self) -> str:
        return _("Mật khẩu này quá phổ biến nên dễ bị đoán. Hãy chọn mật khẩu khác.")

    def get_help_text(self) -> str:
        return _("Không dùng mật khẩu phổ biến.")


class NotAboutMe:
    """Not one's own phone number, e-mail name or birth date."""

    def validate(self, password: str, user: Any = None) -> None:
        flat = fold(password).replace(" ", "")
        person = getattr(user, "person", None)
        known = [
            (getattr(user, "phone", None) or "").removeprefix("+84"),
            (getattr(user, "email", None) or "").partition("@")[0],
            f"{person.birth_date:%d%m%Y}" if person is not None and person.birth_date else "",
        ]
        if any(len(part) >= 6 and part in flat for part in known):
            raise ValidationError(
                _("Mật khẩu không được chứa số điện thoại, thư điện tử hay ngày sinh của bạn."), code="password_similar"
            )

    def get_help_text(self) -> str:
        return _("Không chứa số điện thoại, thư điện tử hay ngày sinh.")
