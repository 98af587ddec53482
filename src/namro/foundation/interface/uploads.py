"""Taking uploads in: in memory whatever their size, so that no temporary file holds a document.

Django writes larger uploads to a temporary file before any code of ours has looked at them. What
must leave nothing behind when it is refused may not come to stand on a disk first.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import IO, Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]


class InMemory(MemoryFileUploadHandler):
    """Keeps uploads in memory; beyond `most` bytes in all the rest is thrown away."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self._most = most
        self._taken = 0
        self.too_large = False

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, Any],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Takes every upload on, unlike its parent."""
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Counts what comes in and ends beyond the limit."""
        self._taken += len(raw_data)
        if self._taken > self._most:
            self.too_large = True
            raise StopUpload
        return super().receive_data_chunk(raw_data, start)


def in_memory(
    most: Callable[[], int], allowed: Callable[[HttpRequest], object]
) -> Callable[[View], View]:
    """A view whose uploads stay in memory, at most `most()` bytes of them.

    `allowed` raises when the person may not use the view, before anything of an upload is taken.
    The token against forgery is asked for as everywhere, only later: asking reads the form.
    """

    def decorate(view: View) -> View:
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def taken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            allowed(request)
            request.upload_handlers = [InMemory(request, most())]
            return protected(request, *args, **kwargs)

        return taken

    return decorate


def too_large(request: HttpRequest) -> bool:
    """Whether more was sent than is taken; then files are missing from the form."""
    return any(getattr(handler, "too_large", False) for handler in request.upload_handlers)
