from __future__ import annotations

import json
from datetime import timedelta

import pytest
from pydantic import BaseModel

from hoithi.contests.models import Contest, Faq, Part, PartFigures, RulesRevision, SealedResult
from hoithi.contests.operations.entrants import register_entrant
from hoithi.contests.operations.figures import refresh_figures
from hoithi.contests.operations.rules_text import draft_rules, publish_rules
from hoithi.contests.registry import Kind, registry
from hoithi.contests.views.public_rules import rendered
from tests.awards import story
from tests.contests import factories as make

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return " ".join(response.content.decode().split())


def page(client, contest: Contest, rest: str = "") -> str:
    response = client.get(f"/cuoc-thi/{contest.slug}/{rest}")
    assert response.status_code == 200
    return text(response)


def test_before_the_opening_one_may_register(client, at):
    at(make.BEFORE)
    shown = page(client, make.contest())
    assert "Sắp mở, còn 12 ngày" in shown
    assert "Đăng ký dự thi" in shown
    assert "Hết ngày 30/6/2024" in shown
    assert "Mở vào 1/6/2024" in shown
    assert "Giai đoạn 1/5: chuẩn bị, tiếp theo là đang thi" in shown


def test_while_it_runs_the_button_is_the_parts_own(client, at):
    at(make.NOW)
    contest, _ = story.contest_with_units("Phòng Một")
    shown = page(client, contest)
    assert "Đang thi, còn 21 ngày" in shown
    assert 'href="/cuoc-thi/hoi-thi-thu/trac-nghiem/vao-thi/"' in shown
    assert "5 câu trong 10 phút" in shown
    assert "Tối đa 3 lượt, lấy lượt tốt nhất" in shown
    assert "Chưa có ai dự thi" in shown


def test_own_place_and_attempts_stand_beside_the_button(client, at):
    at(make.NOW)
    contest, _ = story.contest_with_units()
    first, me = story.join(contest, "Người Nhất"), make.user("Người Nhì")
    story.sit(first, right=5, seconds=60)
    mine = register_entrant(contest, me.person, group=contest.groups.get(key="cong-dan"), unit=None, now=make.NOW)
    story.sit(mine, right=4, seconds=60)
    client.force_login(me)
    shown = page(client, contest)
    assert "Bạn còn 2/3 lượt" in shown
    assert 'Cá nhân: <b>4 câu</b>, <a href="/cuoc-thi/hoi-thi-thu/xep-hang/ca-nhan/">hạng 2</a>' in shown


def test_prizes_are_added_up_from_the_structure(client, at):
    at(make.NOW)
    shown = page(client, make.contest())
    assert "4 giải" in shown
    assert "1.200.000 đồng" in shown
    assert "2 × 200.000" in shown
    assert '<td class="r">700.000</td>' in shown
    assert '<td class="r">500.000</td>' in shown


def test_an_amount_the_plan_leaves_open_is_never_zero(client, at):
    at(make.NOW)
    prizes = [{"key": "nhat", "title": "Giải nhất", "standing": "ca-nhan", "quantity": 1}]
    shown = page(client, make.contest(prize=prizes))
    assert '1 giải, <span class="gold">mức thưởng theo quy định hiện hành</span>' in shown
    assert '<td class="r">theo quy định hiện hành</td>' in shown
    assert "0 đồng" not in shown


def test_participation_is_read_not_counted(client, at, django_assert_num_queries):
    at(make.NOW)
    contest, (one, *_rest) = story.contest_with_units("Phòng Một", "Phòng Hai")
    figures = {
        "people": 7903,
        "entries": 12486,
        "complete": 61,
        "by_day": {"2024-06-08": 700, "2024-06-10": 1204},
        "by_unit": {str(one.pk): 9},
        "by_unit_staff": {str(one.pk): 9},
    }
    PartFigures.objects.create(part=contest.parts.get(), at=make.NOW, data=figures)
    shown = page(client, contest)
    for words in ("7.903", "12.486", "1<small>/2</small>", "cao nhất 1.204 lượt ngày 10/6", "9/10", "90 %"):
        assert words in shown


def test_an_unset_formula_is_said(client, at):
    at(make.NOW)
    standing = {
        "key": "tap-the",
        "title": "Tập thể",
        "subject": "unit",
        "terms": [dict(term) for term in make.COLLECTIVE],
    }
    shown = page(client, make.contest(standing=[standing], prize=[]))
    assert "Công thức kết hợp chưa được chọn, sẽ công bố trước khi mở." in shown


def test_a_kind_that_is_not_built_is_shown_as_coming(client, at, monkeypatch):
    at(make.BEFORE)
    monkeypatch.setitem(registry.kinds, "later", Kind("later", "Ngày hội", BaseModel, (), built=False))
    contest = make.contest(standing=[], prize=[])
    Part.objects.filter(contest=contest).update(kind="later")
    shown = page(client, contest)
    assert "Sắp có" in shown
    assert "Phần thi này sắp có trên hệ thống" in shown
    assert "Vào thi" not in shown


def test_after_the_close_the_button_leads_to_the_result(client, at):
    at(make.AFTER)
    contest, _ = story.contest_with_units()
    shown = page(client, contest)
    assert "Kết thúc 2024" in shown
    assert "Xem bảng xếp hạng" in shown
    assert "Xem kết quả" not in shown
    Contest.objects.update(results_published_at=make.AFTER)
    shown = page(client, contest)
    assert "Đã công bố kết quả" in shown
    assert "Xem kết quả" in shown


def test_the_public_record(client, at):
    at(make.NOW)
    contest = make.contest()
    Faq.objects.create(contest=contest, question="Ai được thi?", answer="Mọi người.")
    RulesRevision.objects.create(
        contest=contest,
        no=1,
        scope="part:trac-nghiem",
        kind="freeze",
        content={"commitments": {"root": "abc123"}},
        hash="f" * 64,
        from_at=make.BEFORE,
    )
    RulesRevision.objects.create(
        contest=contest,
        no=2,
        scope="part:trac-nghiem",
        kind="supplement",
        content={},
        changes=[{"at": "closes", "before": "1/7/2024", "after": "8/7/2024"}],
        hash="e" * 64,
        from_at=make.NOW,
    )
    SealedResult.objects.create(contest=contest, no=1, envelope="{}", digest="d" * 64, at=make.AFTER)
    shown = page(client, contest)
    for words in ("Ai được thi?", "abc123", "f" * 64, "Bổ sung", "1/7/2024 → 8/7/2024", "d" * 64):
        assert words in shown


def test_a_copy_says_it_is_one_and_an_unlisted_contest_is_not_indexed(client, at):
    at(make.NOW)
    contest = make.contest()
    assert "noindex" not in page(client, contest)
    Contest.objects.update(copied_from="hoi-thi-that", listed=False)
    shown = page(client, contest)
    assert "Bản sao minh họa" in shown
    assert "noindex" in shown


def test_nobody_knows_a_contest_that_is_not_there(client):
    for rest in ("", "the-le/", "ke-hoach/", "dang-ky/", "xep-hang/", "xep-hang/ca-nhan/", "ket-qua/"):
        assert client.get(f"/cuoc-thi/khong-co/{rest}").status_code == 404


def test_the_contest_page_costs_the_same_whatever_it_holds(client, at, django_assert_num_queries):
    at(make.NOW)
    contest, units = story.contest_with_units("Phòng Một", "Phòng Hai", "Phòng Ba")
    for count in (1, 3):
        for number in range(count):
            story.sit(story.join(contest, f"Người {count} {number}", units[number]), right=5, seconds=60)
        refresh_figures(contest.parts.select_related("contest").get(), now=make.NOW)
        # contest, parts, groups, prizes, their standings, standings, practice, figures, units, revisions, rules, sealed
        # results, questions, titles of what was frozen
        with django_assert_num_queries(14):
            client.get(f"/cuoc-thi/{contest.slug}/")


@pytest.mark.parametrize("role", make.ROLES)
@pytest.mark.parametrize("rest", ["", "the-le/", "ke-hoach/", "xep-hang/ca-nhan/", "xep-hang/tap-the/", "ket-qua/"])
def test_public_pages_are_everybodys(client, at, role, rest):
    at(make.NOW)
    contest = make.contest()
    (unit,) = make.units(contest, "Phòng Một")
    holder = make.holder_of(role, contest, unit)
    if holder is not None:
        client.force_login(holder)
    assert client.get(f"/cuoc-thi/{contest.slug}/{rest}").status_code == 200


def test_rules_without_a_published_version(client):
    contest = make.contest()
    draft_rules(contest, title="Thể lệ", body="Bí mật", now=make.BEFORE)
    shown = page(client, contest, "the-le/")
    assert "Thể lệ chưa được ban hành" in shown
    assert "Bí mật" not in shown


def test_every_published_version_stays_readable(client):
    contest = make.contest()
    for number in (1, 2):
        body = f"# Thể lệ bản {number}\n\n- Một điều"
        draft = draft_rules(contest, title="Thể lệ", body=body, now=make.BEFORE)
        publish_rules(draft, now=make.BEFORE + timedelta(days=number))
    draft_rules(contest, title="Thể lệ", body="Bản nháp", now=make.NOW)
    latest = page(client, contest, "the-le/")
    assert "<h2>Thể lệ bản 2</h2>" in latest
    assert "bản cũ" not in latest
    assert "Thể lệ bản 1</h2>" in page(client, contest, "the-le/?ban=1")
    assert client.get(f"/cuoc-thi/{contest.slug}/the-le/?ban=3").status_code == 404


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;"),
        ("![x](https://ngoai.example/a.png)", "!<a"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", '<table class="table">'),
        ("# Điều 1", "<h2>Điều 1</h2>"),
    ],
)
def test_markdown_is_safe(markdown, html):
    assert html in rendered(markdown)


def test_the_plan_as_it_was_understood(client):
    shown = page(client, make.contest(), "ke-hoach/")
    for words in ("Cán bộ", "Bắt buộc", "từ đủ 15 tuổi", "Trưởng ban", "Đại diện lãnh đạo", "2 × 200.000"):
        assert words in shown


def test_a_sealed_result_is_a_file_for_everybody(client):
    contest = make.contest()
    url = f"/cuoc-thi/{contest.slug}/ket-qua/niem-phong.json"
    assert client.get(url).status_code == 404
    for number in (1, 2):
        SealedResult.objects.create(
            contest=contest, no=number, envelope=json.dumps({"no": number}), digest=str(number) * 64, at=make.AFTER
        )
    assert json.loads(client.get(url).content) == {"no": 2}
    assert json.loads(client.get(url + "?so=1").content) == {"no": 1}
    for wrong in ("?so=9", "?so=x"):
        assert client.get(url + wrong).status_code == 404
