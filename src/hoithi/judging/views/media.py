"""Files of a work for its juror, under neutral names: what the sender called them says who sent them."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from hoithi.core.canonical import sha256_hex
from hoithi.core.middleware import TimedRequest
from hoithi.entries.models import Work
from hoithi.entries.queries.shown import shown_files
from hoithi.files.models import StoredFile
from hoithi.files.queries.serve import send
from hoithi.judging.errors import SheetNotFound
from hoithi.judging.models import Juror
from hoithi.judging.operations.pairs import sides
from hoithi.judging.queries.own import own_sheet
from hoithi.judging.views.juror import as_juror


@require_safe
@as_juror
def of_sheet(request: TimedRequest, juror: Juror, code: str, what: str, n: int) -> HttpResponseBase:
    """`tep` the work itself, `hinh` its poster, `phu-de` captions."""
    sheet = own_sheet(juror, code)
    return _file(request, getattr(sheet.entry, "work", None), what, n, f"phieu-{sheet.code}")


@require_safe
@as_juror
def of_pair(request: TimedRequest, juror: Juror, code: str, side: str, what: str, n: int) -> HttpResponseBase:
    pair = juror.pairs.filter(code=code).select_related("first__work", "second__work").first()
    if pair is None:
        raise SheetNotFound
    left, right = sides(pair)
    entry = left if side == "trai" else right
    return _file(request, getattr(entry, "work", None), what, n, f"cap-{pair.code}-{side}")


def _file(request: TimedRequest, work: Work | None, what: str, n: int, name: str) -> HttpResponseBase:
    stored = _stored(work, what, n) if work is not None else None
    if stored is None:
        raise SheetNotFound
    ending = PurePosixPath(stored.name).suffix.lower()
    if len(ending) > 6 or not ending[1:].isalnum():
        ending = ""
    # The digest stands on the author's receipt: as a tag of the answer it would lead to them.
    stored.name, stored.sha256 = f"{name}{ending}", sha256_hex(f"{name} {stored.sha256}".encode())
    return send(request, stored)


def _stored(work: Work, what: str, n: int) -> StoredFile | None:
    files = shown_files([work])[work.pk]
    first = {"tep": files.play, "hinh": files.poster}.get(what)
    if n == 1 and first is not None:
        return first.file
    rows = {"tep": files.originals, "phu-de": files.captions}.get(what, [])
    return rows[n - 1].file if 1 <= n <= len(rows) else None
