"""Who acts: carried by a context variable, set by the middleware, a command or a job."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class Actor:
    """An account, or a program with a label ("hệ thống")."""

    id: int | None = None
    label: str = ""


class Account(Protocol):
    """What an account must have to act."""

    @property
    def pk(self) -> int: ...


Acting = Actor | Account
NOBODY = Actor()
_current: ContextVar[Callable[[], Actor] | None] = ContextVar("hoithi_actor", default=None)


def as_actor(acting: Acting | None) -> Actor:
    """The actor of an account; without one, whoever acts in this context."""
    if acting is None:
        resolve = _current.get()
        return resolve() if resolve else NOBODY
    return acting if isinstance(acting, Actor) else Actor(id=acting.pk)


@contextmanager
def acting_as(acting: Acting) -> Iterator[None]:
    """Everything recorded inside the block is recorded as done by this actor."""
    actor = as_actor(acting)
    token = _current.set(lambda: actor)
    try:
        yield
    finally:
        _current.reset(token)


class ActorMiddleware:
    """The signed-in account acts; it is looked at only when something is recorded."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def resolve() -> Actor:
            user = getattr(request, "user", None)
            return Actor(id=user.pk) if user is not None and user.is_authenticated else NOBODY

        token = _current.set(resolve)
        try:
            return self.get_response(request)
        finally:
            _current.reset(token)
