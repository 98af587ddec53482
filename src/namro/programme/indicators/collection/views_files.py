"""The evidence of a sheet: attached, kept by whoever may see the sheet, taken away again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from namro.foundation.accounts.permissions import require, require_somewhere
from namro.foundation.documents.reading import Refused
from namro.foundation.interface.exporting import attachment
from namro.foundation.interface.uploads import in_memory, too_large
from namro.programme.indicators.collection.actions_evidence import add_file, remove_file
from namro.programme.indicators.collection.examining_files import LARGEST
from namro.programme.indicators.collection.refusals import CollectionRefused
from namro.programme.indicators.collection.refusals_files import FileRefused
from namro.programme.indicators.collection.views_sheet import find, language_here, page
from namro.programme.indicators.permissions import FILL_SHEETS


def _may_send(request: HttpRequest) -> None:
    require_somewhere(request.user, FILL_SHEETS)


@require_POST
@in_memory(lambda: LARGEST + 64 * 1024, _may_send)
def attach(request: HttpRequest, code: str) -> HttpResponse:
    """Take a file in; what is wrong with it is said on the page, and nothing of it is kept."""
    found = find(request, code)
    require(request.user, FILL_SHEETS, found.holder)
    actor: Any = request.user
    items = {str(each.pk): each for each in found.round.form.items.all()}
    file = request.FILES.get("tep")
    try:
        if too_large(request):
            raise FileRefused("too_large", limit=LARGEST // 1024**2)
        if file is None:
            return page(request, found, file_error=_("Choose a file."), status=422)
        _file, new = add_file(
            actor,
            found.pk,
            file.name or "",
            file.read(),
            item=items.get(request.POST.get("muc", "")),
            reason="Đính kèm minh chứng",
        )
    except (Refused, FileRefused, CollectionRefused) as refused:
        return page(request, found, file_error=refused.message(language_here()), status=422)
    messages.success(
        request, _("The file was attached.") if new else _("This file is attached already.")
    )
    return redirect("indicators:sheet", code=found.code)


@require_safe
def keep(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """A file of the sheet, to be kept: a browser neither opens nor runs it on this site."""
    found = find(request, code)
    file = found.files.filter(pk=key).first()
    if file is None:
        raise Http404
    response = HttpResponse(bytes(file.content), content_type=file.media_type)
    response["Content-Disposition"] = attachment(file.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def take_away(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """Take a file away again."""
    found = find(request, code)
    actor: Any = request.user
    try:
        if remove_file(actor, found.pk, key, reason="Bỏ minh chứng"):
            messages.success(request, _("The file was removed."))
    except (FileRefused, CollectionRefused) as refused:
        return page(request, found, file_error=refused.message(language_here()), status=422)
    return redirect("indicators:sheet", code=found.code)
