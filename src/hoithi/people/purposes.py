"""The purposes of consent (mục đích xử lý dữ liệu): each separate, unticked, with a versioned text.

Apps add their own at start-up with `register_purpose`. A changed text gets a new version: earlier consents keep theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from hoithi.core.canonical import sha256_hex
from hoithi.people.errors import ConsentUnknown


@dataclass(frozen=True)
class Purpose:
    """`required` ones are needed to take part; all others may be refused without loss.

    `at_opening`: asked when an account is opened; others are asked by the contest that needs them.
    """

    key: str
    title: Any
    text: Any
    version: str
    required: bool = False
    at_opening: bool = True

    @property
    def text_sha256(self) -> str:
        return sha256_hex(str(self.text).encode())


_purposes: dict[str, Purpose] = {}
_sources: list[Callable[[str], Purpose | None]] = []


def register_source(find: Callable[[str], Purpose | None]) -> None:
    """Purposes kept elsewhere, found by key when one is given: those a contest's own plan asks for."""
    _sources.append(find)


def register_purpose(purpose: Purpose) -> None:
    _purposes[purpose.key] = purpose


def purposes() -> list[Purpose]:
    return list(_purposes.values())


def purpose(key: str) -> Purpose:
    """Raises ConsentUnknown."""
    if key in _purposes:
        return _purposes[key]
    found = next((purpose for find in _sources if (purpose := find(key))), None)
    if found is None:
        raise ConsentUnknown(_("Không có mục đích xử lý dữ liệu này."))
    return found


register_purpose(
    Purpose(
        "take_part",
        _("Xử lý thông tin để dự thi"),
        _(
            "Tôi đồng ý để Ban Tổ chức dùng họ tên, ngày sinh, đơn vị và số điện thoại hoặc thư điện tử của tôi để "
            "xác nhận người dự thi, chấm thi, xếp hạng và trao giải. Thông tin không dùng vào việc khác."
        ),
        "2026-1",
        required=True,
    )
)
register_purpose(
    Purpose(
        "publish_name",
        _("Công bố họ tên khi đạt giải"),
        _(
            "Tôi đồng ý để họ tên và đơn vị của tôi được nêu trong danh sách đạt giải và tin bài về cuộc thi. "
            "Người dưới 18 tuổi cần cha, mẹ hoặc người giám hộ đồng ý."
        ),
        "2026-1",
        at_opening=False,
    )
)
register_purpose(
    Purpose(
        "reminders",
        _("Nhận tin nhắc về cuộc thi"),
        _("Tôi đồng ý nhận tin nhắn hoặc thư nhắc lịch thi và kết quả. Tôi có thể dừng bất cứ lúc nào."),
        "2026-1",
        at_opening=False,
    )
)
register_purpose(
    Purpose(
        "focus_signals",
        _("Ghi nhận khi rời màn hình làm bài"),
        _(
            "Tôi đồng ý để hệ thống ghi số lần tôi rời màn hình trong lúc làm bài. "
            "Dữ liệu này được xóa 30 ngày sau khi công bố kết quả."
        ),
        "2026-1",
        at_opening=False,
    )
)
