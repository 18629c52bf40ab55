"""How a campaign is rehearsed: reports in time, late, missing, untruthful; checks, an appeal, a re-check, dossiers.

Figures grow towards the plan's own thresholds, some units beyond, some not; nothing here knows a contest.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from hoithi.contests.models import ContestUnit, Entrant, Part
from hoithi.contests.registry import Fact
from hoithi.contests.rehearsal import Act, Agenda
from hoithi.emulation.models import Appeal, MonthlyReport
from hoithi.emulation.operations.appeals import decide_appeal, file_appeal
from hoithi.emulation.operations.dossiers import add_nominee, open_dossier, put_paper, submit_dossier
from hoithi.emulation.operations.recheck import apply_recheck
from hoithi.emulation.operations.recognitions import decide_recognition, register_recognition
from hoithi.emulation.operations.reports import submit_report
from hoithi.emulation.operations.scores import rescore
from hoithi.emulation.operations.verification import close_month, verify_report
from hoithi.emulation.queries.campaign import scored_units
from hoithi.emulation.queries.periods import due_instant, opens_instant, periods_of
from hoithi.emulation.queries.recheck import Given, preview_recheck
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.rules.periods import Period
from hoithi.emulation.rules.stored import read
from hoithi.emulation.schema import Criterion, ScorecardSettings
from hoithi.emulation.spec import shares_of
from hoithi.files.models import StoredFile
from hoithi.files.operations import add_file
from hoithi.people.models import User

IN_TIME, LATE, VERY_LATE = 0.8, 0.12, 0.04
"""Of reports: in time, some days late, a week late; the rest never comes."""
CORRECTED, UNTRUTHFUL = 0.04, 0.02
"""Of verified reports."""
HAS_PLAN = 0.95
SPREAD = (0.75, 1.9)
"""What units reach in the end, as parts of a threshold."""
VERIFY, APPEAL, DECIDE, CLOSE, RECHECK = (timedelta(days=n) for n in (8, 9, 11, 13, 20))
"""After the due day."""
SIGNER = "Trần Văn Ký Mẫu"
EVIDENCE = "Tài liệu minh họa của buổi diễn tập.\n"


class ScorecardRehearsal:
    """Registered with the kind."""

    def prepare(self, part: Part, *, staff: Mapping[str, Sequence[User]], rng: Random, now: datetime) -> None:
        """A campaign needs nothing beforehand but its units."""

    def plan(self, part: Part, entrants: Sequence[Entrant], *, agenda: Agenda, rng: Random, done: Act) -> None:
        year = _Year(part, rng)
        for period in year.periods:
            year.come(period, agenda)
        year.file_dossiers(agenda)
        for _one in entrants:
            agenda.at(part.closes, done)  # type: ignore[arg-type]  # an exact window: the rehearsal saw it

    def sample(self, part: Part, units: Sequence[ContestUnit], rng: Random) -> list[Fact]:
        """Made-up scores of these units: to compare formulas on."""
        found = []
        for unit in units:
            base, bonus, penalty = rng.randrange(60, 101, 5), rng.randrange(0, 60, 5), -rng.randrange(0, 10)
            points = base + bonus + penalty
            values = {"points": points, "base": base, "bonus": bonus, "penalty": penalty, "gain": rng.randrange(0, 30)}
            group = unit.group.key if unit.group else ""
            found.append(Fact(unit.pk, values, unit.pk, group, on_roster=True, subject_kind="unit"))
        return found

    def finish(self, part: Part, *, now: datetime) -> None:
        """What is left after the close: the last reports are verified and the open months closed."""
        rescore(part, now=now)
        rng = Random(f"hoithi-year-end:{part.contest.slug}:{part.key}")
        for period in periods_of(part):
            if due_instant(period) > now or _closed(part, period):
                continue
            _verify(part, period, rng, now)
            close_month(part, period.key, signer=SIGNER, now=now, by=None)


class _Year:
    """One campaign's units and what each will have done by each month."""

    def __init__(self, part: Part, rng: Random) -> None:
        self.part, self.rng = part, rng
        self.settings = settings_of(part)
        self.periods = periods_of(part)
        self.units = list(scored_units(part))
        self.ends = {unit.pk: _ends(self.settings, unit, rng) for unit in self.units}
        self.pace = {unit.pk: rng.uniform(0.7, 1.3) for unit in self.units}
        self.appealed = False

    def come(self, period: Period, agenda: Agenda) -> None:
        """Put a month on the agenda: reports, verification, an appeal, its close; once a re-check."""
        due, closes = due_instant(period), self.part.closes
        assert closes is not None
        for unit in self.units:
            at = self._sends_at(period)
            if at is not None and at < closes:
                agenda.at(at, self._sender(unit, period))
        if due + CLOSE < closes:
            agenda.at(due + VERIFY, lambda now: self._verify(period, now))
            agenda.at(due + APPEAL, lambda now: self._appeal(period, now, agenda))
            agenda.at(due + CLOSE, lambda now: self._close(period, now))
        if period is self.periods[len(self.periods) // 2] and due + RECHECK < closes:
            agenda.at(due + RECHECK, lambda now: self._recheck(period, now))

    def _sends_at(self, period: Period) -> datetime | None:
        due, luck = due_instant(period), self.rng.random()
        if luck < IN_TIME:
            at = due - timedelta(minutes=self.rng.randrange(1, 4 * 24 * 60))
        elif luck < IN_TIME + LATE:
            at = due + timedelta(hours=self.rng.randrange(8, 3 * 24))
        elif luck < IN_TIME + LATE + VERY_LATE:
            at = due + timedelta(days=self.rng.randrange(4, 7), hours=9)
        else:
            return None
        return max(at, opens_instant(period) + timedelta(hours=8))

    def _sender(self, unit: ContestUnit, period: Period) -> Act:
        def send(now: datetime) -> None:
            figures = self.figures(unit, period)
            submit_report(self.part, unit, period.key, figures, fall_reason="Rà soát lại", now=now, by=None)

        return send

    def figures(self, unit: ContestUnit, period: Period) -> dict[str, int]:
        """What the unit reports of a month: since the start, or of the month alone, as the plan asks."""
        index = self.periods.index(period)
        reached = self._reached(unit, index)
        if self.settings.report.figures == "cumulative" or index == 0:
            return reached
        before = self._reached(unit, index - 1)
        kinds = {one.key: one.kind for one in self.settings.asked}
        return {key: value - before[key] if kinds[key] == "count" else value for key, value in reached.items()}

    def _reached(self, unit: ContestUnit, index: int) -> dict[str, int]:
        ends, pace = self.ends[unit.pk], self.pace[unit.pk]
        share = ((index + 1) / len(self.periods)) ** pace
        kinds = {one.key: one.kind for one in self.settings.asked}
        found = {key: int(end * share) if kinds[key] == "count" else end for key, end in ends.items() if key in kinds}
        _share_out(self.settings, ends, found)
        return found

    def _verify(self, period: Period, now: datetime) -> None:
        _verify(self.part, period, self.rng, now)

    def _appeal(self, period: Period, now: datetime, agenda: Agenda) -> None:
        """The first unit decided against in the year objects; the committee agrees about days late, else keeps it."""
        if self.appealed:
            return
        against = MonthlyReport.objects.filter(part=self.part, period=period.key, state=MonthlyReport.UNTRUTHFUL)
        late = [one for one in _reports(self.part, period) if one.first_submitted_at >= due_instant(period)]  # type: ignore[operator]
        report = against.first() or next(iter(late), None)
        if report is None:
            return
        self.appealed = True
        appeal = file_appeal(report, text="Đơn vị đề nghị xem lại.", file=_evidence(now), now=now, by=None)
        excused = True if report.truthful else None
        agenda.at(due_instant(period) + DECIDE, partial(self._decide, appeal, excused))

    def _decide(self, appeal: Appeal, excused: bool | None, now: datetime) -> None:
        minutes = "Biên bản họp xem xét đề nghị."
        decide_appeal(appeal, accepted=bool(excused), minutes=minutes, late_excused=excused, now=now, by=None)

    def _close(self, period: Period, now: datetime) -> None:
        rescore(self.part, now=now)
        close_month(self.part, period.key, signer=SIGNER, now=now, by=None)

    def _recheck(self, period: Period, now: datetime) -> None:
        """The authority above counts one unit's month again and finds less."""
        report = next(iter(_reports(self.part, period)), None)
        if report is None:
            return
        figures = read(report.figures or {})
        counted = [one.key for one in self.settings.asked if one.kind == "count" and (figures.get(one.key) or 0) > 10]
        shared = {key for pair in _pairs(self.settings) for key in pair}
        key = next((one for one in counted if one not in shared), None)
        if key is None:
            return
        figures[key] = int(figures[key] or 0) * 9 // 10
        given = [Given(report.unit, period.key, figures)]
        seen = preview_recheck(self.part, given, now=now)
        apply_recheck(
            self.part,
            given,
            digest=seen.digest,
            reason="Phúc tra số liệu trên cổng dịch vụ công.",
            authority="Đoàn phúc tra cấp trên",
            signer=SIGNER,
            evidence=_evidence(now),
            now=now,
            by=None,
        )

    def file_dossiers(self, agenda: Agenda) -> None:
        """Every second unit assembles its dossier in time, with a nominee; some register an initiative before."""
        due = self.settings.dossier.due
        if due is None:
            return
        for number, unit in enumerate(self.units):
            if number % 2 == 0:
                agenda.at(due - timedelta(hours=6 + number), self._filer(unit))
            if number % 3 == 0 and self.settings.evidence:
                agenda.at(due - timedelta(days=9, hours=number), self._registrar(unit))

    def _filer(self, unit: ContestUnit) -> Act:
        def send(now: datetime) -> None:
            dossier = open_dossier(self.part, unit, now=now, by=None)
            stored = _evidence(now)
            for number in range(1, len(self.settings.dossier.papers) + 1):
                put_paper(dossier, number, stored, now=now, by=None)
            add_nominee(
                dossier,
                name="Nguyễn Thị Ví Dụ",
                position="Công chức",
                achievement="Hướng dẫn người dân.",
                now=now,
                by=None,
            )
            submit_dossier(dossier, now=now, by=None)

        return send

    def _registrar(self, unit: ContestUnit) -> Act:
        def register(now: datetime) -> None:
            kind = self.settings.evidence[0].key
            row = register_recognition(
                self.part,
                unit,
                kind=kind,
                title="Sáng kiến minh họa",
                level="own",
                file=_evidence(now),
                now=now,
                by=None,
            )
            decide_recognition(row, accepted=True, now=now + timedelta(minutes=1), by=None)

        return register


def _reports(part: Part, period: Period) -> Iterable[MonthlyReport]:
    sent = MonthlyReport.objects.filter(part=part, period=period.key, first_submitted_at__isnull=False)
    return sent.select_related("unit", "part__contest").order_by("unit__position", "unit_id")


def _verify(part: Part, period: Period, rng: Random, now: datetime) -> None:
    """Confirm what was sent; a few are corrected, fewer found untruthful."""
    for report in _reports(part, period):
        if report.state in MonthlyReport.VERIFIED:
            continue
        luck, how = rng.random(), dict[str, Any]()
        decision: Any = "confirm"
        if luck < UNTRUTHFUL:
            decision, how = "untruthful", {"reason": "Số liệu không khớp hồ sơ lưu.", "evidence": _evidence(now)}
        elif luck < UNTRUTHFUL + CORRECTED:
            decision, how = "correct", {"reason": "Đối chiếu cổng dịch vụ công.", "figures": read(report.figures or {})}
        verify_report(report, decision=decision, version=report.version, signer=SIGNER, now=now, by=None, **how)


def _closed(part: Part, period: Period) -> bool:
    return part.months.filter(period=period.key, closed_at__isnull=False).exists()


def _evidence(now: datetime) -> StoredFile:
    """A small file that stands for evidence."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "minh-hoa.txt"
        path.write_text(EVIDENCE, encoding="utf-8")
        return add_file(path, name=path.name, media_type="text/plain", purpose="scorecard", now=now)


def _ends(settings: ScorecardSettings, unit: ContestUnit, rng: Random) -> dict[str, int]:
    """What a unit will have reached at the end, by figure."""
    group = unit.group.key if unit.group else ""
    lines = {one.figure: one for one in settings.criteria if one.group == group and one.figure}
    found = {}
    for figure in settings.asked:
        line = lines.get(figure.key)
        if figure.kind == "yes_no":
            found[figure.key] = int(rng.random() < HAS_PLAN)
        elif figure.kind == "points":
            found[figure.key] = int(float((line and line.maximum) or 0) * rng.uniform(0.5, 1))
        else:
            found[figure.key] = int(_threshold(line) * rng.uniform(*SPREAD)) + 1
    return found


def _threshold(line: Criterion | None) -> float:
    return float(line.at) if line is not None and line.at else 300.0


def _pairs(settings: ScorecardSettings) -> list[tuple[str, str]]:
    """(part, whole) of every share, wholes first: what is a part of one share may be the whole of another."""
    waiting, found = sorted(shares_of(settings)), list[tuple[str, str]]()
    while waiting:
        parts = {of for of, _over in waiting}
        ready = [pair for pair in waiting if pair[1] not in parts] or waiting
        found += ready
        waiting = [pair for pair in waiting if pair not in ready]
    return found


def _share_out(settings: ScorecardSettings, ends: Mapping[str, int], found: dict[str, int]) -> None:
    """Make the figures of shares fit: most of the whole is done; where the part is scored itself, the whole follows
    from the target. Always the same for a unit."""
    scored = {one.figure for one in settings.criteria if one.figure}
    low = {one.share.of: one.low for one in settings.targets if one.share is not None and one.low}
    for of, over in _pairs(settings):
        if of not in found or over not in found:
            continue
        if of in scored:
            percent = int(low.get(of, 50)) - 6 + ends[of] % 19
            found[over] = found[of] * 100 // percent + 1
        else:
            found[of] = found[over] * (955 + ends[over] * 7 % 46) // 1000
