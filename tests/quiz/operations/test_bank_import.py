"""Banks from Excel, CSV and TOML: bad rows have their place, nothing is kept unless all is well or one says so."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest
import xlsxwriter

from hoithi.contests.models import Contest
from hoithi.core.errors import InvalidInput
from hoithi.core.tables import Sheet, write_xlsx
from hoithi.quiz.models import Question, QuestionVersion
from hoithi.quiz.operations.bank import retire_question
from hoithi.quiz.operations.bank_errors import OwnQuestion
from hoithi.quiz.operations.bank_file import import_bank_file
from hoithi.quiz.operations.bank_import import ImportCheck, check_import, import_questions
from hoithi.quiz.provider import preflight
from hoithi.quiz.queries.bank import newest
from hoithi.quiz.queries.bank_export import write_bank, write_template
from tests.contests import factories as make
from tests.quiz import banks
from tests.quiz.banks import NOW
from tests.samples.reading import SAMPLES, toml

pytestmark = pytest.mark.django_db
HEAD = ["Mã câu", "Chủ đề", "Mức độ", "Loại", "Câu hỏi", "Phương án A", "Phương án B", "Phương án C", "Phương án D"]
HEAD += ["Đáp án đúng", "Cố định thứ tự", "Giải thích", "Căn cứ"]


def row(code: str = "", text: str = "Câu nào?", right: str = "A", **changes: Any) -> list[Any]:
    cells = dict(
        zip(HEAD, [code, "Một cửa", "Dễ", "", text, "Một", "Hai", "Ba", "", right, "", "", "Luật"], strict=True)
    )
    return list((cells | changes).values())


def book(*rows: list[Any], head: list[str] = HEAD) -> bytes:
    return write_xlsx([Sheet("Câu hỏi", head, rows)])


@pytest.fixture
def contest(db: None) -> Contest:
    return banks.contest()


def take(contest: Contest, data: bytes, **how: Any) -> Any:
    return import_questions(contest, "de-thi", data, "ngan-hang.xlsx", now=NOW, by=None, **how)


def check(contest: Contest, data: bytes, name: str = "a.xlsx") -> ImportCheck:
    return check_import(contest, "de-thi", data, name, now=NOW, by=None)


def places(contest: Contest, *rows: list[Any]) -> list[str]:
    return [problem.at for problem in check(contest, book(*rows)).problems]


def test_a_checked_file_writes_nothing_and_an_imported_one_makes_drafts(contest: Contest) -> None:
    data = book(row("A1"), row(text="Câu không mã?"), row("A3", "Chọn những câu đúng?", "A, C"))
    checked = check(contest, data)
    assert (checked.rows, checked.added, checked.problems, Question.objects.count()) == (3, 3, [], 0)
    done = take(contest, data)
    assert (done.written, done.added) == (True, 3)
    kinds = {q.code: (newest(q).kind, q.state) for q in Question.objects.select_related("pending", "current")}
    assert kinds == {"A1": ("single", "draft"), "C0001": ("single", "draft"), "A3": ("multiple", "draft")}


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"Chủ đề": "Không có"}, "Chủ đề"),
        ({"Mức độ": "Rất khó"}, "Mức độ"),
        ({"Loại": "Tự luận"}, "Loại"),
        ({"Câu hỏi": ""}, "Câu hỏi"),
        ({"Phương án B": "một"}, "Phương án B"),
        ({"Phương án A": ""}, "Đáp án đúng"),
        ({"Đáp án đúng": "Z"}, "Đáp án đúng"),
        ({"Đáp án đúng": ""}, "Đáp án đúng"),
        ({"Đáp án đúng": "A, B", "Loại": "Một đáp án"}, "Đáp án đúng"),
        ({"Câu hỏi": "x" * 2001}, "Câu hỏi"),
        ({"Mã câu": "a/b"}, "Mã câu"),
    ],
)
def test_a_bad_row_is_named_with_row_and_column(contest: Contest, changes: dict[str, Any], column: str) -> None:
    assert places(contest, row("A1"), row("A2", **changes), row("A3")) == [f"dòng 3, cột {column}"]


def test_a_code_twice_is_named(contest: Contest) -> None:
    assert places(contest, row("A1"), row("A1")) == ["dòng 3, cột Mã câu"]


def test_with_a_bad_row_nothing_is_written_unless_one_says_so(contest: Contest) -> None:
    data = book(row("A1"), row("A2", right="Z"), row("A3"))
    with pytest.raises(InvalidInput) as refusal:
        take(contest, data)
    assert ([problem.at for problem in refusal.value.problems], Question.objects.count()) == (
        ["dòng 3, cột Đáp án đúng"],
        0,
    )
    assert take(contest, data, skip_bad=True).bad_rows == 1
    assert list(Question.objects.values_list("code", flat=True)) == ["A1", "A3"]


def test_importing_again_changes_by_code_and_keeps_what_is_the_same(contest: Contest) -> None:
    take(contest, book(row("A1"), row("A2", "Câu khác?")))
    done = take(contest, book(row("A1"), row("A2", "Câu khác hẳn?"), row("A3", "Câu thứ ba?")))
    assert (done.unchanged, done.changed, done.added) == (1, 1, 1)
    versions = QuestionVersion.objects.filter(question__code="A2").values_list("no", "text")
    assert list(versions) == [(1, "Câu khác?"), (2, "Câu khác hẳn?")]
    assert newest(Question.objects.get(code="A2")).no == 2


def test_a_change_of_an_approved_question_waits_and_a_retired_one_is_a_bad_row(contest: Contest) -> None:
    approved = banks.approved(contest, code="A1")
    retired = retire_question(banks.approved(contest, code="A2"), now=NOW, by=None)
    take(contest, book(row("A1", "Câu đổi?"), row(retired.code)), skip_bad=True)
    approved.refresh_from_db()
    assert (approved.state, approved.current.no, approved.pending.no) == ("approved", 1, 2)
    assert not Question.objects.get(code="A2").pending


def test_near_twins_are_listed_within_the_file_and_across_banks(contest: Contest) -> None:
    banks.written(contest, bank="on-tap", code="O1", text="Cơ quan nào ban hành Nghị quyết số 76/NQ-CP ngày 15/7/2021?")
    checked = check(
        contest,
        book(
            row("A1", "Cơ quan nào ban hành nghị quyết số 76/NQ-CP, ngày 15/7/2021"),
            row("A2", "Thời hạn giải quyết thủ tục là bao nhiêu ngày làm việc?"),
            row("A3", "Thời hạn giải quyết thủ tục là bao nhiêu ngày làm việc"),
        ),
    )
    assert {(twin.one, twin.other) for twin in checked.twins} == {("A1", "O1"), ("A3", "A2")}
    assert not checked.problems


def test_true_false_needs_no_options_and_words_are_read_as_people_write_them(contest: Contest) -> None:
    blank = {"Phương án A": "", "Phương án B": "", "Phương án C": ""}
    cells = row("A1", right="Sai", **blank, **{"Loại": "Đúng/Sai", "Mức độ": "vận dụng", "Chủ đề": "MOT CUA"})
    take(contest, book(cells, row("A2", right="Hai", **{"Cố định thứ tự": "x"})))
    one, two = (newest(q) for q in Question.objects.select_related("pending").order_by("code"))
    assert [(o["text"], o["correct"]) for o in one.options] == [("Đúng", False), ("Sai", True)]
    assert (one.kind, one.difficulty, one.topic, one.shuffle) == ("true_false", "hard", "mot-cua", False)
    assert ([o["correct"] for o in two.options], two.shuffle) == ([False, True, False], False)


def merged() -> bytes:
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target)
    sheet = workbook.add_worksheet()
    for at, cells in enumerate([HEAD, row("A1"), row("A2"), row("A3")]):
        sheet.write_row(at, 0, cells)
    sheet.merge_range(2, 1, 3, 1, "Một cửa")
    workbook.close()
    return target.getvalue()


def test_merged_cells_are_named_and_the_other_rows_may_be_taken(contest: Contest) -> None:
    checked = check(contest, merged())
    assert checked.problems[0].at.startswith("dòng 3–4, cột")
    assert (checked.rows, checked.bad_rows, checked.takable, checked.good_rows) == (3, 2, True, 1)
    take(contest, merged(), skip_bad=True)
    assert [q.code for q in Question.objects.all()] == ["A1"]


def test_numbers_become_text(contest: Contest) -> None:
    take(contest, book(row("A1", **{"Phương án A": 4, "Phương án B": 5, "Phương án C": 6, "Giải thích": 2024})))
    version = newest(Question.objects.select_related("pending").get())
    assert ([o["text"] for o in version.options], version.explanation) == (["4", "5", "6"], "2024")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_files_of_any_unicode_are_read(contest: Contest, encoding: str) -> None:
    text = "\n".join(";".join(map(str, cells)) for cells in [HEAD, row("A1", "Ủy ban nào?", "A")])
    done = import_questions(contest, "de-thi", text.encode(encoding), "a.csv", now=NOW, by=None)
    assert done.added == 1
    assert newest(Question.objects.select_related("pending").get()).text == "Ủy ban nào?"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0old", b"\x00\x01\x02", b"<html>x"])
def test_what_is_no_table_is_refused_in_words(contest: Contest, data: bytes) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check(contest, data)
    assert str(refusal.value)


def test_a_missing_column_is_named(contest: Contest) -> None:
    head = [title for title in HEAD if title != "Đáp án đúng"]
    with pytest.raises(InvalidInput) as refusal:
        check(contest, book(row("A1")[:9], head=head))
    assert "Đáp án đúng" in str(refusal.value)


def test_five_thousand_questions_take_seconds(contest: Contest) -> None:
    rows = [
        row(f"K{n:04}", f"Thủ tục số {n} thuộc lĩnh vực {n % 97} do cơ quan {n % 89} nào giải quyết?")
        for n in range(5000)
    ]
    rows[4321] = row("K4321", right="Z")
    data = book(*rows)
    started = time.process_time()
    checked = check(contest, data)
    done = take(contest, data, skip_bad=True)
    assert time.process_time() - started < 30
    assert ([problem.at for problem in checked.problems], done.added) == (["dòng 4323, cột Đáp án đúng"], 4999)
    assert Question.objects.filter(pending__no=1).count() == 4999


def test_what_is_exported_imports_again_unchanged(contest: Contest) -> None:
    questions = [banks.approved(contest), banks.written(contest, shuffle=False), banks.written(contest, bank="on-tap")]
    data = write_bank(contest, "Ngân hàng", [newest(question) for question in questions[:2]])
    done = take(contest, data)
    assert (done.unchanged, done.changed, done.added) == (2, 0, 0)


def test_the_template_can_be_filled_in_and_sent_back(contest: Contest) -> None:
    checked = check(contest, write_template(contest))
    assert (checked.problems, checked.added) == ([], 3)


def sample_contest() -> Contest:
    cells = [{"topic": topic["key"], "count": 2} for topic in toml("banks/cchc.toml")["topic"]]
    part = {
        "key": "trac-nghiem",
        "kind": "quiz",
        "title": "Thi",
        "opens": make.OPENS,
        "closes": make.CLOSES,
        "quiz": {"questions": 20, "time_limit_min": 20, "attempts": 1, "blueprint": {"sections": [{"cells": cells}]}},
    }
    return make.contest(topic=toml("banks/cchc.toml")["topic"], part=[part])


def test_the_sample_bank_fills_both_banks_and_the_preflight_is_content() -> None:
    contest = sample_contest()
    path = SAMPLES / "banks" / "cchc.toml"
    added = import_bank_file(contest, path, now=NOW, approve=True)
    assert set(added) == {"de-thi", "on-tap"}
    assert sum(added.values()) == Question.objects.filter(state="approved").count() >= 120
    assert not preflight(contest.parts.select_related("contest").get(), now=NOW)
    assert import_bank_file(contest, path, now=NOW, approve=True) == {"de-thi": 0, "on-tap": 0}


def test_a_sample_is_not_approved_by_its_author() -> None:
    contest = sample_contest()
    author = banks.author(contest)
    path = SAMPLES / "banks" / "cchc.toml"
    with pytest.raises(OwnQuestion):
        import_bank_file(contest, path, now=NOW, author=author, reviewer=author, approve=True)
    import_bank_file(contest, path, now=NOW, author=author)
    assert set(Question.objects.values_list("state", flat=True)) == {"draft"}


def test_a_broken_bank_file_is_refused_with_every_place(contest: Contest, tmp_path: Any) -> None:
    path = tmp_path / "bank.toml"
    path.write_text('[[question]]\ncode = "X"\nbank = "study"\ntext = "?"\noptions = []\n', encoding="utf-8")
    with pytest.raises(InvalidInput) as refusal:
        import_bank_file(contest, path, now=NOW)
    assert "question[X].topic" in {problem.at for problem in refusal.value.problems}
    path.write_text("không phải toml", encoding="utf-8")
    with pytest.raises(InvalidInput):
        import_bank_file(contest, path, now=NOW)
