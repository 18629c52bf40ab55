"""Stored data as the frozen schema objects they are, parsed once for each text."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel

Shape = TypeVar("Shape", bound=BaseModel)


@lru_cache(maxsize=1024)
def _parsed(shape: type[BaseModel], text: str) -> BaseModel:
    return shape.model_validate(json.loads(text))


def parsed_text(shape: type[Shape], text: str) -> Shape:
    """The same from JSON as text."""
    return _parsed(shape, text)  # type: ignore[return-value]


def parsed(shape: type[Shape], content: Any) -> Shape:
    """`content` (plain JSON values) as `shape`; equal contents give the very same object, so nobody may change it."""
    return _parsed(shape, json.dumps(content))  # type: ignore[return-value]  # the cache forgets which shape it was
