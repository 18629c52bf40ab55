"""Việc cần làm: four steps, each with the tasks that gate it, derived from what is so and never ticked by hand.

Above operations, since it asks the preflight; it writes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from hoithi.contests.desk import DeskTask, State, Step, desk
from hoithi.contests.models import Contest, EntrantCorrection, Part, Seat, Task
from hoithi.contests.operations.opening import preflight
from hoithi.contests.queries.desk import Attendance, unanswered_notes
from hoithi.contests.queries.lifecycle import Lifecycle, lifecycle
from hoithi.contests.registry import registry
from hoithi.contests.rules.permission import may
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import Problem
from hoithi.core.spoken import day, end_day

STEPS: tuple[Step, ...] = ("prepare", "run", "review", "publish")
MUST_SIT = ("organising", "secretariat", "authors", "reviewers")
"""Bodies without which nothing can be prepared; others may stay empty."""
SHOWN_PROBLEMS = 12
FOLDED = 4
"""Tasks done that are still shown one by one beside others."""


@dataclass(frozen=True)
class BoardStep:
    """One step as the page shows it: `css` is the tag's class, `done` of `of` tasks are done."""

    number: int
    title: str
    now: bool
    word: str
    css: str
    tasks: tuple[DeskTask, ...]
    duties: tuple[DeskTask, ...] = ()
    """What the plan assigns and nothing waits for: shown when asked for."""
    duties_done: int = 0

    @property
    def past(self) -> tuple[DeskTask, ...]:
        """What is done, where it would bury what is not: of a series of many rounds one task each is done."""
        done = tuple(task for task in self.tasks if task.state == "done")
        return done if FOLDED < len(done) < len(self.tasks) else ()

    @property
    def shown(self) -> tuple[DeskTask, ...]:
        return tuple(task for task in self.tasks if task.state != "done") if self.past else self.tasks


def board(contest: Contest, roles: Collection[str], units: list[Attendance], now: datetime) -> list[BoardStep]:
    """The four steps for somebody with these roles: links they may not follow are left out."""
    life = lifecycle(contest, now)
    tasks = [*_prepare(contest, life, units, now), *_run(contest, life, units, now)]
    for source in desk.sources:
        tasks += source(contest, now)
    tasks = [task if may(roles, task.action) else replace(task, href="") for task in tasks]
    duties: list[DeskTask] = []
    for task, pressing in _planned(contest, now):
        (tasks if pressing else duties).append(task)
    here = STEPS.index(life.phase)
    return [_step(contest, life, step, number, here, tasks, duties) for number, step in enumerate(STEPS)]


def _step(
    contest: Contest,
    life: Lifecycle,
    step: Step,
    number: int,
    here: int,
    all_tasks: list[DeskTask],
    all_duties: list[DeskTask],
) -> BoardStep:
    tasks = tuple(task for task in all_tasks if task.step == step)
    duties = tuple(task for task in all_duties if task.step == step)
    titles = {
        "prepare": _("Chuẩn bị"),
        "run": _("Đang thi"),
        "review": _("Rà soát"),
        "publish": _("Công bố, trao giải"),
    }
    done = sum(1 for task in tasks if task.state == "done")
    if number > here:
        tasks = tuple(task if task.state in ("done", "late") else _waiting(task) for task in tasks)
    word, css = _when(contest, life, step), "tag-now" if number == here else ""
    if tasks and done == len(tasks) and number <= here:
        word, css = _("Xong {n}/{of}").format(n=done, of=len(tasks)), "tag-ok"
    elif number < here:
        word, css = _("Còn {n} việc").format(n=len(tasks) - done) if tasks else _("Đã qua"), "tag-wait" if tasks else ""
    finished = sum(1 for task in duties if task.state == "done")
    return BoardStep(number + 1, titles[step], number == here, word, css, tasks, duties, finished)


def _waiting(task: DeskTask) -> DeskTask:
    return replace(task, state="locked", word=_("Chờ"), href="")


def _when(contest: Contest, life: Lifecycle, step: Step) -> str:
    parts = list(contest.parts.all())
    ends = [part.closes for part in parts if part.closes is not None and part.precision == "exact"]
    starts = [part.opens for part in parts if part.opens is not None and part.precision == "exact"]
    if step == "prepare":
        return _("Mở thi {day}").format(day=_day(min(starts))) if starts else _("Chưa định ngày mở")
    if step == "run":
        if not ends:
            return _("Chưa định ngày kết thúc")
        end = end_day(max(ends))
        return _("Đến {end}").format(end=end)
    if step == "review":
        return _("Mở từ {day}").format(day=_day(max(ends))) if ends else _("Sau khi kết thúc")
    if contest.results_published_at is not None:
        return _("Đã công bố {day}").format(day=_day(contest.results_published_at))
    said = [stone.wording for stone in contest.plan.milestones if stone.phase in ("publish", "award") and stone.wording]
    return said[0][:1].upper() + said[0][1:] if said else _("Sau khi rà soát")


def _day(at: datetime) -> str:
    return day(at.astimezone(VIETNAM).date())


def _to(name: str, contest: Contest, *args: object) -> str:
    return reverse(f"contests:{name}", args=[contest.slug, *args])


# ---- 1. Chuẩn bị


def _prepare(contest: Contest, life: Lifecycle, units: list[Attendance], now: datetime) -> Iterable[DeskTask]:
    seen: set[str] = set()
    for part in contest.parts.all():
        kind = registry.kinds.get(part.kind)
        if part.frozen_at is not None:
            yield _frozen(contest, part)
            continue
        if kind is None or not kind.built:
            yield DeskTask("prepare", part.title, state="locked", word=_("Sắp có"))
            continue
        problems = preflight(part, now=now)
        for problem in problems[:SHOWN_PROBLEMS]:
            if str(problem) not in seen and not problem.at.startswith("task["):
                seen.add(str(problem))
                yield _problem(contest, problem, late=life.states[part.pk] == "blocked")
        yield _freeze(contest, part, len(problems), late=life.states[part.pk] == "blocked")
    for part in contest.parts.all():
        kind = registry.kinds.get(part.kind)
        if kind is not None and kind.tasks is not None:
            yield from kind.tasks(part, now=now)
    yield from _seats(contest, units)


def _frozen(contest: Contest, part: Part) -> DeskTask:
    label, word = _("Chốt {part}").format(part=_low(part.title)), _("Đã chốt")
    more = _day(part.frozen_at) if part.frozen_at else ""
    return DeskTask("prepare", label, _to("desk_part", contest, part.key), "console.view", "done", word, more)


def _freeze(contest: Contest, part: Part, missing: int, *, late: bool) -> DeskTask:
    label = _("Chốt {part}").format(part=_low(part.title))
    url = _to("desk_part", contest, part.key)
    if missing:
        word = _("Còn {n} việc").format(n=missing)
        return DeskTask("prepare", label, url, "console.view", "late" if late else "todo", word)
    more = _("Đủ điều kiện. Chốt trước ngày mở thì cam kết được công bố sớm; nếu không, hệ thống tự chốt lúc mở.")
    return DeskTask("prepare", label, url, "console.view", "late" if late else "todo", _("Chốt được"), more)


def _problem(contest: Contest, problem: Problem, *, late: bool) -> DeskTask:
    url, action = _cure(contest, problem.at)
    state: State = "late" if late else "todo"
    word = _("Đang chặn mở thi") if late else _("Cần làm")
    return DeskTask("prepare", str(problem.message).rstrip("."), url, action, state, word)


def _cure(contest: Contest, at: str) -> tuple[str, str]:
    """Where a missing thing is mended, and who may."""
    if at == "rules_text":
        return _to("desk_rules", contest), "rules.publish"
    if at == "units":
        return _to("desk_units_take", contest), "unit.import"
    if at.endswith(".quiz"):
        bank = next((place for place in desk.places if place.key == "bank"), None)
        return (_place(contest, bank.view), bank.action) if bank else ("", "console.view")
    definition = next((place for place in desk.places if place.key == "definition"), None)
    return (_place(contest, definition.view), definition.action) if definition else ("", "console.view")


def _place(contest: Contest, view: str) -> str:
    from django.urls import NoReverseMatch

    try:
        return reverse(view, args=[contest.slug])
    except NoReverseMatch:
        return ""


def _seats(contest: Contest, units: list[Attendance]) -> Iterable[DeskTask]:
    bodies = contest.bodies.annotate(
        empty=Count("seats", filter=Q(seats__person__isnull=True)),
        held=Count("seats", filter=Q(seats__person__isnull=False, seats__until__isnull=True)),
    )
    for body in bodies:
        url = f"{_to('desk_bodies', contest)}#{body.key}"
        if body.empty:
            label = _("{body} thiếu {n} người").format(body=body.title, n=body.empty)
        elif not body.held and body.kind in MUST_SIT:
            label = _("{body} chưa có ai").format(body=body.title)
        else:
            continue
        yield DeskTask("prepare", label, url, "body.appoint", "todo", _("Cần làm"))
    if units:
        held = Seat.objects.filter(body__contest=contest, contest_unit__isnull=False, person__isnull=False)
        known = set(held.filter(until__isnull=True).values_list("contest_unit_id", flat=True))
        without = sum(1 for row in units if row.unit.pk not in known)
        if without:
            label = _("{n} đơn vị chưa có đầu mối").format(n=without)
            url = f"{_to('desk_bodies', contest)}#dau-moi"
            yield DeskTask("prepare", label, url, "body.appoint", "todo", _("Cần làm"))


# ---- 2. Đang thi


def _run(contest: Contest, life: Lifecycle, units: list[Attendance], now: datetime) -> Iterable[DeskTask]:
    nobody = [row for row in units if not row.staff and row.headcount]
    if life.phase == "run" and nobody:
        label = _("Nhắc {n} đơn vị chưa có người dự thi").format(n=len(nobody))
        more = ", ".join(row.unit.name for row in nobody[:3]) + ("…" if len(nobody) > 3 else "")
        url = f"{_to('desk_units', contest)}?loc=chua-co"
        yield DeskTask("run", label, url, "unit.view_all", "todo", _("Cần làm"), more)
    step: Step = "prepare" if life.phase == "prepare" else "review" if life.phase == "review" else "run"
    if notes := unanswered_notes(contest).count():
        label = _("Trả lời {n} báo cáo, vướng mắc của đơn vị").format(n=notes)
        yield DeskTask(step, label, _to("desk_notes", contest), "console.view", "todo", _("Cần làm"))
    if asked := EntrantCorrection.objects.filter(entrant__contest=contest, decided_at__isnull=True).count():
        label = _("Trả lời {n} đề nghị sửa thông tin").format(n=asked)
        yield DeskTask(step, label, _to("desk_corrections", contest), "entrant.correct", "todo", _("Cần làm"))


# ---- Phân công trong kế hoạch


def _planned(contest: Contest, now: datetime) -> Iterable[tuple[DeskTask, bool]]:
    """The plan's duties, and whether each presses: late, or the opening waits for it."""
    for task in contest.tasks.all():
        step: Step = "publish" if task.phase == "award" else task.phase  # type: ignore[assignment]
        state, word = _state(task, now)
        more = task.agency if not task.evidence else f"{task.agency}. {task.evidence}"
        url = _to("desk_task", contest, task.key)
        pressing = state == "late" or (bool(task.gate) and state != "done")
        yield DeskTask(step, task.title, url, "console.view", state, word, more), pressing


def _state(task: Task, now: datetime) -> tuple[State, str]:
    if task.done_at is not None:
        return "done", _("Xong {day}").format(day=_day(task.done_at))
    if task.due is not None and now >= task.due:
        late = (now - task.due).days + 1
        return "late", _("Trễ {n} ngày").format(n=late)
    if task.gate:
        return "todo", _("Cần xong trước khi mở")
    return "todo", _("Hạn {end}").format(end=end_day(task.due)) if task.due else _("Cần làm")


def _low(title: str) -> str:
    return title if title[:2].isupper() else title[:1].lower() + title[1:]
