"""`hoithi verify`: recompute a sealed result, without database and without trusting what made it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from hoithi.site.cli._support import emit, json_option, note, say, words
from hoithi.verify import NotSealed, verify_file

LONGEST = 200


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", metavar="KEY", help="The public key the organiser published (64 hex digits).")
@click.option(
    "--attempt",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your own statement of an attempt: its paper is drawn and marked again.",
)
@json_option
def command(file: Path, key: str | None, attempt: Path | None, as_json: bool) -> int:
    """Recompute a sealed result: digest, signature, rules, standings, awards, votes, commitments.

    Exit 1 when anything does not add up. Without --key the file is checked against the key inside it.
    With --attempt one person's paper and marks are recomputed, too.

    Example: hoithi verify ket-qua.json --key 03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8
    """
    if key is not None and not _is_key(key):
        raise click.BadParameter(words("khóa gồm 64 chữ số hệ 16", "a key has 64 hex digits"), param_hint="--key")
    try:
        report = verify_file(file.read_bytes(), key, attempt.read_bytes() if attempt else None)
    except NotSealed as error:
        report = {"ok": False, "digest": None, "rules_hash": None, "differences": [_unreadable(error)]}
        note(
            f"{file}: không phải kết quả niêm phong hay bản kê bài làm, hoặc tải về chưa trọn; hãy tải lại ({error}).",
            f"{file}: {error}; download the published file again.",
        )
    emit(report, as_json, lambda data: _tell(data, key))
    return 0 if report["ok"] else 1


def _is_key(text: str) -> bool:
    return len(text.strip()) == 64 and all(c in "0123456789abcdef" for c in text.strip().lower())


def _unreadable(error: NotSealed) -> dict[str, Any]:
    return {"path": "", "expected": "hoithi-sealed/1", "found": str(error)}


def _tell(report: dict[str, Any], key: str | None) -> None:
    if report["digest"] is None:
        return
    say(f"Mã băm nội dung: {report['digest']}", f"Digest: {report['digest']}")
    say(f"Mã băm thể lệ: {report['rules_hash']}", f"Hash of the rules: {report['rules_hash']}")
    if not report["ok"]:
        say(f"KHÔNG khớp, {len(report['differences'])} chỗ:", f"NOT ok, {len(report['differences'])} differences:")
        for difference in report["differences"]:
            expected, found = (_short(difference[side]) for side in ("expected", "found"))
            say(
                f"  {difference['path']}: phải là {expected}, trong tệp là {found}",
                f"  {difference['path']}: expected {expected}, found {found}",
            )
        return
    say(
        "Khớp: chữ ký, thể lệ, bảng xếp hạng, giải thưởng, số phiếu bình chọn và cam kết đều tính lại đúng.",
        "Ok: signature, rules, standings, awards, counts of votes and commitments all come out the same.",
    )
    if own := report.get("attempt"):
        right = "–" if own["correct"] is None else own["correct"]
        say(
            f"Bài của bạn (dòng {own['row']}): rút lại đúng đề, chấm lại {right}/{own['questions']} câu.",
            f"Your attempt (row {own['row']}): the same paper, marked again {right}/{own['questions']}.",
        )
    if key is None:
        note(
            "Chưa so với khóa đã công bố; thêm --key để chắc chắn ai đã ký.",
            "Not compared with the published key; add --key to be sure who signed.",
        )


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
