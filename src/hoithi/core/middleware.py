"""One frozen moment per request, and refusals answered as pages instead of traces."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hoithi.core import clock
from hoithi.core.errors import Refusal

GetResponse = Callable[[HttpRequest], HttpResponse]


class NowMiddleware:
    """`request.now`: every line of one request talks about the same moment."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = clock.now()  # type: ignore[attr-defined]
        return self.get_response(request)


class RefusalMiddleware:
    """A `Refusal` a view did not handle becomes a page that says the sentence."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        return render(request, "core/refusal.html", {"refusal": error}, status=error.status)
