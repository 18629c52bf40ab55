"""Units on a day: lists, search, paths, succession, headcount. Units are public; rosters are not (see `rosters`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from hoithi.core.text import fold
from hoithi.people.models import RosterEntry, Unit, UnitKind, UnitLink
from hoithi.people.rules.units import Link, Node, UnitTree


def units_at(day: date) -> QuerySet[Unit]:
    """The units in force on `day`, in Vietnamese dictionary order."""
    found: QuerySet[Unit] = Unit.objects.at(day)
    return found


def unit_tree(day: date) -> UnitTree:
    """The whole tree of one day in two queries; ids only."""
    nodes = Unit.objects.values_list("id", "parent_id", "valid_from", "valid_to")
    links = UnitLink.objects.values_list("from_unit_id", "to_unit_id")
    return UnitTree((Node(*row) for row in nodes), (Link(*row) for row in links), day)


def _in_order(ids: list[int]) -> list[Unit]:
    units = Unit.objects.in_bulk(ids)
    return [units[unit] for unit in ids]


def unit_path(unit: Unit, day: date) -> list[Unit]:
    """From the top of the tree down to `unit` as it stood on `day`."""
    return _in_order(unit_tree(day).path(unit.pk))


def children_at(unit: Unit | None, day: date) -> list[Unit]:
    """The units directly below on `day`; None asks for the tops."""
    ids = unit_tree(day).children(unit.pk if unit else None)
    return list(Unit.objects.filter(pk__in=ids))


def successors(unit: Unit, day: date) -> list[Unit]:
    """Who stands for `unit` on `day`: itself while it lasts, else whoever took over; [] when nobody did."""
    return _in_order(unit_tree(day).versions(unit.pk))


def search_units(text: str, day: date, *, kind: str = "", ids: Iterable[int] | None = None) -> QuerySet[Unit]:
    """Units in force whose name, short name or code holds every word of `text`, whatever its diacritics."""
    found = units_at(day)
    if kind:
        found = found.filter(kind=kind)
    if ids is not None:
        found = found.filter(pk__in=list(ids))
    for word in fold(text.replace("\0", "")).split():
        found = found.filter(Q(name_norm__contains=word) | Q(short_name__icontains=word) | Q(code__icontains=word))
    return found


def roster_counts(day: date) -> dict[int, int]:
    """unit id → number of staff on its roster on `day`, for every unit that has one: one query."""
    rows = RosterEntry.objects.at(day).order_by().values("unit_id").annotate(n=Count("id"))
    return {row["unit_id"]: row["n"] for row in rows}


def headcounts(units: Iterable[Unit], day: date) -> dict[int, int | None]:
    """unit id → headcount (số người) on `day`: the roster where there is one, else the declared figure, else None."""
    units = list(units)
    ids = [unit.pk for unit in units]
    rows = RosterEntry.objects.at(day).order_by().filter(unit_id__in=ids).values("unit_id").annotate(n=Count("id"))
    counted = {row["unit_id"]: row["n"] for row in rows}
    return {unit.pk: counted.get(unit.pk, unit.headcount) for unit in units}


def headcount(unit: Unit, day: date) -> int | None:
    return headcounts([unit], day)[unit.pk]


def kind_titles() -> dict[str, str]:
    """slug → what the kind is called on screen."""
    return dict(UnitKind.objects.values_list("slug", "title"))


def unit_neighbours(unit: Unit, day: date) -> dict[str, list[Unit]]:
    """`path`, `children`, `before` (took over from) and `after` (was taken over by), with one reading of the tree."""
    tree = unit_tree(day)
    path, children = tree.path(unit.pk)[:-1], tree.children(unit.pk)
    before = list(unit.links_back.order_by("on").values_list("from_unit_id", flat=True))
    after = list(unit.links_forward.order_by("on").values_list("to_unit_id", flat=True))
    units = Unit.objects.in_bulk([*path, *children, *before, *after])
    return {
        "path": [units[pk] for pk in path],
        "children": sorted((units[pk] for pk in children), key=lambda child: child.name_sort),
        "before": [units[pk] for pk in before],
        "after": [units[pk] for pk in after],
    }
