"""`hoithi`: one file of this folder is one command (`<name>.py` exposing `command`), loaded only when called."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import click

from hoithi.site.cli import _support

HERE = Path(__file__).parent


class LazyCommands(click.Group):
    """Finds commands by file name; `audit_verify.py` is called `audit-verify`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = (path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))
        return sorted(name.replace("_", "-") for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{__name__}.{cmd_name.replace('-', '_')}")
        found: click.Command = module.command
        return found


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="hoithi", message="%(prog)s %(version)s")
def cli() -> None:
    """Contests of public authorities, from the signed plan to the awarded certificate.

    Example: hoithi plan check plans/*.toml
    """


def main(args: list[str] | None = None) -> None:
    """Run a command and leave with its code: 0 done, 1 the input is wrong, 2 called wrong, 130 interrupted."""
    sys.exit(_support.run(cli, sys.argv[1:] if args is None else args))
