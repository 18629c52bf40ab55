"""`python -m hoithi.documents.formats.template_child`: fill one Word template of strangers, in limits of its own.

In: one JSON line {"context", "body", "names", "limits"}, then the .docx. Out: "+" and the .docx, or "-" and a JSON
list of [place, what, detail]. Nothing here touches database, network or settings.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
from collections.abc import Mapping
from typing import Any

LOOP = ("index", "index0", "first", "last", "length")
"""What a template may ask a loop; every other value is a text, a list or a table and has no attributes."""


def main() -> int:
    asked = json.loads(sys.stdin.buffer.readline())
    limits = asked["limits"]
    for what, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["cpu_s"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    try:
        answer = b"+" + fill(sys.stdin.buffer.read(), asked["context"], asked["body"], frozenset(asked["names"]))
    except BadTemplate as error:
        answer = b"-" + json.dumps(error.told).encode()
    except MemoryError:
        answer = b"-" + json.dumps(["", "too_big", ""]).encode()
    sys.stdout.buffer.write(answer)
    return 0


class BadTemplate(Exception):
    """`told` is (where, what, detail): what of unknown, syntax, forbidden, body, broken, too_big."""

    def __init__(self, where: str, what: str, detail: str = "") -> None:
        super().__init__(what)
        self.told = (where, what, detail[:200])


class Xml(str):
    """Paragraphs and tables as they go into the file, not to be escaped."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def fill(data: bytes, context: Mapping[str, Any], body: str, names: frozenset[str]) -> bytes:
    """The template with every placeholder filled. Raises BadTemplate."""
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
    from jinja2.exceptions import SecurityError

    class Located(DocxTemplate):  # type: ignore[misc]  # without types of its own
        """Says in which paragraph a template failed."""

        def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
            source = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml)
            _look_for_body(source)
            try:
                return str(super().render_xml_part(src_xml, part, context, jinja_env))
            except SecurityError as error:
                raise BadTemplate(_where(source, _line_of(error)), "forbidden", str(error)) from error
            except TemplateSyntaxError as error:
                raise BadTemplate(_where(source, error.lineno), "syntax", error.message or "") from error
            except UndefinedError as error:
                raise BadTemplate(_where(source, _line_of(error)), "unknown", _name(str(error))) from error
            except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
                raise BadTemplate(_where(source, _line_of(error)), "syntax", str(error)) from error

    try:
        template = Located(io.BytesIO(data))
        template.render({**context, "noi_dung": Xml(body)}, _environment(StrictUndefined), autoescape=True)
        out = io.BytesIO()
        template.save(out)
    except (BadTemplate, MemoryError):
        raise
    except Exception as error:  # lxml and docx have many: all mean that no Word file came out
        raise BadTemplate("", "broken", str(error)) from error
    return out.getvalue()


def _environment(undefined: type) -> Any:
    from jinja2.exceptions import SecurityError
    from jinja2.runtime import LoopContext
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Environment(ImmutableSandboxedEnvironment):
        """Values are looked at and looped over; nothing is called that could grow without end, nothing is reached."""

        intercepted_binops = frozenset({"*", "**", "%", "//", "/"})

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            raise SecurityError(f"{left!s:.20} {operator} {right!s:.20}")

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            return isinstance(obj, LoopContext) and attr in LOOP

        def is_safe_callable(self, obj: Any) -> bool:
            return False

    environment = Environment(autoescape=True, undefined=undefined)
    kept = (
        "upper",
        "lower",
        "trim",
        "length",
        "first",
        "last",
        "join",
        "default",
        "escape",
        "e",
        "title",
        "capitalize",
    )
    environment.filters = {name: environment.filters[name] for name in kept}
    environment.globals = {}
    return environment


def _look_for_body(source: str) -> None:
    """{{ noi_dung }} inside a line would put paragraphs into a paragraph: Word could not open the file."""
    for number, line in enumerate(source.splitlines(), 1):
        text = _plain(line)
        found = re.search(r"<w:t(?: [^>]*)?>(?:(?!</w:t>).)*{{\s*noi_dung\b", line)
        if found:
            raise BadTemplate(_where(source, number), "body", text)


def _line_of(error: BaseException) -> int | None:
    """The line of the template in which it failed, from the frames jinja left."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _where(source: str, line: int | None) -> str:
    """ "paragraph number: its text"; each paragraph is one line of `source` after the first."""
    if line is None:
        return ""
    lines = source.splitlines()
    text = _plain(lines[min(line, len(lines)) - 1])
    count = sum(1 for one in lines[:line] if one.startswith("<w:p"))
    return f"{max(count, 1)}:{text[:120]}"


def _plain(xml: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", xml).split())


def _name(message: str) -> str:
    found = re.search(r"'([^']+)' is undefined|no attribute '([^']+)'|no element (\S+)", message)
    return next(filter(None, found.groups()), message) if found else message


if __name__ == "__main__":
    raise SystemExit(main())
