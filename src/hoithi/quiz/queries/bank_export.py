"""Banks written as files: what is exported can be imported again; the template shows how to fill one in.

Files are Vietnamese whatever the language of the page, so that everybody's can be read by everybody.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from hoithi.contests.models import Contest
from hoithi.core.errors import Problem
from hoithi.core.tables import OutColumn, Sheet, write_xlsx
from hoithi.quiz.formats.files import FORMATS, TABLE
from hoithi.quiz.formats.model import Choice, Image, Item
from hoithi.quiz.models import Picture, QuestionVersion
from hoithi.quiz.queries.bank import difficulties, draft_of, kinds, topics_of
from hoithi.quiz.queries.bank_table import LETTERS, TITLES
from hoithi.quiz.rules.question import Option, Shape

_WIDTHS = {"text": 60, "explanation": 40, "citation": 40, "topic": 24}


@override("vi")
def write_bank(contest: Contest, title: str, versions: Iterable[QuestionVersion]) -> bytes:
    """Questions as the same table: what is exported can be imported again."""
    topics, levels, names = topics_of(contest), difficulties(), kinds()
    rows = (_row(version, topics, levels, names) for version in versions)
    return write_xlsx([Sheet(title, _out_columns(), rows)])


def _row(
    version: QuestionVersion, topics: Mapping[str, str], levels: Mapping[str, str], names: Mapping[str, str]
) -> list[str]:
    topic = version.topic or version.question.topic
    difficulty = version.difficulty or version.question.difficulty
    texts = [str(option["text"]) for option in version.options][: len(LETTERS)]
    right = [LETTERS[at] for at, option in enumerate(version.options[: len(LETTERS)]) if option["correct"]]
    return [
        version.question.code,
        topics.get(topic, topic),
        levels.get(difficulty, difficulty),
        names[version.kind],
        version.text,
        *texts,
        *[""] * (len(LETTERS) - len(texts)),
        ", ".join(right),
        "" if version.shuffle else "x",
        version.explanation,
        version.citation,
    ]


def _out_columns() -> list[OutColumn]:
    return [OutColumn(title, _WIDTHS.get(key)) for key, title in TITLES.items()]


@override("vi")
def write_template(contest: Contest) -> bytes:
    """An empty table with one example of each kind, and the words the columns understand."""
    topics, levels, names = topics_of(contest), difficulties(), kinds()
    topic, level = next(iter(topics.values())), next(iter(levels.values()))
    blank = [""] * len(LETTERS)
    end = ["", _("Vì sao đáp án đó đúng"), _("Số, ngày, tên văn bản; điều, khoản")]
    examples: list[tuple[str, str, list[str], str]] = [
        ("VD-01", names["single"], [_("Phương án thứ nhất"), _("Phương án thứ hai"), _("Phương án thứ ba")], "B"),
        ("VD-02", names["multiple"], [_("Nội dung một"), _("Nội dung hai"), _("Nội dung ba")], "A, C"),
        ("VD-03", names["true_false"], [_("Đúng"), _("Sai")], "A"),
    ]
    rows = [
        [
            code,
            topic,
            level,
            kind,
            _("Câu hỏi ví dụ, hãy xóa trước khi nhập"),
            *(texts + blank)[: len(LETTERS)],
            right,
            *end,
        ]
        for code, kind, texts, right in examples
    ]
    words = [[_("Chủ đề"), title] for title in topics.values()]
    words += [[_("Mức độ"), title] for title in levels.values()] + [[_("Loại"), title] for title in names.values()]
    guide = Sheet(_("Cách ghi"), [OutColumn(_("Cột"), 16), OutColumn(_("Ghi một trong các từ"), 60)], words)
    return write_xlsx([Sheet(_("Câu hỏi"), _out_columns(), rows), guide])


@override("vi")
def write_bank_as(contest: Contest, form: str, title: str, versions: Sequence[QuestionVersion]) -> bytes:
    """Questions of one bank in a format of `formats.files.FORMATS`; ask `not_held` first."""
    if form == TABLE:
        return write_bank(contest, title, versions)
    write = FORMATS[form].write
    assert write is not None, "only the table writes itself"
    return write(items_of(contest, versions, for_word=form == "docx"), title)


def not_held(contest: Contest, form: str, versions: Sequence[QuestionVersion]) -> list[Problem]:
    """Questions the format has no way to write: code and reason."""
    carried = FORMATS[form].not_carried
    items = items_of(contest, versions, pictures=False)
    return [Problem(item.code, why) for item in items if (why := carried(item))]


def items_of(
    contest: Contest, versions: Sequence[QuestionVersion], *, pictures: bool = True, for_word: bool = False
) -> list[Item]:
    """Versions in the words of the formats; topics and levels as people call them.

    `pictures`: with their bytes (one query), else only known to be there. `for_word`: as PNG, which every Word shows.
    """
    topics, levels = topics_of(contest), difficulties()
    files = _files(versions) if pictures else {}
    if for_word:
        files = {digest: _png(data) for digest, data in files.items()}
    ending = "png" if for_word else "webp"
    return [_item(version, topics, levels, files, ending) for version in versions]


def _item(
    version: QuestionVersion,
    topics: Mapping[str, str],
    levels: Mapping[str, str],
    files: Mapping[str, bytes],
    ending: str,
) -> Item:
    draft = draft_of(version)

    def image(shape: Shape | None) -> Image | None:
        if shape is None:
            return None
        name = f"{shape.digest[:12]}.{ending}"
        return Image(name, files.get(shape.digest, b""), shape.alt, shape.width, shape.height)

    def choice(option: Option) -> Choice:
        return Choice(option.text, option.correct, image(option.picture))

    own = image(draft.picture)
    return Item(
        draft.text,
        tuple(choice(option) for option in draft.options),
        kind=draft.kind,
        code=version.question.code,
        topic=topics.get(draft.topic, draft.topic),
        difficulty=levels.get(draft.difficulty, draft.difficulty),
        shuffle=draft.shuffle,
        explanation=draft.explanation,
        citation=draft.citation,
        images=(own,) if own else (),
    )


def _files(versions: Sequence[QuestionVersion]) -> dict[str, bytes]:
    digests = {str(shape["digest"]) for version in versions for shape in version.pictures.values()}
    if not digests:
        return {}
    rows = Picture.objects.filter(bank__in={version.question.bank_id for version in versions}, digest__in=digests)
    return {digest: bytes(data) for digest, data in rows.values_list("digest", "data")}


def _png(data: bytes) -> bytes:
    from PIL import Image as Pillow

    out = io.BytesIO()
    with Pillow.open(io.BytesIO(data)) as picture:
        picture.save(out, "PNG")
    return out.getvalue()
