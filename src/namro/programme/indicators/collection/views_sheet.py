"""The page of one sheet: filled in and submitted, or read; corrected; remarked on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from namro.foundation.accounts.permissions import may, require, require_somewhere
from namro.foundation.accounts.telling import names_of
from namro.foundation.history import editing
from namro.foundation.interface.text import search_text
from namro.programme.indicators.collection import filling, sheet_html, sheet_page
from namro.programme.indicators.collection.actions_evidence import MOST_FILES
from namro.programme.indicators.collection.actions_sheets import correct, remark
from namro.programme.indicators.collection.choices import RemarkKind
from namro.programme.indicators.collection.examining_files import KINDS, LARGEST
from namro.programme.indicators.collection.filling import Read, Said
from namro.programme.indicators.collection.models import Sheet
from namro.programme.indicators.collection.refusals import CollectionRefused, EntriesRefused
from namro.programme.indicators.collection.saving import save, save_and_submit, version_of
from namro.programme.indicators.permissions import APPROVE_SHEETS, FILL_SHEETS, SEE_SHEETS
from namro.programme.indicators.rules.pasting import Asked, NotUnderstood, read_block
from namro.programme.programmes.rules.numbers import Language, as_language

LONGEST_PASTE = 200_000
LONGEST_REMARK = 4_000


def language_here() -> Language:
    """The language of the page."""
    return as_language(get_language())


def find(request: HttpRequest, code: str) -> Sheet:
    """The sheet of that code, if the person may see it.

    Raises:
        PermissionDenied: they may see no sheet at all.
        Http404: there is none, or it is another unit's.
    """
    require_somewhere(request.user, SEE_SHEETS)
    visible = Sheet.objects.visible_to(request.user).select_related(
        "round__form__top", "unit", "holder", "awaiting"
    )
    found: Sheet = get_object_or_404(visible, code=code)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """One sheet; its form saves (`luu`), submits (`trinh`), takes a pasted block in (`dan`) and
    opens what is published for correction (`dinh-chinh`)."""
    found = find(request, code)
    if request.method != "POST":
        return page(request, found)
    require(request.user, FILL_SHEETS, found.holder)
    step = request.POST.get("viec", "luu")
    if step == "dinh-chinh":
        return _correct(request, found)
    read = filling.read(request.POST, found.round.form.items.select_related("indicator"))
    if step == "dan":
        return _pasted(request, found, read)
    return _saved(request, found, read, submits=step == "trinh")


def _saved(request: HttpRequest, found: Sheet, read: Read, *, submits: bool) -> HttpResponse:
    actor: Any = request.user
    seen = request.POST.get(editing.FIELD, "")
    if read.faults:
        return page(request, found, read, status=422)
    try:
        if submits:
            refused = save_and_submit(actor, found, read, seen)
            if refused is None:
                messages.success(request, _("Submitted. It waits for approval now."))
            else:
                messages.warning(request, _("Saved, and not submitted."))
                messages.error(request, refused.message(language_here()))
        elif save(actor, found, read, seen):
            messages.success(request, _("Saved."))
        else:
            messages.info(request, _("Nothing was changed."))
    except EntriesRefused as wrong:
        faults = {**wrong.by_item()}
        left = {key: each for key, each in read.entries.items() if key not in faults}
        return page(request, found, replace(read, entries=left, faults=faults), status=422)
    except CollectionRefused as refusal:
        return page(request, found, read, refusal=refusal.message(language_here()), status=422)
    except editing.ChangedMeanwhile as changed:
        return page(request, found, read, changed=changed, status=409)
    return redirect("indicators:sheet", code=found.code)


def _pasted(request: HttpRequest, found: Sheet, read: Read) -> HttpResponse:
    """Put a block of cells into the fields, to be looked at before it is kept."""
    items = list(found.round.form.items.select_related("indicator"))
    asked = [
        Asked(each.indicator.key, each.indicator.name, each.order, 1 + each.as_fraction)
        for each in items
    ]
    text = request.POST.get("khoi", "").replace("\0", "")[:LONGEST_PASTE]
    lines, wrong = read_block(text, asked, search_text)
    pasted: dict[int, Said] = {}
    for line in lines:
        item = items[line.item]
        old = read.said[item.pk]
        said = (
            replace(old, numerator=line.figures[0], denominator=line.figures[1], not_applicable="")
            if item.as_fraction
            else replace(old, value=line.figures[0], not_applicable="")
        )
        pasted[item.pk] = said
        filling.take(read, item, said)
    return page(request, found, read, pasted=pasted, not_understood=wrong, block=text)


def _correct(request: HttpRequest, found: Sheet) -> HttpResponse:
    actor: Any = request.user
    why = _text(request, "ly-do")
    seen = request.POST.get(editing.FIELD, "")
    try:
        correct(actor, found.pk, why, seen=seen)
    except CollectionRefused as refusal:
        return page(request, found, refusal=refusal.message(language_here()), status=422)
    except editing.ChangedMeanwhile as changed:
        return page(request, found, changed=changed, status=409)
    messages.success(
        request,
        _("The sheet is open for correction; what is published stands until it is approved again."),
    )
    return redirect("indicators:sheet", code=found.code)


@require_POST
def check(request: HttpRequest, code: str) -> HttpResponse:
    """What would be doubtful, wrong and missing if the form were saved as it stands."""
    found = find(request, code)
    require(request.user, FILL_SHEETS, found.holder)
    read = filling.read(request.POST, found.round.form.items.select_related("indicator"))
    lines = sheet_page.item_lines(found, language_here(), read)
    notes = "".join(sheet_html.live_html(each) for each in lines)
    return HttpResponse(sheet_html.state_html(sheet_page.state_of(lines)) + notes)


@require_POST
def add_remark(request: HttpRequest, code: str) -> HttpResponse:
    """Say something of a sheet or of one of its items."""
    found = find(request, code)
    actor: Any = request.user
    items = {str(each.pk): each for each in found.round.form.items.all()}
    try:
        remark(
            actor,
            found.pk,
            _text(request, "y-kien"),
            item=items.get(request.POST.get("muc", "")),
            reason="Ghi ý kiến về phiếu",
        )
    except CollectionRefused as refusal:
        return page(request, found, refusal=refusal.message(language_here()), status=422)
    messages.success(request, _("The remark was added."))
    return redirect("indicators:sheet", code=found.code)


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "").strip()[:LONGEST_REMARK]


def page(
    request: HttpRequest,
    found: Sheet,
    read: Read | None = None,
    *,
    pasted: dict[int, Said] | None = None,
    not_understood: list[NotUnderstood] | None = None,
    block: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page of a sheet, as saved or with what somebody sent and was not kept."""
    language, today = language_here(), timezone.localdate()
    rights = sheet_page.rights_of(request.user, found, today)
    lines = sheet_page.item_lines(found, language, read, pasted or {})
    items = [each.row.item for each in lines]
    remarks, files = sheet_page.said_of_sheet(found, items)
    accounts = {each.said_by for each in remarks} | {each.added_by for each in files}
    if not rights.fill:  # where it is read, each figure says who entered it
        accounts |= {each.row.cell.entered_by for each in lines if each.row.cell is not None}
    people = names_of(accounts | {found.submitted_by, found.approved_by})
    returned = [each for each in remarks if each.kind == RemarkKind.RETURN]
    version = request.POST.get(editing.FIELD, "") if status == 422 else ""
    return render(
        request,
        "indicators/collection/sheet.html",
        {
            "sheet": found,
            "form": found.round.form,
            "round": found.round,
            "period": sheet_page.period_words(found, language),
            "illustrative": found.round.form.illustrative,
            "rights": rights,
            "item_options": sheet_html.options_html(items),
            "rows": sheet_html.rows_html(lines, fields=rights.fill, code=found.code, people=people),
            "state": sheet_html.state_html(sheet_page.state_of(lines)),
            "remarks": remarks,
            "returned": returned[-1] if returned else None,
            "files": files,
            "accept": ",".join(KINDS),
            "most_mb": LARGEST // 1024**2,
            "most_files": MOST_FILES,
            "people": people,
            "pasted": pasted,
            "not_understood": [
                (each.line, each.text, each.in_words(language)) for each in not_understood or []
            ],
            "block": block,
            "version": version or version_of(found),
            "decides": found.awaiting is not None
            and may(request.user, APPROVE_SHEETS, found.awaiting),
            **more,
        },
        status=status,
    )
