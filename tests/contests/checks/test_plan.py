"""References, counts and dates of a plan, each broken once."""

from __future__ import annotations

import pytest

from hoithi.plans.files import InvalidPlan, parse_plan
from tests.plans.conftest import MINIMAL

ENTRIES = """
[[part]]
key = "tac-pham"
kind = "entries"
title = "Tác phẩm"
entries = { media = "document", %s }
"""
CASES = [
    ('subject = "person"\n\n', 'subject = "person"\nmin = 3\nmax = 2\n\n', "group[0].max", "nhỏ hơn số tối thiểu"),
    ('subject = "person"\n\n', 'subject = "unit"\neligible = {min_age = 9}\n\n', "group[0].eligible.min_age", "đơn vị"),
    (
        "[[part]]",
        "[entry]\ncommittee_bodies = ['ban']\n\n[[part]]",
        "entry.committee_bodies[0]",
        "không có ban, tổ “ban”",
    ),
    (
        "[[part]]",
        "[[group]]\nkey='xa'\ntitle='Xã'\nsubject='unit'\ncount=3\n\n[units]\ncount=4\n\n[[part]]",
        "units.count",
        "các đối tượng là đơn vị có tất cả 3",
    ),
    (
        "[[part]]",
        """[[group]]\nkey='xa'\ntitle='Xã'\nsubject='unit'\ncount=3
[units]\npart=[{title='Xã', count=2, group='xa'}]\n\n[[part]]""",
        "group[1].count",
        "có 2 đơn vị, khác count = 3",
    ),
    ("[[part]]", "[units]\npart=[{title='Xã', count=2, group='xa'}]\n\n[[part]]", "units.part[0].group", "“xa”"),
    ("closes = 2026-03-31", "closes = 2026-03-31\ngroups = ['dan']", "part[0].groups[0]", "đối tượng dự thi “dan”"),
    (
        "closes = 2026-03-31",
        "entrants_from = {standing = 'la', top = 3}",
        "part[0].entrants_from.standing",
        "bảng xếp hạng “la”",
    ),
    (
        "closes = 2026-03-31",
        "entrants_from = {standing = 'chung', top = 3}",
        "standing[0]",
        "chờ kết quả của chính nó",
    ),
    (
        "closes = 2026-03-31",
        "closes = 2026-03-31\nseries = {count = 2, step_minutes = 60, length_minutes = 60}",
        "part[0].closes",
        "vòng cuối kết thúc lúc 02:00 01/03/2026",
    ),
    (
        "opens = 2026-03-01\ncloses = 2026-03-31",
        "series = {count = 2, step_minutes = 60, length_minutes = 60}",
        "part[0].opens",
        "cần thời điểm mở của vòng đầu",
    ),
    ('measure = "correct"', 'measure = "correct", rounds = "sum"', "standing[0].terms[0].rounds", "có series"),
    ('measure = "correct"', 'measure = "correct", scale = "max_share"', "standing[0].terms[0].maximum", "cần maximum"),
    (
        'measure = "correct"',
        'measure = "correct", where = {groups = ["x"]}',
        "standing[0].terms[0].where.groups[0]",
        "“x”",
    ),
    (
        'measure = "correct"',
        'measure = "correct", where = {measure = "taked"}',
        "standing[0].terms[0].where.measure",
        "có phải “taken”?",
    ),
    ('part = "thi", measure = "correct"', 'standing = "la"', "standing[0].terms[0].standing", "bảng xếp hạng “la”"),
    ('part = "thi", measure = "correct"', 'measure = "correct"', "standing[0].terms[0]", "đúng một nguồn"),
    ('formula = "lexicographic"', 'formula = "weighted"', "standing[0]", "cần weight cho mọi tiêu chí"),
    ('formula = "lexicographic"', 'each = "round"', "standing[0].each", "cần một phần thi có series"),
    ('formula = "lexicographic"', 'ties = ["la"]', "standing[0]", "không có tiêu chí “la”"),
    ('formula = "lexicographic"', 'groups = ["la"]', "standing[0].groups[0]", "đối tượng dự thi “la”"),
    ("quantity = 1", 'quantity = 1\nsubject = "unit"', "prize[0].subject", "khác subject của giải"),
    ("quantity = 1", 'quantity = 1\ngroup = "la"', "prize[0].group", "đối tượng dự thi “la”"),
    (
        "quantity = 1",
        'quantity = 1\nconditions = [{term="corect", at_least=1}]',
        "prize[0].conditions[0].term",
        "“correct”",
    ),
    ("attempts = 1", "attempts = 1, by_group = {x = {attempts = 2}}", "part[0].quiz.by_group.x", "mã “x”"),
    ("attempts = 1", "attempts = 1, study_bank = 'de-thi'", "part[0].quiz.study_bank", "trùng ngân hàng đề thi"),
    (
        "[[standing]]",
        ENTRIES % "licence = {channels = ['bao']}" + "\n[[standing]]",
        "part[1].entries.licence.channels[0]",
        "không có kênh truyền thông nào mang mã “bao”",
    ),
    (
        "[[standing]]",
        ENTRIES % "moderation = {body = 'ban'}" + "\n[[standing]]",
        "part[1].entries.moderation.body",
        "không có ban, tổ nào mang mã “ban”",
    ),
    (
        "[[standing]]",
        ENTRIES % "declarations = [{key='a', title='A', text='A'}, {key='a', title='B', text='B'}]" + "\n[[standing]]",
        "part[1].entries.declarations",
        "mã “a” bị trùng",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "at", "sentence"), CASES, ids=[f"{i}-{case[2]}" for i, case in enumerate(CASES)]
)
def test_what_does_not_hold_together_is_told_at_its_place(old: str, new: str, at: str, sentence: str) -> None:
    assert old in MINIMAL
    with pytest.raises(InvalidPlan) as caught:
        parse_plan(MINIMAL.replace(old, new, 1))
    found = [(problem.at, str(problem.message)) for problem in caught.value.problems]
    assert any(place == at and sentence in message for place, message in found), found


def test_one_pass_tells_everything_that_does_not_hold() -> None:
    text = MINIMAL.replace('standing = "chung"', 'standing = "la"').replace("attempts = 1", "attempts = 0")
    with pytest.raises(InvalidPlan) as caught:
        parse_plan(text)
    assert [problem.at for problem in caught.value.problems] == ["part[0].quiz.attempts", "prize[0].standing"]
