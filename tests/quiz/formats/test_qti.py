"""QTI of all versions as other systems write it, alone and in packages; hostile archives."""

from __future__ import annotations

import io
import zipfile

import pytest

from hoithi.core.errors import InvalidInput
from hoithi.quiz.formats import archive
from hoithi.quiz.formats.archive import zipped
from hoithi.quiz.formats.files import read_file
from hoithi.quiz.formats.model import Reading
from tests.quiz.formats.test_round_trip import PIXEL

ITEM_2 = """<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="choice" title="Hành lý" adaptive="false">
  <responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
    <correctResponse><value>ChoiceA</value></correctResponse></responseDeclaration>
  <itemBody><p>Nhìn biển báo.</p><p><img src="images/sign.png" alt="Biển báo"/></p>
    <choiceInteraction responseIdentifier="RESPONSE" shuffle="false" maxChoices="1"><prompt>Biển nói gì?</prompt>
      <simpleChoice identifier="ChoiceA">Trông hành lý.<feedbackInline>Đúng</feedbackInline></simpleChoice>
      <simpleChoice identifier="ChoiceB" fixed="true">Để hành lý <em>lại</em>.</simpleChoice>
    </choiceInteraction></itemBody>
</assessmentItem>"""
ITEM_3 = """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="a" title="b">
  <qti-response-declaration identifier="R" cardinality="multiple" base-type="identifier">
    <qti-mapping default-value="0"><qti-map-entry map-key="H" mapped-value="1"/>
    <qti-map-entry map-key="O" mapped-value="1"/>
    <qti-map-entry map-key="Cl" mapped-value="-1"/></qti-mapping></qti-response-declaration>
  <qti-item-body><qti-choice-interaction response-identifier="R" shuffle="true" max-choices="0">
    <qti-prompt>H<sub>2</sub>O gồm gì?</qti-prompt><qti-simple-choice identifier="H">Hydro</qti-simple-choice>
    <qti-simple-choice identifier="O">Oxy</qti-simple-choice><qti-simple-choice identifier="Cl">Clo</qti-simple-choice>
  </qti-choice-interaction></qti-item-body></qti-assessment-item>"""
TEXT_ENTRY = ITEM_2.replace("choiceInteraction", "orderInteraction")
CANVAS = """<?xml version="1.0"?><!DOCTYPE questestinterop SYSTEM "ims_qtiasiv1p2p1.dtd">
<questestinterop><assessment><section><item ident="i1" title="Q">
  <presentation><material><mattext texttype="text/html">&lt;p&gt;Chọn &amp;amp; đọc&lt;/p&gt;</mattext></material>
    <response_lid ident="response1" rcardinality="Multiple"><render_choice shuffle="No">
      <response_label ident="1"><material><mattext>một</mattext></material></response_label>
      <response_label ident="2"><material><mattext>hai</mattext></material></response_label>
      <response_label ident="3"><material><mattext>ba</mattext></material></response_label>
    </render_choice></response_lid></presentation>
  <resprocessing><respcondition><conditionvar><and><varequal respident="response1">1</varequal>
    <varequal respident="response1">3</varequal><not><varequal respident="response1">2</varequal></not></and>
    </conditionvar>
    <setvar action="Set" varname="SCORE">100</setvar></respcondition></resprocessing>
  <itemfeedback ident="general_fb"><flow_mat><material><mattext>Vì thế. </mattext></material></flow_mat></itemfeedback>
</item><item ident="i2"><presentation><material><mattext>Điền</mattext></material>
  <response_str ident="r"><render_fib/></response_str></presentation></item></section></assessment></questestinterop>"""


def read(data: bytes, name: str = "a.xml") -> Reading:
    reading = read_file(data, name)
    assert reading is not None
    return reading


def package(**files: str) -> bytes:
    manifest = "".join(f'<resource identifier="{n}" type="imsqti_item_xmlv2p1" href="{n}.xml"/>' for n in files)
    members = [("imsmanifest.xml", f"<manifest><resources>{manifest}</resources></manifest>".encode())]
    members += [(f"{name}.xml", text.encode()) for name, text in files.items()]
    return zipped([*members, ("images/sign.png", PIXEL)])


def test_an_item_of_2_with_its_picture_in_a_package() -> None:
    (item,) = read(package(a=ITEM_2), "a.zip").items
    assert (item.text, item.kind, item.shuffle) == ("Nhìn biển báo. Biển nói gì?", "single", False)
    assert [(one.text, one.correct) for one in item.options] == [
        ("Trông hành lý.", True),
        ("Để hành lý lại.", False),
    ]
    assert [(image.data, image.alt) for image in item.images] == [(PIXEL, "Biển báo")]


def test_an_item_of_3_alone_with_a_mapping() -> None:
    (item,) = read(ITEM_3.encode()).items
    assert (item.text, item.kind) == ("H₂O gồm gì?", "multiple")
    assert [one.correct for one in item.options] == [True, True, False]


def test_a_file_of_1_2_as_canvas_writes_it() -> None:
    reading = read(CANVAS.encode())
    (item,) = reading.items
    assert (item.text, item.kind, item.shuffle, item.explanation) == ("Chọn & đọc", "multiple", False, "Vì thế.")
    assert [one.correct for one in item.options] == [True, False, True]
    assert [fault.place for fault in reading.faults] == ["câu 2 (dòng 14)"]


def test_a_bad_member_of_a_package_is_a_fault_and_the_others_are_read() -> None:
    reading = read(package(a=ITEM_3, b="<assessmentItem>", c=TEXT_ENTRY, d=ITEM_2), "a.zip")
    assert [one.number for one in reading.items] == [1, 4]
    assert [(fault.number, fault.place.split(":")[0]) for fault in reading.faults] == [
        (2, "b.xml"),
        (3, "câu 3 (c.xml)"),
    ]


def test_a_picture_outside_the_file_makes_a_fault() -> None:
    reading = read(ITEM_2.encode())
    assert (reading.items, len(reading.faults)) == ([], 1)


def test_a_flood_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 1_000_000)
    with pytest.raises(InvalidInput) as refusal:
        read(zipped([("imsmanifest.xml", b"<a/>"), ("a.xml", b" " * 2_000_000)]), "a.zip")
    assert "quá lớn" in str(refusal.value)


def test_broken_and_foreign_archives_are_refused_in_words() -> None:
    locked = io.BytesIO()
    with zipfile.ZipFile(locked, "w") as file:
        file.writestr("content.xml", "x")
    for data, sentence in [
        (b"PK\x03\x04 broken", "tệp hỏng"),
        (zipped([("a.txt", b"x")]), "không có câu hỏi QTI"),
        (locked.getvalue(), "OpenDocument"),
    ]:
        with pytest.raises(InvalidInput) as refusal:
            read(data, "a.zip")
        assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.gift", "rỗng"),
        (b"\xd0\xcf\x11\xe0", "a.doc", ".docx"),
        (b"\xd0\xcf\x11\xe0", "a.docx", "mật khẩu"),
        (b"%PDF-1.7", "a.pdf", "PDF"),
        (b"{\\rtf1", "a.rtf", "RTF"),
        ("Không phải câu hỏi".encode(), "a.txt", "Aiken"),
    ],
)
def test_what_is_no_file_of_questions_is_refused_in_words(data: bytes, name: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_file(data, name)
    assert sentence in str(refusal.value)
