"""The page on which a draft is checked before it is signed.

The findings are the answer to the upload itself: nothing is stored, so there is no address to come
back to. The page works without scripts; findings and places are linked by anchors both ways.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from namro.foundation.accounts.permissions import require
from namro.foundation.documents.checking import Side
from namro.foundation.documents.checking.work import File
from namro.foundation.documents.reading import Refused
from namro.foundation.interface.uploads import in_memory, too_large
from namro.programme.drafting.permissions import CHECK
from namro.programme.drafting.presenting import page_of
from namro.programme.drafting.receiving import MOST_BYTES, check_apart, most_in_all, ready

ACCEPT: Final = ".docx,.doc,.odt,.pdf,.html,.htm,.txt,.md,.png,.jpg,.jpeg,.tif,.tiff"
_LONGEST_NAME: Final = 255


def _allowed(request: HttpRequest) -> None:
    require(request.user, CHECK)


@require_http_methods(["GET", "HEAD", "POST"])
@in_memory(most_in_all, _allowed)
def check(request: HttpRequest) -> HttpResponse:
    """The form (GET), or the findings on the draft that was sent (POST)."""
    context: dict[str, Any] = {
        "accept": ACCEPT,
        "limit": MOST_BYTES,
        "side": "",
        "day": "",
        "no_secret": False,
    }
    if request.method != "POST":
        return render(request, "drafting/form.html", context)
    answer = _answer(request, context)
    response = (
        render(request, "drafting/result.html", answer)
        if answer is not None
        else render(request, "drafting/form.html", context, status=422)
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _answer(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any] | None:
    """What the page of findings shows; None when `context` says what is wrong with the form."""
    context["side"] = request.POST.get("side", "")
    context["day"] = request.POST.get("day", "").strip()[:20]
    context["no_secret"] = request.POST.get("no_secret") == "1"
    file = _file(request, "file", context)
    parent = _file(request, "parent", context)
    if too_large(request):
        context["file_error"] = _oversized()
    elif file is None and "file_error" not in context:
        context["file_error"] = _("Choose the file of the draft.")
    if not context["no_secret"]:
        context["secret_error"] = _("Confirm this before the file is read.")
    side: Side | None = None
    if context["side"]:
        if context["side"] in list(Side):
            side = Side(context["side"])
        else:
            context["side_error"] = _("Choose one of the list.")
    day = _day(context["day"])
    if context["day"] and day is None:
        context["day_error"] = _("Write the day as dd/mm/yyyy, for instance 05/02/2026.")
    if file is None or any(name.endswith("_error") for name in context):
        context["choose_again"] = file is not None
        return None
    language = get_language() or "vi"
    parent_name = parent.name if parent is not None else ""
    if parent is not None:
        # Read alone first, so that a refusal is told at the field it belongs to.
        try:
            parent = ready(parent)
            check_apart(parent, None, on=None, side=None)
        except Refused as refused:
            context["parent_error"] = refused.message(language)
            return None
    try:
        readable = ready(file)
        checked = check_apart(readable, parent, on=day, side=side)
    except Refused as refused:
        context["file_error"] = refused.message(language)
        return None
    shown = page_of(checked, file.name, parent_name, language)
    return shown | {"converted": readable.converted, "recognised": readable.recognised_whole}


def _file(request: HttpRequest, name: str, context: dict[str, Any]) -> File | None:
    """An uploaded file within the limit, or None with a sentence in `context`."""
    sent = request.FILES.get(name)
    if not isinstance(sent, UploadedFile):
        return None
    if (sent.size or 0) > MOST_BYTES:
        context[f"{name}_error"] = _oversized()
        return None
    return File(sent.read(), (sent.name or "")[-_LONGEST_NAME:])


def _oversized() -> str:
    refused = Refused("oversized", limit_mb=MOST_BYTES // 1024**2)
    return refused.message(get_language() or "vi")


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=UTC).date()
    except ValueError:
        return None
