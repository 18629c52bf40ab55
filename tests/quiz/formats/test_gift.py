"""GIFT as Moodle writes it and as people type it: errors by line and column, the other questions read on."""

from __future__ import annotations

import time

import pytest

from hoithi.quiz.formats.gift_read import read_gift

BROKEN = """// Tệp mẫu
$CATEGORY: $course$/top/Một cửa

::C1:: Ai tiếp nhận hồ sơ? {=Bộ phận Một cửa#đúng ~Kho bạc ~Văn thư}

::C2:: Ngoặc không đóng {=a ~b

::C3:: Nhận định đúng? {T}

Trống giữa ngoặc {
=a

~b
}

Thừa } ở đây {=a ~b}

Lời giới thiệu không phải câu hỏi

Số? {#3}

Tự luận? {}

Ghép? {=a -> b =c -> d}

Điền? {=a =b}

Một phần? {=a ~%50%b ~c}

Thiếu dấu {đúng ~b}

// [id:K-7] [tag:Mức độ: Khó]
Chọn {~%50%a ~%50%b ~%-100%c ####Vì thế\\nCăn cứ\\: Luật 1}
"""


def test_a_syntax_error_has_line_and_column_and_every_other_question_is_read() -> None:
    reading = read_gift(BROKEN.encode())
    assert [one.text for one in reading.items] == [
        "Ai tiếp nhận hồ sơ?",
        "Nhận định đúng?",
        "Trống giữa ngoặc",
        "Chọn",
    ]
    assert [(fault.place, fault.message.split(":")[0].split(".")[0]) for fault in reading.faults] == [
        ("dòng 6, cột 25", "Ngoặc “{” mở ở đây nhưng không được đóng bằng “}”"),
        ("dòng 16, cột 6", "Dấu “}” không có “{” mở trước nó"),
        ("dòng 18", "Không có phần đáp án trong ngoặc { }"),
        ("dòng 20, cột 5", "Câu trả lời bằng số"),
        ("dòng 22, cột 10", "Câu tự luận (không có phương án)"),
        ("dòng 24, cột 7", "Câu ghép cặp"),
        ("dòng 26, cột 7", "Câu điền từ (không có phương án sai)"),
        ("dòng 28, cột 11", "Phương án “b” được một phần điểm (50 %)"),
        ("dòng 30, cột 12", "Thiếu dấu “=” (đúng) hoặc “~” (sai) trước phương án này"),
    ]


def test_topic_code_level_weights_and_feedback_are_read() -> None:
    *_others, last = read_gift(BROKEN.encode()).items
    assert (last.topic, last.code, last.difficulty, last.kind) == ("Một cửa", "K-7", "Khó", "multiple")
    assert ([one.correct for one in last.options], last.explanation, last.citation) == (
        [True, True, False],
        "Vì thế",
        "Luật 1",
    )


@pytest.mark.parametrize(
    ("source", "text", "options"),
    [
        (r"Giá \= 5\: \{x\} \~ \# \\ y {=a\=b ~c}", r"Giá = 5: {x} ~ # \ y", ["a=b", "c"]),
        ("Thủ đô là {=Hà Nội ~Huế} của nước ta.", "Thủ đô là _____ của nước ta.", ["Hà Nội", "Huế"]),
        ("[html]<p>Chọn &amp; đọc<br>H<sub>2</sub>O</p> {=<b>a</b> ~b}", "Chọn & đọc H₂O", ["a", "b"]),
        ("Hai dòng\nmột câu {\n=a\n~b}", "Hai dòng một câu", ["a", "b"]),
        ("\ufeffCó dấu BOM {=a ~b}", "Có dấu BOM", ["a", "b"]),
        ("Nhận định? {FALSE#sai rồi#đúng rồi}", "Nhận định?", ["Đúng", "Sai"]),
    ],
)
def test_what_people_write(source: str, text: str, options: list[str]) -> None:
    reading = read_gift(source.encode())
    assert not reading.faults
    assert [(one.text, [option.text for option in one.options]) for one in reading.items] == [(text, options)]


def test_five_thousand_questions_take_seconds() -> None:
    source = "\n\n".join(f"::K{n}:: Thủ tục số {n} do ai giải quyết? {{=Xã ~Huyện ~Tỉnh}}" for n in range(5000))
    started = time.process_time()
    assert len(read_gift(source.encode()).items) == 5000
    assert time.process_time() - started < 30


def test_a_brace_left_open_at_the_start_does_not_swallow_the_file() -> None:
    source = "Hỏng {=a ~b\n\n" + "\n\n".join(f"Câu {n} {{=a ~b}}" for n in range(200))
    reading = read_gift(source.encode())
    assert (len(reading.items), len(reading.faults)) == (200, 1)
