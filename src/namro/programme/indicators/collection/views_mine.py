"""“My figures”: the list of sheets, or of rounds where they are too many, and the same as files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from namro.foundation.accounts.permissions import may_somewhere, require_somewhere
from namro.foundation.interface import exporting
from namro.programme.indicators.collection import mine_rounds, mine_rows
from namro.programme.indicators.collection.choices import FILLING
from namro.programme.indicators.collection.mine import (
    MINE,
    Line,
    counts,
    fill_in,
    lines,
    rounds_of,
)
from namro.programme.indicators.collection.mine_rows import (
    ALL,
    Mine,
    mine_of,
)
from namro.programme.indicators.collection.models import Form
from namro.programme.indicators.permissions import COLLECT, FILL_SHEETS, SEE_SHEETS
from namro.programme.programmes import tables

LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class _Found:
    """What an address asks for: sheets, or the rounds in which there are too many of them."""

    mine: Mine
    many: bool
    sheets: Sequence[Line]
    counts: Sequence[tuple[str, str | Promise, int]]
    by_round: Sequence[mine_rounds.RoundOfMine] | None = None


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What is to be filled in, followed or approved; what to do next stands first."""
    require_somewhere(request.user, SEE_SHEETS)
    words, round_ = _asked(request)
    found = _found(request)
    fills = may_somewhere(request.user, FILL_SHEETS)
    doing: list[Line] = []
    shown: tables.Table[Any]
    if found.by_round is not None:
        shown = tables.table(mine_rounds.BY_ROUND, found.by_round, request.GET)
        page: Any = shown.page.object_list
        mine_rounds.say_progress(found.mine, page)
        illustrative = any(each.row.form.illustrative for each in page)
    else:
        shown = tables.table(MINE, found.sheets, request.GET)
        page = shown.page.object_list
        if fills and not found.many:
            doing = [each for each in found.sheets[:1] if each.state in FILLING]
        fill_in([*page, *doing])
        illustrative = _illustrative(each.form for each in page)
    return render(
        request,
        "indicators/collection/mine.html",
        {
            "table": shown,
            "words": words,
            "round": round_,
            "rounds": rounds_of(request.user),
            "all": ALL,
            "counts": found.counts,
            "chosen": request.GET.get("viec", ""),
            "next": doing[0] if doing else None,
            "fills": fills,
            "many": found.many,
            "by_round": found.by_round is not None,
            "most": mine_rows.MOST_LISTED,
            "may_collect": may_somewhere(request.user, COLLECT),
            "illustrative": illustrative,
        },
    )


@require_safe
def mine_file(request: HttpRequest, fmt: str) -> HttpResponse:
    """What the page lists, as a file."""
    require_somewhere(request.user, SEE_SHEETS)
    if fmt not in exporting.FORMATS:
        raise Http404
    found, title = _found(request), _("My figures")
    if found.by_round is not None:
        wanted = tables.asked_for(mine_rounds.BY_ROUND, found.by_round, request.GET)
        mine_rounds.say_progress(found.mine, wanted)
        return exporting.download(fmt, title, title, mine_rounds.BY_ROUND.file, wanted)
    sheets = tables.asked_for(MINE, found.sheets, request.GET)
    fill_in(sheets)
    return exporting.download(fmt, title, title, MINE.file, sheets)


def _found(request: HttpRequest) -> _Found:
    words, round_ = _asked(request)
    mine = mine_of(request.user, round_, timezone.localdate())
    if not mine.many:
        sheets = lines(mine, words)
        return _Found(mine, False, sheets, counts(sheets))
    mine = mine_rounds.found(mine, words)
    if words and not mine.many:
        sheets = lines(mine, "")
        return _Found(mine, True, sheets, counts(sheets))
    rounds = mine_rounds.rounds(mine)
    counted = mine_rounds.counts(rounds)
    work, form = (request.GET.get(each, "") for each in ("viec", "bieu"))
    some = mine_rounds.waiting_for(mine, rounds, work, form)
    if some is None:
        return _Found(mine, True, (), counted, rounds)
    return _Found(some, True, lines(some, ""), counted)


def _illustrative(forms: Iterable[int]) -> bool:
    return Form.objects.filter(pk__in=set(forms), illustrative=True).exists()


def _asked(request: HttpRequest) -> tuple[str, str]:
    words = request.GET.get("q", "").replace("\0", "")[:LONGEST_SEARCH].strip()
    return words, request.GET.get("dot", "")[:20]
