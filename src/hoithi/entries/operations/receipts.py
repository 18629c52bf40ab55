"""Handing in and the letters that confirm it: written together, sent afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from hoithi.core.clock import VIETNAM
from hoithi.core.text import day
from hoithi.entries.models import Work
from hoithi.entries.operations.submit import submit_work
from hoithi.entries.queries.receipt import Receipt, receipt_of
from hoithi.people.models import User
from hoithi.people.operations.outbox import queue_letter

MOST_AUTHORS = 20
"""Letters to authors of one work: addresses somebody typed are written to once, and not without end."""


@transaction.atomic
def submit_with_receipt(work: Work, *, agreed: Collection[str], now: datetime, by: User, check_base: str) -> Work:
    """Hand in and write the receipt to the submitter and, the first time, to the authors.

    `check_base`: address of the public check without the code. Raises what `submit_work` raises.
    """
    work = submit_work(work, agreed=agreed, now=now, by=by)
    send_receipt(work, now=now, to=[by.email] if by.email else [], check_base=check_base)
    return work


def send_receipt(work: Work, *, now: datetime, to: Iterable[str], check_base: str) -> None:
    """Queue the letters of the newest submission, in the caller's transaction. A wrong address is left out."""
    receipt = receipt_of(work)
    if receipt is None:
        return
    subject = _("Biên nhận tác phẩm số {number}").format(number=receipt.number)
    text = receipt_text(receipt, check_base)
    direct = {address.lower() for address in to if _is_address(address)}
    for address in sorted(direct):
        queue_letter(address, subject, text, key=f"receipt:{work.entry.code}:{receipt.no}:{address}", now=now)
    authors = dict.fromkeys(one.email.lower() for one in work.authors.all() if _is_address(one.email))
    for address in [one for one in authors if one not in direct][:MOST_AUTHORS]:
        queue_letter(address, subject, text, key=f"receipt:{work.entry.code}:author:{address}", now=now)


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def receipt_text(receipt: Receipt, check_base: str) -> str:
    """The receipt as a letter."""
    work = receipt.work
    part = work.entry.part
    received = receipt.received_at.astimezone(VIETNAM)
    lines = [
        _("Ban Tổ chức đã nhận tác phẩm của bạn."),
        "",
        _("Số biên nhận: {number}").format(number=receipt.number),
        _("Cuộc thi: {contest}").format(contest=part.contest.title),
        _("Phần thi: {part}").format(part=part.title),
        _("Tác phẩm: {title}").format(title=work.entry.title),
        _("Đứng tên dự thi: {owner}").format(owner=work.entry.owner.display_name),
        _("Nhận lúc: {time} ngày {day}").format(time=f"{received:%H:%M:%S}", day=day(received.date())),
    ]
    for one in receipt.files:
        size = _("{size} byte").format(size=one.file.size)
        lines += [_("Tệp: {name}, {size}").format(name=one.file.name, size=size), f"SHA-256: {one.file.sha256}"]
    lines += [_("Cam kết: {text}").format(text=one.text) for one in receipt.declarations]
    lines += [
        "",
        _("Mã biên nhận: {code}").format(code=receipt.code),
        _("Kiểm tra biên nhận tại: {url}").format(url=check_url(check_base, receipt)),
        "",
        _("Thư này được gửi tự động. Nếu bạn không nộp tác phẩm nào, hãy bỏ qua thư này."),
    ]
    return "\n".join(lines)


def check_url(base: str, receipt: Receipt) -> str:
    """What the QR code holds."""
    code = receipt.work.entry.code
    return f"{base}{code}/" if receipt.no == 1 else f"{base}{code}/{receipt.no}/"
