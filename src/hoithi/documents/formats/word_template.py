"""Offices' own Word templates: filled by a child in a sandbox, refused with the placeholder and the paragraph."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from hoithi.core.errors import InvalidInput
from hoithi.documents.formats.word import body_xml
from hoithi.documents.formats.word_package import look_into, refused
from hoithi.documents.rules.paper import Paper
from hoithi.documents.rules.placeholders import NAMES, PLACEHOLDERS, context_of

MEMORY, CPU_S, WALL_S = 1024**3, 8, 20
MOST_FILLED = 20 * 1024 * 1024


def render_paper(template: bytes, paper: Paper) -> bytes:
    """The paper in an office's own Word template. Raises InvalidInput with the placeholder and paragraph at fault."""
    return render_template(template, context_of(paper), body_xml(paper))


def render_template(template: bytes, context: Mapping[str, Any], body: str = "") -> bytes:
    """The template filled with `context` (strings, lists, dicts); `body` is XML for {{p noi_dung }}."""
    look_into(template)
    asked = {
        "context": dict(context),
        "body": body,
        "names": sorted(NAMES),
        "limits": {"memory": MEMORY, "cpu_s": CPU_S},
    }
    call = [sys.executable, "-m", "hoithi.documents.formats.template_child"]
    try:
        done = subprocess.run(  # noqa: S603  # our own module, never a shell
            call,
            input=json.dumps(asked).encode() + b"\n" + template,
            capture_output=True,
            timeout=WALL_S,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_much() from error
    answer = done.stdout
    if done.returncode != 0 or not answer or len(answer) > MOST_FILLED:
        raise _too_much()
    if answer[:1] == b"+":
        return answer[1:]
    raise _said(*json.loads(answer[1:]))


def _too_much() -> InvalidInput:
    return refused(
        _("Mẫu làm máy chạy quá lâu hoặc tạo ra tệp quá lớn nên đã dừng. Hãy bỏ vòng lặp lồng nhau trong mẫu.")
    )


def _said(where: str, what: str, detail: str) -> InvalidInput:
    """One sentence: where it stands, what is wrong, what to do."""
    number, _colon, text = where.partition(":")
    at = _("Đoạn %(n)s (“%(text)s”)") % {"n": number, "text": text} if number else ""
    known = ", ".join(one.name for one in PLACEHOLDERS[:6])
    sentences = {
        "unknown": _("không có chỗ điền “%(what)s”. Các chỗ điền dùng được là %(known)s …; xem danh sách đầy đủ.")
        % {"what": detail, "known": known},
        "syntax": _("viết sai cú pháp chỗ điền (%(what)s). Hãy so với mẫu tải về.") % {"what": detail},
        "forbidden": _("có lệnh không được phép (%(what)s). Mẫu chỉ dùng chỗ điền, vòng lặp và điều kiện.")
        % {"what": detail},
        "body": _("“noi_dung” phải đứng riêng một đoạn và viết là {{p noi_dung }}."),
        "too_big": _("mẫu tạo ra văn bản quá lớn nên đã dừng."),
        "broken": _("Word không mở được tệp tạo ra từ mẫu này (%(what)s). Hãy so với mẫu tải về.") % {"what": detail},
    }
    return refused(sentences[what], at)
