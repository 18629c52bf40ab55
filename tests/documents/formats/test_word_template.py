"""Offices' own Word templates: filled, or refused with the placeholder and the paragraph; nothing else is reached."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import docx
import pytest

from hoithi.core.errors import InvalidInput
from hoithi.documents.formats import word_package, word_template
from hoithi.documents.formats.word import to_docx
from hoithi.documents.formats.word_sample import sample_template
from hoithi.documents.formats.word_template import render_paper, render_template
from hoithi.documents.rules.paper import words_of
from hoithi.documents.rules.placeholders import BODY, PLACEHOLDERS, context_of
from hoithi.documents.words import PLACEHOLDERS as WORDS
from tests.documents import papers
from tests.documents.texts import docx_words

OUTSIDE = b'<Relationship Type="http://x/attachedTemplate" Target="http://x/a.dotm" TargetMode="External"/>'


def template(*lines: str, rows: Sequence[Sequence[str]] = ()) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed(data: bytes, **parts: bytes) -> bytes:
    """The package with parts replaced or added; names with _ for / and __ for a dot."""
    out = io.BytesIO()
    new = {name.replace("__", ".").replace("_", "/").replace("Content/", "Content_"): parts[name] for name in parts}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in old.namelist():
            made.writestr(name, new.pop(name, None) or old.read(name))
        for name, value in new.items():
            made.writestr(name, value)
    return out.getvalue()


def told(data: bytes) -> str:
    with pytest.raises(InvalidInput) as refusal:
        render_paper(data, papers.decision())
    return str(refusal.value)


@pytest.mark.parametrize("name", papers.ALL)
def test_the_sample_says_what_the_built_in_layout_says(name: str) -> None:
    paper = papers.ALL[name]
    filled = sorted(docx_words(render_paper(sample_template(), paper)))
    assert filled == sorted([*words_of(paper), *([] if paper.recipients else ["Nơi", "nhận:"])])


def test_every_placeholder_is_filled() -> None:
    context = context_of(papers.decision())
    assert set(context) | {BODY} == {one.name for one in PLACEHOLDERS} == set(WORDS)
    data = template(
        "Số {{ so }} ngày {{ ngay }}/{{ thang }}/{{ nam }}",
        "{{p noi_dung }}",
        rows=[("{%tr for d in bang.dong %}", ""), ("{{ d[0] }}", "{{ d[1]|upper }}"), ("{%tr endfor %}", "")],
    )
    words = docx_words(render_paper(data, papers.decision()))
    assert words[:4] == ["Số", "12", "ngày", "05/02/2026"]
    assert "ẨN" in words
    assert "DANH" in words


def test_what_people_wrote_is_text_not_markup() -> None:
    paper = papers.plan(title="</w:t></w:r> {{ so }} <b>&amp; “A”")
    assert "{{" in docx_words(render_paper(template("{{ trich_yeu }}"), paper))


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["Một", "Hai {{ chu_tich }}"], "Đoạn 2 (“Hai {{ chu_tich }}”): không có chỗ điền “chu_tich”"),
        (["Một", "{{ so"], "Đoạn 2"),
        (["{% for x in can_cu %}"], "viết sai cú pháp"),
        (["Trước {{ noi_dung }} sau"], "“noi_dung” phải đứng riêng một đoạn"),
        (["{{ so.__class__.__mro__ }}"], "có lệnh không được phép"),
        (["{{ can_cu.append(1) }}"], "có lệnh không được phép"),
        (["{{ ''.__class__.__base__.__subclasses__() }}"], "có lệnh không được phép"),
        (["{{ 'a' * 999999999 }}"], "có lệnh không được phép"),
        (["{{ range(9) }}"], "có lệnh không được phép"),
        (["{{ lipsum.__globals__ }}"], "không có chỗ điền “lipsum”"),
        (["{% include '/etc/passwd' %}"], "viết sai cú pháp"),
        (["{{ trich_yeu|attr('__class__') }}"], "viết sai cú pháp"),
        (["{% macro m() %}x{% endmacro %}{{ m() }}"], "có lệnh không được phép"),
        (["{{ so / 0 }}"], "có lệnh không được phép"),
    ],
)
def test_a_bad_template_is_told_where(lines: list[str], sentence: str) -> None:
    assert sentence in told(template(*lines))


def test_a_template_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_template, "CPU_S", 1)
    loops = "".join(f"{{% for {c} in bang.dong %}}" for c in "abcdefgh")
    with pytest.raises(InvalidInput, match="quá lâu"):
        render_paper(template(loops + "x" + "{% endfor %}" * 8), papers.decision(60))


def test_a_context_of_ones_own_is_filled_too() -> None:
    assert docx_words(render_template(template("Chào {{ ten }}"), {"ten": "Ỷ Lan"})) == ["Chào", "Ỷ", "Lan"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7", "Không mở được tệp Word"),
        (changed(template("x"), word_vbaProject__bin=b"x"), "có macro"),
        (changed(template("x"), word_embeddings_ole1__bin=b"x"), "đối tượng nhúng"),
        (changed(template("x"), word_document__xml=b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'), "DOCTYPE"),
        (changed(template("x"), word_document__xml=b"<not xml"), "không mở được tệp tạo ra"),
        (changed(template("x"), word_x__rels=OUTSIDE), "từ nơi khác"),
    ],
)
def test_what_is_no_plain_word_file_is_refused(data: bytes, sentence: str) -> None:
    assert sentence in told(data)


def test_a_document_with_macros_under_another_name_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(template("x"))) as package:
        types = package.read("[Content_Types].xml")
    macro = types.replace(word_package.DOCUMENT, b"application/vnd.ms-word.document.macroEnabled.main+xml")
    assert "không phải văn bản Word .docx" in told(changed(template("x"), **{"[Content/Types]__xml": macro}))


def test_floods_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = changed(template("x"), word_media_a__png=b"0" * (word_package.MOST_UNPACKED + 1))
    assert "quá lớn khi mở ra" in told(bomb)
    monkeypatch.setattr(word_package, "MOST_BYTES", 100)
    assert "lớn hơn 5 MB" in told(template("x"))


def test_the_built_in_word_file_is_a_plain_one() -> None:
    word_package.look_into(to_docx(papers.decision()))
    word_package.look_into(sample_template())
