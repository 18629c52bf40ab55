"""Designs of papers (mẫu giấy): suggested from the plan, changed by the office until they say what they should."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from hoithi.audit.operations import record
from hoithi.certificates.errors import BadPicture, ChangedMeanwhile
from hoithi.certificates.models import Design
from hoithi.certificates.rules.wording import Trouble, troubles
from hoithi.contests.models import Contest
from hoithi.contests.schema.standings import Prize
from hoithi.core.errors import InvalidInput, Problem
from hoithi.core.text import nfc
from hoithi.files.models import StoredFile
from hoithi.files.operations import add_file
from hoithi.people.models import User

FILLED = ("opening", "body", "closing")
"""Fields with places to fill."""
WORDS = ("over", "issuer", "heading", *FILLED, "place", "symbol", "prefix", "signer_title", "signer")
PURPOSE = "certificate"
MOST_PICTURE = 2_000_000
MOST_PIXELS = 4_000
SUFFIX = {"PNG": ".png", "JPEG": ".jpg"}


@transaction.atomic
def suggest_designs(contest: Contest, *, now: datetime, by: User | None = None) -> list[Design]:
    """One design for each sort of paper the plan names, and one of participation; what exists already is kept.

    A prize whose paper no design here makes (bằng khen of a higher authority) is left out.
    """
    contest = Contest.objects.select_for_update().get(pk=contest.pk)
    known = {design.key: design for design in contest.designs.all()}
    with translation.override("vi"):  # papers are Vietnamese whatever language the office reads screens in
        wanted = [*_of_prizes(contest), _of_participation(contest)]
    for design in wanted:
        if design.key in known:
            continue
        design.changed_at = now
        design.save()
        record("certificates:design:made", now=now, contest_key=contest.slug, actor=by, target=design.key)
        known[design.key] = design
    return list(contest.designs.all())


def _of_prizes(contest: Contest) -> list[Design]:
    papers: dict[str, list[Prize]] = {}
    for prize in contest.plan.prizes:
        papers.setdefault(prize.paper, []).append(prize)
    found: list[Design] = []
    for paper, prizes in papers.items():
        kind = _kind_of(paper)
        if kind is None:
            continue
        same = sum(design.paper == kind for design in found)
        key = kind if not same else f"{kind}-{same + 1}"
        found.append(_design(contest, key, kind, [prize.key for prize in prizes], prizes[0].signer))
    return found


def _kind_of(paper: str) -> str | None:
    """The sort of paper behind the plan's own wording."""
    text = nfc(paper).casefold()
    kinds = (Design.Paper.COMMENDATION, Design.Paper.CERTIFICATE)
    return next((kind for kind in kinds if str(kind.label).casefold() in text), None)


def _of_participation(contest: Contest) -> Design:
    return _design(contest, Design.Paper.PARTICIPATION, Design.Paper.PARTICIPATION, [], "")


def _design(contest: Contest, key: str, kind: str, prizes: list[str], signer: str) -> Design:
    plan = contest.plan
    commendation = kind == Design.Paper.COMMENDATION
    body = {
        Design.Paper.COMMENDATION: _("[{chuc_vu}, ][{don_vi}]\nđã có thành tích, đạt"),
        Design.Paper.CERTIFICATE: _("[{chuc_vu}, ][{don_vi}, ][với tác phẩm “{tac_pham}”, ]đạt"),
        Design.Paper.PARTICIPATION: _("[{don_vi}]\nđã tham gia"),
    }[Design.Paper(kind)]
    heading = {
        Design.Paper.COMMENDATION: _("GIẤY KHEN"),
        Design.Paper.CERTIFICATE: _("GIẤY CHỨNG NHẬN"),
        Design.Paper.PARTICIPATION: _("GIẤY CHỨNG NHẬN"),
    }[Design.Paper(kind)]
    return Design(
        contest=contest,
        key=key,
        paper=kind,
        prizes=prizes,
        over="" if commendation else plan.organiser.name,
        issuer=(signer or plan.document.authority or plan.organiser.name) if commendation else _("Ban Tổ chức"),
        heading=heading,
        opening=_("Tặng") if commendation else _("Ban Tổ chức chứng nhận"),
        body=body,
        closing=_("{cuoc_thi}"),
        place=plan.document.place,
        symbol="GK" if commendation else "GCN-BTC",
        prefix="" if commendation else _("TM. Ban Tổ chức"),
        signer_title=signer if commendation else _("Trưởng ban"),
    )


@transaction.atomic
def change_design(
    design: Design, words: Mapping[str, str], *, framed: bool, version: int, now: datetime, by: User | None
) -> Design:
    """Change what the next papers say; those already issued keep their words.

    Raises ChangedMeanwhile, InvalidInput (a place nobody knows, a brace or bracket left open).
    """
    design = Design.objects.select_for_update(of=("self",)).select_related("contest").get(pk=design.pk)
    if design.version != version:
        raise ChangedMeanwhile
    problems = []
    for name in WORDS:
        setattr(design, name, nfc(words.get(name, "")).strip())
    for name in FILLED:
        problems += [Problem(name, told(one)) for one in troubles(getattr(design, name))]
    problems += [Problem(name, _("không được để trống")) for name in ("issuer", "heading") if not getattr(design, name)]
    if problems:
        raise InvalidInput(problems)
    design.framed = framed
    _save(design, now, by)
    return design


def told(trouble: Trouble) -> str:
    """The trouble as a sentence."""
    return {
        "unknown_place": _("không có ô điền {at}; hãy xem danh sách ô điền bên cạnh"),
        "stray_brace": _("có dấu ngoặc nhọn lẻ gần “{at}”"),
        "stray_bracket": _("có dấu ngoặc vuông lẻ gần “{at}”"),
    }[trouble.fault].replace("{at}", trouble.at)


def _save(design: Design, now: datetime, by: User | None) -> None:
    design.version += 1
    design.changed_at = now
    design.save()
    data = {"version": design.version}
    contest = design.contest.slug
    record("certificates:design:changed", now=now, contest_key=contest, actor=by, target=design.key, data=data)


def put_picture(design: Design, name: str, data: bytes | None, *, now: datetime, by: User | None) -> Design:
    """Set or take away (None) the logo or the signature's picture. Raises BadPicture, StoreFull."""
    if name not in ("logo", "signature"):
        raise ValueError(name)
    stored = _stored(data, now, by) if data is not None else None
    with transaction.atomic():
        design = Design.objects.select_for_update(of=("self",)).select_related("contest").get(pk=design.pk)
        setattr(design, name, stored)
        _save(design, now, by)
    return design


def _stored(data: bytes, now: datetime, by: User | None) -> StoredFile:
    with tempfile.TemporaryDirectory() as folder:
        form = picture_form(data)
        path = Path(folder) / f"picture{SUFFIX[form]}"
        path.write_bytes(data)
        return add_file(path, name=path.name, media_type=Image.MIME[form], purpose=PURPOSE, now=now, by=by)


def picture_form(data: bytes) -> str:
    """ "PNG" or "JPEG", after really reading it. Raises BadPicture."""
    wrong = BadPicture(
        _("Hình phải là tệp PNG hoặc JPEG, không quá 2 MB và không quá 4.000 điểm ảnh mỗi chiều."),
        hint=_("Hãy lưu lại hình ở cỡ nhỏ hơn rồi nạp lại. Hình PNG nền trong suốt in đẹp nhất."),
    )
    if len(data) > MOST_PICTURE:
        raise wrong
    try:
        with Image.open(io.BytesIO(data), formats=list(SUFFIX)) as picture:
            if max(picture.size) > MOST_PIXELS:
                raise wrong
            picture.load()
            return str(picture.format)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise wrong from error


def picture_bytes(stored: StoredFile | None) -> bytes:
    """What a stored logo or signature holds; nothing where there is none."""
    from hoithi.files.store import store

    return b"" if stored is None else b"".join(store().blocks(stored.key))
