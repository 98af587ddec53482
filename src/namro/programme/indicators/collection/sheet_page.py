"""What the page of a sheet says of each item and of the sheet as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import may
from namro.foundation.organisations.models import UnitName
from namro.foundation.organisations.naming import name_on
from namro.programme.indicators.collection.asking import Row, rows_of
from namro.programme.indicators.collection.choices import FILLING, SheetState, Step
from namro.programme.indicators.collection.filling import Read, Said, as_cells, said_of
from namro.programme.indicators.collection.models import FormItem, Remark, Sheet, SheetFile
from namro.programme.indicators.collection.peers import Peers
from namro.programme.indicators.collection.refusals import Fault
from namro.programme.indicators.periods import span_between
from namro.programme.indicators.permissions import APPROVE_SHEETS, FILL_SHEETS
from namro.programme.indicators.rules.sentences import span_in_words
from namro.programme.indicators.rules.showing import amount
from namro.programme.programmes.rules.numbers import Language


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item as its row shows it.

    Attributes:
        said: what stands in its fields; `seen`: what stood there when nothing was changed.
        fault: why what stands there cannot be kept.
        pasted: it comes out of a pasted block and is not kept yet.
    """

    row: Row
    said: Said
    seen: str
    fault: str = ""
    pasted: bool = False
    language: Language = "vi"

    def figure(self, value: Fraction | None) -> str:
        """A figure of it; its unit of measure stands beside its name, but for “%”."""
        unit = "%" if self.row.item.indicator.unit == "%" else ""
        return "" if value is None else amount(value, unit, self.language)

    @property
    def doubts(self) -> list[str]:
        """What deserves a second look."""
        return [each.in_words(self.language) for each in self.row.doubts]

    @property
    def missing(self) -> bool:
        """Whether it must be filled in and nothing stands in it."""
        return self.row.item.required and self.row.cell is None and not self.fault


@dataclass(frozen=True, slots=True)
class State:
    """How the form stands: what is missing, wrong and doubtful."""

    missing: list[str]
    faults: list[tuple[int, str, str]]
    doubts: int

    @property
    def ready(self) -> bool:
        """Whether nothing keeps it from being submitted."""
        return not self.missing and not self.faults


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the line of approval: who, and whether it is done, now or later."""

    words: str
    unit: str
    standing: str


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do with a sheet now."""

    fill: bool
    correct: bool
    remark: bool
    not_open: bool = False
    closed: bool = False
    steps: list[StepLine] = field(default_factory=list)


def item_lines(
    sheet: Sheet, language: Language, read: Read | None = None, pasted: Mapping[int, Said] = {}
) -> list[ItemLine]:
    """The items of a sheet, as saved or as somebody sent them, with what they make doubtful."""
    cells = {
        each.item_id: each for each in sheet.cells.select_related("file").defer("file__content")
    }
    if read is None:
        rows = rows_of(sheet, peers=Peers.BEFORE, plans=True, instead=cells)
        return [_line(row, said_of(row.item, row.cell), language) for row in rows]
    items = list(sheet.round.form.items.select_related("indicator"))
    right = {key: cell for key, cell in cells.items() if key not in read.faults}
    lines = []
    for row in rows_of(
        sheet, peers=Peers.BEFORE, plans=True, instead=as_cells(items, right, read.entries)
    ):
        key = row.item.pk
        saved = said_of(row.item, cells.get(key))
        fault = read.faults.get(key)
        lines.append(
            ItemLine(
                row,
                read.said[key] if key in read.changed else saved,
                saved.seen,
                _fault(fault, language),
                key in pasted,
                language,
            )
        )
    return lines


def _line(row: Row, said: Said, language: Language) -> ItemLine:
    return ItemLine(row, said, said.seen, language=language)


def _fault(fault: Fault | None, language: Language) -> str:
    return "" if fault is None else fault.vi if language == "vi" else fault.en


def state_of(lines: list[ItemLine]) -> State:
    """How a form stands."""
    return State(
        [each.row.item.indicator.name for each in lines if each.missing],
        [
            (each.row.item.pk, each.row.item.indicator.name, each.fault)
            for each in lines
            if each.fault
        ],
        sum(bool(each.doubts) for each in lines),
    )


def said_of_sheet(sheet: Sheet, items: Iterable[FormItem]) -> tuple[list[Remark], list[SheetFile]]:
    """The remarks on a sheet and its files, without their contents; `items`: of its form."""
    by_key = {each.pk: each for each in items}
    remarks, files = list(sheet.remarks.all()), list(sheet.files.defer("content"))
    each: Any
    for each in (*remarks, *files):
        if each.item_id in by_key:
            each.item = by_key[each.item_id]
    return remarks, files


def period_words(sheet: Sheet, language: Language) -> str:
    """The sheet's period as documents write it."""
    return span_in_words(span_between(sheet.round.first_day, sheet.round.last_day), language)


def rights_of(actor: Actor, sheet: Sheet, today: dt.date) -> Rights:
    """What somebody may do with a sheet now, and where it is in the line of approval."""
    fills = may(actor, FILL_SHEETS, sheet.holder)
    filling = sheet.state in FILLING
    correcting = sheet.state == SheetState.CORRECTING
    not_open = today < sheet.round.opens_on
    closed = not correcting and today > sheet.round.takes_until
    return Rights(
        fill=fills and filling and not not_open and not closed,
        correct=fills and sheet.state == SheetState.APPROVED,
        remark=fills or may(actor, APPROVE_SHEETS, sheet.awaiting or sheet.round.form.top),
        not_open=filling and not_open,
        closed=filling and closed,
        steps=_steps(sheet),
    )


def _steps(sheet: Sheet) -> list[StepLine]:
    steps = [Step(each) for each in sheet.round.form.steps]
    above = sheet.above[0] if sheet.above else sheet.round.form.top_id
    units = {Step.OWN: sheet.holder_id, Step.ABOVE: above, Step.TOP: sheet.round.form.top_id}
    names: dict[int, list[UnitName]] = {}
    for name in UnitName.objects.filter(unit__in={units[each] for each in steps}):
        names.setdefault(name.unit_id, []).append(name)
    made = []
    for place, step in enumerate(steps):
        standing = "later"
        if sheet.state == SheetState.APPROVED:
            standing = "done"
        elif sheet.state == SheetState.SUBMITTED:
            standing = "done" if place < sheet.step else "now" if place == sheet.step else "later"
        unit = name_on(names.get(units[step], []), sheet.round.last_day)
        made.append(StepLine(str(step.label), unit, standing))
    return made
