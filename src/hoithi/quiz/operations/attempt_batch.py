"""Many at once, yet each for itself: where a batch fails, halves are tried, until only the guilty one is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import Error, InterfaceError, OperationalError, connection

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def isolated(work: Callable[[Sequence[Item]], Sequence[Answer]], items: Sequence[Item]) -> Sequence[Answer | Exception]:
    """`work` over all items, answering for each; what fails fails alone, as its exception in the answer.

    `work` must be all or nothing (one transaction). What concerns the database as a whole (lost, locked, out of time)
    is raised: halves would fare no better.
    """
    try:
        return work(items)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        if isinstance(error, Error) and not connection.is_usable():
            raise OperationalError(str(error)) from error
        if len(items) == 1:
            return [error]
    half = len(items) // 2
    return [*isolated(work, items[:half]), *isolated(work, items[half:])]
