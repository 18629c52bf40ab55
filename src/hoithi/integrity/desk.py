"""What integrity brings to the floors below: its place on the console, waiting cases, staleness of seals, notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.contests.desk import DeskPlace, DeskTask, desk
from hoithi.contests.models import Contest, Entrant, Part
from hoithi.contests.registry import Action, registry
from hoithi.core.spoken import number
from hoithi.integrity.models import Appeal, Case, CaseSubject, Recall, Ruling
from hoithi.integrity.words import KINDS

MEASURES = {
    Ruling.VOID: gettext_lazy("{n} lượt thi không được tính"),
    Ruling.NO_PRIZE: gettext_lazy("{n} người không được xét giải"),
    Ruling.DISQUALIFY: gettext_lazy("{n} người bị loại khỏi cuộc thi"),
}


def register() -> None:
    desk.add_place(DeskPlace("integrity", gettext_lazy("Tính trung thực"), "integrity:cases", "integrity.view", 45))
    desk.add_source(tasks)
    registry.later = [*(one for one in registry.later if one is not decided_since), decided_since]
    registry.notices = [*(one for one in registry.notices if one is not notices), notices]
    registry.beside_results = [*(one for one in registry.beside_results if one is not told), told]
    registry.measures_taken = [*(one for one in registry.measures_taken if one is not measures_taken), measures_taken]
    registry.passed_over = [*(one for one in registry.passed_over if one is not takes_no_prize), takes_no_prize]


def decided_since(contest: Contest, at: datetime) -> bool:
    """Whether a ruling that changes results was made or taken back after `at`."""
    rulings = Ruling.objects.filter(case__contest=contest, verdict__in=Ruling.MEASURES)
    return rulings.filter(Q(at__gt=at) | Q(reversed_at__gt=at)).exists()


def takes_no_prize(entrant: Entrant) -> bool:
    """A ruling in force says so; a correction of unit or group does not lift it."""
    rulings = Ruling.objects.filter(subject__entrant=entrant, verdict=Ruling.NO_PRIZE, reversed_at__isnull=True)
    return rulings.exists()


def notices(entrant: Entrant) -> Sequence[Action]:
    """A button for whoever is asked something or was decided about; everybody else costs one look."""
    if not CaseSubject.objects.filter(entrant=entrant).exists():
        return []
    waiting = CaseSubject.objects.filter(entrant=entrant, asked_at__isnull=False, case__state=Case.OPEN)
    ruled = Ruling.objects.filter(subject__entrant=entrant).exclude(verdict=Ruling.CLEAR)
    url = reverse("integrity:mine", args=[entrant.contest.slug])
    if waiting.filter(answered_at__isnull=True).exists():
        return [Action(_("Trả lời đề nghị giải trình"), url, main=False)]
    if waiting.exists() or ruled.exists():
        return [Action(_("Quyết định về bài thi của bạn"), url, main=False)]
    return []


def measures_taken(contest: Contest, part: Part | None = None) -> list[dict[str, Any]]:
    """Measures in force by verdict and ground, [{"verdict", "ground", "n"}]; of one part, or of the whole contest."""
    ruled = Ruling.objects.filter(case__contest=contest, verdict__in=Ruling.MEASURES, reversed_at__isnull=True)
    if part is not None:
        ruled = ruled.filter(case__part__key=part.key)
    found = ruled.values("verdict", "case__kind").annotate(n=Count("pk")).order_by("verdict", "case__kind")
    return [{"verdict": row["verdict"], "ground": row["case__kind"], "n": row["n"]} for row in found]


def told(contest: Contest, part: Part | None = None) -> Sequence[str]:
    """How many measures are in force and on what grounds; never of whom. Nothing where there are none."""
    verdicts, kinds = Counter[str](), Counter[str]()
    for row in measures_taken(contest, part):
        verdicts[row["verdict"]] += row["n"]
        kinds[row["ground"]] += row["n"]
    if not verdicts:
        return []
    what = [MEASURES[one].format(n=number(verdicts[one])) for one in Ruling.MEASURES if verdicts[one]]
    why = [f"{KINDS[kind].title} ({number(n)})" for kind, n in kinds.most_common()]
    return [
        _("Ban Tổ chức đã xem xét và quyết định: {what}.").format(what=", ".join(what)),
        _("Lý do: {why}.").format(why=", ".join(why)),
    ]


def tasks(contest: Contest, now: datetime) -> list[DeskTask]:
    """Cases, appeals and recalls that wait; three counts, and nothing while there are none."""
    url = reverse("integrity:cases", args=[contest.slug])
    found = Case.objects.filter(contest=contest).aggregate(open=Count("pk", filter=Q(state=Case.OPEN)), all=Count("pk"))
    if not found["all"]:
        return []
    lines = []
    if n := found["open"]:
        label = _("Xem xét {n} hồ sơ về tính trung thực").format(n=n)
        lines.append(DeskTask("review", label, url, "integrity.view", "todo", _("Cần làm")))
    if n := Appeal.objects.filter(ruling__case__contest=contest, decided_at__isnull=True).count():
        label = _("Giải quyết {n} khiếu nại").format(n=n)
        lines.append(DeskTask("review", label, url, "integrity.view", "todo", _("Cần làm")))
    if n := Recall.objects.filter(ruling__case__contest=contest, withdrawn_at__isnull=True).count():
        label = _("Thu hồi {n} giải đã công bố").format(n=n)
        lines.append(DeskTask("publish", label, url, "integrity.view", "todo", _("Cần làm")))
    return lines
