"""Letters to whoever a work belongs to (thư báo người nộp): what was decided, asked, found; written with the step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hoithi.entries.models import Work, WorkStep
from hoithi.entries.queries.addresses import addresses_of
from hoithi.entries.queries.words import number_of, step_reason
from hoithi.people.operations.outbox import letter, queue_letters

_withheld: ContextVar[bool] = ContextVar("hoithi_letters_withheld", default=False)


@contextmanager
def no_letters() -> Iterator[None]:
    """Inside the block nobody is written to: rehearsals and demonstrations."""
    token = _withheld.set(True)
    try:
        yield
    finally:
        _withheld.reset(token)


def tell_owner(work: Work, step: WorkStep) -> None:
    """Queue the letter about a step, in the transaction that takes it; about other steps nobody is written to."""
    if _withheld.get() or step.step not in _openings():
        return
    with translation.override(settings.LANGUAGE_CODE):  # the reader's, not that of whoever decides
        subject = _("Tác phẩm {number}: {what}").format(number=number_of(work), what=_subjects()[step.step])
        text = _text(work, step)
    queue_letters(
        letter(address, subject, text, key=f"work:{work.entry.code}:{step.pk}:{address}", now=step.at)
        for address in addresses_of(work, step.at)
    )


def _subjects() -> dict[str, str]:
    return {
        "check_failed": _("tệp chưa đạt quy cách"),
        "accept": _("được chấp nhận"),
        "refuse": _("không được chấp nhận"),
        "revise": _("được xem xét lại"),
        "ask": _("Ban Tổ chức hỏi bạn"),
        "take_down": _("đã được gỡ"),
    }


def _openings() -> dict[str, str]:
    return {
        "check_failed": _("Tệp của tác phẩm chưa đạt quy cách nên tác phẩm đang được giữ lại."),
        "accept": _("Tác phẩm hợp lệ, được dự thi."),
        "refuse": _("Ban Tổ chức không chấp nhận tác phẩm dự thi."),
        "revise": _("Tác phẩm được đưa trở lại để xem xét."),
        "ask": _("Ban Tổ chức muốn hỏi trước khi quyết định về tác phẩm. Hãy trả lời ở trang của tác phẩm."),
        "take_down": _("Tác phẩm đã được gỡ, không còn hiển thị cho mọi người."),
    }


def _text(work: Work, step: WorkStep) -> str:
    part = work.entry.part
    lines = [
        _openings()[step.step],
        "",
        _("Tác phẩm: {title} (số {number})").format(title=work.entry.title, number=number_of(work)),
        _("Đứng tên dự thi: {owner}").format(owner=work.entry.owner.display_name),
        _("Cuộc thi: {contest}, {part}").format(contest=part.contest.title, part=part.title),
    ]
    if reason := step_reason(step):
        label = _("Câu hỏi:") if step.step == "ask" else _("Lý do:")
        lines += ["", label, reason]
    page = settings.SITE_URL.rstrip("/") + reverse("entries:work", args=[work.entry.code])
    return "\n".join([*lines, "", _("Trang của tác phẩm: {url}").format(url=page)])
