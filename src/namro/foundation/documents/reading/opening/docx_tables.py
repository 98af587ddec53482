"""Word tables as full grids: w:gridSpan, w:vMerge, the older w:hMerge, skipped grid columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from namro.foundation.documents.reading.blocks import Table
from namro.foundation.documents.reading.opening import limits
from namro.foundation.documents.reading.opening.grid import Budget, Placed, lay_out
from namro.foundation.documents.reading.opening.markup import child, local, value

_WRAPPERS = frozenset({"ins", "moveTo", "customXml", "sdtContent", "smartTag"})


@dataclass(slots=True)
class _Open:
    """A vertical merge that the next row may continue."""

    index: int
    columns: tuple[int, int]


def read_grid(
    table: etree._Element, text_of: Callable[[etree._Element], str], budget: Budget
) -> Table | None:
    """The grid of a w:tbl; `text_of` reads a cell. None for a table without cells.

    A continued merge without a beginning above it is an ordinary empty cell.
    """
    cells: list[Placed] = []
    above: dict[int, _Open] = {}
    width = 0
    height = 0
    for row in _inside(table, "tr"):
        properties = child(row, "trPr")
        if child(properties, "del") is not None:
            continue
        column = _span(value(properties, "gridBefore"), 0)
        current: dict[int, _Open] = {}
        last_of_row: int | None = None
        for cell in _inside(row, "tc"):
            settings = child(cell, "tcPr")
            span = _span(value(settings, "gridSpan"), 1)
            text = "" if child(settings, "cellDel") is not None else text_of(cell)
            if value(settings, "hMerge") in ("continue", "") and last_of_row is not None:
                first = cells[last_of_row]
                cells[last_of_row] = replace(first, col_span=first.col_span + span)
                column += span
                continue
            merge = value(settings, "vMerge")
            opened = above.get(column)
            if merge in ("continue", "") and opened is not None:
                first = cells[opened.index]
                joined = "\n".join(part for part in (first.text, text) if part.strip())
                cells[opened.index] = replace(first, row_span=first.row_span + 1, text=joined)
                current[column] = opened
                last_of_row = None
            else:
                cells.append(Placed(height, column, 1, span, text))
                last_of_row = len(cells) - 1
                if merge is not None:
                    current[column] = _Open(len(cells) - 1, (column, column + span))
            column += span
            if column > limits.MAX_TABLE_COLUMNS:
                break
        width = max(width, column + _span(value(properties, "gridAfter"), 0))
        above = current
        height += 1
        budget.spend(1)
    return lay_out(cells, height, width, budget)


def _inside(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The rows or cells of this table, through content controls and tracked insertions."""
    for element in parent:
        name = local(element)
        if name == wanted:
            yield element
        elif name in _WRAPPERS:
            yield from _inside(element, wanted)
        elif name == "sdt":
            content = child(element, "sdtContent")
            if content is not None:
                yield from _inside(content, wanted)


def _span(text: str | None, least: int) -> int:
    if text is None or not text.isascii() or not text.isdecimal() or len(text) > 6:
        return least
    return max(least, min(int(text), limits.MAX_TABLE_COLUMNS))
