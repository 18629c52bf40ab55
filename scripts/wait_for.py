#!/usr/bin/env python3
"""Wait until an address answers 200: scripts/wait_for.py URL SECONDS."""

from __future__ import annotations

import sys
import time
import urllib.error
import urllib.request


def main(url: str, seconds: float) -> int:
    limit = time.monotonic() + seconds
    last = "no answer"
    while time.monotonic() < limit:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return 0 if answer.status == 200 else 1
        except urllib.error.HTTPError as error:
            last = f"status {error.code}"
        except OSError as error:
            last = str(error)
        time.sleep(0.5)
    print(f"{url}: {last}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2])))
