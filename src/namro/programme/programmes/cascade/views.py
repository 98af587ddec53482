"""The pages of the cascade: who stands above and below, what was taken up, where figures differ."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from namro.foundation.accounts.permissions import may, require
from namro.foundation.history import editing
from namro.foundation.interface import exporting
from namro.programme.programmes import presenting as room
from namro.programme.programmes import tables, versions
from namro.programme.programmes.cascade import presenting
from namro.programme.programmes.cascade import tables as own
from namro.programme.programmes.cascade.actions import (
    SPECIFICATIONS,
    list_cited,
    not_specified,
    specify,
)
from namro.programme.programmes.cascade.drawing import drawing, steps
from namro.programme.programmes.cascade.forms import LONGEST_REASON, SpecifyForm
from namro.programme.programmes.cascade.items import in_order
from namro.programme.programmes.cascade.querysets import (
    cited_elsewhere,
    confirmed,
    suggestions,
)
from namro.programme.programmes.cascade.refusals import CascadeRefused
from namro.programme.programmes.models import Citation, Programme
from namro.programme.programmes.permissions import LIST, READ, SPECIFY
from namro.programme.programmes.refusals import ImportRefused
from namro.programme.programmes.rules.numbers import as_language

# Marks of a file name that no file system likes are replaced.
_FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))


@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """The documents above and below, who has issued one, and what waits for a decision."""
    require(request.user, READ)
    found = versions.find(request.user, pk)
    decides = may(request.user, SPECIFY, found) and found.day is None
    form = SpecifyForm(programmes=_others(request, found)) if decides else None
    changed: editing.ChangedMeanwhile | None = None
    if request.method == "POST":
        require(request.user, SPECIFY, found)
        try:
            if "specify-upper" in request.POST:
                form = SpecifyForm(request.POST, programmes=_others(request, found))
                done = form.is_valid() and _specified(request, found, form)
            else:
                done = _decided(request, found)
        except editing.ChangedMeanwhile as meanwhile:
            done, changed = False, meanwhile
        if done:
            return redirect("programmes:cascade", found.at)
    language = as_language(get_language())
    seen = presenting.below(request.user, found, language)
    source = found.source
    rows = presenting.who_issued(
        room.deliverables(source, request.user) if source else [],
        room.targets(source, request.user) if source else [],
        seen.documents,
    )
    standing = confirmed(request.user, found.day)
    return render(
        request,
        "programmes/cascade/overview.html",
        _page(found, "overview")
        | {
            "drawing": steps(drawing(request.user, found)),
            "specifications": standing.filter(lower=found).select_related("upper", "lower"),
            "specified_by": standing.filter(upper=found).select_related("upper", "lower"),
            "counts": presenting.bars(seen),
            "differing": len(seen.differing),
            "documents": seen.documents,
            "table": tables.table(own.ISSUED_TABLE, rows, request.GET),
            "decides": decides,
            "suggestions": suggestions(request.user, found) if decides else [],
            "cited": cited_elsewhere(found) if decides and may(request.user, LIST) else [],
            "form": form,
            "changed": changed,
            "version": editing.version(SPECIFICATIONS) if decides else "",
        },
        status=409 if changed else 200,
    )


@require_safe
def items(request: HttpRequest, pk: int) -> HttpResponse:
    """Each provision, target and deliverable, and what became of it below."""
    require(request.user, READ)
    found = versions.find(request.user, pk)
    seen = presenting.below(request.user, found, as_language(get_language()))
    return render(
        request,
        "programmes/cascade/items.html",
        _page(found, "items")
        | {
            "table": tables.table(own.TAKEN_TABLE, seen.taken, request.GET),
            "documents": seen.documents,
        },
    )


@require_safe
def differences(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the documents below say other figures, dates or leads than this one."""
    require(request.user, READ)
    found = versions.find(request.user, pk)
    seen = presenting.below(request.user, found, as_language(get_language()))
    return render(
        request,
        "programmes/cascade/differences.html",
        _page(found, "differences")
        | {
            "table": tables.table(own.DIFFERING_TABLE, seen.differing, request.GET),
            "documents": seen.documents,
        },
    )


@require_safe
def download(request: HttpRequest, pk: int, what: str, fmt: str) -> HttpResponse:
    """One of the three tables as asked for, all its pages, as XLSX or CSV."""
    require(request.user, READ)
    found = versions.find(request.user, pk)
    seen = presenting.below(request.user, found, as_language(get_language()))
    spec: Any
    rows: Any
    if what == "cu-the-hoa":
        spec, rows, title = own.TAKEN_TABLE, seen.taken, _("What was taken up")
    elif what == "khac-nhau":
        spec, rows, title = own.DIFFERING_TABLE, seen.differing, _("Where documents differ")
    else:
        source = found.source
        spec, title = own.ISSUED_TABLE, _("Who has issued a document")
        rows = presenting.who_issued(
            room.deliverables(source, request.user) if source else [],
            room.targets(source, request.user) if source else [],
            seen.documents,
        )
    name = f"{found.number} {title}".translate(_FORBIDDEN)
    return exporting.download(
        fmt, name, title, spec.file, tables.asked_for(spec, rows, request.GET)
    )


def _page(found: Programme, page: str) -> dict[str, Any]:
    return {
        "programme": found,
        "illustrative": found.illustrative,
        "source": found.source,
        "tab": "cascade",
        "page": page,
    }


def _others(request: HttpRequest, found: Programme) -> list[Programme]:
    above = confirmed(request.user, None).filter(lower=found).values("upper")
    visible = Programme.objects.visible_to(request.user).exclude(pk=found.pk)
    return in_order(visible.exclude(pk__in=above))


def _specified(request: HttpRequest, found: Programme, form: SpecifyForm) -> bool:
    upper = form.chosen()
    try:
        specify(
            request.user,  # type: ignore[arg-type]  # `require` refused the anonymous
            found,
            upper,
            reason=form.cleaned_data["reason"],
            seen=request.POST.get(editing.FIELD, ""),
        )
    except CascadeRefused as refused:
        form.add_error(None, refused.message(as_language(get_language())))
        return False
    _say_specified(request, found, upper)
    return True


def _decided(request: HttpRequest, found: Programme) -> bool:
    """A suggestion confirmed or rejected, a specification taken back, a cited document listed."""
    said = request.POST
    reason = said.get("reason", "").replace("\0", "").strip()[:LONGEST_REASON]
    if not reason:
        messages.error(request, _("Say why, for the history."))
        return False
    user: Any = request.user
    seen = said.get(editing.FIELD, "")
    try:
        if "list" in said:
            citation = get_object_or_404(
                Citation, pk=_key(said["list"]), source__in=found.sources.all()
            )
            listed = list_cited(user, citation, found, reason=reason, seen=seen).programme
            _say_specified(request, found, listed)
            return True
        visible = Programme.objects.visible_to(user)
        lower = get_object_or_404(visible, pk=_key(said.get("lower", "")))
        upper = get_object_or_404(visible, pk=_key(said.get("upper", "")))
        if found.pk not in (lower.pk, upper.pk):
            raise Http404
        if said.get("what") == "confirm":
            specify(user, lower, upper, reason=reason, seen=seen)
            _say_specified(request, lower, upper)
        else:
            not_specified(user, lower, upper, reason=reason, seen=seen)
            words = _("%(lower)s does not specify %(upper)s: written down.")
            messages.success(request, words % {"lower": lower.number, "upper": upper.number})
    except (CascadeRefused, ImportRefused) as refused:
        messages.error(request, refused.message(as_language(get_language())))
        return False
    return True


def _say_specified(request: HttpRequest, lower: Programme, upper: Programme) -> None:
    words = _("%(lower)s specifies %(upper)s: written down. Confirm now which items answer.")
    messages.success(request, words % {"lower": lower.number, "upper": upper.number})


def _key(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 18):
        raise Http404
    return int(text)
