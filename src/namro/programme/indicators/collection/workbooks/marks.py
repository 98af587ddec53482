"""The mark that ties a workbook to its sheet, and to what stood there when it was downloaded."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core import signing
from django.utils import timezone

from namro.programme.indicators.collection.entries import Entry
from namro.programme.indicators.collection.models import Cell
from namro.programme.indicators.collection.rules import read_code
from namro.programme.indicators.collection.workbooks import layout
from namro.programme.indicators.collection.workbooks.faults import (
    CellFault,
    Outcome,
    WorkbookRefused,
    whole,
)
from namro.programme.indicators.collection.workbooks.grid import Grid, at
from namro.programme.indicators.rules.kinds import Stage

_SALT = "namro.collection.workbook"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a workbook says of itself, signed so that nobody changes it by hand.

    Attributes:
        code: its sheet's.
        made_at: when it was downloaded.
        stood: by the key of each item, the print of what stood in its field then.
    """

    code: str
    made_at: dt.datetime
    stood: Mapping[int, str]


def print_of(entry: Entry) -> str:
    """A short print of what a field says: equal fields have equal ones."""
    if entry.empty and not entry.comment:
        return ""
    numbers = (entry.value, entry.numerator, entry.denominator)
    said = (*map(_plain, numbers), entry.not_applicable, entry.stage.value, entry.comment)
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:10]


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"


def entry_of(cell: Cell | None) -> Entry:
    """What a field says now, as somebody would enter it."""
    if cell is None:
        return Entry()
    return Entry(
        *(cell.value, cell.numerator, cell.denominator),
        *(cell.not_applicable, Stage(cell.stage), cell.comment),
    )


def make_mark(code: str, stood: Mapping[int, Entry]) -> str:
    """The mark of a workbook made now."""
    said = {
        "c": code,
        "t": int(timezone.now().timestamp()),
        "f": {str(key): print_of(entry) for key, entry in stood.items()},
    }
    return signing.Signer(salt=_SALT).sign_object(said, compress=True)


def read_mark(text: str) -> Mark | None:
    """The mark as it was made; None: it is none of ours, or was changed."""
    try:
        said: dict[str, Any] = signing.Signer(salt=_SALT).unsign_object(text)
        made_at = dt.datetime.fromtimestamp(said["t"], tz=dt.UTC)
        return Mark(said["c"], made_at, {int(key): each for key, each in said["f"].items()})
    except (signing.BadSignature, ValueError, KeyError, TypeError):
        return None


def at_code(vi: str, en: str, outcome: Outcome = Outcome.FAULTY) -> WorkbookRefused:
    """A refusal at the cell of the sheet's code."""
    return WorkbookRefused([CellFault(at(layout.SAID, layout.ROW_CODE), vi, en)], outcome)


def mark_in(grid: Grid) -> Mark:
    """The mark of a workbook whose code agrees with it.

    Raises:
        WorkbookRefused: it is no workbook of a sheet, or its code or mark was changed.
    """
    written = grid.text(layout.SAID, layout.ROW_CODE)
    sealed = grid.text(layout.SAID, layout.ROW_MARK)
    if not written and not sealed:
        raise whole(
            "tệp này không phải là phiếu tải từ hệ thống (không có mã phiếu ở ô B5); hãy tải tệp "
            "của phiếu và nhập vào tệp đó",
            "this is no workbook of a sheet (there is no code in B5); download the sheet's and "
            "fill that in",
        )
    code = read_code(written)
    if code is None:
        raise at_code(
            f"mã phiếu “{written[:40]}” sai; hãy tải tệp mới của phiếu",
            f"“{written[:40]}” is no code of a sheet; download the sheet's workbook again",
        )
    mark = read_mark(sealed)
    if mark is None or mark.code != code:
        raise WorkbookRefused(
            [
                CellFault(
                    at(layout.SAID, layout.ROW_MARK),
                    "mã tệp không khớp với mã phiếu: ô B5 hoặc B6 đã bị sửa; hãy tải tệp mới",
                    "the file's mark does not fit the code: B5 or B6 was changed; download a new "
                    "file",
                )
            ]
        )
    return mark
