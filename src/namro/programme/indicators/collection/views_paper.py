"""Sheets on paper: the form to print, and what a signed one says, entered by its code."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from namro.foundation.accounts.permissions import require_somewhere
from namro.foundation.history import editing
from namro.foundation.interface.uploads import in_memory, too_large
from namro.programme.indicators.collection import filling
from namro.programme.indicators.collection.actions_paper import enter_from_paper
from namro.programme.indicators.collection.actions_sheets import fields_of
from namro.programme.indicators.collection.choices import Channel
from namro.programme.indicators.collection.models import Sheet, SheetFile
from namro.programme.indicators.collection.paper.printing import paper_form
from namro.programme.indicators.collection.paper.scans import (
    LARGEST,
    Compared,
    compare,
    take_scan,
    text_of,
)
from namro.programme.indicators.collection.refusals import CollectionRefused, EntriesRefused
from namro.programme.indicators.collection.rules import read_code
from namro.programme.indicators.collection.sheet_html import stages
from namro.programme.indicators.collection.views_workbooks import to_fill
from namro.programme.indicators.collection.workbooks.layout import label
from namro.programme.indicators.permissions import FILL_SHEETS, SEE_SHEETS
from namro.programme.programmes.rules.numbers import as_language
from namro.programme.programmes.rules.versions import as_day


def _see(request: HttpRequest, code: str) -> Sheet:
    require_somewhere(request.user, SEE_SHEETS)
    visible = Sheet.objects.visible_to(request.user)
    found: Sheet = get_object_or_404(
        visible.select_related("round__form", "unit", "holder"), code=code
    )
    return found


@require_safe
def sheet_form(request: HttpRequest, code: str) -> HttpResponse:
    """The official form of a sheet as PDF, to be printed, signed and stamped."""
    sheet = _see(request, code)
    response = HttpResponse(paper_form(sheet), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{sheet.code}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """Where the code of a signed sheet is typed in; it leads to the sheet."""
    require_somewhere(request.user, FILL_SHEETS)
    typed = request.GET.get("ma", "").replace("\0", "").strip()[:40]
    error = ""
    if typed:
        code = read_code(typed)
        mine = Sheet.objects.visible_to(request.user)
        if code is None:
            error = _("“%(typed)s” is no code of a sheet: a digit is wrong or missing.") % {
                "typed": typed
            }
        elif mine.filter(code=code).exists():
            return redirect("indicators:sheet-paper", code=code)
        else:
            error = _("There is no sheet %(code)s among those you may fill in.") % {"code": code}
    context = {"typed": typed, "error": error}
    status = 422 if error else 200
    return render(request, "indicators/collection/paper.html", context, status=status)


def _may_fill(request: HttpRequest) -> None:
    require_somewhere(request.user, FILL_SHEETS)


@require_http_methods(["GET", "HEAD", "POST"])
@in_memory(lambda: LARGEST + 1024**2, _may_fill)
def sheet_paper(request: HttpRequest, code: str) -> HttpResponse:
    """Enter what the signed paper of a sheet says."""
    sheet = to_fill(request, code)
    if request.method != "POST":
        return _page(request, sheet)
    read = filling.read(request.POST, sheet.round.form.items.select_related("indicator"))
    if too_large(request):
        refused = CollectionRefused("scan_large", limit=LARGEST // 1024**2)
        return _page(request, sheet, read, refused.message(_language()))
    if read.faults:
        return _page(request, sheet, read, status=422)
    actor: Any = request.user
    file = request.FILES.get("ban-quet")
    try:
        scan = take_scan(str(file.name or ""), file.read()) if file else None
        done = enter_from_paper(
            actor,
            sheet.pk,
            read.entries,
            report=_text(request, "so"),
            signed_on=as_day(_text(request, "ngay")),
            scan=scan,
            reason=_("entered from the signed report"),
            seen=request.POST.get(editing.FIELD, ""),
        )
    except CollectionRefused as refusal:
        return _page(request, sheet, read, refusal.message(_language()))
    except EntriesRefused as wrong:
        read.faults.update(wrong.by_item())
        return _page(request, sheet, read, status=422)
    except editing.ChangedMeanwhile as changed:
        return _page(request, sheet, read, changed=changed, status=409)
    said = _("Entered from the signed report; %(n)s fields changed. It is not submitted yet.")
    messages.success(request, said % {"n": done.changed})
    return redirect("indicators:sheet-paper", code=sheet.code)


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "").strip()[:100]


def _language() -> Any:
    return as_language(get_language())


def _page(
    request: HttpRequest,
    sheet: Sheet,
    read: filling.Read | None = None,
    refusal: str = "",
    *,
    changed: editing.ChangedMeanwhile | None = None,
    status: int = 200,
) -> HttpResponse:
    items = list(sheet.round.form.items.select_related("indicator"))
    cells = {each.item_id: each for each in sheet.cells.all()}
    rows = []
    for item in items:
        stood = filling.said_of(item, cells.get(item.pk))
        said = read.said[item.pk] if read else stood
        fault = read.faults.get(item.pk) if read else None
        error = "" if fault is None else fault.en if _language() == "en" else fault.vi
        rows.append(
            {"item": item, "name": label(item), "said": said, "old": stood, "error": error}
            | {"stages": mark_safe(stages(item.pk, said))}  # noqa: S308 - escaped there
        )
    posted = request.method == "POST"
    scan = sheet.files.filter(channel=Channel.PAPER).order_by("-pk").first()
    version = editing.version(sheet, fields_of(sheet))
    if posted and changed is None:
        version = request.POST.get(editing.FIELD, "")
    context = {
        "sheet": sheet,
        "rows": rows,
        "refusal": refusal,
        "changed": changed,
        "version": changed.version if changed else version,
        "report": _text(request, "so") if posted else sheet.paper_number,
        "signed_on": _text(request, "ngay")
        if posted
        else (f"{sheet.paper_date:%d/%m/%Y}" if sheet.paper_date else ""),
        "scan": scan,
        "largest": LARGEST,
    }
    if scan is not None and not posted:
        context |= _compared(scan, rows, cells)
    if refusal and status == 200:
        status = 422
    return render(request, "indicators/collection/sheet_paper.html", context, status=status)


def _compared(scan: SheetFile, rows: list[dict[str, Any]], cells: dict[int, Any]) -> dict[str, Any]:
    """The figures entered beside what the scan's text says, where it has one."""
    text = text_of(scan.media_type, bytes(scan.content))
    if text is None:
        return {"unread": True}
    entered: list[tuple[int, str, list[Decimal]]] = []
    for place, row in enumerate(rows, start=1):
        cell = cells.get(row["item"].pk)
        numbers = (cell.value, cell.numerator, cell.denominator) if cell else ()
        kept = [each for each in numbers if each is not None]
        entered.append((place, row["item"].indicator.name, kept))
    found = compare(text, entered)
    return {
        "agreeing": sum(each.agrees for each in found),
        "held": len(found),
        "differences": [_difference(each) for each in found if not each.agrees],
    }


def _difference(each: Compared) -> dict[str, str]:
    def told(numbers: tuple[Decimal, ...]) -> str:
        return " / ".join(filling.written(number, things=True) for number in numbers)

    return {
        "name": f"{each.place}. {each.name}",
        "entered": told(each.entered),
        "seen": "" if each.seen is None else told(each.seen) or "–",
        "named": "" if each.seen is None else "1",
    }
