"""Pages of papers in a real browser: axe, and nothing wider than a telephone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hoithi.core import clock
from hoithi.documents.models import Document
from hoithi.documents.operations import show_document
from hoithi.papers.operations import write_paper
from tests.contests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTH = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def violations(page: Any) -> list[str]:
    axe = pytest.importorskip("axe_core_python.sync_playwright").Axe()
    return [f"{v['id']}: {node['html'][:160]}" for v in axe.run(page)["violations"] for node in v["nodes"]]


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_are_for_everybody(
    width: int, transactional_db: None, live_server: Any, open_page: Callable[..., Any]
) -> None:
    clock.set_offset(make.NOW - clock.now() + timedelta(seconds=1))
    contest = make.contest()
    holder = make.holder_of("secretary", contest)
    assert holder is not None
    draft = write_paper(contest, "qd_khen_thuong", by=holder, now=make.NOW)
    issued = write_paper(contest, "ke_hoach", by=holder, now=make.NOW)
    Document.objects.filter(pk=issued.pk).update(state="issued", number=1, issued_on=make.NOW.date(), signer="A")
    show_document(issued, public=True, by=holder, now=make.NOW)
    client = Client()
    client.force_login(holder)
    page = open_page(width, 900)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    desk = f"/cuoc-thi/{contest.slug}/dieu-hanh/van-ban/"
    places = ["", "soan/", "mau/", f"{draft.pk}/", f"{draft.pk}/sua/", f"{draft.pk}/ban-hanh/", f"{issued.pk}/"]
    for place in [*(desk + one for one in places), f"/cuoc-thi/{contest.slug}/van-ban/"]:
        page.goto(live_server.url + place)
        assert violations(page) == [], place
        assert page.evaluate(WIDTH) <= 0, place
