"""HTML tables as full grids: rowspan and colspan by the rules of the HTML standard (4.9.12)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from namro.foundation.documents.reading.blocks import Table
from namro.foundation.documents.reading.opening import limits
from namro.foundation.documents.reading.opening.grid import Budget, Placed, as_lines, lay_out
from namro.foundation.documents.reading.opening.html_inline import tag_of


def read_grid(
    table: etree._Element, text_of: Callable[[etree._Element], str], budget: Budget
) -> Table | None:
    """The grid of a <table>; nested tables belong to the text of their cell."""
    rows = list(_rows(table))
    placed: list[Placed] = []
    taken: dict[int, int] = {}  # column → first row that is free again
    width = 0
    for index, row in enumerate(rows):
        column = 0
        for cell in row:
            if tag_of(cell) not in ("td", "th"):
                continue
            while taken.get(column, 0) > index:
                column += 1
            if column >= limits.MAX_TABLE_COLUMNS:
                break
            span = min(_span(cell.get("colspan"), 1), limits.MAX_TABLE_COLUMNS - column)
            # rowspan="0" reaches to the end of the table.
            height = min(_span(cell.get("rowspan"), 0) or len(rows), len(rows) - index)
            placed.append(Placed(index, column, height, span, text_of(cell)))
            budget.spend(span)
            for covered in range(column, column + span):
                taken[covered] = index + height
            column += span
        width = max(width, column)
    return lay_out(placed, len(rows), width, budget)


def table_text(table: Table) -> str:
    """A nested table as the text of the cell it stands in."""
    return as_lines([[cell.text for cell in row] for row in table.rows])


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for element in table:
        tag = tag_of(element)
        if tag == "tr":
            yield element
        elif tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in element if tag_of(row) == "tr")


def _span(text: str | None, absent: int) -> int:
    """A span attribute; absent or wrong counts as 1, "0" as `absent` says."""
    cleaned = (text or "").strip()
    if not cleaned.isascii() or not cleaned.isdecimal() or len(cleaned) > 7:
        return 1
    number = int(cleaned)
    return absent if number == 0 else min(number, 65_534)
