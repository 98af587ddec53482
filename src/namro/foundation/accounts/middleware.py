"""What holds for every request about roles."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from namro.foundation.accounts.permissions import roles_asked_once


def ask_roles_once(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Ask for a person's roles once for each page shown; what writes asks every time."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        with roles_asked_once():
            return get_response(request)

    return answer
