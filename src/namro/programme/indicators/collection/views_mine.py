"""“My figures”: the list of sheets and the same as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from namro.foundation.accounts.permissions import may_somewhere, require_somewhere
from namro.foundation.interface import exporting
from namro.programme.indicators.collection.mine import (
    ALL,
    MINE,
    UNFINISHED,
    counts,
    fill_in,
    lines,
    rounds_of,
)
from namro.programme.indicators.collection.models import Form
from namro.programme.indicators.permissions import COLLECT, FILL_SHEETS, SEE_SHEETS
from namro.programme.programmes import tables

LONGEST_SEARCH = 200


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What is to be filled in, followed or approved; what to do next stands first."""
    require_somewhere(request.user, SEE_SHEETS)
    words, round_ = _asked(request)
    found = lines(request.user, words, round_, timezone.localdate())
    shown = tables.table(MINE, found, request.GET)
    fills = may_somewhere(request.user, FILL_SHEETS)
    doing = [each for each in found[:1] if fills and each.state in UNFINISHED]
    fill_in([*shown.page.object_list, *doing])
    return render(
        request,
        "indicators/collection/mine.html",
        {
            "table": shown,
            "words": words,
            "round": round_,
            "rounds": rounds_of(request.user),
            "all": ALL,
            "counts": counts(found),
            "chosen": request.GET.get("viec", ""),
            "next": doing[0] if doing else None,
            "fills": fills,
            "may_collect": may_somewhere(request.user, COLLECT),
            "illustrative": Form.objects.filter(
                pk__in={each.form for each in shown.page.object_list}, illustrative=True
            ).exists(),
        },
    )


@require_safe
def mine_file(request: HttpRequest, fmt: str) -> HttpResponse:
    """The sheets as asked for, as a file."""
    require_somewhere(request.user, SEE_SHEETS)
    if fmt not in exporting.FORMATS:
        raise Http404
    found = lines(request.user, *_asked(request), timezone.localdate())
    wanted = tables.asked_for(MINE, found, request.GET)
    fill_in(wanted)
    title = _("My figures")
    return exporting.download(fmt, title, title, MINE.file, wanted)


def _asked(request: HttpRequest) -> tuple[str, str]:
    words = request.GET.get("q", "").replace("\0", "")[:LONGEST_SEARCH].strip()
    return words, request.GET.get("dot", "")[:20]
