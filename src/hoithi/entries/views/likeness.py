"""Two works that look alike, side by side: matching moments, and what a person says about them."""

from __future__ import annotations

from fractions import Fraction

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hoithi.contests.models import Part
from hoithi.contests.views.desk_frame import desk_page, me
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.entries.forms.moderation import LikenessForm
from hoithi.entries.models import Likeness
from hoithi.entries.operations.likeness import judge_likeness
from hoithi.entries.queries.access import no_such_work
from hoithi.entries.queries.moderation import require_body
from hoithi.entries.queries.shown import shown_files
from hoithi.entries.queries.words import number_of
from hoithi.entries.views.moderation import HERE, decides, on_part, part_context
from hoithi.people.forms import refused


@on_part("work.view_all")
@require_safe
def likeness(request: TimedRequest, part: Part, roles: frozenset[str], pk: int) -> HttpResponse:
    """`…/giong-nhau/<pk>/`: two works side by side; a pair of moments takes both players there."""
    pair = pair_of(part, pk)
    return _likeness_page(request, part, roles, pair, LikenessForm())


@on_part("work.moderate")
@require_POST
def judge(request: TimedRequest, part: Part, roles: frozenset[str], pk: int) -> HttpResponse:
    """A person's verdict on a pair."""
    pair = pair_of(part, pk)
    form = LikenessForm(request.POST)
    if form.is_valid():
        try:
            require_body(me(request), part, request.now)
            judge_likeness(
                pair,
                request.POST.get("verdict", ""),
                reason=form.cleaned_data["reason"],
                now=request.now,
                by=me(request),
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã ghi kết luận."))
            return redirect("entries:likeness", part.contest.slug, part.key, pk)
    return _likeness_page(request, part, roles, pair, form, status=409)


def pair_of(part: Part, pk: int) -> Likeness:
    """A pair one of whose works is of this part. Raises NotFound."""
    rows = Likeness.objects.select_related(
        "newer__entry__part__contest", "newer__entry__owner", "older__entry__part__contest", "older__entry__owner"
    ).select_related("verdict_by__person")
    pair = rows.filter(pk=pk).first()
    if pair is None or part.pk not in (pair.newer.entry.part_id, pair.older.entry.part_id):
        raise no_such_work()
    return pair


def _likeness_page(
    request: TimedRequest, part: Part, roles: frozenset[str], pair: Likeness, form: LikenessForm, *, status: int = 200
) -> HttpResponse:
    works = [pair.newer, pair.older]
    files = shown_files(works)
    context = part_context(part, roles, "queue") | {
        "pair": pair,
        "percent": pair.score_permille // 10,
        "sides": [
            {"side": side, "work": one, "number": number_of(one), "files": files[one.pk]}
            for side, one in zip(("moi", "cu"), works, strict=True)
        ],
        "moments": [
            {"newer": float(a), "older": float(b), "at": _clock(a), "other": _clock(b)} for a, b in pair.moments
        ],
        "form": form,
        "decides": decides(request, part, roles),
        "back": pair.newer.number if pair.newer.entry.part_id == part.pk else pair.older.number,
    }
    return desk_page(request, part.contest, roles, HERE, "entries/desk/likeness.html", context, status=status)


def _clock(seconds: float | str) -> str:
    whole = int(Fraction(seconds))
    return f"{whole // 60}:{whole % 60:02}"
