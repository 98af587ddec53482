"""Loading a table on a page: uploaded, tried with its changes or faults shown, then confirmed."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from namro.foundation.accounts.models import User
from namro.foundation.accounts.permissions import require
from namro.foundation.interface.uploads import in_memory, too_large
from namro.foundation.organisations import changing
from namro.foundation.organisations.loading import Loaded, load
from namro.foundation.organisations.models import TableUpload
from namro.foundation.organisations.permissions import CHANGE
from namro.foundation.organisations.refusals import LoadRefused, OrganisationRefused
from namro.foundation.organisations.rules.sheet import COLUMNS
from namro.foundation.organisations.tables import LARGEST, MOST_ROWS, read_bytes
from namro.foundation.organisations.views_change import shown
from namro.foundation.organisations.wizard import language

KEPT = timedelta(days=1)
MOST_ERRORS = 200


def loader(request: HttpRequest) -> User:
    """The signed-in person, who may load units.

    Raises:
        PermissionDenied: they may not.
    """
    require(request.user, CHANGE)
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


@require_http_methods(["GET", "HEAD", "POST"])
@in_memory(lambda: LARGEST + 64 * 1024, loader)
def upload(request: HttpRequest) -> HttpResponse:
    """Take a table; it waits, unread by anything else, until it is confirmed or left."""
    user = loader(request)
    context: dict[str, Any] = {
        "limit": LARGEST,
        "rows": MOST_ROWS,
        "columns": COLUMNS.items(),
        "waiting": TableUpload.objects.filter(uploaded_by=user).defer("cells"),
    }
    if request.method != "POST":
        return render(request, "organisations/import.html", context)
    file = request.FILES.get("file")
    if too_large(request) or (file is not None and (file.size or 0) > LARGEST):
        context["file_error"] = _("The file is over %(limit)s MB; divide it.") % {
            "limit": LARGEST // 1024**2
        }
    elif file is None:
        context["file_error"] = _("Choose a CSV or XLSX file.")
    else:
        content, name = file.read(), (file.name or "")[:255]
        try:
            cells = read_bytes(content, name)
        except LoadRefused as refused:
            context["errors"] = [each.message(language()) for each in refused.errors]
        else:
            TableUpload.objects.filter(uploaded_at__lt=timezone.now() - KEPT).delete()
            digest = hashlib.sha256(content).hexdigest()
            made = TableUpload.objects.create(
                file_name=name, sha256=digest, cells=cells, uploaded_by=user
            )
            return redirect("organisations:import-confirm", pk=made.pk)
    return render(request, "organisations/import.html", context, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """What loading the table would change, or its faults; loading it, or leaving it."""
    user = loader(request)
    table = get_object_or_404(TableUpload, pk=pk, uploaded_by=user)
    step = request.POST.get("buoc", "") if request.method == "POST" else ""
    if step == "bo":
        table.delete()
        messages.success(request, _("The table was left; nothing was loaded."))
        return redirect("organisations:import")
    context: dict[str, Any] = {"table": table}
    done: list[Loaded] = []
    reason = request.POST.get("reason", "").strip() or _("loaded from %(file)s") % {
        "file": table.file_name
    }

    def work() -> None:
        done.append(load(user, table.cells, reason=reason[:500]))

    status = 200
    try:
        if step == "ghi":
            changing.carry_out(work, request.POST.get("dau", ""))
            table.delete()
            messages.success(request, _result(done[-1]))
            return redirect("organisations:tree")
        trial = changing.attempt(work)
        context |= shown(trial) | {"loaded": done[-1]}
    except changing.Changed as other:
        status = 409
        context |= shown(other.trial) | {"loaded": done[-1], "stale": True}
    except LoadRefused as refused:
        said = [each.message(language()) for each in refused.errors]
        context |= {"errors": said[:MOST_ERRORS], "error_count": len(said)}
        status = 422 if step == "ghi" else 200
    except OrganisationRefused as refused:
        context |= {"errors": [refused.message(language())], "error_count": 1}
        status = 422 if step == "ghi" else 200
    return render(request, "organisations/import_confirm.html", context, status=status)


def _result(loaded: Loaded) -> str:
    words = ngettext("Loaded %(n)s row.", "Loaded %(n)s rows.", loaded.added) % {"n": loaded.added}
    there = ngettext(
        "%(n)s row was there already.", "%(n)s rows were there already.", loaded.unchanged
    ) % {"n": loaded.unchanged}
    return f"{words} {there}"
