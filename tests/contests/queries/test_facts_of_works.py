"""Standings over works: a unit's works gathered, a person's own, works refused leave, figures and carried works."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from hoithi.contests.models import Entry, Part, Standing, StandingMark
from hoithi.contests.operations.imported import CannotImport, set_figures
from hoithi.contests.operations.standings import follows_each_fact, is_settled, refresh_dirty
from hoithi.contests.queries.facts import gather
from hoithi.contests.queries.tallies import is_tallied
from hoithi.documents.models import Document
from hoithi.documents.operations import draft_document
from hoithi.entries.models import Work
from hoithi.entries.operations.work_steps import locked_work, take_step
from tests.entries import factories as make

pytestmark = pytest.mark.django_db

Json = dict[str, Any]


def term(key: str, **more: Any) -> Json:
    source = {} if "standing" in more or "figure" in more else {"part": "video"}
    return {"key": key, "title": key} | source | more


def standing(key: str, subject: str, *terms: Json, **more: Any) -> Json:
    base = {"key": key, "title": key, "subject": subject, "formula": "lexicographic", "terms": list(terms)}
    return base | more


def opened(*standings: Json) -> Part:
    return make.opened(standing=list(standings), prize=[])


def accept(work: Work) -> Work:
    locked = locked_work(work.pk)
    take_step(locked, "accept", now=make.AFTER, by=None)
    return locked


def of(part: Part, key: str) -> Standing:
    found = part.contest.standings.get(key=key)
    found.contest = part.contest
    return found


def values(part: Part, key: str) -> dict[int, dict[str, Any]]:
    return {int(row.subject): dict(row.facts) for row in gather(of(part, key)).rows}


def three_works(part: Part) -> tuple[Work, Work, Work]:
    """Two of the first unit, one of a person without a unit."""
    by, unit = make.coordinator(part)
    someone, person = make.person(part)
    return (
        make.submitted(part, by, unit),
        make.submitted(part, by, unit),
        make.submitted(part, someone, person),
    )


def test_a_unit_gathers_its_works_and_a_person_theirs() -> None:
    part = opened(
        standing("don-vi", "unit", term("n", agg="count"), term("sum", measure="accepted", agg="sum")),
        standing("nguoi", "person", term("own", measure="works"), term("n", measure="accepted", agg="sum")),
        standing("tac-pham", "entry", term("ok", measure="accepted"), term("first", measure="submitted", order="low")),
    )
    works = three_works(part)
    for work in works[:2]:
        accept(work)
    first, second = part.contest.units.order_by("position")
    assert values(part, "don-vi")[first.pk] == {"n": 2, "sum": 2}
    assert values(part, "don-vi")[second.pk] == {"n": None, "sum": None}, "nobody of it took part"
    assert values(part, "nguoi") == {}, "works of a unit are no person's"
    accept(works[2])
    assert list(values(part, "nguoi").values()) == [{"own": 1, "n": 1}]
    assert set(values(part, "tac-pham")) == {work.pk for work in works}
    gathered = gather(of(part, "tac-pham"))
    assert {fact.contest_unit_id for fact in gathered.facts.values()} == {first.pk, None}


def test_a_unit_counts_its_people_and_itself_by_the_works_they_have() -> None:
    part = opened(standing("don-vi", "unit", term("works", measure="works", agg="sum")))
    for work in three_works(part):
        accept(work)
    first = part.contest.units.order_by("position")[0]
    assert values(part, "don-vi")[first.pk] == {"works": 2}


def test_every_step_of_a_work_leaves_a_mark_and_nothing_is_kept_in_sums() -> None:
    people = standing("nguoi", "person", term("works", measure="works"))
    part = opened(standing("don-vi", "unit", term("n", agg="count")), people)
    work = three_works(part)[0]
    assert not is_tallied(of(part, "don-vi"))
    assert not follows_each_fact(of(part, "nguoi"))
    refresh_dirty(make.AFTER)
    assert not StandingMark.objects.filter(standing__isnull=False).exists()
    accept(work)
    assert StandingMark.objects.filter(standing__contest=part.contest).count() == 2
    refresh_dirty(make.AFTER)
    row = of(part, "don-vi").rows.get(ranked=True)
    assert row.values["raw"] == {"n": 1}
    take_step(locked_work(work.pk), "take_down", now=make.AFTER, by=None, reason="Sai chủ đề.")
    refresh_dirty(make.AFTER)
    assert not of(part, "don-vi").rows.filter(ranked=True).exists()


def test_works_nobody_has_decided_on_keep_a_standing_open() -> None:
    part = opened(standing("don-vi", "unit", term("n", agg="count")))
    works = three_works(part)
    assert not is_settled(of(part, "don-vi"), make.AFTER)
    for work in works:
        accept(work)
    assert is_settled(of(part, "don-vi"), make.AFTER)
    assert not is_settled(of(part, "don-vi"), make.NOW)


def paper(part: Part) -> Document:
    return draft_document("bien_ban", "Ghi nhận", by=None, now=make.AFTER, contest_key=part.contest.slug)


def test_a_figure_from_outside_counts_as_of_its_newest_snapshot() -> None:
    part = opened(standing("xem", "entry", term("ok", measure="accepted"), term("views", figure="views")))
    works = [accept(work) for work in three_works(part)]
    contest, proof = part.contest, paper(part)
    assert not is_settled(of(part, "xem"), make.AFTER), "the figure is still owed"

    def told(numbers: list[int]) -> None:
        rows = {work.pk: n for work, n in zip(works, numbers, strict=False)}
        set_figures(contest, "views", rows, subject_kind="entry", taken_at=make.AFTER, now=make.AFTER, document=proof)

    told([5, 7, 9])
    told([5, 8])
    found = values(part, "xem")
    assert [found[work.pk]["views"] for work in works] == [5, 8, None]
    assert is_settled(of(part, "xem"), make.AFTER)
    assert contest.figure_snapshots.count() == 2, "the older one stays"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"document": None}, "minh chứng"),
        ({"key": "likes"}, "Không có bảng xếp hạng"),
        ({"taken_at": make.AFTER.replace(year=2099)}, "tương lai"),
        ({"values": {}}, "trống"),
        ({"values": {10**9: 1}}, "không thuộc"),
        ({"negative": True}, "không âm"),
    ],
)
def test_figures_that_are_not_taken_in(changes: Json, said: str) -> None:
    part = opened(standing("xem", "entry", term("ok", measure="accepted"), term("views", figure="views")))
    work = accept(three_works(part)[0])
    given: Json = {"key": "views", "values": {work.pk: Fraction(3, 2)}, "document": paper(part), "taken_at": make.AFTER}
    if changes.pop("negative", False):
        given["values"] = {work.pk: -1}
    given |= changes
    with pytest.raises(CannotImport, match=said):
        set_figures(part.contest, given.pop("key"), given.pop("values"), subject_kind="entry", now=make.AFTER, **given)
    assert part.contest.figure_snapshots.count() == 0


def test_figures_alone_rank_works_in_the_contest() -> None:
    part = opened(standing("xem", "entry", term("views", figure="views")))
    works = three_works(part)
    accept(works[0])
    rows = {work.pk: 4 for work in works}
    proof = paper(part)
    set_figures(part.contest, "views", rows, subject_kind="entry", taken_at=make.AFTER, now=make.AFTER, document=proof)
    assert values(part, "xem") == {works[0].pk: {"views": 4}}


def test_a_work_carried_on_keeps_what_it_had_before() -> None:
    part = opened(standing("vong-2", "entry", term("ok", measure="accepted"), term("views", figure="views")))
    work = accept(three_works(part)[0])
    later = Entry.objects.create(
        part=part,
        owner=work.entry.owner,
        promoted_from=work.entry,
        code="mang-theo",
        title=work.entry.title,
        state="accepted",
        created_at=make.AFTER,
    )
    proof = paper(part)
    set_figures(
        part.contest, "views", {work.pk: 6}, subject_kind="entry", taken_at=make.AFTER, now=make.AFTER, document=proof
    )
    assert values(part, "vong-2")[later.pk]["views"] == 6
