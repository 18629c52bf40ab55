"""Moodle XML as Moodle exports it: CDATA HTML, pictures, weights, kinds that are not carried; hostile files."""

from __future__ import annotations

import base64

import pytest

from hoithi.core.errors import InvalidInput
from hoithi.quiz.formats.files import read_file
from hoithi.quiz.formats.model import Reading
from tests.quiz.formats.test_round_trip import PIXEL

QUIZ = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
  <question type="category"><category><text>$course$/top/Default for CCHC/Một cửa</text></category></question>
  <question type="multichoice">
    <name><text>Câu 1</text></name>
    <questiontext format="html">
      <text><![CDATA[<p dir="ltr">Nhìn&nbsp;hình,<br>chọn <strong>ý đúng</strong> (m<sup>2</sup>):</p>
      <script>alert(1)</script><img src="@@PLUGINFILE@@/s%C6%A1.png" alt="Sơ đồ" width="5">]]></text>
      <file name="sơ.png" path="/" encoding="base64">PIXEL</file>
    </questiontext>
    <generalfeedback format="html"><text><![CDATA[<p>Vì luật.</p><p>Căn cứ: Luật 1</p>]]></text></generalfeedback>
    <single>false</single><shuffleanswers>0</shuffleanswers>
    <answer fraction="50" format="html"><text><![CDATA[<p>a &lt; b</p>]]></text><feedback/></answer>
    <answer fraction="50" format="html"><text>b</text></answer>
    <answer fraction="-100" format="plain_text"><text>1 < 2? &lt;p&gt;</text></answer>
    <tags><tag><text>Mức độ: Khó</text></tag></tags>
  </question>
  <question type="truefalse"><questiontext><text>Trái đất tròn.</text></questiontext>
    <answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question>
  <question type="essay"><questiontext><text>Viết bài.</text></questiontext></question>
  <question type="multichoice"><questiontext><text>Một phần?</text></questiontext><single>true</single>
    <answer fraction="100"><text>a</text></answer><answer fraction="50"><text>b</text></answer></question>
  <question type="multichoice">
    <questiontext format="html"><text>&lt;img src="@@PLUGINFILE@@/mất.png"&gt; Hình?</text></questiontext>
    <single>true</single><answer fraction="100"><text>a</text></answer>
    <answer fraction="0"><text>b</text></answer></question>
</quiz>
""".replace("1 < 2?", "1 &lt; 2?")


def read(source: str) -> Reading:
    reading = read_file(source.encode(), "a.xml")
    assert reading is not None
    return reading


def test_an_export_of_moodle() -> None:
    reading = read(QUIZ.replace("PIXEL", base64.b64encode(PIXEL).decode()))
    one, two = reading.items
    assert one.text == "Nhìn hình, chọn ý đúng (m²):"
    assert [(option.text, option.correct) for option in one.options] == [
        ("a < b", True),
        ("b", True),
        ("1 < 2? <p>", False),
    ]
    assert (one.kind, one.topic, one.difficulty, one.shuffle) == ("multiple", "Một cửa", "Khó", False)
    assert (one.explanation, one.citation) == ("Vì luật.", "Luật 1")
    assert [(image.data, image.alt) for image in one.images] == [(PIXEL, "Sơ đồ")]
    assert (two.kind, [option.correct for option in two.options]) == ("true_false", [True, False])
    assert [(fault.place, fault.message.split(":")[0][:34]) for fault in reading.faults] == [
        ("câu 3 (dòng 20)", "Câu tự luận"),
        ("câu 4 (dòng 21)", "Phương án “b” được một phần điểm ("),
        ("câu 5 (dòng 23)", "Câu có hình không kèm trong tệp nê"),
    ]


def test_a_broken_file_is_refused_with_line_and_column() -> None:
    with pytest.raises(InvalidInput) as refusal:
        read('<?xml version="1.0"?>\n<quiz>\n  <question></quiz>\n')
    assert refusal.value.problems[0].at == "dòng 3, cột 15"


BOMB = '<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>'
FOREIGN = '<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>'


@pytest.mark.parametrize("source", [BOMB, FOREIGN, "<?xml version='1.0'?>" + "<quiz>" * 300 + "</quiz>" * 300])
def test_hostile_xml_is_refused(source: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read(source)
    assert "XML" in str(refusal.value)


def test_another_xml_is_refused_in_words() -> None:
    with pytest.raises(InvalidInput) as refusal:
        read("<?xml version='1.0'?><svg/>")
    assert "không phải câu hỏi Moodle hay QTI" in str(refusal.value)
