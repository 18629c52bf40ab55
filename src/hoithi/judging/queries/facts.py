"""What the jury says about works, as standings read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from fractions import Fraction

from hoithi.contests.models import Part
from hoithi.contests.registry import Fact
from hoithi.judging.models import Juror, Panel, Sheet
from hoithi.judging.queries.pairs import pair_scores
from hoithi.judging.queries.settings import has_jury, method_of, panel_of, points_of, settings_of, works_of
from hoithi.judging.rules.aggregate import scores


def signed_points(panel: Panel) -> dict[str, dict[str, Fraction]]:
    """work's code → juror's code → points of signed sheets; works in the contest without any are in it too."""
    found: dict[str, dict[str, Fraction]] = {work.code: {} for work in works_of(panel.part)}
    rows = Sheet.objects.filter(juror__panel=panel, signed_at__isnull=False)
    for sheet in rows.select_related("juror", "entry", "rubric").order_by("pk"):
        if sheet.entry.code in found:
            found[sheet.entry.code][sheet.juror.code] = points_of(sheet.rubric, sheet.marks)
    return found


def jury_scores(panel: Panel) -> dict[str, tuple[Fraction | None, int]]:
    """work's code → (score by the method in force, sheets that count). No score while no method is fixed."""
    works = list(works_of(panel.part))
    if settings_of(panel.part).mode == "pairwise":
        return _compared(panel, [work.code for work in works])
    points, method = signed_points(panel), method_of(panel)
    by_method = scores(method, points) if method else dict.fromkeys(points)
    return {code: (by_method[code], len(given)) for code, given in points.items()}


def _compared(panel: Panel, works: list[str]) -> dict[str, tuple[Fraction | None, int]]:
    """Of comparisons, jurors who met the work; a work nobody has compared has no score."""
    met: dict[str, set[int]] = defaultdict(set)
    signed = Juror.objects.filter(panel=panel, finished_at__isnull=False)
    pairs = signed.filter(pairs__better__isnull=False).values_list("pk", "pairs__first__code", "pairs__second__code")
    for juror, first, second in pairs:
        met[first].add(juror)
        met[second].add(juror)
    found = pair_scores(panel, works)
    return {code: (found[code] if met[code] else None, len(met[code])) for code in works}


def facts_of(part: Part, subjects: Collection[int] | None = None) -> Iterable[Fact]:
    """One fact for each work in the contest, or for these."""
    panel = panel_of(part) if has_jury(part) else None
    if panel is None:
        return
    found = jury_scores(panel)
    for work in works_of(part):
        if subjects is None or work.pk in subjects:
            score, jurors = found[work.code]
            yield Fact(work.pk, {"jury": score, "jurors": jurors}, subject_kind="entry")


def is_settled(part: Part, now: datetime) -> bool:
    """Whether the jury is done: ended by the secretariat, or past its close with every sheet signed and a method."""
    if not has_jury(part):
        return True
    panel = panel_of(part)
    if panel is None or method_of(panel) is None:
        return False
    if panel.closed_at is not None:
        return True
    settings = settings_of(part)
    return settings.closes is not None and now >= settings.closes and not is_waiting(panel)


def is_waiting(panel: Panel) -> bool:
    """Whether something is still owed: a sheet, a juror's signature, a discussion's end, a work without any juror."""
    if panel.discussions.filter(closed_at=None).exists():
        return True
    if settings_of(panel.part).mode == "pairwise":
        return not panel.jurors.exists() or panel.jurors.filter(left_at=None, finished_at=None).exists()
    works = works_of(panel.part)
    dealt = Sheet.objects.filter(juror__panel=panel, dropped_at=None)
    unsigned = dealt.filter(signed_at=None, entry__in=works.order_by().values("pk")).exists()
    return unsigned or works.exclude(pk__in=dealt.values("entry")).exists()
