"""One computation for everybody who asks at once; tickets that are good for one session and a few minutes."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie

import pytest
from django.test import RequestFactory

from hoithi.core import live
from hoithi.core.live import Fragment, Kept, answer, scope_of, ticket_for

SCOPE = {"kind": "unit", "unit": 7}


def test_many_at_once_cause_one_computation() -> None:
    kept: Kept[int] = Kept(seconds=60)
    started, calls = threading.Barrier(50), []

    def compute() -> int:
        calls.append(threading.get_ident())
        return 42

    def ask(_n: int) -> int:
        started.wait(10)
        return kept.get("key", compute)

    with ThreadPoolExecutor(50) as pool:
        assert set(pool.map(ask, range(50))) == {42}
    assert len(calls) == kept.computed == 1


def test_while_one_computes_anew_the_others_get_the_last_value() -> None:
    kept: Kept[str] = Kept(seconds=0)
    kept.get("key", lambda: "old")
    inside, go = threading.Event(), threading.Event()

    def slow() -> str:
        inside.set()
        assert go.wait(10)
        return "new"

    with ThreadPoolExecutor(1) as pool:
        newer = pool.submit(kept.get, "key", slow)
        assert inside.wait(10)
        assert kept.get("key", lambda: "never") == "old"
        go.set()
        assert newer.result(10) == "new"


def test_keys_never_meet() -> None:
    kept: Kept[str] = Kept()
    assert [kept.get(("unit", n), lambda n=n: f"{n}") for n in (1, 2, 1)] == ["1", "2", "1"]


def test_a_failure_is_told_and_not_kept() -> None:
    kept: Kept[int] = Kept()
    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: 1 // 0)
    assert kept.get("key", lambda: 1) == 1


def test_it_holds_no_more_than_it_may() -> None:
    kept: Kept[int] = Kept(seconds=60, most=3)
    for n in range(10):
        kept.get(n, lambda n=n: n)
    assert kept.get(9, lambda: -1) == 9
    assert kept.get(0, lambda: -1) == -1


def request_of(session: str = "s1", **headers: str) -> object:
    request = RequestFactory().get("/", headers=headers)
    request.COOKIES = {"sessionid": session} if session else {}
    return request


def test_a_ticket_is_good_for_its_session_only() -> None:
    ticket = ticket_for(request_of(), SCOPE)  # type: ignore[arg-type]
    assert scope_of(request_of(), ticket) == SCOPE  # type: ignore[arg-type]
    for other in ("s2", ""):
        assert scope_of(request_of(other), ticket) is None  # type: ignore[arg-type]
    assert "s1" not in str(SimpleCookie(ticket))


@pytest.mark.parametrize("change", [lambda t: t[:-1] + "x", lambda t: "", lambda t: "a:b:c", lambda t: t * 2])
def test_a_changed_ticket_is_none(change: object) -> None:
    ticket = ticket_for(request_of(), SCOPE)  # type: ignore[arg-type]
    assert scope_of(request_of(), change(ticket)) is None  # type: ignore[arg-type, operator]


def test_a_ticket_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = ticket_for(request_of(), SCOPE)  # type: ignore[arg-type]
    monkeypatch.setattr(live, "TICKET_S", -1)
    assert scope_of(request_of(), ticket) is None  # type: ignore[arg-type]


def test_who_has_it_is_not_sent_it_again() -> None:
    fragment = Fragment.of("<p>1</p>")
    first = answer(request_of(), fragment)  # type: ignore[arg-type]
    assert (first.status_code, first.content, first["Cache-Control"]) == (200, b"<p>1</p>", "private, no-cache")
    for known in (first["ETag"], f"W/{first['ETag']}", f'"other", {first["ETag"]}'):
        again = answer(request_of(**{"If-None-Match": known}), fragment)  # type: ignore[arg-type]
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert answer(request_of(**{"If-None-Match": '"x"'}), fragment).status_code == 200  # type: ignore[arg-type]
