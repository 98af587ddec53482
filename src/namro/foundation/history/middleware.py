"""Recording who is signed in, and on which page, with every change a request makes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware as PgHistoryMiddleware


class HistoryMiddleware(PgHistoryMiddleware):
    """Adds the user and the path (never the query, which may hold what was searched for)."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """The context of the request's changes."""
        context: dict[str, Any] = super().get_context(request)
        return {**context, "via": "site"}
