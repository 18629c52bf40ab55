"""Files of other programs into the bank and out of it: nothing is lost, nothing twice, every bad question named."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from hoithi.contests.models import Contest
from hoithi.core.errors import InvalidInput
from hoithi.quiz.formats.files import FORMATS
from hoithi.quiz.formats.gift_write import write_gift
from hoithi.quiz.formats.model import Choice, Image, Item
from hoithi.quiz.formats.word_write import write_word
from hoithi.quiz.models import Picture, Question
from hoithi.quiz.operations.bank import write_question
from hoithi.quiz.operations.bank_errors import DefaultsMissing
from hoithi.quiz.operations.bank_import import ImportCheck, check_import, import_questions
from hoithi.quiz.operations.bank_reading import Defaults
from hoithi.quiz.queries.bank import draft_of, newest
from hoithi.quiz.queries.bank_export import not_held, write_bank_as
from hoithi.quiz.queries.bank_sample import write_sample
from hoithi.quiz.rules.question import Option
from tests.quiz import banks, pictures
from tests.quiz.banks import NOW
from tests.quiz.formats.items import item

pytestmark = pytest.mark.django_db
PICKED = Defaults("mot-cua", "easy")


@pytest.fixture
def contest(db: None) -> Contest:
    return banks.contest()


def check(contest: Contest, data: bytes, name: str) -> ImportCheck:
    return check_import(contest, "de-thi", data, name, now=NOW, by=None)


def take(contest: Contest, data: bytes, name: str, **how: Any) -> ImportCheck:
    return import_questions(contest, "de-thi", data, name, now=NOW, by=None, **how)


def versions(contest: Contest) -> list[Any]:
    rows = Question.objects.filter(bank__contest=contest, bank__key="de-thi").select_related(
        "bank", "current", "pending"
    )
    return [newest(question) for question in rows.order_by("code")]


def filled(contest: Contest) -> None:
    ten = tuple(Option(f"Phương án số {n}", n == 10) for n in range(1, 11))
    banks.written(contest, code="A1", text="Mười phương án; 5 = 5 {x} ~ # “a” <b> & *?", options=ten, shuffle=False)
    several = (Option("Một", True), Option("Hai", True), Option("Ba"))
    banks.written(contest, code="A2", kind="multiple", options=several, topic="de-an-06", difficulty="hard")
    banks.written(contest, code="A3", kind="true_false", options=(Option("Đúng"), Option("Sai", True)))


@pytest.mark.parametrize("form", ["xlsx", "docx", "gift", "moodle", "qti21", "qti3"])
def test_what_is_exported_imports_again_unchanged(contest: Contest, form: str) -> None:
    filled(contest)
    data = write_bank_as(contest, form, "Ngân hàng", versions(contest))
    done = take(contest, data, f"a.{FORMATS[form].ending}")
    assert (done.unchanged, done.changed, done.added, done.problems) == (3, 0, 0, [])
    other = banks.contest(slug="khac")
    take(other, data, f"a.{FORMATS[form].ending}")
    assert [draft_of(version) for version in versions(other)] == [draft_of(version) for version in versions(contest)]


@pytest.mark.parametrize("form", ["docx", "moodle", "qti21", "qti3"])
def test_pictures_go_out_and_come_back(contest: Contest, form: str) -> None:
    data = write_word([item(images=(Image("a.png", pictures.drawing(), "Sơ đồ"),))], "")
    take(contest, data, "a.docx", defaults=PICKED)
    (version,) = versions(contest)
    assert draft_of(version).picture.alt == "Sơ đồ"
    out = write_bank_as(contest, form, "Ngân hàng", [version])
    done = take(contest, out, f"a.{FORMATS[form].ending}")
    assert (done.unchanged, done.changed, Picture.objects.count()) == (1, 0, 1)


def test_excel_leaves_the_pictures_of_the_bank_as_they_are(contest: Contest) -> None:
    take(
        contest,
        write_word([item(images=(Image("a.png", pictures.drawing(), "Sơ đồ"),))], ""),
        "a.docx",
        defaults=PICKED,
    )
    out = write_bank_as(contest, "xlsx", "Ngân hàng", versions(contest))
    assert take(contest, out, "a.xlsx").unchanged == 1
    assert [problem.at for problem in not_held(contest, "gift", versions(contest))] == ["C0001"]


def test_a_picture_that_cannot_be_kept_is_named_with_its_question(contest: Contest) -> None:
    shown = (Image("a.png", b"no picture", "Sơ đồ"),)
    checked = check(contest, write_word([item(images=shown), item("Không hình?")], ""), "a.docx")
    assert [problem.at for problem in checked.problems] == ["câu 1, đoạn 1"]
    assert "không phải hình" in str(checked.problems[0].message)
    assert (checked.added, checked.bad_rows) == (1, 1)


def test_what_the_file_does_not_say_is_picked_and_never_guessed(contest: Contest) -> None:
    data = write_gift([item(), item("Câu hai?", topic="Lạ", difficulty="Siêu khó")])
    checked = check(contest, data, "a.gift")
    assert (checked.no_topic, checked.no_difficulty, checked.by_topic) == (2, 2, [("chưa có", 2)])
    assert any("“Lạ”" in str(warning.message) for warning in checked.warnings)
    with pytest.raises(DefaultsMissing):
        take(contest, data, "a.gift")
    assert not Question.objects.exists()
    take(contest, data, "a.gift", defaults=PICKED)
    assert {(question.topic, question.difficulty) for question in Question.objects.all()} == {("mot-cua", "easy")}


@pytest.mark.parametrize("form", ["gift", "docx", "moodle", "qti21", "aiken"])
def test_the_same_file_twice_adds_nothing(contest: Contest, form: str) -> None:
    out = FORMATS[form]
    assert out.write is not None
    data = out.write([item(), item("Câu hai?")], "")
    take(contest, data, f"a.{out.ending}", defaults=PICKED)
    again = take(contest, data, f"a.{out.ending}", defaults=PICKED)
    assert (again.unchanged, again.added, Question.objects.count()) == (2, 0, 2)


def test_a_topic_is_found_by_a_category_above_or_a_numbered_heading(contest: Contest) -> None:
    source = "$CATEGORY: top/Đề án 06/Tuần 1\n\nHai? {=a ~b}\n"
    assert check(contest, source.encode(), "a.gift").by_topic == [("Đề án 06", 1)]
    data = write_word([item()], "")
    assert check(contest, data, "a.docx").no_topic == 1
    titled = write_word([item(topic="CHỦ ĐỀ 2: MỘT CỬA")], "")
    assert check(contest, titled, "a.docx").by_topic == [("Một cửa", 1)]


def big(at: int) -> Item:
    """Every hundredth question is bad, each in another way."""
    one = item(
        f"Thủ tục {at % 89} của lĩnh vực {at % 97}, trường hợp {at}, do cơ quan nào giải quyết?", topic="Một cửa"
    )
    choices = {
        0: (Choice("Xã", True), Choice("xã"), Choice("Huyện")),
        100: (Choice("Xã"), Choice("Huyện")),
        200: (Choice("Xã", True), Choice("Huyện", True)),
    }
    return (
        replace(one, options=choices.get(at % 300, one.options), difficulty="Dễ", code=f"K{at}")
        if at % 100 == 0
        else (replace(one, difficulty="Dễ", code=f"K{at}"))
    )


@pytest.mark.parametrize("form", ["gift", "moodle", "qti21", "docx"])
def test_five_thousand_questions_with_bad_ones_take_seconds(contest: Contest, form: str) -> None:
    out = FORMATS[form]
    assert out.write is not None
    data = out.write([big(at) for at in range(5000)], "")
    started = time.process_time()
    checked = check(contest, data, f"a.{out.ending}")
    assert time.process_time() - started < 30
    assert (checked.rows, checked.bad_rows, checked.added) == (5000, 50, 4950)
    assert all(problem.at and str(problem.message) for problem in checked.problems)
    assert set(checked.texts) >= {problem.at for problem in checked.problems}


def test_old_fonts_are_named_in_tables_too(contest: Contest) -> None:
    source = (
        "Câu hỏi;Phương án A;Phương án B;Đáp án đúng;Chủ đề;Mức độ\nC¸n bé c«ng chøc lµ ai?;Mét;Hai ng­êi;A;Một cửa;Dễ\n"
    )
    (problem,) = check(contest, source.encode(), "a.csv").problems
    assert (problem.at, "TCVN3" in str(problem.message)) == ("dòng 2, cột Câu hỏi", True)


@pytest.mark.parametrize("form", list(FORMATS))
def test_the_sample_of_each_format_is_read_without_a_word(contest: Contest, form: str) -> None:
    checked = check(contest, write_sample(contest, form), f"mau.{FORMATS[form].ending}")
    assert (checked.problems, checked.added) == ([], 1 if form == "aiken" else 3)


def test_aiken_says_which_questions_it_cannot_hold(contest: Contest) -> None:
    filled(contest)
    assert [problem.at for problem in not_held(contest, "aiken", versions(contest))] == ["A2", "A3"]


def test_ten_options_survive_excel(contest: Contest) -> None:
    ten = tuple(Option(f"Phương án số {n}", n == 10) for n in range(1, 11))
    write_question(contest, "de-thi", banks.draft(options=ten), now=NOW, by=None)
    data = write_bank_as(contest, "xlsx", "Ngân hàng", versions(contest))
    other = banks.contest(slug="khac")
    take(other, data, "a.xlsx")
    assert draft_of(versions(other)[0]).options == ten


def test_open_changes_in_word_leave_the_bank_alone(contest: Contest) -> None:
    from tests.quiz.formats.word import docx, p, run

    changed = docx(p("Câu 1: Ai?"), f'<w:p><w:ins w:id="1">{run("A. Một")}</w:ins></w:p>', p("B. Hai"))
    with pytest.raises(InvalidInput):
        take(contest, changed, "a.docx", skip_bad=True, defaults=PICKED)
    assert not Question.objects.exists()
