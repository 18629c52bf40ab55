"""`hoithi audit`: the log of who did what."""

from __future__ import annotations

from typing import Any

import click

from hoithi.site.cli._support import emit, json_option, needs_django, say


@click.group()
def command() -> None:
    """The append-only log of who did what.

    Example: hoithi audit verify --json
    """


@command.command()
@json_option
@needs_django
def verify(as_json: bool) -> int:
    """Walk the hash chain; exit 1 when an event or a batch was changed, deleted or inserted.

    Example: hoithi audit verify --json
    """
    from hoithi.audit.queries import verify_chain

    verdict = verify_chain()
    emit(verdict.as_json(), as_json, _tell)
    return 0 if verdict.ok else 1


def _tell(data: dict[str, Any]) -> None:
    tail = data["unsealed"]
    if data["ok"]:
        say(
            f"Nhật ký nguyên vẹn: {data['events']} sự kiện, {data['batches']} lô, {tail} sự kiện chờ nối.",
            f"The log is whole: {data['events']} events, {data['batches']} batches, {tail} events to be chained.",
        )
        return
    say(
        f"Nhật ký KHÔNG nguyên vẹn, bắt đầu từ sự kiện {data['first_bad']}:",
        f"The log is NOT whole, from event {data['first_bad']} on:",
    )
    for problem in data["problems"]:
        click.echo(f"  {problem['event']}: {problem['problem']}")
