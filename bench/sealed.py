"""A rehearsal through the real operations, timed; and the check of its sealed file beside reading the file."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figure import Figure, best_of, s

SLUG = "soc-son-2024"
BEGIN = [sys.executable, "-m", "hoithi.site.cli", "simulate", SLUG, "--seed", "7", "--json"]


def measure(*, few: int, many: int) -> list[Figure]:
    small, _ = _rehearse(few)
    large, sealed = _rehearse(many)
    return [
        Figure(
            "Rehearsal",
            f"time for each attempt of `hoithi simulate {SLUG}` with {many:,} people",
            f"the same with {few:,} people ({s(small['seconds'])}, {small['attempts']:,} attempts)",
            (large["seconds"] / large["attempts"]) / (small["seconds"] / small["attempts"]),
            f"{s(large['seconds'])}, {large['attempts']:,} attempts",
            wanted="about 1, nothing grows with the contest",
        ),
        *_verify(sealed, many),
    ]


def _rehearse(people: int) -> tuple[dict[str, float], str]:
    with tempfile.TemporaryDirectory(prefix="hoithi-bench-") as folder:
        sealed = Path(folder) / "niem-phong.json"
        call = [*BEGIN, "--people", str(people), "--sealed", str(sealed)]
        done = subprocess.run(call, capture_output=True, text=True, check=True)
        return json.loads(done.stdout), sealed.read_text(encoding="utf-8")


def _verify(text: str, people: int) -> list[Figure]:
    from hoithi.verify import verify_file

    report = verify_file(text)
    assert report["ok"], report["differences"][:3]
    reading = best_of(5, lambda: json.loads(text))
    checking = best_of(2, lambda: verify_file(text))
    return [
        Figure(
            "Sealed result",
            f"`hoithi verify` of a contest of {people:,} people",
            f"reading its JSON, {len(text) / 1e6:.1f} MB ({s(reading)})",
            checking / reading,
            s(checking),
        )
    ]
