"""Two of everything at once, on a database with row locks: nothing is lost and nothing overwritten backwards."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from hoithi.core.errors import Refusal
from hoithi.judging.errors import SheetMoved
from hoithi.judging.models import Juror, Panel, Sheet, SheetEvent
from hoithi.judging.operations.assignment import assign_works, recuse
from hoithi.judging.operations.pairs import ask_pair
from hoithi.judging.operations.panel import close_panel
from hoithi.judging.operations.sheet import Given, save_sheet, sign_sheet, unlock_sheet
from tests.judging import factories as make
from tests.judging.factories import LATER, NOW

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
ROUNDS = 8


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls in threads that start together; results or refusals, in order."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            gate.wait()
            return call()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


@pytest.fixture
def panel(transactional_db: None) -> Panel:
    return make.panel(make.judged_part(jurors_per_work=1), works_count=ROUNDS * 2, jurors=2)


def mine(panel: Panel) -> tuple[Juror, list[Sheet]]:
    juror = make.juror(panel)
    return juror, list(juror.sheets.select_related("entry", "rubric", "juror").order_by("pk"))


def test_of_two_pages_one_is_told(panel: Panel) -> None:
    juror, sheets = mine(panel)
    for sheet in sheets:
        calls = [
            lambda s=sheet, t=tab, m=mark: save_sheet(  # type: ignore[misc]
                s.code, juror, Given({"noi-dung": m}, "", 0, t, 1), now=LATER
            )
            for tab, mark in (("a", "10"), ("b", "20"))
        ]
        found = at_once(*calls)
        assert sorted(isinstance(one, SheetMoved) for one in found) == [False, True]
        won = next(one for one in found if isinstance(one, Sheet))
        sheet.refresh_from_db()
        assert (sheet.marks, sheet.revision) == (won.marks, 1)


def test_saves_of_one_page_out_of_order_end_with_the_last(panel: Panel) -> None:
    juror, sheets = mine(panel)
    for sheet in sheets:
        save_sheet(sheet.code, juror, Given({}, "", 0, "a", 1), now=NOW)
        calls = [
            lambda s=sheet, n=n: save_sheet(s.code, juror, Given({"noi-dung": str(n)}, "", 1, "a", n), now=LATER)  # type: ignore[misc]
            for n in (2, 3, 4)
        ]
        at_once(*calls)
        sheet.refresh_from_db()
        assert (sheet.marks, sheet.seq) == ({"noi-dung": "4"}, 4)


def test_what_is_signed_is_what_the_signature_says(panel: Panel) -> None:
    juror, sheets = mine(panel)
    for sheet in sheets:
        whole = {"noi-dung": "60", "trinh-bay": "20"}
        saved, signed = at_once(
            lambda s=sheet: save_sheet(s.code, juror, Given({"noi-dung": "1"}, "", 0, "a", 1), now=LATER),
            lambda s=sheet, w=whole: sign_sheet(s.code, juror, Given(w, "", 0, "a", 2), now=LATER, by=None),
        )
        sheet.refresh_from_db()
        assert sheet.signed_at is not None, (saved, signed)
        assert sheet.marks == whole
        assert SheetEvent.objects.get(sheet=sheet).marks == whole


def test_signing_twice_at_once_is_one_signature(panel: Panel) -> None:
    juror, sheets = mine(panel)
    for sheet in sheets:
        whole = {"noi-dung": "60", "trinh-bay": "20"}
        at_once(
            *[
                lambda s=sheet, w=whole: sign_sheet(s.code, juror, Given(w, "", 0, "a", 2), now=LATER, by=None)  # type: ignore[misc]
            ]
            * 3
        )
        assert SheetEvent.objects.filter(sheet=sheet, event="signed").count() == 1


def test_an_unlock_beside_a_signature_leaves_one_clear_state(panel: Panel) -> None:
    juror, sheets = mine(panel)
    for sheet in sheets:
        save_sheet(sheet.code, juror, Given({"noi-dung": "60", "trinh-bay": "20"}, "", 0, "a", 1), now=NOW)
        at_once(
            lambda s=sheet: sign_sheet(s.code, juror, None, now=LATER, by=None),
            lambda s=sheet: unlock_sheet(s, reason="Sửa", now=LATER, by=None),
        )
        sheet.refresh_from_db()
        events = list(SheetEvent.objects.filter(sheet=sheet).values_list("event", flat=True))
        assert events == (["signed"] if sheet.signed_at else ["signed", "unlocked"])


def test_a_sheet_is_signed_or_handed_on_never_both(panel: Panel) -> None:
    juror, sheets = mine(panel)
    account = make.account(juror)
    for sheet in sheets:
        whole = {"noi-dung": "60", "trinh-bay": "20"}
        at_once(
            lambda s=sheet, w=whole: sign_sheet(s.code, juror, Given(w, "", 0, "a", 2), now=LATER, by=None),
            lambda s=sheet: recuse(s, reason="Người nhà", now=LATER, by=account),
            lambda: assign_works(panel, now=LATER),
        )
        held = Sheet.objects.filter(entry=sheet.entry, dropped_at=None)
        assert held.count() == 1
        assert not Sheet.objects.filter(entry=sheet.entry, signed_at__isnull=False, dropped_at__isnull=False).exists()


def test_nothing_is_signed_after_the_end(panel: Panel) -> None:
    juror, sheets = mine(panel)
    whole = {"noi-dung": "60", "trinh-bay": "20"}
    calls: list[Callable[[], Any]] = [
        lambda s=sheet: sign_sheet(s.code, juror, Given(whole, "", 0, "a", 2), now=LATER, by=None)  # type: ignore[misc]
        for sheet in sheets
    ]
    at_once(*calls, lambda: close_panel(panel, reason="Hết giờ", now=LATER, by=None))
    panel.refresh_from_db()
    before = Sheet.objects.filter(signed_at__isnull=False).count()
    at_once(*calls)
    assert panel.closed_at is not None
    assert Sheet.objects.filter(signed_at__isnull=False).count() == before


def test_two_assignments_at_once_deal_each_work_once(transactional_db: None) -> None:
    panel = make.panel(make.judged_part(jurors_per_work=2), works_count=6, jurors=3, deal=False)
    at_once(*[lambda: assign_works(panel, now=NOW)] * 3)
    assert Sheet.objects.filter(dropped_at=None).count() == 12


def test_a_juror_has_one_pair_before_them(transactional_db: None) -> None:
    panel = make.panel(make.judged_part(mode="pairwise", criteria=[]), works_count=5)
    juror = make.juror(panel)
    assign_works(panel, now=NOW)
    found = at_once(*[lambda: ask_pair(juror, now=LATER)] * 3)
    assert len({one.pk for one in found}) == 1
