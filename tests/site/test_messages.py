"""Every text of the sources has a faithful English one, and pages in English say nothing in Vietnamese."""

from __future__ import annotations

import ast
import html
import re
from pathlib import Path

import django
import polib
import pytest
from django.test import Client
from django.utils import translation

from hoithi.contests.models import Body, Seat
from hoithi.core import spoken
from scripts import messages
from scripts.messages import Text, python_texts, template_texts
from tests.contests import factories as make
from tests.site.stage import DESK, HOME, set_stage

HINT = "run: .venv/bin/python scripts/messages.py, then translate what is empty"


def test_every_text_is_in_english_and_faithful() -> None:
    assert list(messages.complaints(messages.collect(), messages.load())) == [], HINT


@pytest.mark.parametrize("path", [messages.CATALOGUE, messages.OWN], ids=["en", "vi"])
def test_the_compiled_catalogue_is_current(path: Path) -> None:
    assert path.with_suffix(".mo").read_bytes() == messages.compiled(messages.load(path)), HINT


def test_our_words_for_djangos_sentences_are_words_for_sentences_it_still_has() -> None:
    home = Path(django.__file__).parent
    catalogues = [home / name / "locale/en/LC_MESSAGES/django.po" for name in ("conf", "contrib/auth")]
    theirs = {entry.msgid: entry.msgid_plural for path in catalogues for entry in polib.pofile(str(path))}
    for entry in messages.load(messages.OWN):
        assert theirs[entry.msgid] == entry.msgid_plural
        said = entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr
        assert messages.placeholders(said) == messages.placeholders(entry.msgid)


def test_texts_are_found_in_python_under_any_name() -> None:
    source = """
from django.utils.translation import gettext as _, gettext_lazy as later, ngettext, pgettext
from django.utils import translation
_("một"); later("hai" " ba"); ngettext("bốn", "năm", n); pgettext("chỗ", "sáu"); translation.gettext("bảy")
_(name); other("tám"); self._("chín")
"""
    found = [text for text, _line in python_texts(source)]
    assert found == [Text("một"), Text("hai ba"), Text("bốn", "năm"), Text("sáu", "", "chỗ"), Text("bảy"), None]


def test_texts_are_found_in_templates() -> None:
    source = """{% load i18n %}{% translate "một" %}{% translate "hai" as x %}{% firstof y _("ba") %}
{% blocktranslate with n=x trimmed %}
  bốn {{ n }} 5%
{% endblocktranslate %}{% blocktranslate count n=x %}sáu{% plural %}{{ n }} bảy{% endblocktranslate %}
{% translate "tám" context "chỗ" %}{# {% translate "không" %} #}{{ z|default:_("chín") }}"""
    found = set(template_texts(source))
    assert found == {
        Text("một"),
        Text("hai"),
        Text("ba"),
        Text("bốn %(n)s 5%%"),
        Text("sáu", "%(n)s bảy"),
        Text("tám", "", "chỗ"),
        Text("chín"),
    }


def test_a_careless_translation_is_told() -> None:
    found = messages.Found({Text("Còn %(n)s lượt"): ["a.py"], Text("Đóng"): ["b.py"], Text("Mở"): ["c.py"]})
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="Còn %(n)s lượt", msgstr="%(m)s lượt left"))
    catalogue.append(polib.POEntry(msgid="Đóng", msgstr=""))
    catalogue.append(polib.POEntry(msgid="Cũ", msgstr="Old"))
    said = "\n".join(messages.complaints(found, catalogue))
    for part in ("placeholders differ", "Vietnamese left", "not translated: 'Đóng'", "'Mở'", "any more: 'Cũ'"):
        assert part in said
    merged = messages.merge(found, catalogue)
    assert {entry.msgid: entry.msgstr for entry in merged} == {
        "Còn %(n)s lượt": "%(m)s lượt left",
        "Đóng": "",
        "Mở": "",
    }


# Vietnamese that is no sentence of a page: each with its reason.
NOT_FOR_TRANSLATION = {
    "core/views.py": "samples of the style page",
    "site/style.py": "the same",
    "core/text.py": "letters and their order; files are Vietnamese",
    "core/sealed.py": "pure; read by the verifier, which stands alone",
    "people/imports.py": "titles of columns in files",
    "quiz/queries/bank_table.py": "the same",
    "entries/queries/publications.py": "the same",
    "voting/sheets.py": "the same",
    "quiz/rules/": "pure; the preflight says it first, translated",
    "quiz/formats/": "words of question files",
    "quiz/queries/bank_sample.py": "the same: a sample to be written over",
    "quiz/rehearsal_bank.py": "invented data",
    "plans/rehearsal/": "the same",
    "rehearsal.py": "the same",
    "voting/rehearsal_figures.py": "the same",
    "plans/demo.py": "the same",
    "plans/shift.py": "notes written into a plan",
    "contests/schema/parts.py": "a default of plan files",
    "contests/operations/definition.py": "stored, like what plans name",
    "contests/operations/bodies.py": "the same",
    "contests/operations/standings.py": "the same, in the log",
    "contests/views/desk_rules.py": "a title to be stored",
    "people/operations/accounts.py": "stored in place of a name",
    "quiz/operations/attempt_finish.py": "stored in the log",
    "integrity/operations/observe.py": "the same",
    "entries/operations/checking.py": "the same",
    "voting/operations/scan.py": "the same",
    "voting/operations/tally.py": "the same",
    "integrity/rules/agent.py": "stored families of browsers, shown nowhere",
    "documents/kinds.py": "abbreviations of documents",
    "awards/operations/decide.py": "the same",
    "awards/views/desk_award.py": "the same",
    "awards/views/desk_decide.py": "the same",
    "papers/kinds.py": "the same",
    "papers/rules/": "words of official documents, which are Vietnamese in every language",
    "papers/queries/facts.py": "the same",
    "papers/queries/reviews.py": "the same",
    "documents/rules/": "the same",
    "documents/formats/": "the same",
    "contests/figure_sheets.py": "titles of columns in files",
    "emulation/queries/report_sheet.py": "the same",
    "emulation/rules/counts.py": "words people type",
    "apps.py": "names of rooms, shown nowhere",
    "site/cli/": "said through words(vietnamese, english)",
    "site/environment.py": "the same",
    "site/settings_oidc.py": "the same",
    "site/body.py": "said in both at once, before any language is known",
    "site/settings.py": "the same, and a language's own name",
}


def test_sentences_in_python_can_be_translated() -> None:
    bare = []
    for path in sorted(messages.SOURCES.rglob("*.py")):
        name = path.relative_to(messages.SOURCES).as_posix()
        excused = any(name.startswith(part) or name.endswith(f"/{part}") for part in NOT_FOR_TRANSLATION)
        if not excused and "migrations" not in path.parts:
            bare += [f"{name}:{line}: {text}" for line, text in _bare(ast.parse(path.read_text("utf-8")))]
    assert bare == []


def _bare(tree: ast.AST) -> list[tuple[int, str]]:
    """Strings with Vietnamese letters that no translating call takes and that are no docstrings."""
    names = dict(messages._names(tree)) | {"words": None}
    taken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            taken |= {id(inner) for inner in ast.walk(node)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in taken
        and messages.VIETNAMESE.search(node.value)
    ]


def test_numbers_and_moments_follow_the_language() -> None:
    end = make.CLOSES
    with translation.override("vi"):
        vietnamese = (spoken.money(15_350_000), spoken.duration(582_318), spoken.moment(make.NOW), spoken.end_day(end))
    with translation.override("en"):
        english = (spoken.money(15_350_000), spoken.duration(582_318), spoken.moment(make.NOW), spoken.end_day(end))
        assert spoken.end_moment(end) == "24:00 on 30/6/2024"
    assert vietnamese == ("15.350.000\u00a0đồng", "9:42,318", "09:00 ngày 10/6/2024", "hết ngày 30/6/2024")
    assert english == ("VND\u00a015,350,000", "9:42.318", "09:00 on 10/6/2024", "the end of 30/6/2024")


STORED = ("secretariat", "coordinators", "leaders", "operators")  # bodies every contest has, named in Vietnamese
# The way back, the product's name, the head of printed documents, symbols of laws.
KEPT = ("Tiếng Việt", "hội thi", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", *messages.NAMES)


def seen(page: str) -> str:
    """What a person reads or hears of a page: its text and the attributes that speak."""
    spoken_attributes = re.findall(r'(?:aria-label|title|placeholder|alt|data-[\w-]+)="([^"]*)"', page)
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    text = html.unescape("\n".join([text, *spoken_attributes]))
    for kept in KEPT:
        text = text.replace(kept, "")
    return text


def read_in_english(client: Client, name: str, path: str) -> list[str]:
    """Lines of a page that are not English, where the client asks for English."""
    client.cookies["django_language"] = "en"
    response = client.get(path, follow=True)
    assert response.status_code in (200, 404), (name, path, response.status_code)
    page = response.content.decode()
    assert '<html lang="en">' in page, name
    assert response.headers["Content-Language"] == "en", name
    return [f"{name}: {line.strip()}" for line in seen(page).splitlines() if messages.VIETNAMESE.search(line)]


@pytest.mark.django_db
def test_pages_in_english_say_nothing_in_vietnamese() -> None:
    stage = set_stage(ascii_only=True)
    wrong = []
    for name, path, cookie in [*stage.pages(), ("nowhere", "/khong-co/", ""), ("refused", f"{HOME}dieu-hanh/", "")]:
        client = Client()
        if cookie:
            client.cookies["sessionid"] = cookie
        wrong += read_in_english(client, name, path)
    assert wrong == []


@pytest.mark.django_db
def test_the_console_in_english_says_nothing_in_vietnamese() -> None:
    contest = set_stage(ascii_only=True).contest
    Body.objects.bulk_create(
        Body(contest=contest, key=f"to-{kind}", kind=kind, title=kind) for kind in ("authors", "reviewers")
    )
    Body.objects.filter(contest=contest, kind__in=STORED).update(title="Team")
    wrong = []
    for role, paths in DESK.items():
        client, holder = Client(), make.holder_of(role, contest, contest.units.first())
        assert holder is not None
        holder.person.set_name("Role Holder")
        holder.person.save()
        Seat.objects.filter(person=holder.person).update(title="Seat")
        client.force_login(holder)
        wrong += [line for path in paths for line in read_in_english(client, f"{role} {path}", path)]
    assert wrong == []


@pytest.mark.django_db
def test_a_person_chooses_the_language_and_keeps_it() -> None:
    client = Client()
    assert '<html lang="vi">' in client.get("/dang-nhap/").content.decode()
    client.post("/ngon-ngu/", {"language": "en", "next": "/dang-nhap/"})
    assert '<html lang="en">' in client.get("/dang-nhap/").content.decode()
    client.post("/ngon-ngu/", {"language": "vi", "next": "/dang-nhap/"})
    assert '<html lang="vi">' in client.get("/dang-nhap/", headers={"accept-language": "en"}).content.decode()
