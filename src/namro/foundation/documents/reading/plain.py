"""Stage: plain text → raw parts. Reads the decoded text; writes passages and grids.

Tables stand in text files in three ways: cells between tabs, between pipes (Markdown, with
or without rules of "-" and "+"), or in columns of spaces. Markdown's own signs are taken off.
"""

from __future__ import annotations

import re

from namro.foundation.documents.reading.columns import is_head
from namro.foundation.documents.reading.letters import clean
from namro.foundation.documents.reading.passages import Grid, GridCell, GridRow, Part, Passage

_PAGE_BREAK = re.compile(r"[-=*\s]*(?:page break|ngắt trang)[-=*\s]*", re.I)
RULE = re.compile(r"\s*(?:[-–—_=*~]\s?){3,}\s*$")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_PIPE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_GRID_RULE = re.compile(r"\s*\+(?:[-=]{2,}\+)+\s*$")
_HASHES = re.compile(r"\s*(#{1,6})\s+(.*?)\s*#*$")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!&<>|~%$])")
# three spaces or more part columns (letterhead and signature side by side)
_TWO_SPACES = re.compile(r"(?<! ) {2}(?! )")
_WIDE_GAP = re.compile(r" {2,}")


def parts_of_text(plain: str) -> list[Part]:
    """Raw parts of a text file; form feeds are page ends, empty lines part passages."""
    parts: list[Part] = []
    blank = True
    paged = "\f" in plain
    for number, page in enumerate(clean(plain).split("\f"), start=1):
        lines = page.split("\n")
        at = 0
        while at < len(lines):
            line = lines[at]
            if not line.strip():
                blank = True
                at += 1
                continue
            if _FENCE.match(line) or RULE.match(line) or _PAGE_BREAK.fullmatch(line):
                blank = True
                at += 1
                continue
            after = _table(lines, at, parts, number if paged else None)
            if after > at:
                at = after
                blank = False
                continue
            parts.append(_passage(line, number if paged else None, blank))
            blank = False
            at += 1
    return parts


def _passage(line: str, page: int | None, blank_before: bool) -> Passage:
    indent = len(line) - len(line.lstrip(" "))
    text = line.strip()
    bold = False
    hashes = _HASHES.match(line)
    if hashes:
        text, bold = hashes.group(2), True
    text, starred = without_emphasis(text)
    text = _TWO_SPACES.sub(" ", text)
    return Passage(text, page, bold or starred, blank_before=blank_before, indent=indent)


def without_emphasis(text: str) -> tuple[str, bool]:
    """Text without Markdown's stars and escapes, and whether all of it was bold."""
    bold = text.startswith("**") and text.endswith("**") and len(text) > 4
    if "**" in text:
        # "*** Label:**" is a starred lead-in whose own star stays.
        text = re.sub(r"^\*\*\*\s+", "* ", text) if text.startswith("*** ") else text
        text = text.replace("**", "")
    if text.startswith("*") and text.endswith("*") and len(text) > 2 and text[1] not in " *":
        text = text[1:-1]
    if "__" in text:
        text = re.sub(r"__(.+?)__", r"\1", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return text.strip(), bold


def _table(lines: list[str], at: int, parts: list[Part], page: int | None) -> int:
    """Reads the table that opens at `lines[at]`, if one does; returns the line after it."""
    line = lines[at]
    if "\t" in line.strip(" "):
        return _tabbed(lines, at, parts, page)
    if line.strip() == "|":
        return _stacked(lines, at, parts, page)
    if _GRID_RULE.match(line):
        return _ruled(lines, at, parts, page)
    if _is_piped(line) and (
        line.lstrip().startswith("|") or (at + 1 < len(lines) and _PIPE_RULE.match(lines[at + 1]))
    ):
        return _piped(lines, at, parts, page)
    if "  " in line.strip():
        heads = _WIDE_GAP.split(line.strip())
        if len(heads) >= 3 and is_head(heads):
            return _spaced(lines, at, parts, page)
    return at


def _row(cells: list[str]) -> GridRow:
    return GridRow([GridCell(without_emphasis(" ".join(cell.split()))[0]) for cell in cells])


def _tabbed(lines: list[str], at: int, parts: list[Part], page: int | None) -> int:
    grid = Grid(page=page)
    while at < len(lines):
        line = lines[at]
        if "\t" in line.strip(" "):
            grid.rows.append(_row(line.split("\t")))
        elif line.strip() and grid.rows and at + 1 < len(lines) and "\t" in lines[at + 1]:
            # a cell whose text was broken over lines: it belongs to the last cell above
            cells = grid.rows[-1].cells
            cells[-1].text = f"{cells[-1].text} {' '.join(line.split())}".strip()
        else:
            break
        at += 1
    parts.append(grid)
    return at


def _is_piped(line: str) -> bool:
    return line.count("|") >= 2


def _pipe_cells(line: str) -> list[str]:
    text = line.strip()
    text = text.removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    return [cell.strip().replace("<br>", " ").replace("<br/>", " ") for cell in text.split("|")]


def _piped(lines: list[str], at: int, parts: list[Part], page: int | None) -> int:
    grid = Grid(page=page)
    while at < len(lines) and _is_piped(lines[at]):
        if not _PIPE_RULE.match(lines[at]):
            grid.rows.append(_row(_pipe_cells(lines[at])))
        at += 1
    parts.append(grid)
    return at


def _stacked(lines: list[str], at: int, parts: list[Part], page: int | None) -> int:
    """Tables with one cell a line between lines of "|"; two of those end a row."""
    rows: list[list[str]] = [[]]
    cell: list[str] = []
    begun = at
    at += 1
    while at < len(lines):
        text = lines[at].strip()
        at += 1
        if text != "|":
            if not text and not cell:
                break  # an empty line behind "|": the table ends
            cell.append(text)
            continue
        if cell:
            rows[-1].append(" ".join(" ".join(cell).split()))
            cell = []
        elif rows[-1]:
            rows.append([])
    if cell or not rows[0]:
        return begun if not rows[0] else at
    parts.append(Grid([_row(row) for row in rows if row], page))
    return at


def _ruled(lines: list[str], at: int, parts: list[Part], page: int | None) -> int:
    """Tables drawn with "+---+": the lines between two rules are one row."""
    grid = Grid(page=page)
    row: list[str] = []
    while at < len(lines) and (_GRID_RULE.match(lines[at]) or lines[at].lstrip().startswith("|")):
        if _GRID_RULE.match(lines[at]):
            if row:
                grid.rows.append(_row(row))
            row = []
        else:
            cells = _pipe_cells(lines[at])
            if not row:
                row = cells
            else:
                row.extend("" for _ in range(len(cells) - len(row)))
                for place, cell in enumerate(cells):
                    row[place] = f"{row[place]} {cell}".strip()
        at += 1
    if row:
        grid.rows.append(_row(row))
    parts.append(grid)
    return at


def _spaced(lines: list[str], at: int, parts: list[Part], page: int | None) -> int:
    """Tables laid out by spaces, as programs print a PDF page as text.

    The head gives the columns; a word belongs to the column in whose reach it starts. A line
    with something in the first column opens a row, any other continues it.
    """
    starts = _column_starts(lines[at])
    grid = Grid(page=page)
    empty = 0
    while at < len(lines):
        line = lines[at].rstrip()
        if not line.strip():
            empty += 1
            if empty > 1:
                break
            at += 1
            continue
        cells = _cells_by_place(line, starts)
        filled = [place for place, cell in enumerate(cells) if cell]
        if grid.rows and len(filled) == 1 and (filled[0] == 0 or empty) and len(line.strip()) > 60:
            break
        if not grid.rows or cells[0] or (empty and len(filled) > 1):
            grid.rows.append(GridRow([GridCell(cell) for cell in cells]))
        else:
            for cell, more in zip(grid.rows[-1].cells, cells, strict=True):
                cell.text = f"{cell.text} {more}".strip()
        empty = 0
        at += 1
    parts.append(grid)
    return at


def _column_starts(head: str) -> list[int]:
    return [found.start() for found in re.finditer(r"\S+(?: \S+)*", head)]


def _cells_by_place(line: str, starts: list[int]) -> list[str]:
    cells = ["" for _ in starts]
    for found in re.finditer(r"\S+(?: \S+)*", line):
        # a centred head starts right of its cells: the nearest start wins, from the left
        middle = found.start() + min(len(found.group()), 8) / 2
        place = max((index for index, start in enumerate(starts) if start <= middle + 3), default=0)
        cells[place] = f"{cells[place]} {found.group()}".strip()
    return cells
