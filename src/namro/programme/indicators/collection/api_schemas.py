"""What forms, rounds and sheets are called in the programming interface."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from namro.foundation.history import editing
from namro.foundation.interface.rest import (
    Body,
    Figure,
    Why,
    Words,
    figure,
    rounded,
)
from namro.programme.indicators.collection.actions_sheets import fields_of
from namro.programme.indicators.collection.asking import Row, rows_of
from namro.programme.indicators.collection.entries import Entry
from namro.programme.indicators.collection.models import (
    Cell,
    Form,
    FormItem,
    Remark,
    Round,
    Sheet,
)
from namro.programme.indicators.collection.peers import Peers
from namro.programme.indicators.periods import text_between
from namro.programme.indicators.rules.errors import given
from namro.programme.indicators.rules.kinds import Stage
from namro.programme.indicators.rules.showing import truthful

Code = Annotated[str, Field(pattern=r"^[0-9]{1,18}-[0-9]{1,18}-[0-9]{2}$", max_length=40)]
Version = Annotated[str, Field(max_length=100)]
ItemNumber = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Named(Schema):
    """A unit: its number here, its code, and its name."""

    number: int
    code: str
    name: str


class ItemOut(Schema):
    """One figure that a form asks for."""

    item: int
    indicator: str
    name: str
    unit: Annotated[str, Field(description="The unit of measure.")]
    measure: str
    as_fraction: Annotated[
        bool, Field(description="Asked as numerator and denominator, not as their quotient.")
    ]
    required: bool
    lowest: Figure | None
    highest: Figure | None


class FormOut(Schema):
    """A form: what is asked of which units, how often, and who approves it."""

    key: str
    name: str
    frequency: str
    top: Annotated[str, Field(description="The code of the unit that it is asked below.")]
    hierarchy: str
    unit_kinds: list[str]
    steps: list[str]
    note: str


class FormWithItems(FormOut):
    """A form and its items in order."""

    items: list[ItemOut]


class RoundOut(Schema):
    """A form sent out for one period."""

    number: int
    form: str
    period: Annotated[str, Field(examples=["2025-03"])]
    first_day: dt.date
    last_day: dt.date
    opens_on: dt.date
    due_on: dt.date
    takes_until: dt.date


class SheetOut(Schema):
    """What one unit is asked in one round, and how far that is."""

    code: Code
    round: int
    form: str
    period: str
    unit: Named
    holder: Annotated[
        str, Field(description="The code of the unit that supplies it: itself, or its successor.")
    ]
    state: Literal["open", "submitted", "returned", "approved", "correcting"]
    awaiting: Annotated[str | None, Field(description="The code of the unit that approves next.")]
    due_on: dt.date
    submitted_at: dt.datetime | None
    submitted_by: str
    approved_at: dt.datetime | None
    approved_by: str


class CellOut(Schema):
    """What stands in a field now."""

    value: Figure | None
    numerator: Figure | None
    denominator: Figure | None
    not_applicable: str
    stage: str
    comment: str
    channel: str
    entered_by: str
    entered_at: dt.datetime


class DoubtOut(Schema):
    """What deserves a second look; nothing is refused for it."""

    code: str
    detail: str
    detail_en: str


class PlanOut(Schema):
    """A unit's plan of a year. `origin`: `given` to the unit; `alike`, given for all together and
    so for each; `target`, as the target says. Nothing is judged by it."""

    low: Figure
    high: Annotated[Figure, Field(description="The same as `low`, but of a range.")]
    origin: str
    decision: str
    programme: str
    reached: Annotated[
        Figure | None,
        Field(description="In percent, where parts of the year add up; to 2 decimals."),
    ]


class RowOut(Schema):
    """One item of a sheet: what is asked, what stands in it, and what was there before."""

    asked: ItemOut
    cell: CellOut | None
    previous: Annotated[
        Figure | None, Field(description="The period before, approved; to 8 decimals.")
    ]
    last_year: Annotated[
        Figure | None, Field(description="The same period of last year, approved; to 8 decimals.")
    ]
    cumulated: Annotated[
        Figure | None,
        Field(description="The year's approved figures and this one, where they add up."),
    ]
    plan: Annotated[
        PlanOut | None, Field(description="What the unit is to bring in the period's year.")
    ]
    doubts: list[DoubtOut]


class RemarkOut(Schema):
    """Something said of a sheet or of one of its fields."""

    number: int
    item: int | None
    kind: str
    text: str
    said_by: str
    said_at: dt.datetime


class WholeSheet(SheetOut):
    """A sheet with its rows; `version` is sent back with what is changed."""

    version: Version
    rows: list[RowOut]
    remarks: list[RemarkOut]


class CellIn(Body):
    """What is entered in one field: a figure, or why there is none; nothing: it is emptied."""

    item: ItemNumber
    value: Figure | None = None
    numerator: Figure | None = None
    denominator: Figure | None = None
    not_applicable: Words = ""
    stage: Literal["final", "estimate"] = "final"
    comment: Words = ""

    def entry(self) -> Entry:
        """As the action takes it."""
        return Entry(
            *(_decimal(self.value), _decimal(self.numerator), _decimal(self.denominator)),
            self.not_applicable.strip(),
            Stage(self.stage),
            self.comment.strip(),
        )


class CellsIn(Body):
    """Fields of a sheet, all or nothing; those not named stay as they are."""

    reason: Why
    version: Annotated[
        Version | None, Field(description="As the sheet was read; none: whatever stands there.")
    ] = None
    cells: Annotated[list[CellIn], Field(min_length=1, max_length=500)]


class Decided(Body):
    """A step of a sheet, and why."""

    reason: Why
    version: Version | None = None


class Returned(Decided):
    """Why a sheet is returned, and for which of its items."""

    item: ItemNumber | None = None


class RemarkIn(Body):
    """What is said of a sheet or of one of its fields."""

    text: Annotated[Words, Field(min_length=1, pattern=r"\S")]
    item: ItemNumber | None = None


class Entered(Schema):
    """How many fields were changed, how many held the same already, and the version now."""

    changed: int
    unchanged: int
    version: Version


class Rounds(Schema):
    """One page of rounds."""

    items: list[RoundOut]
    next: int | None


class Forms(Schema):
    """One page of forms."""

    items: list[FormOut]
    next: int | None


class Sheets(Schema):
    """One page of sheets."""

    items: list[SheetOut]
    next: int | None


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def version_of(sheet: Sheet) -> str:
    """The version of a sheet and its fields."""
    return editing.version(sheet, fields_of(sheet))


def item_out(item: FormItem) -> dict[str, Any]:
    """An item of a form."""
    return {
        "item": item.pk,
        "indicator": item.indicator.key,
        "name": item.indicator.name,
        "unit": item.indicator.unit,
        "measure": item.measure,
        "as_fraction": item.as_fraction,
        "required": item.required,
        "lowest": figure(item.lowest),
        "highest": figure(item.highest),
    }


def form_out(form: Form, *, items: bool = False) -> dict[str, Any]:
    """A form, with its items where they are asked for."""
    said: dict[str, Any] = {
        "key": form.key,
        "name": form.name,
        "frequency": form.frequency,
        "top": form.top.code,
        "hierarchy": form.hierarchy,
        "unit_kinds": form.unit_kinds,
        "steps": form.steps,
        "note": form.note,
    }
    if items:
        said["items"] = [item_out(each) for each in form.items.select_related("indicator")]
    return said


def round_out(round_: Round) -> dict[str, Any]:
    """A round."""
    return {
        "number": round_.pk,
        "form": round_.form.key,
        "period": text_between(round_.first_day, round_.last_day),
        "first_day": round_.first_day,
        "last_day": round_.last_day,
        "opens_on": round_.opens_on,
        "due_on": round_.due_on,
        "takes_until": round_.takes_until,
    }


def sheet_out(sheet: Sheet) -> dict[str, Any]:
    """A sheet, without what stands in it."""
    return {
        "code": sheet.code,
        "round": sheet.round_id,
        "form": sheet.round.form.key,
        "period": text_between(sheet.round.first_day, sheet.round.last_day),
        "unit": {"number": sheet.unit_id, "code": sheet.unit.code, "name": sheet.name},
        "holder": sheet.holder.code,
        "state": sheet.state,
        "awaiting": sheet.awaiting.code if sheet.awaiting else None,
        "due_on": sheet.round.due_on,
        "submitted_at": sheet.submitted_at,
        "submitted_by": sheet.submitted_by,
        "approved_at": sheet.approved_at,
        "approved_by": sheet.approved_by,
    }


def whole_sheet(sheet: Sheet) -> dict[str, Any]:
    """A sheet with its rows, what is doubtful in them, and what was said of it."""
    # The version first: what changes between the two is then refused, not overwritten.
    version = version_of(sheet)
    return {
        **sheet_out(sheet),
        "version": version,
        "rows": [_row(each) for each in rows_of(sheet, peers=Peers.BEFORE, plans=True)],
        "remarks": [remark_out(each) for each in sheet.remarks.all()],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "asked": item_out(row.item),
        "cell": _cell(row.cell) if row.cell else None,
        "previous": rounded(row.previous),
        "last_year": rounded(row.last_year),
        "cumulated": rounded(row.cumulated),
        "plan": _plan(row) if row.plan else None,
        "doubts": [
            {"code": each.check.value, "detail": each.vi, "detail_en": each.en}
            for each in row.doubts
        ],
    }


def _plan(row: Row) -> dict[str, Any]:
    found = given(row.plan)
    return {
        "low": rounded(found.plan.low),
        "high": rounded(found.plan.high),
        "origin": found.plan.source.value,
        "decision": found.plan.decision,
        "programme": found.programme,
        "reached": None if row.reached is None else figure(truthful(row.reached, [Fraction(100)])),
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "value": figure(cell.value),
        "numerator": figure(cell.numerator),
        "denominator": figure(cell.denominator),
        "not_applicable": cell.not_applicable,
        "stage": cell.stage,
        "comment": cell.comment,
        "channel": cell.channel,
        "entered_by": cell.entered_by,
        "entered_at": cell.entered_at,
    }


def remark_out(remark: Remark) -> dict[str, Any]:
    """Something said of a sheet."""
    return {
        "number": remark.pk,
        "item": remark.item_id,
        "kind": remark.kind,
        "text": remark.text,
        "said_by": remark.said_by,
        "said_at": remark.said_at,
    }
