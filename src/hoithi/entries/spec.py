"""From the plan's settings to the pure rules, and from their codes to sentences."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from hoithi.entries.rules.filecheck import Facts, FileRules
from hoithi.entries.rules.othercheck import PaperFacts
from hoithi.entries.schema import FileRules as Settings


def file_rules(settings: Settings) -> FileRules:
    """What the plan asks of a file."""
    frames = [frame.split("x") for frame in settings.frames]
    return FileRules(
        containers=tuple(settings.containers),
        frames=tuple((int(width), int(height)) for width, height in frames),
        aspect=Fraction(*map(int, settings.aspect.split(":"))) if settings.aspect else None,
        min_ms=None if settings.min_seconds is None else settings.min_seconds * 1000,
        max_ms=None if settings.max_seconds is None else settings.max_seconds * 1000,
        tolerance_ms=settings.tolerance_ms,
        max_bytes=None if settings.max_mb is None else settings.max_mb * 1_000_000,
    )


_NAMES = (
    *("container", "readable", "whole", "video_codec", "width", "height"),
    *("rotation", "duration_ms", "audio_codec", "silent", "size"),
)


def facts_of(probed: Mapping[str, Any]) -> Facts:
    """What the child process found, as the rules take it."""
    values = {name: probed[name] for name in _NAMES if name in probed}
    return Facts(**values, dar=Fraction(probed["dar"]) if probed.get("dar") else None)


def sentence(code: str, found: str, required: str) -> str:
    """What is wrong and what to do, for the person who sent the file; "" for a code nobody knows."""
    sentences: dict[str, str] = {
        "not_mp4": _("Tệp không phải là video {required} (nhận ra: {found}). Hãy xuất lại video rồi tải lên."),
        "unreadable": _("Không mở được tệp. Hãy xuất (lưu) lại tệp rồi tải lên."),
        "truncated": _("Tệp bị thiếu phần cuối, có thể do sao chép hoặc tải xuống chưa xong. Hãy lấy lại tệp đầy đủ."),
        "no_video": _("Tệp chỉ có âm thanh, không có hình. Hãy xuất lại video rồi tải lên."),
        "too_short": _("Video dài {found}, ngắn hơn quy định ({required})."),
        "too_long": _("Video dài {found}, dài hơn quy định ({required})."),
        "wrong_frame": _("Khung hình {found} không đúng quy định ({required}). Hãy xuất video đúng khung hình."),
        "wrong_aspect": _("Tỉ lệ khung hình {found} không đúng quy định ({required}). Hãy xuất đúng tỉ lệ."),
        "too_large": _("Tệp nặng {found}, vượt quá mức cho phép ({required})."),
        "wrong_type": _("Loại tệp không đúng quy định (nhận ra: {found}; cần: {required}). Hãy lưu lại đúng loại tệp."),
        "active": _("Tệp có chứa macro hoặc mã tự chạy nên không nhận. Hãy lưu lại thành tệp không có macro."),
        "locked": _("Tệp có mật khẩu nên không mở được. Hãy bỏ mật khẩu rồi tải lên."),
        "too_many_pages": _("Tài liệu có {found} trang, nhiều hơn quy định ({required})."),
        "duplicate": _("Tệp này trùng khớp từng byte với tệp của một tác phẩm khác đã nộp. Hãy nộp tác phẩm của mình."),
        "store": _("Hệ thống chưa đọc được tệp đã lưu. Ban Tổ chức đã được báo; tệp của bạn không sai."),
    }
    return sentences.get(code, "").format(found=found, required=required)


def said(finding: Mapping[str, Any]) -> dict[str, Any]:
    """A stored finding with its sentence in the language of whoever reads it."""
    found, required = str(finding.get("found", "")), str(finding.get("required", ""))
    return {**finding, "message": sentence(finding["code"], found, required) or caution(finding["code"])}


def paper_facts_of(probed: Mapping[str, Any]) -> PaperFacts:
    """What the child process found in a picture or a document."""
    names = ("container", "readable", "whole", "width", "height", "pages", "active", "locked", "size")
    return PaperFacts(**{name: probed[name] for name in names if name in probed})


def caution(code: str) -> str:
    """What is no breach but worth saying; "" for a code nobody knows."""
    words: dict[str, str] = {
        "silent": _("Video không có tiếng."),
        "hevc": _("Video dùng chuẩn HEVC (H.265), nhiều điện thoại và trình duyệt không phát được; nên xuất H.264."),
        "odd_codec": _("Video dùng chuẩn nén ít gặp, có thể không phát được trên trình duyệt; nên xuất H.264."),
        "pages_unknown": _("Tệp không ghi số trang; Ban Tổ chức sẽ xem số trang khi duyệt."),
        "rotated": _("Video được đánh dấu xoay; hãy xem lại hình có đúng chiều không."),
    }
    return words.get(code, "")
