"""Reads the sample files as data; every text must already be in its one stored form."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def toml(path: str) -> dict[str, Any]:
    return tomllib.loads((SAMPLES / path).read_text(encoding="utf-8"))


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def unit_files() -> dict[str, list[dict[str, str]]]:
    return {path.stem: table(path) for path in sorted((SAMPLES / "units").glob("*.csv"))}


def texts(value: object) -> Iterator[str]:
    """Every string inside a parsed TOML value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
