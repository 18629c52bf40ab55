"""The five signed plans as data: counts, totals, windows, sections, and a key for every setting of the domain."""

from __future__ import annotations

import csv
from datetime import date
from typing import Any

import pytest

from hoithi.contests.checks.paths import look_up
from hoithi.contests.written import as_written
from hoithi.plans.files import load_plan
from hoithi.plans.show import show_plan
from tests.plans.conftest import ROOT, SIGNED

PLANS = {path.stem: load_plan(path) for path in SIGNED}


def test_there_are_five() -> None:
    assert sorted(PLANS) == [
        "chau-thanh-2024",
        "chau-thanh-a-2021",
        "soc-son-2024",
        "soc-trang-2021",
        "vinh-linh-2024",
    ]


@pytest.mark.parametrize(
    ("slug", "count", "total", "units"),
    [
        ("chau-thanh-2024", 8, 4_200_000, None),
        ("vinh-linh-2024", 8, None, None),
        ("soc-trang-2021", 30, 61_000_000, 46),
        ("chau-thanh-a-2021", 25, 22_000_000, None),
        ("soc-son-2024", 16, 15_350_000, None),
    ],
)
def test_prizes_and_units_as_the_plan_counts_them(slug: str, count: int, total: int | None, units: int | None) -> None:
    shown = show_plan(PLANS[slug])
    assert (shown["prizes"]["count"], shown["prizes"]["total"], shown["units"]) == (count, total, units)


def test_a_monthly_prize_stays_out_of_count_and_total() -> None:
    prizes = show_plan(PLANS["chau-thanh-a-2021"])["prizes"]["items"]
    monthly = [prize for prize in prizes if prize["per"]]
    assert [(prize["per"], prize["quantity"], prize["cash"]) for prize in monthly] == [("month", 1, 1_000_000)]
    chosen = [(prize["quantity"], prize["cash"]) for prize in prizes if prize["standing"] is None]
    assert chosen == [(7, 0), (15, 0)]


@pytest.mark.parametrize(
    ("slug", "part", "opens", "closes"),
    [
        ("chau-thanh-2024", "video", "2024-09-20T00:00:00+07:00", "2024-09-26T00:00:00+07:00"),
        ("vinh-linh-2024", "video", "2024-06-20T00:00:00+07:00", "2024-06-26T00:00:00+07:00"),
        ("soc-trang-2021", "kien-thuc", "2021-09-15T07:00:00+07:00", "2021-10-16T00:00:00+07:00"),
        ("soc-trang-2021", "video", "2021-09-15T07:00:00+07:00", "2021-10-16T00:00:00+07:00"),
        ("chau-thanh-a-2021", "thi-dua", None, "2021-12-19T00:00:00+07:00"),
        ("soc-son-2024", "trac-nghiem", "2024-06-01T00:00:00+07:00", "2024-09-01T00:00:00+07:00"),
    ],
)
def test_windows(slug: str, part: str, opens: str | None, closes: str) -> None:
    found = next(row for row in show_plan(PLANS[slug])["parts"] if row["key"] == part)
    assert (found["opens"], found["closes"]) == (opens, closes)


def test_seats_as_listed_in_chau_thanh() -> None:
    bodies = {body.key: [seat.title for seat in body.seats] for body in PLANS["chau-thanh-2024"].bodies}
    assert bodies["ban-to-chuc"] == [
        "Trưởng ban",
        "Phó Trưởng ban thường trực",
        "Phó Trưởng ban",
        *["Thành viên"] * 4,
        "Thư ký",
    ]
    assert bodies["ban-giam-khao"] == ["Tổ trưởng", "Tổ phó", *["Thành viên"] * 6]
    jury = next(body for body in PLANS["chau-thanh-2024"].bodies if body.kind == "jury")
    assert [seat.invited for seat in jury.seats] == [False] * 4 + [True] * 4


def test_units_of_soc_trang() -> None:
    assert [part.count for part in PLANS["soc-trang-2021"].units.parts] == [18, 1, 1, 8, 7, 11]
    assert PLANS["soc-trang-2021"].standings[1].formula is None


def test_the_blueprint_of_soc_son_draws_each_cell_once() -> None:
    sections = PLANS["soc-son-2024"].parts[0].settings["quiz"]["blueprint"]["sections"]
    cells = [(cell["topic"], cell["difficulty"], cell["count"]) for section in sections for cell in section["cells"]]
    assert len(cells) == len(set(cells)) == 20
    assert {count for _, _, count in cells} == {1}


def test_files_a_plan_names_exist() -> None:
    for plan in PLANS.values():
        assert (ROOT / "samples" / "units" / plan.units.sample).is_file()
        assert (ROOT / "samples" / "the-le" / plan.rules_text.sample).is_file()


@pytest.mark.parametrize("slug", sorted(PLANS))
def test_sample_units_compete_in_groups_of_the_plan(slug: str) -> None:
    plan = PLANS[slug]
    groups = {group.key: group for group in plan.groups if group.subject == "unit"}
    with (ROOT / "samples" / "units" / plan.units.sample).open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["group"]]
    assert {row["group"] for row in rows} <= set(groups)
    assert all(row["kind"] in groups[row["group"]].unit_kinds for row in rows)
    for key, group in groups.items():
        if group.count is not None:
            assert sum(row["group"] == key for row in rows) == group.count


SETTINGS = [
    ("chau-thanh-2024", "topic[pci].key", "pci"),
    ("chau-thanh-2024", "group[doan-vien].mandatory", False),
    ("chau-thanh-2024", "entry.committee", "bar"),
    ("chau-thanh-2024", "part[video].entries.works.min", 1),
    ("chau-thanh-2024", "part[video].entries.works.max", None),
    ("chau-thanh-2024", "part[video].vote.opens", None),
    ("chau-thanh-2024", "awards.stacking", "allow"),
    ("vinh-linh-2024", "part[video].vote.source", "snapshot"),
    ("vinh-linh-2024", "part[video].vote.page.title", "Fanpage “Đài Truyền thanh Vĩnh Linh”"),
    ("vinh-linh-2024", "part[video].entries.file.tolerance_ms", 500),
    ("vinh-linh-2024", "milestone[trao-giai].precision", "quarter"),
    ("vinh-linh-2024", "milestone[cham-thi].precision", "month"),
    ("soc-trang-2021", "standing[tap-the].formula", None),
    ("soc-trang-2021", "part[kien-thuc].quiz.attempts", 1),
    ("soc-trang-2021", "part[kien-thuc].quiz.time_limit_min", 15),
    ("soc-trang-2021", "part[kien-thuc].quiz.close_policy", "cut"),
    ("soc-trang-2021", "part[kien-thuc].quiz.vendor_keys", "none"),
    ("soc-trang-2021", "part[video].close_may_move", True),
    ("soc-trang-2021", "standing[ca-nhan].tie_policy", "decision"),
    ("soc-trang-2021", "awards.per_subject", 1),
    ("soc-trang-2021", "entry.committee", "bar"),
    ("chau-thanh-a-2021", "part[thi-dua].scorecard.bonus.first_step", "after"),
    ("chau-thanh-a-2021", "part[thi-dua].scorecard.bonus.rounding", "floor"),
    ("chau-thanh-a-2021", "part[thi-dua].scorecard.zero_rule", "item"),
    ("chau-thanh-a-2021", "part[thi-dua].scorecard.ratio.definition", "resolved_over_received"),
    ("chau-thanh-a-2021", "part[thi-dua].scorecard.report.calendar", "calendar"),
    ("chau-thanh-a-2021", "part[thi-dua].scorecard.report.first", "after_issue"),
    ("chau-thanh-a-2021", "part[thi-dua].scorecard.report.figures", "cumulative"),
    ("chau-thanh-a-2021", "part[thi-dua].scorecard.monthly.basis", "cumulative"),
    ("chau-thanh-a-2021", "part[thi-dua].scorecard.monthly.groups", ["xa-thi-tran"]),
    ("chau-thanh-a-2021", "part[thi-dua].scorecard.monthly.threshold", False),
    ("chau-thanh-a-2021", "part[thi-dua].scorecard.threshold_on", "total"),
    ("chau-thanh-a-2021", "standing[xa-thi-tran].tie_policy", "decision"),
    ("chau-thanh-a-2021", "awards.vacant_ok", True),
    ("soc-son-2024", "group[cong-dan].eligible.min_age", 15),
    ("soc-son-2024", "group[cong-dan].eligible.under_age", "practise"),
    ("soc-son-2024", "standing[tap-the].formula", "rank_sum"),
    ("soc-son-2024", "standing[tap-the].terms[participants].agg", "count"),
    ("soc-son-2024", "standing[tap-the].terms[all_correct].measure", "all_correct"),
    ("soc-son-2024", "standing[tap-the].terms[mean_s].agg", "mean"),
    ("soc-son-2024", "standing[tap-the].counts", "roster"),
    ("soc-son-2024", "entry.committee", "no_prize"),
    ("soc-son-2024", "prize[ca-nhan-nhat].paper", "Giấy khen của BTC"),
    ("soc-son-2024", "part[trac-nghiem].quiz.bank_visibility", "separate"),
    ("soc-son-2024", "part[trac-nghiem].quiz.questions", 20),
    ("soc-son-2024", "part[trac-nghiem].quiz.time_limit_min", 20),
    ("soc-son-2024", "part[trac-nghiem].quiz.attempts", 3),
]


@pytest.mark.parametrize(("slug", "path", "value"), SETTINGS)
def test_every_open_question_of_the_domain_has_its_setting(slug: str, path: str, value: Any) -> None:
    assert look_up(as_written(PLANS[slug], everything=True), path) == value


@pytest.mark.parametrize("slug", sorted(PLANS))
def test_open_questions_are_answered_with_their_default(slug: str) -> None:
    for question in show_plan(PLANS[slug])["open_questions"]:
        assert question["value"] == question["default"] or question["note"], question["at"]


CLAUSES: list[tuple[str, str, Any]] = [
    ("chau-thanh-2024", "prize[binh-chon].cash", 500_000),
    ("chau-thanh-2024", "prize[nhat].paper", "Giấy khen của Chủ tịch UBND huyện"),
    ("chau-thanh-2024", "document.prefix", "KT."),
    ("vinh-linh-2024", "group[xa-thi-tran].min", 1),
    ("vinh-linh-2024", "group[xa-thi-tran].max", 2),
    ("vinh-linh-2024", "group[ca-nhan].max", 2),
    ("vinh-linh-2024", "group[ca-nhan].mandatory", False),
    ("vinh-linh-2024", "entry.coauthors", True),
    ("vinh-linh-2024", "part[video].entries.file.min_seconds", 300),
    ("vinh-linh-2024", "part[video].entries.file.max_seconds", 600),
    ("vinh-linh-2024", "part[video].entries.file.frames", ["1280x720", "1920x1080"]),
    ("vinh-linh-2024", "part[video].entries.file.aspect", "16:9"),
    ("vinh-linh-2024", "part[video].entries.file.containers", ["mp4"]),
    ("vinh-linh-2024", "part[video].entries.authors.fields", ["name", "position", "unit", "address", "phone"]),
    ("vinh-linh-2024", "part[video].entries.duplicates.near", True),
    ("vinh-linh-2024", "part[video].entries.intake.on_behalf", True),
    ("vinh-linh-2024", "part[video].entries.moderation.when", "after_close"),
    ("vinh-linh-2024", "part[video].entries.licence.credit", True),
    ("vinh-linh-2024", "prize[nhat].cash", None),
    ("vinh-linh-2024", "document.prefix", "TM."),
    ("soc-trang-2021", "part[kien-thuc].quiz.questions", 10),
    ("soc-trang-2021", "part[video].entries.authors.outside", True),
    ("soc-trang-2021", "part[video].entries.works.min", 1),
    ("soc-trang-2021", "prize[tap-the-nhat].consequences[0].kind", "propose_paper"),
    ("soc-trang-2021", "prize[ca-nhan].quantity", 10),
    ("soc-trang-2021", "milestone[cong-bo].closes", date(2021, 12, 31)),
    ("soc-trang-2021", "contact.phone", "02993.624.779"),
    ("chau-thanh-a-2021", "part[thi-dua].opens_note", "Tính từ ngày ban hành Kế hoạch"),
    ("chau-thanh-a-2021", "part[thi-dua].scorecard.report.day", 25),
    ("chau-thanh-a-2021", "part[thi-dua].scorecard.report.final_due", date(2021, 12, 18)),
    ("chau-thanh-a-2021", "part[thi-dua].scorecard.dossier.due", date(2021, 12, 18)),
    ("chau-thanh-a-2021", "part[thi-dua].scorecard.threshold", 90),
    ("chau-thanh-a-2021", "part[thi-dua].scorecard.targets[ty-le-truc-tuyen].low", 30),
    ("chau-thanh-a-2021", "part[thi-dua].scorecard.recheck.accountable", "Trưởng phòng Nội vụ"),
    ("chau-thanh-a-2021", "group[doanh-nghiep-nguoi-dan].prize", "hors_concours"),
    ("chau-thanh-a-2021", "prize[hang-nhat].consequences[0].amount", 15),
    ("chau-thanh-a-2021", "prize[hang-ba].consequences[1].amount", 3),
    ("soc-son-2024", "group[can-bo].eligible.roster", True),
    ("soc-son-2024", "milestone[trao-giai].precision", "month"),
    ("soc-son-2024", "standing[tap-the].ties", ["participants"]),
]


@pytest.mark.parametrize(("slug", "path", "value"), CLAUSES)
def test_clauses_of_the_domain_are_in_the_plans(slug: str, path: str, value: Any) -> None:
    assert look_up(as_written(PLANS[slug], everything=True), path) == value


def test_lists_of_the_domain_are_whole() -> None:
    assert [topic.key for topic in PLANS["chau-thanh-2024"].topics][-4:] == ["papi", "sipas", "par-index", "pci"]
    assert len(PLANS["chau-thanh-2024"].topics) == 12
    assert len(PLANS["vinh-linh-2024"].topics) == 6
    assert len(PLANS["vinh-linh-2024"].parts[0].settings["entries"]["genres"]) == 6
    assert len(PLANS["soc-son-2024"].budget.lines) == 6
    kinds = {body.kind for body in PLANS["soc-son-2024"].bodies}
    assert kinds >= {"organising", "helpers", "authors", "reviewers", "secretariat", "operators"}
    card = PLANS["chau-thanh-a-2021"].parts[0].settings["scorecard"]
    assert [(one["kind"], one["points"]) for one in card["penalties"]] == [
        ("late", -2),
        ("late", -5),
        ("missing", -5),
        ("untruthful", -2),
    ]
    for plan in PLANS.values():
        assert plan.document.bases
        assert plan.document.recipients
        assert plan.texts.purpose
        assert plan.consents


def test_the_police_write_questions_and_do_not_review_them() -> None:
    members = {body.key: body.members for body in PLANS["soc-son-2024"].bodies}
    assert "Công an huyện" in members["to-ra-de"]
    assert "Công an huyện" not in members["to-tham-dinh"]
