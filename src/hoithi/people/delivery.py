"""How a code reaches a phone or a mailbox. `SMS_BACKEND` and `EMAIL_CODE_BACKEND` are dotted paths to functions.

A backend takes (contact, code, text) and returns what the page may show: "" in production, the code itself in a
demonstration, where no message leaves the machine. Raises DeliveryUnset.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.conf import settings
from django.core.mail import send_mail
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from hoithi.people.errors import DeliveryUnset
from hoithi.people.rules.identity import Contact

Backend = Callable[[Contact, str, str], str]


def console(contact: Contact, code: str, text: str) -> str:
    """Development: the message is written to the terminal."""
    sys.stderr.write(f"[{contact.value}] {text}\n")
    return ""


def on_page(contact: Contact, code: str, text: str) -> str:
    """Demonstration: the page shows the code, clearly labelled."""
    return code


def email(contact: Contact, code: str, text: str) -> str:
    """The message by Django's mail settings."""
    send_mail(_("Mã xác nhận của bạn"), text, None, [contact.value])
    return ""


def unset(contact: Contact, code: str, text: str) -> str:
    """Production before an SMS service is connected."""
    raise DeliveryUnset(
        _("Hệ thống chưa nối dịch vụ tin nhắn nên không gửi được mã. Hãy dùng thư điện tử hoặc mật khẩu.")
    )


def deliver(contact: Contact, code: str) -> str:
    """Send the code; returns what the page may show of it ("" for nothing)."""
    text = _("%(code)s là mã xác nhận của bạn, dùng được trong 10 phút. Không đưa mã này cho bất kỳ ai.")
    path = settings.SMS_BACKEND if contact.kind == "phone" else settings.EMAIL_CODE_BACKEND
    backend: Backend = import_string(path)
    return backend(contact, code, text % {"code": code})
