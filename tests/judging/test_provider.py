"""What standings read from the jury, and when nothing can change any more."""

from __future__ import annotations

from fractions import Fraction

import pytest

from hoithi.contests.models import Entry
from hoithi.judging.models import Panel
from hoithi.judging.operations.panel import close_panel, fix_method
from hoithi.judging.operations.sheet import unlock_sheet
from hoithi.judging.provider import JuryProvider
from hoithi.judging.queries.own import hides_works
from tests.judging import factories as make
from tests.judging.factories import CLOSES, LATER, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both]
provider = JuryProvider()


def values(panel: Panel) -> list[tuple[Fraction | None, int]]:
    facts = provider.facts(panel.part)
    return [(fact.values["jury"], fact.values["jurors"]) for fact in facts]  # type: ignore[misc]


def test_signed_sheets_count_by_the_plans_method() -> None:
    panel = make.panel(make.judged_part())
    make.signed(make.juror(panel, 0), content="60,5", show="20")
    make.signed(make.juror(panel, 1), content="50", show="20")
    assert values(panel) == [(Fraction(301, 4), 2), (None, 0)]
    assert {fact.subject_kind for fact in provider.facts(panel.part)} == {"entry"}
    second = Entry.objects.order_by("pk").last()
    assert second is not None
    assert [fact.subject_id for fact in provider.facts(panel.part, subjects=[second.pk])] == [second.pk]


def test_weights_make_points_of_marks() -> None:
    criteria = [make.CRITERIA[0] | {"weight": "1.5"}, make.CRITERIA[1]]
    panel = make.panel(make.judged_part(criteria=criteria))
    make.signed(make.juror(panel), content="10", show="2")
    assert values(panel)[0] == (Fraction(17), 1)


def test_works_out_of_the_contest_say_nothing() -> None:
    panel = make.panel(make.judged_part())
    make.signed(make.juror(panel))
    Entry.objects.order_by("pk")[:1].get()
    Entry.objects.filter(title="Tác phẩm thứ 1").update(state="withdrawn")
    assert values(panel) == [(None, 0)]


def test_an_unlocked_sheet_does_not_count() -> None:
    panel = make.panel(make.judged_part())
    sheet = make.signed(make.juror(panel))
    unlock_sheet(sheet, reason="Nhầm", now=LATER, by=None)
    assert values(panel)[0] == (None, 0)


def test_no_score_until_an_open_method_is_fixed() -> None:
    panel = make.panel(make.judged_part(aggregation="open"))
    make.signed(make.juror(panel))
    assert values(panel)[0] == (None, 1)
    fix_method(panel, "median", reason="Biên bản", now=LATER, by=None)
    panel.refresh_from_db()
    assert values(panel)[0] == (Fraction(161, 2), 1)


def test_settled_when_ended_by_the_secretariat() -> None:
    panel = make.panel(make.judged_part())
    assert not provider.settled(panel.part, now=LATER)
    close_panel(panel, reason="Đủ phiếu cần thiết", now=LATER, by=None)
    assert provider.settled(panel.part, now=LATER)


def test_settled_past_the_close_once_all_is_signed() -> None:
    panel = make.panel(make.judged_part(opens=NOW, closes=CLOSES), works_count=1)
    make.signed(make.juror(panel, 0))
    assert not provider.settled(panel.part, now=CLOSES)
    make.signed(make.juror(panel, 1))
    assert not provider.settled(panel.part, now=LATER)
    assert provider.settled(panel.part, now=CLOSES)
    make.work(panel.part, 50)
    assert not provider.settled(panel.part, now=CLOSES), "a work nobody was given"


def test_nothing_before_the_marking_is_opened_and_all_settled_without_a_jury() -> None:
    part = make.judged_part()
    assert list(provider.facts(part)) == []
    assert not provider.settled(part, now=LATER)
    part.content["settings"].pop("jury")
    assert provider.settled(part, now=LATER)


def test_other_pages_can_ask_whether_somebody_marks_blind() -> None:
    panel = make.panel(make.judged_part(), works_count=1)
    juror = make.juror(panel)
    account = make.account(juror)
    assert hides_works(account, panel, LATER)
    make.signed(juror)
    assert not hides_works(account, panel, LATER)
