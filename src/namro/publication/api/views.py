"""The page that lists what programs can ask for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from namro.publication.api.urls_v1 import interface


@require_safe
def operations(request: HttpRequest) -> HttpResponse:
    """All operations, made from the description that programs read."""
    schema = interface.get_openapi_schema()
    found: list[dict[str, Any]] = [
        {
            "method": method.upper(),
            "address": address,
            "summary": operation["summary"],
            "description": operation.get("description", ""),
        }
        for address, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "programming/operations.html", {"operations": found})
