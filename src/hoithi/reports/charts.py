"""Pictures of the statistics, from the same values as their tables: {"bins", "label", "title"} for `{% columns %}`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from hoithi.core.charts import Column
from hoithi.core.spoken import number
from hoithi.reports.queries.statistics import ContestFigures, PartFiguresKept
from hoithi.reports.tables import clock_of, score_bins, time_bins

MOST_DAYS = 92
LABELS = 6
HOURS = {0: "0", 6: "6", 12: "12", 18: "18", 23: "23"}


def days_chart(figures: ContestFigures, today: date) -> dict[str, Any] | None:
    """One column a day, from the first attempt; at most the last three months (the table has them all)."""
    if not figures.days:
        return None
    days = [date.fromisoformat(key) for key in figures.days]
    last = max(days)
    first = max(min(days), last - timedelta(days=MOST_DAYS - 1))
    count = (last - first).days + 1
    step = max(-(-count // LABELS), 1)
    bins = []
    for index in range(count):
        one = first + timedelta(days=index)
        word = f"{one.day}/{one.month}"
        kind = "now" if one == today else "bar"
        bins.append(Column(figures.days.get(one.isoformat(), 0), word, word if index % step == 0 else "", kind=kind))
    best = max(bins, key=lambda column: column.value)
    label = _("Lượt thi mỗi ngày, cao nhất {n} lượt ngày {day}").format(n=number(best.value), day=best.name)
    return {"bins": bins, "label": label}


def hours_chart(figures: ContestFigures) -> dict[str, Any] | None:
    if not any(figures.hours):
        return None
    best = max(range(24), key=lambda hour: figures.hours[hour])
    label = _("Lượt thi theo giờ, cao nhất {n} lượt lúc {hour} giờ").format(n=number(figures.hours[best]), hour=best)
    marks = {hour: _("{hour} giờ").format(hour=word) for hour, word in HOURS.items()}
    return {"values": figures.hours, "marks": marks, "label": label}


def scores_chart(figures: PartFiguresKept) -> dict[str, Any] | None:
    if not figures.shares:
        return None
    bins = score_bins(figures)
    names = [str(at) for at in range(len(bins))] if figures.size is not None else [f"{at * 10}" for at in range(11)]
    label = _("Số người theo kết quả, nhiều nhất {n} người ở mức {at}")
    return _distribution([(name, n) for name, (_name, n) in zip(names, bins, strict=True)], [b[0] for b in bins], label)


def times_chart(figures: PartFiguresKept) -> dict[str, Any] | None:
    if not figures.seconds:
        return None
    width, counts = time_bins(figures)
    names = [clock_of(at * width) for at in range(len(counts))]
    label = _("Số người theo thời gian làm bài, nhiều nhất {n} người từ {at}")
    return _distribution(list(zip(names, counts, strict=True)), names, label, labels=LABELS)


def _distribution(
    bins: Sequence[tuple[str, int]], long_names: Sequence[str], label: str, *, labels: int = 2 * LABELS
) -> dict[str, Any]:
    """Grey columns without a scale; the peak carries its number."""
    best = max(range(len(bins)), key=lambda at: bins[at][1])
    step = max(-(-len(bins) // labels), 1)
    drawn = [
        Column(
            n,
            long_names[at],
            name if at % step == 0 else "",
            number(n) if at == best else "",
            kind="bar" if at == best else "mute",
        )
        for at, (name, n) in enumerate(bins)
    ]
    return {"bins": drawn, "label": label.format(n=number(bins[best][1]), at=long_names[best])}
