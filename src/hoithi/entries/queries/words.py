"""States of a work in the words its owner reads, and the number it goes by."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hoithi.entries.models import Work, WorkStep
from hoithi.entries.rules.names import shown_number
from hoithi.entries.spec import said

Text = str | Promise


@dataclass(frozen=True)
class StateWords:
    """`css` is the class of the tag, `icon` its sign, `sentence` what it means for the owner."""

    label: Text
    css: str
    icon: str
    sentence: Text


WORDS: dict[str, StateWords] = {
    "draft": StateWords(_("Bản nháp"), "tag-wait", "edit", _("Chưa nộp. Chỉ người soạn và đầu mối đơn vị xem được.")),
    "submitted": StateWords(_("Đã nhận"), "tag-ok", "check", _("Đã nhận tác phẩm. Tệp đang được kiểm tra.")),
    "checking": StateWords(_("Chờ duyệt"), "tag-ok", "clock", _("Tệp đạt quy cách. Ban Tổ chức sẽ duyệt tác phẩm.")),
    "held": StateWords(
        _("Tạm giữ"), "tag-now", "alert", _("Đã nhận, nhưng tệp chưa đúng quy cách nên chưa duyệt được.")
    ),
    "accepted": StateWords(_("Được chấp nhận"), "tag-ok", "check", _("Tác phẩm hợp lệ, được dự thi.")),
    "refused": StateWords(_("Không được chấp nhận"), "tag-now", "close", _("Tác phẩm không được dự thi.")),
    "published": StateWords(_("Đã đăng"), "tag-ok", "check", _("Tác phẩm hợp lệ và đã đăng cho mọi người xem.")),
    "withdrawn": StateWords(_("Đã rút"), "tag-done", "close", _("Người nộp đã rút tác phẩm, không tính vào số lượng.")),
    "taken_down": StateWords(_("Đã gỡ"), "tag-now", "close", _("Tác phẩm đã được gỡ, không còn hiển thị.")),
}
LIVE = StateWords(_("Chờ duyệt"), "tag-ok", "clock", _("Đã nhận tác phẩm. Ban Tổ chức sẽ duyệt."))
"""Handed in without a file: nothing is checked by machine."""

STEPS: dict[str, Text] = {
    "submit": _("Nộp tác phẩm"),
    "check_passed": _("Tệp đạt quy cách"),
    "check_failed": _("Tệp chưa đạt quy cách"),
    "accept": _("Được chấp nhận"),
    "refuse": _("Không được chấp nhận"),
    "ask": _("Ban Tổ chức hỏi"),
    "answer": _("Người nộp trả lời"),
    "publish": _("Được đăng"),
    "take_down": _("Bị gỡ"),
    "withdraw": _("Rút tác phẩm"),
    "revise": _("Được xem xét lại"),
}
INTAKES: dict[str, Text] = {
    Work.HANDED_IN: _("Nộp trực tiếp"),
    Work.MAILED: _("Gửi qua bưu điện"),
    Work.E_MAILED: _("Gửi thư điện tử"),
}


def step_reason(step: WorkStep) -> str:
    """Why, in the reader's language: what somebody wrote, or what the check found, a line each."""
    return step.reason or "\n".join(said(finding)["message"] for finding in step.findings)


def number_of(work: Work) -> str:
    """ "VL24-1-007"; "" before the first submission. `work.entry.part.contest` is read."""
    if work.number is None:
        return ""
    part = work.entry.part
    if part.spec.series:
        return shown_number(f"{part.contest.code}-{part.position + 1}", part.round_no, work.number)
    return shown_number(part.contest.code, part.position + 1, work.number)
