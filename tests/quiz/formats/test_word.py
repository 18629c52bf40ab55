"""Word documents people really have: how answers are marked, how lists are made, what is refused and where."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from hoithi.core.errors import InvalidInput
from hoithi.quiz.formats.model import Item, Reading
from hoithi.quiz.formats.word_read import read_word
from tests.quiz.formats.word import docx, p, run, table

HERE = Path(__file__).parent / "fixtures"


def said(item: Item) -> tuple[str, list[str], list[int]]:
    """(text, options, numbers of the right ones from 0)."""
    return item.text, [one.text for one in item.options], [at for at, one in enumerate(item.options) if one.correct]


def only(*blocks: str) -> Item:
    reading = read_word(docx(*blocks))
    assert not reading.faults, reading.faults
    assert len(reading.items) == 1, reading.items
    return reading.items[0]


def faults(*blocks: str) -> list[tuple[str, str]]:
    return [(fault.place, fault.message) for fault in read_word(docx(*blocks)).faults]


WANTED = ("Ai tiếp nhận hồ sơ?", ["Kho bạc", "Bộ phận Một cửa", "Văn thư"], [1])


@pytest.mark.parametrize("look", ["b", "u", "h", "c", "s"])
def test_a_right_option_is_known_by_its_look(look: str) -> None:
    right = p(run("B. "), run("Bộ phận ", look), run("Một cửa", look))
    assert said(only(p("Câu 1: Ai tiếp nhận hồ sơ?"), p("A. Kho bạc"), right, p("C. Văn thư"))) == WANTED


@pytest.mark.parametrize("right", ["*B. Bộ phận Một cửa", "B. Bộ phận Một cửa*", "B. *Bộ phận Một cửa"])
def test_a_star_marks_the_right_option(right: str) -> None:
    assert said(only(p("1. Ai tiếp nhận hồ sơ?"), p("A. Kho bạc"), p(right), p("C. Văn thư"))) == WANTED


def test_only_the_letter_may_be_marked() -> None:
    right = p(run("B", "u", "c"), run(". Bộ phận Một cửa"))
    assert said(only(p("Câu 1. Ai tiếp nhận hồ sơ?"), p("A. Kho bạc"), right, p("C. Văn thư"))) == WANTED


@pytest.mark.parametrize(
    "blocks",
    [
        [p("A) Kho bạc"), p("B) Bộ phận Một cửa"), p("C) Văn thư")],
        [p("a, Kho bạc"), p("b, Bộ phận Một cửa"), p("c, Văn thư")],
        [p("A. Kho bạc\tB. Bộ phận Một cửa\tC. Văn thư")],
        [p("A. Kho bạc\tB. Bộ phận Một cửa"), p("C. Văn thư")],
        [p("A. Kho bạc\nB. Bộ phận Một cửa\nC. Văn thư")],
        [p("A. Kho bạc      B. Bộ phận Một cửa     C. Văn thư")],
        [p("A.\u00a0Kho\u00a0bạc"), p("B.\u00a0Bộ phận Một cửa"), p("C. Văn thư")],
        [table(["A. Kho bạc", "B. Bộ phận Một cửa"], ["C. Văn thư", ""])],
        [p("Kho bạc", listed=(2, 1)), p("Bộ phận Một cửa", listed=(2, 1)), p("Văn thư", listed=(2, 1))],
    ],
    ids=["brackets", "commas", "tabs", "two-a-line", "breaks", "spaces", "nbsp", "table", "list"],
)
@pytest.mark.parametrize(
    "key", [[p("Đáp án: B")], [p("ĐÁP ÁN"), p("1-B")], [p("Đáp án: 1. B")]], ids=["line", "key", "short"]
)
def test_options_in_every_layout(blocks: list[str], key: list[str]) -> None:
    assert said(only(p("Câu 1: Ai tiếp nhận hồ sơ?"), *blocks, *key)) == WANTED


def test_automatic_numbers_and_letters() -> None:
    blocks = [
        block
        for text in ("Câu hỏi một?", "Câu hỏi hai?")
        for block in (
            p(text, listed=(1, 0)),
            p("Sai", listed=(1, 1)),
            p(run("Đúng rồi", "b"), listed=(1, 1)),
            p("Chưa rõ", listed=(1, 1)),
        )
    ]
    items = read_word(docx(*blocks)).items
    assert [said(one) for one in items] == [
        (f"Câu hỏi {n}?", ["Sai", "Đúng rồi", "Chưa rõ"], [1]) for n in ("một", "hai")
    ]


@pytest.mark.parametrize(
    "key",
    [
        [p("ĐÁP ÁN"), p("1-A 2-C"), p("3: A, B")],
        [p("Bảng đáp án"), table(["Câu", "1", "2", "3"], ["Đáp án", "A", "C", "A, B"])],
        [p("ĐÁP ÁN"), table(["1-A", "2-C"], ["3-A, B", ""])],
        [table(["Câu", "Đáp án"], ["1", "A"], ["2", "C"], ["3", "A, B"])],
    ],
    ids=["lines", "across", "pairs", "down"],
)
def test_an_answer_key_at_the_end(key: list[str]) -> None:
    blocks = [block for n in (1, 2, 3) for block in (p(f"Câu {n}: Hỏi {n}?"), p("A. Một"), p("B. Hai"), p("C. Ba"))]
    reading = read_word(docx(*blocks, *key))
    assert not reading.faults
    assert [(said(one)[2], one.kind) for one in reading.items] == [
        ([0], "single"),
        ([2], "single"),
        ([0, 1], "multiple"),
    ]


def test_explanation_document_level_and_topic_are_read() -> None:
    item = only(
        p("Chủ đề: Một cửa"),
        p("Câu 1 (Dễ): Hồ sơ nộp ở đâu?"),
        p(run("A. Bộ phận Một cửa", "b")),
        p("B. Kho bạc"),
        p("Giải thích: Vì luật"),
        p("nói vậy."),
        p("Căn cứ: Nghị định số 61/2018/NĐ-CP"),
    )
    assert (item.topic, item.difficulty) == ("Một cửa", "Dễ")
    assert (item.explanation, item.citation) == ("Vì luật nói vậy.", "Nghị định số 61/2018/NĐ-CP")


def test_headings_are_names_of_topics_and_true_false_is_seen() -> None:
    blocks = [
        p("BỘ CÂU HỎI"),
        p("Đề án 06", style="H1"),
        p("Câu 1. Nhận định đúng?"),
        p("A. Đúng"),
        p(run("B. Sai", "u")),
    ]
    item = only(*blocks)
    assert (item.broader, item.kind, said(item)[2]) == (("Đề án 06",), "true_false", [1])


def test_questions_in_columns_of_a_table() -> None:
    head = ["STT", "Câu hỏi", "A", "B", "C", "Đáp án", "Căn cứ"]
    item = only(table(head, ["1", "Ai tiếp nhận hồ sơ?", "Kho bạc", "Bộ phận Một cửa", "Văn thư", "B", "Luật 1"]))
    assert (said(item), item.citation) == (WANTED, "Luật 1")


def test_split_runs_smart_tags_links_and_proofing_marks_are_one_text() -> None:
    noise = '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="0" w:name="x"/>'
    smart = (
        f'<w:smartTag w:element="place">{run("hồ")}</w:smartTag><w:hyperlink r:id="rId9">{run(" sơ?")}</w:hyperlink>'
    )
    stem = f"<w:p>{noise}{run('Câ')}{run('u 1')}{run(': Ai tiếp nhận ')}{smart}</w:p>"
    control = f"<w:sdt><w:sdtContent>{p(run('B. Bộ phận Một cửa', 'b'))}</w:sdtContent></w:sdt>"
    assert said(only(stem, p("A. Kho bạc"), control, p("C. Văn thư"))) == WANTED


def test_decomposed_text_is_composed_and_raised_digits_stay() -> None:
    text = unicodedata.normalize("NFD", "Diện tích của phòng họp là")
    item = only(
        p("Câu 1: ", run(text), run(" bao nhiêu m"), run("2", "up"), run("?")), p(run("A. Một", "b")), p("B. Hai")
    )
    assert item.text == "Diện tích của phòng họp là bao nhiêu m²?"


def test_open_changes_are_refused_with_their_paragraph() -> None:
    changed = f'<w:p>{run("Câu 1: Ai ")}<w:ins w:id="1" w:author="x">{run("tiếp nhận?")}</w:ins></w:p>'
    with pytest.raises(InvalidInput) as refusal:
        read_word(docx(p("Mở đầu"), changed, p("A. Một"), p("B. Hai")))
    assert "Track Changes" in str(refusal.value)
    assert [problem.at for problem in refusal.value.problems] == ["", "đoạn 2"]
    assert "tiếp nhận" in str(refusal.value.problems[1])


@pytest.mark.parametrize(
    "change",
    [
        '<w:del w:id="1"><w:r><w:delText>cũ</w:delText></w:r></w:del>',
        '<w:r><w:rPr><w:b/><w:rPrChange w:id="2"><w:rPr/></w:rPrChange></w:rPr><w:t>A. Một</w:t></w:r>',
        '<w:moveFrom w:id="3"><w:r><w:t>A. Một</w:t></w:r></w:moveFrom>',
    ],
)
def test_every_kind_of_open_change_is_seen(change: str) -> None:
    with pytest.raises(InvalidInput):
        read_word(docx(p("Câu 1: Ai?"), f"<w:p>{change}</w:p>", p("B. Hai")))


BAD = {
    "no mark": ([p("A. Một"), p("B. Hai")], "Chưa thấy đáp án đúng"),
    "disagree": ([p(run("A. Một", "b")), p("B. Hai"), p("Đáp án: B")], "không khớp nhau: in đậm A; dòng “Đáp án” B"),
    "two looks": ([p(run("A. Một", "b")), p(run("B. Hai", "u")), p("C. Ba")], "in đậm A; gạch chân B"),
    "missing": ([p("A. Một"), p("B. Hai"), p("Đáp án: D")], "Đáp án D không có"),
    "order": ([p(run("A. Một", "b")), p("C. Hai")], "ở đây là A, C"),
    "none": ([], "Không thấy phương án nào"),
    "formula": ([f"<w:p>{run('A. ', 'b')}<w:oMath><w:r><w:t>x</w:t></w:r></w:oMath></w:p>", p("B. Hai")], "công thức"),
    "box": (
        [p(run("A. Một", "b")), "<w:p><w:r><w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict></w:r></w:p>"],
        "hộp chữ",
    ),
    "tcvn3": ([p(run("A. C¸n bé c«ng chøc", "b")), p("B. Uû ban nh©n d©n x·")], "TCVN3"),
    "vni": ([p(run("A. Caùn boä coâng chöùc", "b")), p("B. UÛy ban nhaân daân xaõ")], "VNI"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_question_is_named_and_the_others_are_read(name: str) -> None:
    blocks, sentence = BAD[name]
    stem = "Co quan nao?" if name in ("tcvn3", "vni") else "Cơ quan nào?"
    good = [p("Câu 7: Tốt?"), p(run("A. Có", "b")), p("B. Không")]
    reading = read_word(docx(p(f"Câu 6: {stem}"), *blocks, *good))
    assert [fault.place for fault in reading.faults] == ["câu 6, đoạn 1"]
    assert sentence in reading.faults[0].message
    assert [one.text for one in reading.items] == ["Tốt?"]


def test_the_same_number_twice_makes_a_key_ambiguous() -> None:
    two = [p("Câu 1: Một?"), p("A. a"), p("B. b"), p("Câu 1: Hai?"), p("A. a"), p("B. b")]
    assert [message for _place, message in faults(*two, p("Đáp án: 1-A"))] == [
        "Có 2 câu cùng mang số 1 nên không biết bảng đáp án nói câu nào."
    ] * 2


def test_numbered_points_inside_a_question_are_its_text() -> None:
    blocks = [p("Câu 1: Chọn các ý đúng:"), p("1. Ý một"), p("2. Ý hai"), p("A. 1"), p(run("B. 1, 2", "b"))]
    assert said(only(*blocks)) == ("Chọn các ý đúng: 1. Ý một 2. Ý hai", ["1", "1, 2"], [1])


@pytest.mark.parametrize("line", ["Đáp án: B", "Đáp án B", "=> Đáp án đúng là B.", "ĐA: B", "(Đáp án: B)", "Chọn B"])
def test_the_answer_below_a_question_in_many_words(line: str) -> None:
    blocks = [p("Câu 1: Ai tiếp nhận hồ sơ?"), p("A. Kho bạc"), p("B. Bộ phận Một cửa"), p("C. Văn thư"), p(line)]
    assert said(only(*blocks)) == WANTED


def test_a_document_in_brackets_is_the_citation_and_other_lines_join_the_option_with_a_note() -> None:
    stem = [p("Câu 1: Ai tiếp nhận hồ sơ?"), p(run("A. Bộ phận", "b")), p("B. Kho bạc")]
    assert only(*stem, p("(Điều 5, Luật Cư trú)")).citation == "(Điều 5, Luật Cư trú)"
    reading = read_word(docx(*stem, p("nhà nước")))
    assert (said(reading.items[0])[1], len(reading.notes)) == (["Bộ phận", "Kho bạc nhà nước"], 1)


def saved(name: str) -> Reading:
    return read_word((HERE / name).read_bytes())


def test_a_file_made_by_python_docx() -> None:
    reading = saved("python-docx.docx")
    assert not reading.faults, reading.faults
    assert [said(one) for one in reading.items] == [WANTED, ("Hồ sơ nộp ở đâu?", ["Bộ phận Một cửa", "Kho bạc"], [0])]
    assert [len(one.images) for one in reading.items] == [1, 0]
    assert reading.items[0].images[0].alt == "Sơ đồ một cửa"
