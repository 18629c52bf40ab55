"""What the awards room brings to the console: ties that wait for minutes, the proposed list, the seal, publication."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.awards.models import Award
from hoithi.awards.queries.mine import TOLD
from hoithi.awards.queries.outcome import outcome_of, rounds_alone, seal_is_current, unsettled
from hoithi.contests.desk import DeskPlace, DeskTask, desk
from hoithi.contests.models import Contest, Entrant, Part, Standing, TieDecision
from hoithi.contests.operations.standings import is_settled
from hoithi.contests.queries.facts import scopes_of
from hoithi.contests.queries.lifecycle import lifecycle
from hoithi.contests.queries.months import month_kind
from hoithi.contests.queries.promotion import source_of
from hoithi.contests.registry import Action, registry
from hoithi.core.canonical import sha256_hex
from hoithi.core.clock import VIETNAM
from hoithi.core.spoken import day

REMEMBERED_S = 600
MOST_ROUNDS = 5
"""Rounds waiting for publication named one by one among the tasks."""
TieLine = tuple[str, str, int, int, bool, str]
"""(standing's key, its title, place, how many, decidable, scope)."""


def register() -> None:
    desk.add_place(DeskPlace("awards", gettext_lazy("Giải thưởng"), "awards:desk", "award.view", 50))
    desk.add_place(DeskPlace("hand", gettext_lazy("Trao giải"), "awards:desk_hand", "award.hand_over", 51))
    desk.add_place(DeskPlace("compare", gettext_lazy("So sánh công thức"), "awards:compare", "award.view", 45))
    desk.add_source(tasks)
    if notices not in registry.notices:
        registry.notices.append(notices)


def notices(entrant: Entrant) -> list[Action]:
    """A button for whoever has won, once results are public."""
    if entrant.contest.results_published_at is None:
        return []
    own = Q(subject_kind="person", subject_id=entrant.pk) | Q(
        subject_kind="entry", subject_id__in=entrant.entries.values("pk")
    )
    if not entrant.contest.awards.filter(own, state__in=TOLD).exists():
        return []
    return [Action(_("Giải của tôi"), reverse("awards:mine", args=[entrant.contest.slug]))]


def tasks(contest: Contest, now: datetime) -> list[DeskTask]:
    """Lines of the steps "Rà soát" and "Công bố"; nothing is computed before the last part has closed.

    While the contest runs, rounds that are over and not public yet.
    """
    phase = lifecycle(contest, now).phase
    if not contest.prizes.exists() and not contest.standings.exists():
        return []
    url = reverse("awards:desk", args=[contest.slug])
    ready = phase in ("review", "publish")
    lines = [_round_task(contest, part, now) for part in waiting_rounds(contest, now)[:MOST_ROUNDS]]
    lines += [_promotion_task(contest, part, now) for part in contest.parts.all() if part.spec.entrants_from]
    if ready and (late := unsettled(contest, now)):
        more = ", ".join(one.title for one in late)
        lines.append(
            DeskTask("review", _("Chờ chốt các bài thi cuối"), state="doing", word=_("Hệ thống đang làm"), more=more)
        )
        return lines
    ties = _open_ties(contest) if phase == "review" else []
    lines += [_tie_task(contest, tie) for tie in ties]
    lines.append(_proposed_task(contest, url))
    sealed = contest.sealed_results.filter(scope="").defer("envelope").last()
    current = seal_is_current(contest, sealed)
    if sealed is not None and current:
        when = day(sealed.at.astimezone(VIETNAM).date())
        word = _("Đã niêm phong {day}").format(day=when)
        lines.append(DeskTask("review", _("Niêm phong kết quả"), url, "award.view", "done", word))
    else:
        word = _("Niêm phong lại") if sealed is not None else _("Cần làm")
        lines.append(DeskTask("review", _("Niêm phong kết quả"), url, "award.view", "todo", word))
    lines.append(_publish_task(contest, url, blocked=bool(ties) or not current))
    return lines


def waiting_rounds(contest: Contest, now: datetime) -> list[Part]:
    """Rounds that are over and not public yet, while the contest itself is not public."""
    if contest.results_published_at is not None:
        return []
    parts = list(contest.parts.all())
    if not any(_over(part, now) or month_kind(part) is not None for part in parts):
        return []
    return [part for part in rounds_alone(contest) if _over(part, now)]


def _over(part: Part, now: datetime) -> bool:
    return part.closes is not None and part.closes <= now and part.results_published_at is None


def _round_task(contest: Contest, part: Part, now: datetime) -> DeskTask:
    label = _("Công bố kết quả {part}").format(part=part.title)
    url = reverse("awards:desk_round", args=[contest.slug, part.key])
    waiting = bool(unsettled(contest, now, part))
    word = _("Hệ thống đang chốt bài") if waiting else _("Cần làm")
    return DeskTask("run", label, url, "award.view", "doing" if waiting else "todo", word)


def _promotion_task(contest: Contest, part: Part, now: datetime) -> DeskTask:
    label = _("Chọn người vào {part}").format(part=part.title)
    url = reverse("contests:desk_promotion", args=[contest.slug, part.key])
    standing = source_of(part)
    if part.admissions.exists():
        return DeskTask("run", label, url, "console.view", "done", _("Đã chọn"))
    if standing is None or not all(is_settled(standing, now, scope) for scope in scopes_of(standing)):
        return DeskTask("run", label, url, "console.view", "locked", _("Chờ vòng trước"))
    return DeskTask("run", label, url, "console.view", "todo", _("Cần làm"))


def _open_ties(contest: Contest) -> list[TieLine]:
    """Ties in short, remembered while facts and decisions stay as they are."""
    stamps = [
        f"{one.key}:{one.refreshed_at}:{one.dirty_at}"
        for one in Standing.objects.filter(contest=contest).only("key", "refreshed_at", "dirty_at")
    ]
    decided = list(TieDecision.objects.filter(standing__contest=contest).order_by("pk").values_list("pk", "revoked_at"))
    digest = sha256_hex(repr((contest.definition_hash, stamps, decided)).encode())
    key = f"desk-ties:{contest.pk}:{digest}"
    found = cache.get(key)
    if found is None:
        found = [
            (tie.standing.key, tie.standing.title, tie.place, len(tie.contenders), tie.decidable, tie.scope)
            for tie in outcome_of(contest).ties
        ]
        cache.set(key, found, REMEMBERED_S)
    return list(found)


def _tie_task(contest: Contest, tie: TieLine) -> DeskTask:
    key, title, place, n, decidable, scope = tie
    label = _("Xử lý {n} bên bằng nhau ở hạng {place}, {title}").format(n=n, place=place, title=title)
    url = tie_url(contest, key, place, scope) if decidable else ""
    word = _("Cần biên bản") if decidable else _("Chờ quyết định khác")
    return DeskTask("review", label, url, "standing.decide_tie", "todo" if decidable else "locked", word)


def tie_url(contest: Contest, key: str, place: int, scope: str) -> str:
    url = reverse("awards:desk_tie", args=[contest.slug, key, place])
    return f"{url}?pham-vi={scope}" if scope else url


def _proposed_task(contest: Contest, url: str) -> DeskTask:
    last = contest.awards.filter(state__in=Award.LIVE).order_by("-proposed_at").first()
    if last is None:
        return DeskTask("review", _("Lập danh sách giải dự kiến"), url, "award.view", "todo", _("Cần làm"))
    word = _("Đã lập {day}").format(day=day(last.proposed_at.astimezone(VIETNAM).date()))
    return DeskTask("review", _("Lập danh sách giải dự kiến"), url, "award.view", "done", word)


def _publish_task(contest: Contest, url: str, *, blocked: bool) -> DeskTask:
    label = _("Công bố kết quả")
    if contest.results_published_at is not None:
        word = _("Đã công bố {day}").format(day=day(contest.results_published_at.astimezone(VIETNAM).date()))
        return DeskTask("publish", label, url, "award.view", "done", word)
    return DeskTask(
        "publish", label, url, "award.view", "locked" if blocked else "todo", _("Chờ") if blocked else _("Cần làm")
    )
