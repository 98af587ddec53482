"""The pages of versions: all of them, two side by side, and an amendment that waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from namro.foundation.accounts.permissions import may, require
from namro.programme.programmes import versions
from namro.programme.programmes.actions_versions import (
    accept_amendment,
    draft_side,
    latest_version,
    reject_amendment,
)
from namro.programme.programmes.choices import AmendmentStatus
from namro.programme.programmes.forms_versions import AcceptForm, RejectForm
from namro.programme.programmes.models import Amendment, SourceDocument
from namro.programme.programmes.permissions import AMEND, READ
from namro.programme.programmes.refusals import ImportRefused
from namro.programme.programmes.rules.comparison import Side, compare
from namro.programme.programmes.rules.numbers import as_language
from namro.programme.programmes.rules.telling import counted, tell
from namro.programme.programmes.seeing import seen_by, withheld_from


@require_safe
def version_list(request: HttpRequest, pk: int) -> HttpResponse:
    """All versions of a programme's document, and for the secretariat what waits."""
    require(request.user, READ)
    found = versions.find(request.user, pk)
    decides = may(request.user, AMEND, found)
    told = versions.versions_of(found)
    waiting: Sequence[Amendment] = (
        list(
            found.amendments.filter(status=AmendmentStatus.PROPOSED).defer(
                "content", "text", "draft"
            )
        )
        if decides
        else []
    )
    return render(
        request,
        "programmes/versions/list.html",
        {
            "programme": found,
            "illustrative": found.illustrative,
            "source": found.source,
            "tab": "versions",
            "versions": told,
            "withheld": withheld_from(request.user, [each.source for each in told.all]),
            "waiting": waiting,
            "decides": decides,
        },
    )


@require_safe
def comparison(request: HttpRequest, pk: int, old: int, new: int) -> HttpResponse:
    """Two versions side by side."""
    require(request.user, READ)
    found = versions.find(request.user, pk)
    rows = SourceDocument.objects.filter(programme=found).defer("content")
    first = get_object_or_404(rows, version=old)
    second = get_object_or_404(rows, version=new)
    sides = [versions.side_of(seen_by(request.user, each)) for each in (first, second)]
    return render(
        request,
        "programmes/versions/comparison.html",
        {
            "programme": found,
            "illustrative": found.illustrative,
            "source": found.source,
            "tab": "versions",
            "first": first,
            "second": second,
            **_told(*sides),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def amendment(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """An amendment beside the version it would follow; the secretariat decides."""
    found = versions.find(request.user, pk)
    require(request.user, AMEND, found)
    waiting = get_object_or_404(Amendment.objects.defer("content"), pk=key, programme=found)
    latest = latest_version(found)
    if latest is None:
        raise Http404
    if not seen_by(request.user, latest).whole:
        # What waits has no items with levels yet: only who may see all may look at it.
        raise PermissionDenied
    accept = AcceptForm(initial={"seen": latest.pk})
    reject = RejectForm()
    if request.method == "POST":
        if "reject-reason" in request.POST:
            reject = RejectForm(request.POST)
            done = reject.is_valid() and _rejected(request, waiting, reject)
        else:
            accept = AcceptForm(request.POST)
            done = accept.is_valid() and _accepted(request, waiting, accept)
        if done:
            return redirect("programmes:versions", found.pk)
        waiting.refresh_from_db()
        found.versions = None  # there may be another by now
        latest = latest_version(found) or latest
        if accept.is_bound:
            # What is shown below is compared with the latest version, so that is what was seen.
            accept.data = {**request.POST.dict(), accept.add_prefix("seen"): str(latest.pk)}
    context: dict[str, Any] = {
        "programme": found,
        "illustrative": found.illustrative,
        "source": found.source,
        "tab": "versions",
        "amendment": waiting,
        "first": latest,
        "accept": accept,
        "reject": reject,
    }
    if waiting.status == AmendmentStatus.PROPOSED:
        context |= _told(versions.side_of_source(latest), draft_side(waiting))
    return render(request, "programmes/versions/amendment.html", context)


def _accepted(request: HttpRequest, waiting: Amendment, form: AcceptForm) -> bool:
    try:
        version = accept_amendment(
            request.user,  # type: ignore[arg-type]  # `require` refused the anonymous
            waiting,
            **form.cleaned_data,
        )
    except ImportRefused as refused:
        form.add_error(None, refused.message(as_language(get_language())))
        return False
    words = _("Accepted: version %(number)s is kept. The version before it stays as it was.")
    messages.success(request, words % {"number": version.version})
    return True


def _rejected(request: HttpRequest, waiting: Amendment, form: RejectForm) -> bool:
    try:
        reject_amendment(
            request.user,  # type: ignore[arg-type]  # `require` refused the anonymous
            waiting,
            reason=form.cleaned_data["reason"],
        )
    except ImportRefused as refused:
        form.add_error(None, refused.message(as_language(get_language())))
        return False
    messages.success(request, _("Rejected: the file is removed, the decision is kept."))
    return True


def _told(old: Side, new: Side) -> dict[str, Any]:
    language = as_language(get_language())
    found = compare(old, new)
    return {"parts": tell(old, new, found, language), "counts": counted(found, language)}
