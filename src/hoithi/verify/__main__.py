"""`python -m verify FILE [KEY [STATEMENT]]`: the check without the rest of hoithi."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from . import NotSealed, verify_file


def main(arguments: list[str]) -> int:
    if len(arguments) not in (1, 2, 3):
        print("usage: python -m verify FILE [KEY [STATEMENT]]", file=sys.stderr)
        return 2
    try:
        own = Path(arguments[2]).read_bytes() if len(arguments) == 3 else None
        key = arguments[1] if len(arguments) > 1 else None
        report = verify_file(Path(arguments[0]).read_bytes(), key, own)
    except (NotSealed, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(report, ensure_ascii=False, indent=2))
    return 0 if report["ok"] else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
