"""The pages of rounds: all rounds, one with its sheets, the map of units and periods."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from namro.foundation.accounts.permissions import may, require, require_somewhere
from namro.foundation.history import editing
from namro.foundation.interface import exporting
from namro.foundation.organisations.models import Unit
from namro.foundation.organisations.questions import successors
from namro.programme.indicators.collection import actions_rounds, listing, rounds_html
from namro.programme.indicators.collection import grid as grids
from namro.programme.indicators.collection.choices import FILLING
from namro.programme.indicators.collection.models import Form, Round, Sheet
from namro.programme.indicators.collection.refusals import CollectionRefused
from namro.programme.indicators.collection.standing import Standing, told
from namro.programme.indicators.permissions import COLLECT, SEE_SHEETS
from namro.programme.programmes import tables
from namro.programme.programmes.rules.numbers import as_language
from namro.programme.programmes.rules.versions import as_day

LONGEST_SEARCH, LONGEST_REASON = 200, 500


def words_of(request: HttpRequest) -> str:
    """What was searched for."""
    return request.GET.get("q", "").replace("\0", "")[:LONGEST_SEARCH].strip()


def reason_of(request: HttpRequest) -> str:
    """The reason that was written."""
    return request.POST.get("ly-do", "").replace("\0", "").strip()[:LONGEST_REASON]


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds somebody may see, the latest first, and how far each is."""
    require_somewhere(request.user, SEE_SHEETS)
    everything, words = request.GET.get("tat-ca") == "1", words_of(request)
    lines = _lines(request)
    shown = tables.table(listing.ROUNDS, lines, request.GET)
    listing.say_progress(request.user, shown.page.object_list)
    return render(
        request,
        "indicators/collection/rounds.html",
        {
            "table": shown,
            "everything": everything,
            "words": words,
            "kept": [("tat-ca", "1")] if everything else [],
            "months": listing.MONTHS_BACK,
            "illustrative": any(each.row.form.illustrative for each in shown.page),
        },
    )


def _lines(request: HttpRequest) -> list[listing.RoundLine]:
    everything = request.GET.get("tat-ca") == "1"
    lines = listing.round_lines(request.user, _language(), all_of_them=everything)
    return listing.holding(lines, words_of(request))


@require_safe
def rounds_file(request: HttpRequest, fmt: str) -> HttpResponse:
    """The rounds as asked for, as a file."""
    require_somewhere(request.user, SEE_SHEETS)
    if fmt not in exporting.FORMATS:
        raise Http404
    wanted = tables.asked_for(listing.ROUNDS, _lines(request), request.GET)
    listing.say_progress(request.user, wanted)
    title = _("Rounds of collection")
    return exporting.download(fmt, title, title, listing.ROUNDS.file, wanted)


def find_round(request: HttpRequest, key: int) -> Round:
    """The round of that key, if the person may see a sheet of it.

    Raises:
        Http404: there is none, or they may not.
    """
    found: Round = get_object_or_404(
        Round.objects.visible_to(request.user).select_related("form__top"), pk=key
    )
    return found


@require_safe
def round_page(request: HttpRequest, key: int) -> HttpResponse:
    """One round: its days, how far it is, and each unit's sheet."""
    require_somewhere(request.user, SEE_SHEETS)
    return _round(request, find_round(request, key))


def _round(
    request: HttpRequest,
    found: Round,
    changed: editing.ChangedMeanwhile | None = None,
    sheet: int = 0,
) -> HttpResponse:
    words = words_of(request)
    everybody = listing.sheet_lines(request.user, found)
    lines = listing.holding(everybody, words)
    shown = tables.table(listing.SHEETS, lines, request.GET)
    counts = {each: sum(line.standing is each for line in everybody) for each in Standing}
    may_collect = may(request.user, COLLECT, found.form.top)
    progress = listing.RoundLine(found, listing.period_of(found, _language()))
    return render(
        request,
        "indicators/collection/round.html",
        {
            "round": found,
            "line": progress,
            "stands": listing.ROUND_STANDS[progress.stands],
            "table": shown,
            "rows": rounds_html.sheets(shown.page, grouped=shown.order is None),
            "words": words,
            "counts": [told(each) | {"count": count} for each, count in counts.items() if count],
            "may_collect": may_collect,
            "ended": _ended(everybody, sheet, changed) if may_collect else [],
            "version": editing.version(found),
            "changed": None if sheet else changed,
            "today": timezone.localdate(),
            "illustrative": found.form.illustrative,
        },
        status=409 if changed else 200,
    )


def _ended(
    lines: list[listing.SheetLine], changed_sheet: int, changed: editing.ChangedMeanwhile | None
) -> list[dict[str, Any]]:
    """Sheets of units that ended before they finished, with those that may take them over."""
    today = timezone.localdate()
    waiting = {each.row.pk: each for each in lines if each.row.state in FILLING}
    ended = Sheet.objects.filter(pk__in=waiting, holder__valid_to__lt=today)
    return [
        {
            "sheet": each,
            "line": waiting[each.pk],
            "successors": [one for one in successors(each.holder_id) if one.successor is not None],
            "version": editing.version(each),
            "changed": changed if each.pk == changed_sheet else None,
        }
        for each in ended
    ]


@require_safe
def round_file(request: HttpRequest, key: int, fmt: str) -> HttpResponse:
    """The sheets of a round as asked for, as a file."""
    require_somewhere(request.user, SEE_SHEETS)
    found = find_round(request, key)
    if fmt not in exporting.FORMATS:
        raise Http404
    lines = listing.sheet_lines(request.user, found, words_of(request))
    wanted = tables.asked_for(listing.SHEETS, lines, request.GET)
    title = _("Sheets of a round")
    name = f"{found.form.key} {found.first_day:%Y-%m}"
    return exporting.download(fmt, name, title, listing.SHEETS.file, wanted)


@require_POST
def reopen(request: HttpRequest, key: int) -> HttpResponse:
    """Let a round take figures again until a day."""
    found = find_round(request, key)
    require(request.user, COLLECT, found.form.top)
    until, why = as_day(request.POST.get("den-ngay", "")[:20].strip()), reason_of(request)
    if until is None or not why:
        messages.error(request, _("Write until which day (31/12/2025), and why."))
        return redirect("indicators:round", key=key)
    actor: Any = request.user
    try:
        actions_rounds.reopen_round(
            actor, key, until, reason=why, seen=request.POST.get(editing.FIELD, "")
        )
    except CollectionRefused as refused:
        messages.error(request, refused.message(_language()))
    except editing.ChangedMeanwhile as changed:
        return _round(request, found, changed)
    else:
        messages.success(
            request, _("The round takes figures until %(day)s.") % {"day": f"{until:%d/%m/%Y}"}
        )
    return redirect("indicators:round", key=key)


@require_POST
def hand_over(request: HttpRequest, key: int) -> HttpResponse:
    """Let a successor supply what a unit that has ended was asked."""
    sheet: Sheet = get_object_or_404(
        Sheet.objects.visible_to(request.user).select_related("round__form__top"), pk=key
    )
    require(request.user, COLLECT, sheet.round.form.top)
    chosen, why = request.POST.get("don-vi", ""), reason_of(request)
    unit = Unit.objects.filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    if unit is None or not why:
        messages.error(request, _("Choose who takes the sheet over, and write why."))
        return redirect("indicators:round", key=sheet.round_id)
    actor: Any = request.user
    try:
        actions_rounds.hand_over(
            actor, key, unit, reason=why, seen=request.POST.get(editing.FIELD, "")
        )
    except CollectionRefused as refused:
        messages.error(request, refused.message(_language()))
    except editing.ChangedMeanwhile as changed:
        return _round(request, sheet.round, changed, sheet.pk)
    else:
        messages.success(request, _("Sheet %(code)s was handed over.") % {"code": sheet.code})
    return redirect("indicators:round", key=sheet.round_id)


@require_safe
def grid(request: HttpRequest, code: str) -> HttpResponse:
    """The map: the units of a form × its last periods, each with how its sheet stands."""
    require_somewhere(request.user, SEE_SHEETS)
    form, rounds_shown = _grid_of(request, code)
    words = words_of(request)
    lines = grids.grid_lines(request.user, rounds_shown)
    lines = listing.holding(lines, words)
    spec = grids.grid_spec(rounds_shown)
    shown = tables.table(spec, lines, request.GET)
    earlier = ""
    if rounds_shown and grids.rounds_of(form, request.user, rounds_shown[0].last_day):
        earlier = f"{rounds_shown[0].last_day:%d/%m/%Y}"
    return render(
        request,
        "indicators/collection/grid.html",
        {
            "form": form,
            "rounds": rounds_shown,
            "table": shown,
            "rows": rounds_html.grid(shown.page, rounds_shown, grouped=shown.order is None),
            "standings": [told(each) for each in Standing],
            "words": words,
            "earlier": earlier,
            "before": _before(request),
            "illustrative": form.illustrative,
        },
    )


@require_safe
def grid_file(request: HttpRequest, code: str, fmt: str) -> HttpResponse:
    """The map as asked for, as a file."""
    require_somewhere(request.user, SEE_SHEETS)
    if fmt not in exporting.FORMATS:
        raise Http404
    form, shown = _grid_of(request, code)
    spec = grids.grid_spec(shown)
    lines = listing.holding(grids.grid_lines(request.user, shown), words_of(request))
    wanted = tables.asked_for(spec, lines, request.GET)
    return exporting.download(fmt, f"{form.key}", _("Units and periods"), spec.file, wanted)


def _before(request: HttpRequest) -> dt.date | None:
    return as_day(request.GET.get("truoc", "")[:20].strip())


def _grid_of(request: HttpRequest, code: str) -> tuple[Form, list[Round]]:
    form = get_object_or_404(Form.objects.select_related("top"), key=code)
    shown = grids.rounds_of(form, request.user, _before(request))
    # Who keeps the form sees its map before there is anything on it.
    if not shown and not may(request.user, COLLECT, form.top):
        raise Http404
    return form, shown


def _language() -> Any:
    return as_language(get_language())
