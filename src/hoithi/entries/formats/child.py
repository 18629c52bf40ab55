"""`python -m hoithi.entries.formats.child LIMITS TASK OPTIONS FILE…`: one look at strangers' files, one JSON answer.

The limits are set before anything that reads files is loaded; nothing here touches database, network or settings.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Told = Callable[[int], None]
"""Takes percent done."""


PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> int:
    limits, task, options, *names = arguments
    tell = _limited(json.loads(limits))
    json.dump(_run(task, [Path(name) for name in names], json.loads(options), tell), sys.stdout)
    return 0


def _limited(limits: dict[str, int]) -> Told:
    """Set the limits; returns how to tell the parent how far it is, a byte for each new percent."""
    for what, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["cpu_s"]),
        (resource.RLIMIT_FSIZE, limits["writes"]),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    with contextlib.suppress(OSError, AttributeError):  # Linux: whoever asked was killed, nobody wants the answer
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    told = [0]

    def tell(percent: int) -> None:
        if told[0] < percent <= 100:
            told[0] = percent
            os.write(limits["tell"], bytes([percent]))

    return tell


def _run(task: str, paths: list[Path], options: dict[str, Any], tell: Told) -> Any:
    """Each task loads what it needs only."""
    if task == "probe":
        from hoithi.entries.formats.probe import probe

        return probe(paths[0], tell)
    if task in ("fingerprint", "mirrored", "both"):
        from hoithi.entries.formats.fingerprint import packed
        from hoithi.entries.formats.frames import both

        straight, mirrored = both(paths[0], tell)
        wanted = {"fingerprint": [straight], "mirrored": [mirrored], "both": [straight, mirrored]}[task]
        return [base64.b64encode(packed(hashes)).decode() for hashes in wanted]
    if task == "picture_hashes":
        from hoithi.entries.formats.fingerprint import packed
        from hoithi.entries.formats.frames import of_picture

        return [base64.b64encode(packed(hashes)).decode() for hashes in of_picture(paths[0])]
    if task == "picture":
        from hoithi.entries.formats.picture import look_at_picture

        return look_at_picture(paths[0])
    if task == "document":
        from hoithi.entries.formats.document import look_at_document

        return look_at_document(paths[0])
    if task in ("poster", "picture_poster", "faststart", "convert", "hls"):
        from hoithi.entries.formats import making

        return getattr(making, task)(*paths, tell=tell, **options)
    raise SystemExit(f"no such task: {task}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
