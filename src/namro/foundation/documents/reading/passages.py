"""The document after repair: passages and grids with their place in the normalised text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from namro.foundation.documents.reading.letters import fold


@dataclass(slots=True)
class Passage:
    """One paragraph of the normalised text; `text` is `whole[start:end]`.

    `blank_before` says that the file separates it from the line above by an empty line,
    `indent` how many spaces stood before it.
    """

    text: str
    page: int | None = None
    bold: bool = False
    centred: bool = False
    blank_before: bool = True
    indent: int = 0
    start: int = 0
    end: int = 0
    folded: str = ""


@dataclass(slots=True)
class GridCell:
    """One cell of a grid; `merged` where a vertical merge of the file covers it.

    `lines` are the lines of the cell as the file breaks them, where it does.
    """

    text: str
    merged: bool = False
    col_span: int = 1
    lines: tuple[str, ...] = ()
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class GridRow:
    """One row; `after_break` where a page ended (the head was printed again) before it.

    `over` where it is known to name the rows below it ("2. Các nhiệm vụ quá hạn" before row 1).
    """

    cells: list[GridCell]
    after_break: bool = False
    over: bool = False
    start: int = 0
    end: int = 0

    def texts(self) -> list[str]:
        """The texts of the cells."""
        return [cell.text for cell in self.cells]

    def filled(self) -> list[GridCell]:
        """The cells that hold text."""
        return [cell for cell in self.cells if cell.text]


@dataclass(slots=True)
class Grid:
    """A table: rows of equal length, its head still among them."""

    rows: list[GridRow] = field(default_factory=list)
    page: int | None = None
    start: int = 0
    end: int = 0


Part = Passage | Grid


def assemble(parts: Iterable[Part]) -> str:
    """The normalised text: one line a passage, one line a row with tabs between cells.

    Writes `start` and `end` (character offsets) into every passage, row and cell.
    """
    pieces: list[str] = []
    at = 0
    for part in parts:
        if isinstance(part, Passage):
            part.start, part.end = at, at + len(part.text)
            part.folded = fold(part.text)
            pieces.append(part.text)
            at = part.end + 1
            continue
        part.start = at
        for row in part.rows:
            row.start = at
            for cell in row.cells:
                cell.start, cell.end = at, at + len(cell.text)
                at = cell.end + 1
            row.end = at - 1
            pieces.append("\t".join(cell.text for cell in row.cells))
        part.end = at - 1
    return "\n".join(pieces)
