"""What the table of a returned workbook says, row by row, and every fault in it by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from namro.programme.indicators.collection.entries import Entry
from namro.programme.indicators.collection.models import FormItem
from namro.programme.indicators.collection.workbooks import layout
from namro.programme.indicators.collection.workbooks.faults import CellFault, cut
from namro.programme.indicators.collection.workbooks.fields import Row
from namro.programme.indicators.collection.workbooks.grid import Grid, at
from namro.programme.indicators.collection.workbooks.structure import structure_faults
from namro.programme.indicators.rules.numbers_said import Notation, notation_of


@dataclass(slots=True)
class Filled:
    """What a table says: entries and the row of each by the key of its item."""

    entries: dict[int, Entry] = field(default_factory=dict)
    rows: dict[int, int] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)
    #: What was taken and should be looked at.
    warnings: list[CellFault] = field(default_factory=list)


def read_table(grid: Grid, items: Sequence[FormItem]) -> Filled:
    """The rows of a workbook's table, each belonging to one of `items`, whatever their order."""
    filled = Filled(faults=structure_faults(grid))
    by_key = {each.pk: each for each in items}
    rows = sorted({row for _column, row in grid.cells if row >= layout.FIRST_ROW})
    notation = _notation(grid, rows)
    for row in rows:
        item = _item(grid, row, by_key, filled)
        if item is not None:
            filled.rows[item.pk] = row
            read = Row(grid, row, item, notation)
            filled.entries[item.pk] = read.entry()
            filled.faults += read.faults
            filled.warnings += read.warnings
    for each in items:
        if each.pk not in filled.rows and not filled.faults:
            filled.faults.append(
                CellFault(
                    "",
                    f"thiếu dòng “{layout.label(each)}”; hãy nhập vào tệp tải từ hệ thống, "
                    "không xóa dòng",
                    f"the row “{layout.label(each)}” is missing; fill in the file as downloaded "
                    "and delete no row",
                )
            )
    if grid.others not in ([], [layout.HELP]):
        others = ", ".join(f"“{each}”" for each in grid.others if each != layout.HELP)
        filled.warnings.append(
            CellFault("", f"không đọc trang tính {others}", f"not read: worksheet {others}")
        )
    return filled


def _item(grid: Grid, row: int, by_key: Mapping[int, FormItem], filled: Filled) -> FormItem | None:
    """The item that a row is about."""
    key = grid.text(layout.KEY, row)
    plain = key.removesuffix(".0")
    item = by_key.get(int(plain)) if plain.isascii() and plain.isdigit() else None
    if item is None:
        if not any((column, row) in grid.cells for column in range(1, layout.LAST_COLUMN + 1)):
            return None  # told as standing outside
        here = at(layout.KEY, row)
        filled.faults.append(
            CellFault(
                here,
                f"mã dòng “{cut(key)}” không thuộc biểu này; hãy trả lại mã cũ"
                if key
                else f"dòng {row} nằm ngoài bảng (không có mã dòng); hãy xóa dòng này",
                f"“{cut(key)}” is no row of this form; put its number back"
                if key
                else f"row {row} stands outside the table (it has no number); delete it",
            )
        )
        return None
    if item.pk in filled.rows:
        filled.faults.append(
            CellFault(
                at(layout.KEY, row),
                f"dòng này trùng với dòng {filled.rows[item.pk]}; hãy xóa một dòng",
                f"this row is the same as row {filled.rows[item.pk]}; delete one of them",
            )
        )
        return None
    name = grid.text(layout.NAME, row)
    if " ".join(name.split()) != " ".join(layout.label(item).split()):
        filled.faults.append(
            CellFault(
                at(layout.NAME, row),
                f"tên chỉ tiêu là “{cut(name)}”, phải là “{layout.label(item)}”; hãy kiểm tra "
                "số liệu có đúng dòng không rồi trả lại tên cũ",
                f"the item is called “{cut(name)}” instead of “{layout.label(item)}”; see that "
                "the figures stand in their own rows and put the name back",
            )
        )
    return item


def _notation(grid: Grid, rows: Sequence[int]) -> Notation | None:
    """How numbers that were typed as text are written in this table."""
    columns = (layout.VALUE, layout.DENOMINATOR)
    found = [grid.cells.get((column, row)) for column in columns for row in rows]
    return notation_of(each.text for each in found if each and each.kind == "s")
