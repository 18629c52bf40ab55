"""The page of comparisons."""

from __future__ import annotations

import pytest
from django.test import Client

from hoithi.judging.models import Pair
from tests.judging import factories as make

pytestmark = pytest.mark.django_db
PAIRS = "/cuoc-thi/hoi-thi-thu/video/cham/cap/"


def test_two_works_side_by_side_then_the_signature(client: Client) -> None:
    panel = make.panel(make.judged_part(mode="pairwise", criteria=[], pairs_per_juror=2), works_count=3)
    client.force_login(make.account(make.juror(panel)))
    assert client.get("/cuoc-thi/hoi-thi-thu/video/cham/").url == PAIRS
    for done in (0, 1):
        page = client.get(PAIRS).content.decode()
        assert f"Đã so sánh {done}/2 cặp." in page
        pair = Pair.objects.get(better=None)
        client.post(PAIRS, {"cap": pair.code, "hon": "phai"})
    assert "Bạn đã so sánh hết các cặp." in client.get(PAIRS).content.decode()
    assert "Đã ký phần so sánh" in client.post(PAIRS, {"viec": "ky"}, follow=True).content.decode()
    answer = client.post(PAIRS, {"cap": pair.code, "hon": "trai"}, follow=True)
    assert "đã ký và khóa" in answer.content.decode()


def test_marks_are_no_pairs(client: Client) -> None:
    panel = make.panel(make.judged_part())
    client.force_login(make.account(make.juror(panel)))
    assert client.get(PAIRS).status_code == 404
