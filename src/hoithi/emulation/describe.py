"""A scorecard's settings in words for the contest page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hoithi.core.spoken import end_day
from hoithi.emulation.queries.words import amount
from hoithi.emulation.rules.scorecard import Scorecard
from hoithi.emulation.schema import Penalty, Report, ScorecardSettings
from hoithi.emulation.spec import scorecard_of


def describe(settings: ScorecardSettings) -> list[tuple[str, str]]:
    """[(term, sentence)]: what is scored, when reports are due, what is taken off, who is considered."""
    found = [(_("Báo cáo"), _report(settings.report))]
    groups = dict.fromkeys(one.group for one in settings.criteria)
    standard = {_standard(scorecard_of(settings, group)) for group in groups}
    if len(standard) == 1:
        found.append((_("Điểm chuẩn"), _("{points} điểm, cộng điểm thưởng").format(points=standard.pop())))
    if settings.penalties:
        found.append((_("Điểm trừ"), "; ".join(_penalty(one) for one in settings.penalties)))
    if settings.threshold is not None:
        least = amount(int(settings.threshold)) if settings.threshold % 1 == 0 else str(settings.threshold)
        kind = _("tổng điểm") if settings.threshold_on == "total" else _("điểm chuẩn")
        found.append((_("Điều kiện được xét"), _("{kind} đạt từ {least} điểm").format(kind=kind, least=least)))
    if settings.dossier.due:
        found.append((_("Hồ sơ khen thưởng"), _("gửi đến {end}").format(end=end_day(settings.dossier.due))))
    return found


def _report(report: Report) -> str:
    words = [_("hằng tháng, chậm nhất hết ngày {day}").format(day=report.day)]
    if report.final_due:
        words.append(_("kỳ cuối đến {end}").format(end=end_day(report.final_due)))
    if report.recipients:
        words.append(_("gửi {places}").format(places=", ".join(report.recipients)))
    return "; ".join(words)


def _standard(card: Scorecard) -> str:
    """The points of every line at its standard."""
    total = sum(
        one.weight * (one.steps.rungs[0].points if one.steps is not None else one.most or 0) for one in card.criteria
    )
    return amount(total)


def _penalty(one: Penalty) -> str:
    points = amount(int(one.points)) if one.points % 1 == 0 else str(one.points)
    points = points.replace("-", "−")
    if one.kind == "missing":
        return _("không báo cáo {points}").format(points=points)
    if one.kind == "untruthful":
        return _("báo cáo không trung thực {points}").format(points=points)
    if one.to_days is None:
        return _("trễ từ {days} ngày {points}").format(days=one.from_days, points=points)
    told = {"first": one.from_days, "last": one.to_days, "points": points}
    return _("trễ {first}–{last} ngày {points}").format(**told)
