"""The gallery with few and with many published works: each page by number, shuffled for its visitor, and searched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bench.figure import Figure, ms, percentile, seconds
from bench.scratch import database

if TYPE_CHECKING:
    from django.test import Client

    from hoithi.contests.models import Part

VISITS = 20
UNITS = 60
PLAN = Path(__file__).resolve().parents[1] / "plans" / "chau-thanh-2024.toml"


def measure(*, few: int, many: int) -> list[Figure]:
    with database():
        from django.db import connection
        from django.test import Client

        from hoithi.entries.slots import slots

        part, client = _part(), Client()
        base = f"/cuoc-thi/{part.contest.slug}/{part.key}/tac-pham/"
        pages = {"by number": base, "searched": f"{base}?q=mot+cua+7", "last page": f"{base}?sau={few - 1}"}
        _works(part, 1, few)
        before = _all(client, pages)
        _works(part, few + 1, many)
        after = _all(client, pages)
        asked: list[str] = []
        with connection.execute_wrapper(lambda run, sql, *rest: (asked.append(sql), run(sql, *rest))[1]):
            client.get(base, HTTP_HOST="127.0.0.1")
        slots.shuffled[:] = [lambda *_: True]
        after["shuffled for a visitor"] = _visits(client, base)
        before["shuffled for a visitor"] = before["by number"]
    return [
        Figure(
            "Gallery",
            f"{name}, {many:,} works",
            f"the same by number with {few:,} (p50 {ms(percentile(before[name], 50))})"
            if "shuffled" in name
            else f"the same with {few:,} (p50 {ms(percentile(before[name], 50))})",
            percentile(times, 50) / percentile(before[name], 50),
            f"p50 {ms(percentile(times, 50))}, p99 {ms(percentile(times, 99))}, {len(asked)} queries",
        )
        for name, times in after.items()
    ]


def _all(client: Client, pages: dict[str, str]) -> dict[str, list[float]]:
    return {name: _visits(client, url) for name, url in pages.items()}


def _visits(client: Client, url: str) -> list[float]:
    for _ in range(3):
        response = client.get(url, HTTP_HOST="127.0.0.1")
        assert response.status_code == 200, (url, response.status_code)
    return [seconds(lambda: client.get(url, HTTP_HOST="127.0.0.1")) for _ in range(VISITS)]


def _part() -> Part:
    """The works part of a signed plan, with units that own works."""
    from hoithi.contests.models import ContestUnit
    from hoithi.contests.operations.definition import define_contest
    from hoithi.core import clock
    from hoithi.people.models import Unit
    from hoithi.plans.files import load_plan

    contest = define_contest(load_plan(PLAN), now=clock.now()).contest
    part = contest.parts.select_related("contest").filter(kind="entries")[0]
    for n in range(UNITS):
        unit = Unit(kind="xa", code=f"bench{n}", headcount=10)
        unit.set_name(f"UBND xã Đo Lường {n}")
        unit.save()
        found = ContestUnit(contest=contest, unit=unit, name=unit.name, name_norm=unit.name_norm, code=unit.code)
        found.position, found.group = n, contest.groups.filter(subject="unit")[0]
        found.save()
    return part


def _works(part: Part, first: int, last: int) -> None:
    """Published works `first` to `last`, a film and a poster each, written straight into the database."""
    from hoithi.contests.models import Entrant, Entry
    from hoithi.core import clock
    from hoithi.core.text import fold
    from hoithi.entries.models import Work, WorkFile
    from hoithi.files.models import StoredFile

    now, contest = clock.now(), part.contest
    units = list(contest.units.all())
    owners = [
        Entrant.objects.get_or_create(
            contest=contest, contest_unit=unit, kind="unit",
            defaults={"code": f"BENCH{unit.pk}", "group": unit.group, "display_name": unit.name, "registered_at": now},
        )[0]
        for unit in units
    ]  # fmt: skip
    numbers = range(first, last + 1)
    entries = Entry.objects.bulk_create(
        Entry(part=part, owner=owners[n % UNITS], code=f"BENCH{n:08}", title=f"Một cửa gần dân {n}",
              state="published", created_at=now)
        for n in numbers
    )  # fmt: skip
    works = Work.objects.bulk_create(
        Work(entry=entry, number=n, search=fold(f"{entry.title} {units[n % UNITS].name}"), credit_line="Nhóm tác giả",
             published_at=now, submitted_at=now, updated_at=now)
        for n, entry in zip(numbers, entries, strict=True)
    )  # fmt: skip
    for role in (WorkFile.ORIGINAL, WorkFile.POSTER):
        files = StoredFile.objects.bulk_create(
            StoredFile(key=f"{role}/{n}", name="phim.mp4", size=1, sha256=f"{n:064}", purpose=role, stored_at=now)
            for n in numbers
        )
        originals = dict(WorkFile.objects.filter(role=WorkFile.ORIGINAL).values_list("work_id", "pk"))
        WorkFile.objects.bulk_create(
            WorkFile(work=work, role=role, file=file, added_at=now, handed_in_at=now, facts={"duration_s": 302},
                     made_from_id=originals.get(work.pk) if role != WorkFile.ORIGINAL else None)
            for work, file in zip(works, files, strict=True)
        )  # fmt: skip
