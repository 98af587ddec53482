"""Where the head of a table is, and what its columns are about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from namro.foundation.documents.reading.columns import Role, is_head, role, roles
from namro.foundation.documents.reading.passages import Grid, GridRow

_COUNTED = re.compile(r"\(?\s*(?:\d{1,2}|[A-Za-z])\s*\)?(?:\s*=.*)?")
_ROW_NUMBER = re.compile(r"\(?\d{1,3}[a-zđ]?(?:\.\d{1,3})*[.)]?")
GROUP_LABEL = re.compile(r"(?:[IVXL]{1,6}|[A-ZĐ])(?:[.\-]\d{1,2})*[.)\-]?")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a grid: rows `first` up to `after` (exclusive), one text a column."""

    first: int
    after: int
    texts: tuple[str, ...]

    def roles(self, issued: int | None = None) -> list[Role]:
        """The roles of the columns (see `columns.roles`)."""
        return roles(list(self.texts), issued)


def find_head(grid: Grid) -> Head | None:
    """The head among the first rows of a grid, two printed rows joined into one."""
    for first, row in enumerate(grid.rows[:4]):
        texts = row.texts()
        if not is_head(texts):
            continue
        after = first + 1
        while after < len(grid.rows) and after <= first + 2 and _goes_on(texts, grid.rows[after]):
            texts = _joined(texts, grid.rows[after], grid.rows[first])
            after += 1
        if after < len(grid.rows) and is_count_row(grid.rows[after]):
            after += 1
        return Head(first, after, tuple(texts))
    return None


def _goes_on(heads: list[str], row: GridRow) -> bool:
    """Whether a row is the second line of a head ("Chủ trì | Phối hợp", "2026 | 2027 …")."""
    filled = [cell for cell in row.cells if cell.text]
    if not filled or is_count_row(row) or len(filled) == len(row.cells):
        return False
    if row.cells[0].text or any(len(cell.text) > 40 for cell in filled):
        return False
    named = sum(role(cell.text) is not Role.OTHER for cell in filled)
    return len(filled) >= 2 and named == len(filled)


def _joined(heads: list[str], row: GridRow, above: GridRow) -> list[str]:
    joined = list(heads)
    spanning = ""
    reach = 0
    for at, cell in enumerate(row.cells):
        if at < len(above.cells) and above.cells[at].text:
            spanning, reach = above.cells[at].text, above.cells[at].col_span
        elif reach > 1:
            reach -= 1
        elif at < len(heads) and heads[at]:
            spanning = heads[at]
        if cell.text and at < len(joined):
            # in plain text a head over several columns stands in the first of them
            over = joined[at] or spanning
            joined[at] = f"{over} {cell.text}".strip()
    return joined


def is_count_row(row: GridRow) -> bool:
    """Whether a row only counts its columns: "(1) | (2) | (3)", "A | B | 1 | 2"."""
    filled = [cell.text for cell in row.cells if cell.text]
    if len(filled) < 2 or len(filled) < len(row.cells) - 1:
        return False
    return all(_COUNTED.fullmatch(text) for text in filled) and len(set(filled)) == len(filled)


def is_row_number(text: str) -> bool:
    """Whether a cell holds the number of a row: "1", "1.", "12a", "1.2"."""
    return bool(_ROW_NUMBER.fullmatch(text))


def is_group_label(text: str) -> bool:
    """Whether a cell holds the label of a group of rows: "I", "A.", "II.1"."""
    return bool(GROUP_LABEL.fullmatch(text))
