"""What forms, rounds and sheets are called in the programming interface."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from namro.foundation.interface.rest import (
    Body,
    Figure,
    Why,
    Words,
)
from namro.programme.indicators.collection.entries import Entry
from namro.programme.indicators.rules.kinds import Stage

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
