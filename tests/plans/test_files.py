"""Plan files: clean, canonical, and every bad input with its sentence and place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hoithi.contests.schema import Plan
from hoithi.contests.written import as_written
from hoithi.plans.canonical import dump_plan
from hoithi.plans.files import InvalidPlan, load_plan, parse_plan
from tests.plans.conftest import EVERY, MINIMAL, ROOT


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_a_file_makes_a_round_trip(path: Path) -> None:
    plan = load_plan(path)
    text = dump_plan(plan)
    again = parse_plan(text)
    assert again == plan
    assert dump_plan(again) == text


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_the_stored_form_gives_the_same_plan(path: Path) -> None:
    plan = load_plan(path)
    stored = plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    again = Plan.model_validate(json.loads(json.dumps(stored)))
    assert again == plan
    assert dump_plan(again) == dump_plan(plan)


def test_midnights_are_written_as_days() -> None:
    part = as_written(load_plan(EVERY[3]))["part"][0]
    assert (str(part["opens"]), str(part["closes"])) == ("2021-09-15 07:00:00", "2021-10-15")


def test_an_instant_in_another_zone_is_the_same_instant() -> None:
    utc = MINIMAL.replace("opens = 2026-03-01", "opens = 2026-02-28T17:00:00Z")
    assert parse_plan(utc) == parse_plan(MINIMAL)


def problems(text: str) -> list[tuple[str, str]]:
    with pytest.raises(InvalidPlan) as caught:
        parse_plan(text)
    return [(problem.at, str(problem.message)) for problem in caught.value.problems]


def changed(old: str, new: str) -> str:
    assert old in MINIMAL
    return MINIMAL.replace(old, new, 1)


SCORE = '[[standing]]\nkey = "sau"\ntitle = "Sau"\nsubject = "person"\n'
BAD = [
    ("closes = 2026-03-31", "cloze = 2026-03-31", "part[0].cloze", "không có khóa “cloze”, có phải “closes”?"),
    (
        "closes = 2026-03-31",
        "closes = 2026-02-01",
        "part[0].closes",
        "thời điểm kết thúc (closes) phải sau thời điểm bắt đầu",
    ),
    ('title = "Giải nhất"', 'tilte = "Giải nhất"', "prize[0].title", "thiếu khóa này"),
    ("quantity = 1", 'quantity = "1"', "prize[0].quantity", "cần một số nguyên"),
    ("quantity = 1", "quantity = 0", "prize[0].quantity", "phải từ 1 trở lên"),
    (
        'subject = "person"\n\n[[part]]',
        'subject = "people"\n\n[[part]]',
        "group[0].subject",
        "hãy chọn một trong: person",
    ),
    ('key = "nguoi-dan"', 'key = "Người dân"', "group[0].key", "mã chỉ gồm chữ thường không dấu"),
    ('kind = "quiz"', 'kind = "quizz"', "part[0].kind", "không có loại phần thi “quizz”, có phải “quiz”?"),
    ("attempts = 1", "attempt = 1", "part[0].quiz.attempt", "không có khóa “attempt”, có phải “attempts”?"),
    ("attempts = 1", "attempts = 0", "part[0].quiz.attempts", "phải từ 1 trở lên"),
    ("attempts = 1", "attempts = true", "part[0].quiz.attempts", "cần một số nguyên"),
    ("quiz = {", "qiuz = {", "part[0].qiuz", "không có khóa “qiuz”, có phải “quiz”?"),
    ("quiz = {", "qiuz = {", "part[0].quiz", "thiếu bảng cài đặt này"),
    (
        'standing = "chung"',
        'standing = "chungg"',
        "prize[0].standing",
        "không có bảng xếp hạng “chungg”, có phải “chung”?",
    ),
    ('standing = "chung"\n', "", "prize[0].subject", "phải ghi trao cho ai"),
    ('part = "thi"', 'part = "thj"', "standing[0].terms[0].part", "không có phần thi “thj”"),
    ('measure = "correct"', 'measure = "corect"', "standing[0].terms[0].measure", "có phải “correct”?"),
    ('measure = "correct" }', 'measure = "correct", scale = "step" }', "standing[0].terms[0].steps", "thang bậc"),
    ('subject = "person"\nformula', 'subject = "unit"\nformula', "standing[0].terms[0].agg", "cần cách gộp (agg)"),
    (
        'subject = "person"\nformula',
        'subject = "unit"\ngroups = ["nguoi-dan"]\nformula',
        "standing[0].groups[0]",
        "là person",
    ),
    ("quantity = 1", 'quantity = 1\nper = "month"', "prize[0].per", "hai khóa phải khớp"),
    (
        "[[group]]",
        "[units]\ncount = 3\npart = [{title = 'Xã', count = 2}]\n\n[[group]]",
        "units.count",
        "tổng các dòng là 2",
    ),
    (
        "[[part]]",
        "[[body]]\nkey = 'ban'\nkind = 'jury'\ntitle = 'Ban'\ncount = 2\n\n[[part]]",
        "body[0].count",
        "0 ghế",
    ),
    ("[[part]]", "[[group]]\nkey='nguoi-dan'\ntitle='X'\nsubject='unit'\n\n[[part]]", "group[1].key", "bị trùng"),
    ("[[prize]]", SCORE + "terms = [{key='a', title='A', standing='sau'}]\n\n[[prize]]", "standing[1]", "của chính nó"),
    (
        "[[prize]]",
        "[[open_question]]\nat='part[thi].quiz.atempts'\nquestion='?'\n\n[[prize]]",
        "open_question[0].at",
        "không chỉ tới cài đặt nào",
    ),
    (
        "[[prize]]",
        "[[open_question]]\nat='part[thi].quiz.attempts'\nquestion='?'\ndefault=2\n\n[[prize]]",
        "open_question[0]",
        "giá trị đang đặt (1) khác mặc định đề xuất (2)",
    ),
    (
        "[[prize]]",
        "[[open_question]]\nat='part[thi].quiz.counts'\nquestion='?'\ndefault='best'\n\n[[prize]]",
        "open_question[0].at",
        "phải được ghi rõ trong tệp",
    ),
    (
        "[[prize]]",
        "[[milestone]]\nkey='trao'\ntitle='Trao'\nphase='award'\ncloses=2026-03-20\n\n[[prize]]",
        "milestone[0].closes",
        "trước khi phần thi cuối cùng kết thúc",
    ),
    (
        "attempts = 1",
        "attempts = 1, blueprint = {sections=[{cells=[{topic='a', count=9}]}]}",
        "part[0].quiz",
        "có 9 câu",
    ),
    (
        "attempts = 1",
        "attempts = 1, blueprint = {sections=[{cells=[{topic='a', count=10}]}]}",
        "part[0].quiz.blueprint.sections[0].cells[0].topic",
        "không có chủ đề nào mang mã “a”",
    ),
    ("closes = 2026-03-31", "closes = 2026-03-31\nvote = {}", "part[0].vote", "không có khóa “vote”"),
    (
        "closes = 2026-03-31",
        "series = {count = 2, step_minutes = 60, length_minutes = 90}",
        "part[0].series",
        "một vòng không được dài hơn",
    ),
    ("year = 2026", "year = nam", "dòng 4, cột 8", "tệp TOML sai cú pháp"),
    ('short_title = "Thi thử"', 'title = "Lần nữa"', "dòng 3, cột 18", "khóa này đã có ở trên"),
]


@pytest.mark.parametrize(("old", "new", "at", "sentence"), BAD, ids=[f"{i}-{case[2]}" for i, case in enumerate(BAD)])
def test_bad_input_is_answered_with_place_and_sentence(old: str, new: str, at: str, sentence: str) -> None:
    found = problems(changed(old, new))
    assert any(place == at and sentence in message for place, message in found), found


def test_the_minimal_plan_is_clean() -> None:
    assert parse_plan(MINIMAL).slug == "thu"


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes("Kế hoạch".encode("utf-16"))
    with pytest.raises(InvalidPlan, match="không phải chữ UTF-8"):
        load_plan(path)
    with pytest.raises(InvalidPlan, match="không có tệp"):
        load_plan(tmp_path / "none.toml")
    with pytest.raises(InvalidPlan, match="không đọc được tệp"):
        load_plan(tmp_path)


def test_the_guide_shows_a_plan_that_loads() -> None:
    blocks = (ROOT / "docs" / "plan-guide.md").read_text(encoding="utf-8").split("```toml\n")[1:]
    smallest, question = (block.split("```")[0] for block in blocks[:2])
    assert len(parse_plan(f"{smallest}\n{question}").open_questions) == 1
