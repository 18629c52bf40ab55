"""`python -m hoithi.entries.formats.child TASK FILE…`: one look at strangers' files, within limits, one JSON answer.

The parent (`limited.py`) sets the limits before this starts; nothing here touches database, network or settings.
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Any


def main(arguments: list[str]) -> int:
    task, *names = arguments
    json.dump(_run(task, [Path(name) for name in names]), sys.stdout)
    return 0


def _run(task: str, paths: list[Path]) -> Any:
    if task == "probe":
        from hoithi.entries.formats.probe import probe

        return probe(paths[0])
    if task in ("fingerprint", "mirrored"):
        from hoithi.entries.formats.fingerprint import fingerprint, packed

        return base64.b64encode(packed(fingerprint(paths[0], mirrored=task == "mirrored"))).decode()
    raise SystemExit(f"no such task: {task}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
