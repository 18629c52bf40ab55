"""Figures of an outside page: dated, signed, corrected by a newer one; every bad row is named."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from hoithi.contests.models import Part
from hoithi.core.errors import InvalidInput
from hoithi.core.tables import Sheet, write_xlsx
from hoithi.people.models import User
from hoithi.voting.models import Snapshot
from hoithi.voting.operations.snapshot import Figures, enter_snapshot
from hoithi.voting.provider import VoteProvider
from hoithi.voting.sheets import read_figures, template
from tests.contests import factories as make
from tests.entries import factories as works
from tests.voting import factories as own

pytestmark = pytest.mark.django_db
SEEN = own.NOW - timedelta(hours=1)


def secretary(part: Part) -> User:
    found = make.holder_of("secretary", part.contest)
    assert found is not None
    return found


def entered(part: Part, *rows: Figures, **changes: Any) -> Snapshot:
    values: dict[str, Any] = {"taken_at": SEEN, "signer": "Nguyễn Văn Ký, Trưởng phòng", "evidence": None}
    return enter_snapshot(part, rows, now=own.NOW, by=changes.pop("by", None) or secretary(part), **(values | changes))


def test_the_newest_snapshot_is_in_force_and_feeds_the_standing() -> None:
    part = own.outside_part()
    by = secretary(part)
    entered(part, Figures(1, likes=10, views=50), Figures(2, likes=20), by=by)
    values = [fact.values["votes"] for fact in VoteProvider().facts(part)]
    assert values == [10, 20]
    second = entered(part, Figures(1, likes=8), Figures(2, likes=30), by=by, reason="Đếm nhầm")
    assert [fact.values["votes"] for fact in VoteProvider().facts(part)] == [8, 30]
    assert second.warnings == [{"entry": 1, "figure": "likes", "before": 10, "now": 8}]
    assert Snapshot.objects.count() == 2


def test_a_work_without_a_figure_has_none() -> None:
    part = own.outside_part()
    entered(part, Figures(1, likes=10))
    assert [fact.values["votes"] for fact in VoteProvider().facts(part)] == [10, None]


@pytest.mark.parametrize(
    ("rows", "changes", "said"),
    [
        ([Figures(1, likes=-1, place="dòng 3")], {}, "dòng 3: lượt thích phải là số nguyên không âm"),
        ([Figures(1, views=5)], {}, "thiếu lượt thích"),
        ([Figures(9, likes=5)], {}, "không có tác phẩm số 9"),
        ([Figures(1, likes=5), Figures(1, likes=6)], {}, "có hai dòng"),
        ([Figures(1, likes=2**31)], {}, "số nguyên không âm"),
        ([], {}, "chưa có số liệu"),
        ([Figures(1, likes=5)], {"taken_at": own.NOW + timedelta(seconds=1)}, "ở tương lai"),
        ([Figures(1, likes=5)], {"signer": " "}, "người chịu trách nhiệm"),
    ],
)
def test_bad_input_is_named_and_nothing_is_written(rows: list[Figures], changes: dict[str, Any], said: str) -> None:
    part = own.outside_part()
    with pytest.raises(InvalidInput) as refusal:
        entered(part, *rows, **changes)
    assert said in "; ".join(str(problem) for problem in refusal.value.problems)
    assert not Snapshot.objects.exists()


def test_evidence_is_asked_for_where_the_plan_says_so() -> None:
    part = own.outside_part(evidence=True)
    with pytest.raises(InvalidInput, match="chưa đúng"):
        entered(part, Figures(1, likes=5))
    stored = works.stored(purpose="voting.evidence")
    assert entered(part, Figures(1, likes=5), evidence=stored).evidence == stored


def test_a_correction_says_why() -> None:
    part = own.outside_part()
    by = secretary(part)
    entered(part, Figures(1, likes=5), by=by)
    with pytest.raises(InvalidInput) as refusal:
        entered(part, Figures(1, likes=6), by=by)
    assert refusal.value.problems[0].at == "reason"


def test_a_part_with_its_own_vote_takes_no_figures() -> None:
    part = own.vote_part()
    with pytest.raises(InvalidInput) as refusal:
        entered(part, Figures(1, likes=5))
    assert "không tính số liệu" in str(refusal.value.problems[0])


def test_a_mix_takes_shares_of_stated_maxima() -> None:
    mix = {"votes": {"share": 60, "max": 4}, "likes": {"share": 40, "max": 100}}
    part = own.vote_part(source="mix", mix=mix, page={"title": "Trang ví dụ"}, evidence=False)
    own.vote(part, 1)
    own.counted()
    assert [fact.values["votes"] for fact in VoteProvider().facts(part)] == [None, None]
    entered(part, Figures(1, likes=25), Figures(2, likes=1000))
    assert [fact.values["votes"] for fact in VoteProvider().facts(part)] == [Fraction(15 + 10), Fraction(40)]


def test_settled_when_the_vote_is_over_and_counted_and_figures_stand() -> None:
    part, outside = own.vote_part(), None
    own.vote(part, 1)
    provider = VoteProvider()
    assert not provider.settled(part, now=own.CLOSES - timedelta(microseconds=1))
    assert not provider.settled(part, now=own.CLOSES)
    own.counted()
    assert provider.settled(part, now=own.CLOSES)
    assert outside is None


def test_figures_settle_an_outside_vote() -> None:
    part = own.outside_part()
    assert not VoteProvider().settled(part, now=own.AFTER)
    entered(part, Figures(1, likes=5))
    assert VoteProvider().settled(part, now=own.AFTER)


def test_the_template_comes_back_filled() -> None:
    part = own.outside_part()
    with pytest.raises(InvalidInput):
        read_figures(part, b"not a table", "x.xlsx")
    heads = ["Số tác phẩm", "Tên tác phẩm", "Lượt thích", "Lượt xem", "Lượt chia sẻ"]
    data = write_xlsx([Sheet("So lieu", heads, [[1, "A", 10, None, 2], [2, "B", 7, 5, None]])])
    found = read_figures(part, data, "so-lieu.xlsx")
    assert [(one.number, one.likes, one.views, one.shares) for one in found] == [(1, 10, None, 2), (2, 7, 5, None)]
    assert found[0].place == "dòng 2"
    assert template(part)[:2] == b"PK"


def test_bad_cells_of_a_sheet_are_named_by_row() -> None:
    part = own.outside_part()
    heads = ["Số tác phẩm", "Lượt thích"]
    data = write_xlsx([Sheet("So lieu", heads, [[1, "nhiều"], [None, 7]])])
    with pytest.raises(InvalidInput) as refusal:
        read_figures(part, data, "so-lieu.xlsx")
    places = [problem.at for problem in refusal.value.problems]
    assert any("dòng 2" in at for at in places)
    assert any("dòng 3" in at for at in places)
