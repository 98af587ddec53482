"""Forms, rounds and sheets for programs: what the pages do, by the same actions."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Path, Router
from pydantic import Field

from namro.foundation.accounts.permissions import require_somewhere
from namro.foundation.history.editing import ChangedMeanwhile
from namro.foundation.interface.rest import (
    LARGEST_KEY,
    READING,
    WRITING,
    After,
    Limit,
    PeriodText,
    Slug,
    page,
)
from namro.programme.indicators.collection import actions_sheets
from namro.programme.indicators.collection.api_out import (
    form_out,
    remark_out,
    round_out,
    sheet_out,
    version_of,
    whole_sheet,
)
from namro.programme.indicators.collection.api_schemas import (
    CellsIn,
    Code,
    Decided,
    Entered,
    Forms,
    FormWithItems,
    RemarkIn,
    RemarkOut,
    Returned,
    RoundOut,
    Rounds,
    SheetOut,
    Sheets,
    WholeSheet,
)
from namro.programme.indicators.collection.api_sought import (
    actor_of,
    forms_of,
    item_of,
    of_period,
    rounds_of,
    sheet_of,
    sheets_of,
)
from namro.programme.indicators.collection.choices import Channel
from namro.programme.indicators.collection.models import Sheet
from namro.programme.indicators.collection.refusals import EntriesRefused, Fault
from namro.programme.indicators.permissions import SEE_SHEETS

router = Router(tags=["collection"])
SheetCode = Path[Code]
Number = Annotated[int, Field(ge=1, le=LARGEST_KEY)]


@router.get("/forms", response={200: Forms, **READING}, url_name="forms", summary="List forms")
def forms(request: HttpRequest, after: After = 0, limit: Limit = 100) -> Any:
    """The forms of which the token may see a sheet."""
    actor = actor_of(request)
    require_somewhere(actor, SEE_SHEETS)
    items, more = page(forms_of(actor), after, limit, form_out)
    return {"items": items, "next": more}


@router.get(
    "/forms/{key}",
    response={200: FormWithItems, **READING},
    url_name="form",
    summary="One form with its items",
)
def form(request: HttpRequest, key: Path[Slug]) -> Any:
    """What it asks for, in order; `item` is what cells are sent for."""
    actor = actor_of(request)
    require_somewhere(actor, SEE_SHEETS)
    found = forms_of(actor).filter(key=key).first()
    if found is None:
        raise Http404
    return form_out(found, items=True)


@router.get("/rounds", response={200: Rounds, **READING}, url_name="rounds", summary="List rounds")
def rounds(
    request: HttpRequest,
    form: Slug | None = None,
    period: PeriodText | None = None,
    after: After = 0,
    limit: Limit = 100,
) -> Any:
    """The rounds of which the token may see a sheet."""
    actor = actor_of(request)
    require_somewhere(actor, SEE_SHEETS)
    found = rounds_of(actor)
    if form is not None:
        found = found.filter(form__key=form)
    if period is not None:
        found = of_period(found, period)
    items, more = page(found, after, limit, round_out)
    return {"items": items, "next": more}


@router.get(
    "/rounds/{number}",
    response={200: RoundOut, **READING},
    url_name="round",
    summary="One round",
)
def round_one(request: HttpRequest, number: Path[Number]) -> Any:
    """Its period, and when its sheets are due."""
    actor = actor_of(request)
    require_somewhere(actor, SEE_SHEETS)
    found = rounds_of(actor).filter(pk=number).first()
    if found is None:
        raise Http404
    return round_out(found)


@router.get("/sheets", response={200: Sheets, **READING}, url_name="sheets", summary="List sheets")
def sheets(
    request: HttpRequest,
    round: Number | None = None,
    form: Slug | None = None,
    period: PeriodText | None = None,
    unit: Annotated[str | None, Field(max_length=35, pattern=r"^[^\x00-\x1f]+$")] = None,
    state: Literal["open", "submitted", "returned", "approved", "correcting"] | None = None,
    waiting: Annotated[
        Literal["fill", "approve"] | None,
        Field(description="Only those that wait for the token's person to fill in or approve."),
    ] = None,
    after: After = 0,
    limit: Limit = 100,
) -> Any:
    """The sheets that the token may see, by their numbers; `unit` is the unit's code."""
    actor = actor_of(request)
    require_somewhere(actor, SEE_SHEETS)
    found = sheets_of(actor)
    if waiting == "fill":
        found = found.filter(pk__in=Sheet.objects.to_fill(actor).values("pk"))
    elif waiting == "approve":
        found = found.filter(pk__in=Sheet.objects.to_approve(actor).values("pk"))
    if period is not None:
        found = of_period(found, period, "round__")
    given = {"round": round, "round__form__key": form, "unit__code": unit, "state": state}
    found = found.filter(**{name: value for name, value in given.items() if value is not None})
    items, more = page(found, after, limit, sheet_out)
    return {"items": items, "next": more}


@router.get(
    "/sheets/{code}",
    response={200: WholeSheet, **READING},
    url_name="sheet",
    summary="One sheet with its rows",
)
def sheet(request: HttpRequest, code: SheetCode) -> Any:
    """What is asked, what stands in it, and what deserves a second look."""
    return whole_sheet(sheet_of(request, code))


@router.put(
    "/sheets/{code}/cells",
    response={200: Entered, **WRITING},
    url_name="cells",
    summary="Fill in fields of a sheet",
)
def cells(request: HttpRequest, code: SheetCode, sent: CellsIn) -> Any:
    """All or nothing; each fault is told by item. The same again changes nothing.

    With `version`, fields that somebody else changed since are refused (409), others are not
    touched by it.
    """
    found = sheet_of(request, code)
    _each_once(sent)
    try:
        done = actions_sheets.enter(
            actor_of(request),
            found.pk,
            {each.item: each.entry() for each in sent.cells},
            channel=Channel.API,
            reason=sent.reason,
            # The action compares the version of the fields; the sheet's own stands before it.
            seen=None if sent.version is None else sent.version.partition("-")[2],
        )
    except ChangedMeanwhile as changed:
        changed.version = version_of(found)
        raise
    return {"changed": done.changed, "unchanged": done.unchanged, "version": version_of(found)}


def _each_once(sent: CellsIn) -> None:
    twice = [item for item, count in Counter(each.item for each in sent.cells).items() if count > 1]
    if twice:
        raise EntriesRefused(
            [
                Fault(item, "được gửi nhiều lần; hãy gửi một lần", "is sent twice; send it once")
                for item in twice
            ]
        )


def _stepped(request: HttpRequest, code: str) -> Any:
    """A sheet as it is after a step."""
    return sheet_out(sheet_of(request, code))


@router.post(
    "/sheets/{code}/submit",
    response={200: SheetOut, **WRITING},
    url_name="submit",
    summary="Submit a sheet",
)
def submit(request: HttpRequest, code: SheetCode, sent: Decided) -> Any:
    """To the first who approves it (trình)."""
    found = sheet_of(request, code)
    actions_sheets.submit(actor_of(request), found.pk, reason=sent.reason, seen=sent.version)
    return _stepped(request, code)


@router.post(
    "/sheets/{code}/approve",
    response={200: SheetOut, **WRITING},
    url_name="approve",
    summary="Approve a sheet",
)
def approve(request: HttpRequest, code: SheetCode, sent: Decided) -> Any:
    """The last who approves publishes its figures (duyệt)."""
    found = sheet_of(request, code)
    actions_sheets.approve(actor_of(request), found.pk, reason=sent.reason, seen=sent.version)
    return _stepped(request, code)


@router.post(
    "/sheets/{code}/return",
    response={200: SheetOut, **WRITING},
    url_name="return",
    summary="Return a sheet",
)
def send_back(request: HttpRequest, code: SheetCode, sent: Returned) -> Any:
    """With the reason, to be changed and submitted again (trả lại)."""
    found = sheet_of(request, code)
    item = item_of(found, sent.item)
    actor = actor_of(request)
    actions_sheets.send_back(actor, found.pk, sent.reason, item=item, seen=sent.version)
    return _stepped(request, code)


@router.post(
    "/sheets/{code}/correct",
    response={200: SheetOut, **WRITING},
    url_name="correct",
    summary="Correct an approved sheet",
)
def correct(request: HttpRequest, code: SheetCode, sent: Decided) -> Any:
    """What is published stands until the correction is approved (đính chính)."""
    found = sheet_of(request, code)
    actions_sheets.correct(actor_of(request), found.pk, sent.reason, seen=sent.version)
    return _stepped(request, code)


@router.post(
    "/sheets/{code}/remarks",
    response={200: RemarkOut, **WRITING},
    url_name="remark",
    summary="Say something of a sheet",
)
def remark(request: HttpRequest, code: SheetCode, sent: RemarkIn) -> Any:
    """Of the whole sheet, or of one of its items."""
    found = sheet_of(request, code)
    item = item_of(found, sent.item)
    actor = actor_of(request)
    return remark_out(
        actions_sheets.remark(actor, found.pk, sent.text, item=item, reason=sent.text.strip()[:500])
    )
