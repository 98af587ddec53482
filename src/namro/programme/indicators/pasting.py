"""A table of figures as it is pasted, uploaded or named on the command line: its cells as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from namro.foundation.organisations.refusals import LoadRefused
from namro.foundation.organisations.tables import read_bytes
from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.numbers_said import typed

#: On a page; the command takes what `organisations.tables` takes.
LARGEST = 2 * 1024 * 1024
MOST_ROWS = 5_000


class TableRefused(TargetError):
    """It cannot be read as a table."""

    @classmethod
    def too_large(cls) -> TableRefused:
        """It is larger than a page takes."""
        return cls(
            f"Bảng lớn hơn 2 MB hoặc hơn {MOST_ROWS} dòng; hãy chia nhỏ, hoặc nhờ quản trị nạp "
            "bằng lệnh “namro indicators record”.",
            f"The table is over 2 MB or {MOST_ROWS} rows; divide it, or have it recorded by the "
            "command “namro indicators record”.",
        )

    @classmethod
    def empty(cls) -> TableRefused:
        """There is no row of figures."""
        return cls(
            "Chưa có dòng số liệu nào; hãy dán bảng (dòng đầu là tên cột) hoặc chọn tệp.",
            "There is no row of figures; paste a table (the first row names the columns) or "
            "choose a file.",
        )


def from_text(text: str) -> list[list[str]]:
    """The cells of pasted text: parted by tabs (as from a spreadsheet), semicolons or commas.

    Raises:
        TableRefused: it holds no rows, or too many.
    """
    plain = text.replace("\0", "").strip("\ufeff\r\n ")
    first = plain.partition("\n")[0]
    parted = max("\t;,", key=first.count)
    return _checked(list(csv.reader(io.StringIO(plain, newline=""), delimiter=parted)))


def from_file(content: bytes, name: str) -> list[list[str]]:
    """The cells of a CSV or XLSX file, read in a process of its own.

    Raises:
        TableRefused: it cannot be read as such, holds no rows, or too many.
    """
    return _checked(_read(content, name))


def from_path(path: Path) -> list[list[str]]:
    """The cells of a file for the command line.

    Raises:
        TableRefused: it cannot be read.
    """
    return _read(path.read_bytes(), path.name)


def _read(content: bytes, name: str) -> list[list[str]]:
    try:
        cells = read_bytes(content, name)
    except LoadRefused as refused:
        first = refused.errors[0]
        raise TableRefused(first.message("vi"), first.message("en")) from None
    return [[typed(cell) for cell in line] for line in cells]


def as_text(cells: Sequence[Sequence[str]]) -> str:
    """Cells as text to paste: what was uploaded can be put right in its place."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows(cells)
    return text.getvalue()


def _checked(cells: list[list[str]]) -> list[list[str]]:
    full = [line for line in cells if any(cell.strip() for cell in line)]
    if len(full) <= 1:  # the heads alone
        raise TableRefused.empty()
    if len(cells) > MOST_ROWS + 1:
        raise TableRefused.too_large()
    return cells
