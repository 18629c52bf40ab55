"""The command line as an operator calls it: a process of its own, with an environment of its own."""

from __future__ import annotations

import os
import subprocess
import sys

NOT_INHERITED = {
    *("CACHE_URL", "DATABASE_POOL", "DATABASE_URL", "EMAIL_URL", "STORAGE_URL"),
    *("DJANGO_ALLOW_ASYNC_UNSAFE", "DJANGO_SETTINGS_MODULE", "HOITHI_TEST_VAR", "LANG", "LC_ALL", "LC_MESSAGES"),
}
PROGRAM = [sys.executable, "-c", "from hoithi.site.cli import main; main()"]


def environment(**values: object) -> dict[str, str]:
    """This process's environment without what the tests put there; Vietnamese unless `LANG` is given."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    return {**kept, "LANG": "vi_VN.UTF-8", **{name: str(value) for name, value in values.items()}}


def hoithi(*args: object, timeout_s: int = 120, **values: object) -> subprocess.CompletedProcess[str]:
    """`hoithi plan check x` is `hoithi("plan", "check", "x", HOITHI_VAR=tmp_path)`."""
    command = [*PROGRAM, *map(str, args)]
    return subprocess.run(
        command, env=environment(**values), capture_output=True, text=True, check=False, timeout=timeout_s
    )
