"""`hoithi doctor`: what is missing or unsafe, and how to mend it."""

from __future__ import annotations

from typing import Any

import click

from hoithi.site.cli._support import emit, json_option, say, setup_django
from hoithi.site.environment import BadEnvironment

MARKS = {"ok": "✓", "warn": "!", "bad": "✗"}


@click.command()
@json_option
def command(as_json: bool) -> int:
    """Say what is missing or unsafe here, and how to mend it; exit 1 when something must be mended.

    \b
    Production needs three secrets, each as a variable or as NAME_FILE=/path:
      SECRET_KEY        openssl rand -base64 48
      IDENTITY_PEPPERS  echo 1:$(openssl rand -hex 32)
      SIGNING_KEY       openssl rand -base64 32

    Example: hoithi doctor --json
    """
    findings = _findings()
    ok = all(finding["level"] != "bad" for finding in findings)
    emit({"ok": ok, "findings": findings}, as_json, _tell)
    return 0 if ok else 1


def _findings() -> list[dict[str, Any]]:
    try:
        setup_django()
    except BadEnvironment as error:
        mend = "docs/administrator/settings.md"
        return [{"check": "environment", "level": "bad", "message": line, "mend": mend} for line in error.problems]
    from hoithi.site import doctor

    return [finding.as_json() for finding in doctor.examine()]


def _tell(data: dict[str, Any]) -> None:
    for finding in data["findings"]:
        mend = f" → {finding['mend']}" if finding["mend"] else ""
        click.echo(f"{MARKS[finding['level']]} {finding['check']}: {finding['message']}{mend}")
    if data["ok"]:
        say("Chạy được.", "It can run.")
    else:
        say("Có chỗ phải sửa (✗).", "Something must be mended (✗).")
