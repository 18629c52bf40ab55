"""House rules as code: what a reviewer would otherwise say every week."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "hoithi"
PYTHON = sorted(path for path in SRC.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(SRC.rglob("templates/**/*.html"))
PURE_OF_OURS = (
    "hoithi.core.canonical",
    "hoithi.core.errors",
    "hoithi.core.merkle",
    "hoithi.core.text",
)  # of these, nothing needs Django; canonical and text know Vietnam's zone and read no clock


NEVER_TRANSLATED = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Tiếng Việt",
    "hội thi",  # the product's name
)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", [p for p in PYTHON if "rules" in p.relative_to(SRC).parts], ids=name_of)
def test_rules_import_the_standard_library_and_each_other(path: Path) -> None:
    strangers = [
        module
        for module in imports(path)
        if module.split(".")[0] not in sys.stdlib_module_names
        and not re.match(r"hoithi\.\w+\.rules\b", module)
        and not module.startswith(PURE_OF_OURS)
    ]
    assert strangers == []


@pytest.mark.parametrize("path", PYTHON, ids=name_of)
def test_only_the_clock_reads_the_clock(path: Path) -> None:
    """The machine's own clock is compared with the database's by the doctor; nothing else may ask."""
    allowed = {SRC / "core" / "clock.py", SRC / "site" / "doctor.py"}
    if path in allowed:
        return
    pattern = (
        r"datetime\.(now|utcnow|today)\(|date\.today\(|timezone\.(now|localtime|localdate)\(|\bNow\(\)|\btime\.time\("
    )
    found = re.findall(pattern, path.read_text("utf-8"))
    assert found == []


@pytest.mark.parametrize("path", PYTHON, ids=name_of)
def test_no_source_file_grows_into_a_warehouse(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


def test_the_median_file_is_a_page() -> None:
    lengths = sorted(n for path in PYTHON if (n := len(path.read_text("utf-8").splitlines())) > 1)
    assert lengths[len(lengths) // 2] <= 110


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_is_short_and_holds_no_style_or_script(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 120
    assert re.findall(r"\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*[\"']|javascript:", text, re.IGNORECASE) == []
    scripts = re.findall(r"<script\b([^>]*)>(.*?)</script>", text, re.IGNORECASE | re.DOTALL)
    data = ("application/json", "application/ld+json", "importmap")
    assert [body for tag, body in scripts if body.strip() and not any(kind in tag for kind in data)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_asks_no_other_host_for_anything(path: Path) -> None:
    asked = r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*(?:src|href)=[\"'](?:https?:)?//[^\"']+"
    assert re.findall(asked, path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_words_in_a_template_can_be_translated(path: Path) -> None:
    """Text with Vietnamese letters stands inside {% translate %} or {% blocktranslate %}.

    Not asked of the style guide, which shows samples, nor of pages that are shown when nothing else works.
    """
    if path.name.lstrip("_").startswith("style") or path.name in ("500.html", "maintenance.html"):
        return
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"{% blocktrans(late)?\b.*?{% endblocktrans(late)? %}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)
    text = re.sub("|".join(NEVER_TRANSLATED), "", text, flags=re.IGNORECASE)
    bare = re.findall(r"[^\n<>]*[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ][^\n<>]*", text, re.IGNORECASE)
    assert [line.strip() for line in bare] == []


def test_models_migrations_and_code_agree(db: None) -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


def test_no_address_of_a_registry_is_committed() -> None:
    for path in [*ROOT.glob("requirements/*"), ROOT / "pyproject.toml"]:
        assert re.findall(r"https?://|--index-url|--find-links", path.read_text("utf-8")) == []
