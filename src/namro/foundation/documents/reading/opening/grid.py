"""Laying placed cells out as the full grid of a `Table`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from namro.foundation.documents.reading.blocks import Cell, Table
from namro.foundation.documents.reading.opening import limits
from namro.foundation.documents.reading.opening.refusal import Refused


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with the grid place of its upper left corner (rows and columns from 0)."""

    row: int
    column: int
    row_span: int
    col_span: int
    text: str


class Budget:
    """How many grid places the tables of one document may still take."""

    def __init__(self, places: int = limits.MAX_TABLE_PLACES) -> None:
        self._left = places

    def spend(self, places: int) -> None:
        """Raises `Refused` too_complex when the document's tables are too large together."""
        self._left -= places
        if self._left < 0:
            raise Refused("too_complex")


def lay_out(
    cells: Iterable[Placed], rows: int, columns: int, budget: Budget, page: int | None = None
) -> Table | None:
    """The table of `rows` × `columns` places; None when it has no place at all.

    Spans are cut at the edge of the grid and at places that another cell holds already, so every
    grid is well formed whatever the file claims. Places no cell covers become empty cells.
    """
    columns = min(columns, limits.MAX_TABLE_COLUMNS)
    if rows <= 0 or columns <= 0:
        return None
    budget.spend(rows * columns)
    grid: list[list[Cell | None]] = [[None] * columns for _ in range(rows)]
    for cell in cells:
        if not (0 <= cell.row < rows and 0 <= cell.column < columns):
            continue
        if grid[cell.row][cell.column] is not None:
            continue
        _place(grid, cell, rows, columns)
    empty = Cell("")
    return Table(tuple(tuple(place or empty for place in row) for row in grid), page)


def _place(grid: list[list[Cell | None]], cell: Placed, rows: int, columns: int) -> None:
    width = 1
    while (
        width < cell.col_span
        and cell.column + width < columns
        and grid[cell.row][cell.column + width] is None
    ):
        width += 1
    across = range(cell.column, cell.column + width)
    height = 1
    while (
        height < cell.row_span
        and cell.row + height < rows
        and all(grid[cell.row + height][column] is None for column in across)
    ):
        height += 1
    for row in range(cell.row, cell.row + height):
        for column in across:
            grid[row][column] = Cell("", merged_from_above=row > cell.row)
    grid[cell.row][cell.column] = Cell(cell.text, height, width)
    for row in range(cell.row + 1, cell.row + height):
        grid[row][cell.column] = Cell("", 1, width, True)


def as_lines(rows: Sequence[Sequence[str]]) -> str:
    """A table inside a cell as text: one line a row, its cells apart by tabs."""
    lines = ("\t".join(text.replace("\n", " ") for text in row if text.strip()) for row in rows)
    return "\n".join(line for line in lines if line.strip())
