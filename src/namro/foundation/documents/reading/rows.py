"""Stage: grids → grids. Makes one table of what pages cut, and rows of equal length.

Reads raw grids between passages; writes grids whose rows are complete: a head printed again on
the next page goes, a row that goes on there is joined to its beginning, rows that run together
on one line are split. What was split is reported.
"""

from __future__ import annotations

import re

from namro.foundation.documents.reading.columns import Role
from namro.foundation.documents.reading.issues import Pending, Remark
from namro.foundation.documents.reading.letters import UPPER
from namro.foundation.documents.reading.naming import names_body
from namro.foundation.documents.reading.passages import Grid, GridCell, GridRow, Part
from namro.foundation.documents.reading.tables import (
    Head,
    find_head,
    is_group_label,
    is_row_number,
)

_OVER = re.compile(rf"\d{{1,2}}\.\s+[{UPPER}]")
_CLOSED = (".", ";", ":", "!", "?", ")", "”", '"')


def mend_grids(parts: list[Part]) -> tuple[list[Part], list[Pending]]:
    """Parts with mended grids, and the rows that had to be split."""
    remarks: list[Pending] = []
    mended: list[Part] = []
    for part in parts:
        if isinstance(part, Grid):
            part.rows = [row for row in part.rows if row.filled()]
            if not part.rows:
                continue
            above = mended[-1] if mended else None
            if isinstance(above, Grid) and _continues(above, part):
                _append(above, part)
                continue
        mended.append(part)
    for part in mended:
        if isinstance(part, Grid):
            _even(part, remarks)
            _join_rows(part)
    return mended, remarks


def _width(grid: Grid) -> int:
    head = find_head(grid)
    if head is not None:
        return len(head.texts)
    return max(len(row.cells) for row in grid.rows)


def _continues(above: Grid, part: Grid) -> bool:
    """Whether a grid right below another is its continuation on the next page."""
    head = find_head(above)
    if head is None:
        return False
    again = find_head(part)
    if again is not None:
        return _key(again.texts) == _key(head.texts)
    return all(len(row.cells) <= len(head.texts) for row in part.rows[:3])


def _key(texts: tuple[str, ...]) -> str:
    return " ".join(" ".join(texts).lower().split())


def _append(above: Grid, part: Grid) -> None:
    head = find_head(part)
    rows = part.rows[head.after :] if head is not None else part.rows
    if rows:
        rows[0].after_break = True
    above.rows.extend(rows)


def _even(grid: Grid, remarks: list[Pending]) -> None:
    """Rows of equal length; rows that run together are split, repeated heads dropped."""
    head = find_head(grid)
    width = _width(grid)
    rows: list[GridRow] = []
    broken = False
    split: list[GridRow] = []
    for at, row in enumerate(grid.rows):
        if head is None or at < head.after:
            rows.append(row)
            continue
        for number, piece in enumerate(_split(row, width)):
            if number and piece.cells[0].text:
                split.append(piece)
            if _is_head_again(piece, head.texts):
                broken = True  # the head printed again: a page ended here
                continue
            piece.after_break = piece.after_break or broken
            broken = False
            rows.append(piece)
    if split:
        numbers = ", ".join(piece.cells[0].text[:12] for piece in split)
        remarks.append(Pending(Remark.ROWS_SPLIT, split[0], {"no": numbers}))
    lead = _lead_column(head)
    for row in rows:
        if lead and len(row.cells) < width - 1 and names_body(row.cells[0].text):
            # the cells before are covered by a merge that the file does not show
            row.cells[:0] = [GridCell("") for _ in range(lead)]
        while len(row.cells) > width and not row.cells[-1].text:
            row.cells.pop()
        if len(row.cells) > width:
            extra = " ".join(cell.text for cell in row.cells[width:] if cell.text)
            remarks.append(Pending(Remark.ROW_UNREAD, row, {"text": extra[:80]}))
            row.cells[width - 1].text = f"{row.cells[width - 1].text} {extra}".strip()
            del row.cells[width:]
        row.cells.extend(GridCell("") for _ in range(width - len(row.cells)))
    grid.rows = rows


def _lead_column(head: Head | None) -> int:
    columns = head.roles() if head is not None else []
    return columns.index(Role.LEAD) if Role.LEAD in columns else 0


def _is_head_again(row: GridRow, texts: tuple[str, ...]) -> bool:
    return _key(tuple(row.texts())) == _key(texts)


def _split(row: GridRow, width: int) -> list[GridRow]:
    """The rows that stand on one line: a full row, a cell between, the next full row …"""
    cells = row.cells
    if width >= 2 and len(cells) > width and (len(cells) + 1) % (width + 1) == 0:
        pieces: list[GridRow] = []
        for at in range(0, len(cells), width + 1):
            if at and cells[at - 1].text:
                first = cells[at].text.strip(".").upper() in {"1", "TT", "STT"}
                over = first and bool(_OVER.match(cells[at - 1].text))
                pieces.append(GridRow([GridCell(""), GridCell(cells[at - 1].text)], over=over))
            pieces.append(GridRow(cells[at : at + width], row.after_break and not at))
        if all(_opens_row(piece.cells[0].text) for piece in pieces):
            return pieces
    labels = [
        at
        for at, cell in enumerate(cells)
        if at >= 2
        and is_group_label(cell.text)
        and not cells[at - 1].text
        and at + 1 < len(cells)
        and cells[at + 1].text
    ]
    if labels and is_group_label(cells[0].text) and len(labels) == 1:
        at = labels[0]
        return [GridRow(cells[:at], row.after_break), GridRow(cells[at:])]
    return [row]


def _opens_row(text: str) -> bool:
    return (
        not text
        or is_row_number(text)
        or is_group_label(text)
        or text.upper() in {"TT", "STT", "-"}
    )


def _join_rows(grid: Grid) -> None:
    """Joins a row without a number and without a lead to the row that it continues."""
    head = find_head(grid)
    if head is None:
        return
    columns = head.roles()
    numbers = [at for at, one in enumerate(columns) if one is Role.NO]
    leads = [at for at, one in enumerate(columns) if one is Role.LEAD]
    subjects = [at for at, one in enumerate(columns) if one in (Role.TASK, Role.TARGET)]
    if not numbers or not subjects:
        return
    number, subject = numbers[0], subjects[0]
    own = [*leads, *(at for at, one in enumerate(columns) if one is Role.VALUE)]
    rows = grid.rows[: head.after]
    for row in grid.rows[head.after :]:
        above = rows[-1] if len(rows) > head.after else None
        if above is not None and _goes_on(above, row, number, subject, own):
            for cell, more in zip(above.cells, row.cells, strict=True):
                cell.text = f"{cell.text} {more.text}".strip()
            continue
        rows.append(row)
    grid.rows = rows


def _goes_on(above: GridRow, row: GridRow, number: int, subject: int, own: list[int]) -> bool:
    """Whether a row without a number, and without a lead or a value, continues the one above."""
    cells = row.cells
    if row.over or cells[number].text or any(cells[at].text for at in own):
        return False
    text = cells[subject].text
    if not text:
        return not is_group_label(above.cells[number].text) and not cells[number].text
    if not above.cells[number].text and not any(above.cells[at].text for at in own):
        return False  # the row above is itself the name of a group
    first = text[0]
    if first.islower() or first.isdigit() or first in "-+•(,;":
        return True
    return row.after_break and not above.cells[subject].text.endswith(_CLOSED)
