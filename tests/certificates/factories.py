"""Designs of a small contest that is over, with its decision."""

from __future__ import annotations

from datetime import date
from typing import Any

from hoithi.certificates.models import Design
from hoithi.certificates.operations.designs import suggest_designs
from hoithi.contests.models import Contest
from tests.awards import ended

ON = date(2024, 7, 1)
ADDRESS = "https://hoithi.example/giay/"
SIGNED = {"place": "Xã Mẫu", "signer_title": "Trưởng ban", "signer": "Trần Văn Ký Mẫu", "symbol": "GCN-BTC"}


def prizes() -> list[dict[str, Any]]:
    """Those of `ended`, with papers: a certificate for people, a commendation for units."""
    found = ended.prizes()
    for one in found:
        one["paper"] = (
            "Giấy khen của Chủ tịch UBND xã" if "tap-the" in one["key"] else "Giấy chứng nhận của Ban Tổ chức"
        )
    return found


def contest(people: int = 5, *, public: bool = True) -> Contest:
    """A contest that is decided, and announced unless told otherwise."""
    made, _units, _people = ended.contest_over(people, prize=prizes())
    (ended.announced if public else ended.decided)(made)
    made.refresh_from_db()
    return made


def designs(of: Contest) -> dict[str, Design]:
    """The plan's designs by key, ready to be used."""
    found = suggest_designs(of, now=ended.LATER)
    for design in found:
        for name, value in SIGNED.items():
            setattr(design, name, value)
        design.save()
    return {design.key: design for design in found}
