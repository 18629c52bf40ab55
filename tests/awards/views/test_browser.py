"""The award pages in a real browser: axe, nothing wider than the screen, at both widths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from hoithi.awards.operations.hand_over import claim_award
from hoithi.contests.models import Contest
from hoithi.core import clock
from tests.awards import ended
from tests.awards.ended import LATER
from tests.contests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = "/cuoc-thi/hoi-thi-thu/dieu-hanh/"
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
LINES = [{"key": "khen", "title": "Khen thưởng", "kind": "prizes"}]


def violations(page: Any) -> list[str]:
    axe = pytest.importorskip("axe_core_python.sync_playwright").Axe()
    return [f"{v['id']}: {node['html'][:160]}" for v in axe.run(page)["violations"] for node in v["nodes"]]


@pytest.fixture
def contest() -> Contest:
    clock.set_offset(LATER - clock.now())
    found, *_ = ended.contest_over(3, budget={"line": LINES})
    ended.announced(found)
    claim_award(ended.the(found, "nhi"), how="known", now=LATER, by=None)
    return found


@pytest.mark.parametrize("width", [360, 1280])
def test_pages(contest: Contest, live_server: Any, open_page: Callable[..., Any], width: int) -> None:
    secretary = make.holder_of("secretary", contest)
    assert secretary is not None
    client = Client()
    client.force_login(secretary)
    page = open_page(width, 800, base_url=live_server.url, reduced_motion="reduce")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    one = ended.the(contest, "nhat").pk
    paths = ["giai-thuong/", f"giai-thuong/giai/{one}/", f"giai-thuong/giai/{one}/trao/", "giai-thuong/chi-thuong/"]
    paths += [
        f"giai-thuong/giai/{one}/thu-hoi/?cach=len",
        "giai-thuong/trao-giai/",
        "giai-thuong/xet-chon/xet-tap-the/",
    ]
    paths += ["giai-thuong/viec-kem-theo/", "giai-thuong/diem-don-vi/", "kinh-phi/", "kinh-phi/khen/approved/"]
    wrong = []
    for path in paths:
        page.goto(f"{DESK}{path}")
        wrong += [f"{path}: {line}" for line in violations(page)]
        if page.evaluate(SIDEWAYS):
            wrong.append(f"{path}: wider than the screen")
    assert wrong == []
