"""The registry of document kinds (loại văn bản): apps add theirs at start-up, none is known to the code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class DocumentKind:
    """`abbreviation` is what its symbol begins with: "KH" in "12/KH-UBND" (Nghị định 30/2020/NĐ-CP, phụ lục III)."""

    key: str
    title: Any
    abbreviation: str = ""


_kinds: dict[str, DocumentKind] = {}


def register_kind(key: str, title: Any, abbreviation: str = "") -> None:
    _kinds[key] = DocumentKind(key, title, abbreviation)


def kinds() -> list[DocumentKind]:
    return list(_kinds.values())


def known(key: str) -> bool:
    return key in _kinds


def kind_title(key: str) -> str:
    return str(_kinds[key].title) if key in _kinds else key


def register_common_kinds() -> None:
    """The kinds every authority writes; called once at start-up."""
    register_kind("ke_hoach", _("Kế hoạch"), "KH")
    register_kind("quyet_dinh", _("Quyết định"), "QĐ")
    register_kind("thong_bao", _("Thông báo"), "TB")
    register_kind("to_trinh", _("Tờ trình"), "TTr")
    register_kind("bien_ban", _("Biên bản"), "BB")
    register_kind("bao_cao", _("Báo cáo"), "BC")
    register_kind("giay_moi", _("Giấy mời"), "GM")
    register_kind("cong_van", _("Công văn"))
    register_kind("the_le", _("Thể lệ"))
