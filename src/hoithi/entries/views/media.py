"""Files of works, sent to whoever may see the work: what plays, posters, captions, pictures, originals.

The name a file is saved by is the number of the work: what its author called it may name them.
"""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from hoithi.contests.models import Part
from hoithi.core.middleware import TimedRequest
from hoithi.entries.models import Work, WorkFile
from hoithi.entries.queries.access import file_readable, no_such_work, numbered_work
from hoithi.entries.queries.own import own_work
from hoithi.entries.queries.shown import Shown, shown_files
from hoithi.entries.queries.words import number_of
from hoithi.entries.rules.package import package_name
from hoithi.entries.views.likeness import pair_of
from hoithi.entries.views.moderation import on_part, work_of
from hoithi.files.models import StoredFile
from hoithi.files.queries.serve import send
from hoithi.files.store import store


def send_file(request: TimedRequest, work: Work, what: str, *, place: int = 1, language: str = "") -> HttpResponseBase:
    """`what`: "phim" (plays), "anh-bia" (poster), "phu-de" (captions), "tep" (an original by its place), "hls"
    (1 the playlist, 2 what it cuts).

    Whoever calls has decided that the person may see it. Raises NotFound where there is no such file.
    """
    file = _chosen(shown_files([work])[work.pk], what, place, language)
    if file is None:
        raise no_such_work()
    stored = file.file
    if what == "hls" and place == 1:  # sent by us: a redirect would move what its lines are relative to
        return _playlist(stored)
    stored.name = package_name(number_of(work) or work.entry.code, "", "", stored.name.rpartition(".")[2])
    return send(request, stored)


def _playlist(stored: StoredFile) -> HttpResponse:
    try:
        return HttpResponse(b"".join(store().blocks(stored.key)), content_type=stored.media_type)
    except FileNotFoundError:
        raise no_such_work() from None


def _chosen(files: Shown, what: str, place: int, language: str) -> WorkFile | None:
    if what == "phim":
        return files.play
    if what == "anh-bia":
        return next((one for one in files.posters if one.place == place), None)
    if what == "hls":
        return next((one for one in files.hls if one.place == place), None)
    if what == "phu-de":
        return next((one for one in files.captions if (one.language or "vi") == language), None)
    return next((one for one in files.originals if one.place == place), None)


@require_safe
def public_file(
    request: TimedRequest, slug: str, part: str, number: int, what: str, place: int = 1, language: str = ""
) -> HttpResponseBase:
    """`…/tac-pham/<number>/<what>/`: everybody's once published; until then the owner's and the committee's."""
    work = numbered_work(slug, part, number)
    if not file_readable(request.user, work, request.now):
        raise no_such_work()
    return send_file(request, work, what, place=place, language=language)


@require_safe
def own_file(request: TimedRequest, code: str, what: str, place: int = 1, language: str = "") -> HttpResponseBase:
    """`/tac-pham/<code>/<what>/`: of one's own work, as it was handed in."""
    work = own_work(request.user, code, request.now)
    return send_file(request, work, what, place=place, language=language)


@on_part("work.view_all")
@require_safe
def original(request: TimedRequest, part: Part, roles: frozenset[str], number: int, place: int) -> HttpResponseBase:
    """The original, to be saved, under the name its sender gave it: for the committee."""
    work = work_of(part, number)
    file = _chosen(shown_files([work])[work.pk], "tep", place, "")
    if file is None:
        raise no_such_work()
    return send(request, file.file, as_attachment=True)


@on_part("work.view_all")
@require_safe
def likeness_file(request: TimedRequest, part: Part, roles: frozenset[str], pk: int, side: str) -> HttpResponseBase:
    """One film of a pair, also where the older one stands in a past contest."""
    pair = pair_of(part, pk)
    return send_file(request, pair.newer if side == "moi" else pair.older, "phim")
