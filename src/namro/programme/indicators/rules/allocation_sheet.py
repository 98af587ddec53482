"""Reading a table of allocations: each row one share of a target, or what is wrong where."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from namro.programme.indicators.rules.sheet import Wrong
from namro.programme.programmes.rules.versions import as_day

#: The columns as a table heads them, and what they are called here. English does as well.
COLUMNS = {
    "mã chỉ tiêu": "key",
    "chỉ tiêu": "target",
    "năm": "year",
    "đơn vị được giao": "unit",
    "giá trị": "value",
    "văn bản giao": "document",
    "ngày văn bản": "document_on",
    "nguồn": "source",
}
_HEADS = COLUMNS | {
    "target key": "key",
    "target": "target",
    "year": "year",
    "given to": "unit",
    "value": "value",
    "document": "document",
    "date of document": "document_on",
    "source": "source",
}
NAMES = {name: head for head, name in COLUMNS.items()}
_NEEDED = ("key", "year", "unit", "value", "document")
_PLAIN = re.compile(r"-?\d+(?:[.,]\d+)?")
#: "9.744" may be nine thousand or nine and a bit: nobody guesses.
_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:[.,]\d{3})+")
_DIGITS, _PLACES = 20, 8

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Given:
    """What a row gives: to a year and/or a unit, how much, by which document."""

    year: int | None
    unit: str
    value: Decimal
    document: str = ""
    document_on: dt.date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the table, the key of its target, and what it gives."""

    number: int
    key: int
    given: Given


class NotANumber(ValueError):
    """What was written is no number, or may be two; `vi` and `en` say so."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en


def as_number(said: Cell) -> Decimal:
    """A number as people write it: 9744, 83,5 or 83.5; a number of a spreadsheet as it is.

    Raises:
        NotANumber: it is none; or its sign may part thousands or decimals ("9.744").
    """
    if isinstance(said, int | float) and not isinstance(said, bool):
        value = Decimal(str(said))
    else:
        text = "".join(str(said or "").split())
        if _GROUPED.fullmatch(text):
            raise NotANumber(
                f"“{text}” có thể là hàng nghìn hoặc số lẻ; hãy viết {re.sub('[.,]', '', text)} "
                f"nếu là hàng nghìn, thêm số 0 ở cuối nếu là số lẻ",
                f"“{text}” may part thousands or decimals; write {re.sub('[.,]', '', text)} for "
                "thousands, or add a 0 at its end for decimals",
            )
        if not _PLAIN.fullmatch(text):
            raise NotANumber(
                f"“{text}” không phải là số; viết chữ số, ví dụ 9744 hoặc 83,5",
                f"“{text}” is not a number; write digits, as 9744 or 83.5",
            )
        value = Decimal(text.replace(",", "."))
    parts = value.normalize().as_tuple()
    exponent = parts.exponent if isinstance(parts.exponent, int) else _DIGITS
    if -exponent > _PLACES or len(parts.digits) + max(exponent, 0) > _DIGITS:
        raise NotANumber(
            f"“{said}” có quá {_PLACES} chữ số lẻ hoặc quá lớn",
            f"“{said}” has more than {_PLACES} decimals, or is too large",
        )
    return value


def read(cells: Sequence[Sequence[Cell]]) -> tuple[list[Row], list[Wrong]]:
    """The rows of a table whose first row names its columns, and all that is wrong in it.

    A row that gives nothing (of the form with all targets) is passed over.
    """
    heads = [" ".join(str(each or "").split()).casefold() for each in cells[0]] if cells else []
    names = [_HEADS.get(each, "") for each in heads]
    wrong = [
        Wrong(
            1,
            head,
            f"không có cột này; các cột là: {', '.join(COLUMNS)}",
            f"there is no such column; the columns are: {', '.join(COLUMNS)}",
        )
        for head, name in zip(heads, names, strict=True)
        if head and not name
    ] + [
        Wrong(1, NAMES[name], "thiếu cột này; hãy thêm vào", "this column is missing; add it")
        for name in _NEEDED
        if name not in names
    ]
    if wrong:
        return [], wrong
    rows: list[Row] = []
    for number, line in enumerate(cells[1:], start=2):
        said = {name: cell for name, cell in zip(names, line, strict=False) if name}
        if not any(_text(said.get(each)) for each in ("year", "unit", "value", "document")):
            continue
        reading = _Reading(number, said)
        row = reading.made()
        wrong += reading.wrong
        if row is not None and not reading.wrong:
            rows.append(row)
    return rows, wrong


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str("" if cell is None else cell).replace("\0", "").split())


class _Reading:
    """One row while it is read."""

    def __init__(self, number: int, said: dict[str, Cell]) -> None:
        self.number = number
        self.said = said
        self.wrong: list[Wrong] = []

    def made(self) -> Row | None:
        key = self._whole("key", "mã trong tệp mẫu", "the key of the form")
        year = self._whole("year", "một năm, ví dụ 2024", "a year, such as 2024")
        value = self._value()
        on = as_day(self._said("document_on")) if self._said("document_on") else None
        if self._said("document_on") and on is None:
            self._refuse(
                "document_on", "không phải là ngày; ví dụ 17/04/2024",
                "is not a day, such as 17/04/2024",
            )  # fmt: skip
        if key is None and not self._said("key"):
            self._refuse("key", "không được để trống", "must not be empty")
        if self.wrong or key is None or value is None:
            return None
        unit, document = self._said("unit")[:300], self._said("document")[:200]
        return Row(
            self.number, key, Given(year, unit, value, document, on, self._said("source")[:2000])
        )

    def _said(self, name: str) -> str:
        return _text(self.said.get(name))

    def _refuse(self, name: str, vi: str, en: str) -> None:
        text = self._said(name)
        shown = f"“{text}” " if text else ""
        self.wrong.append(Wrong(self.number, NAMES[name], shown + vi, shown + en))

    def _whole(self, name: str, vi: str, en: str) -> int | None:
        text = self._said(name)
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", text):
            self._refuse(name, f"không dùng được; hãy ghi {vi}", f"cannot be used; give {en}")
            return None
        return int(text)

    def _value(self) -> Decimal | None:
        if not self._said("value"):
            self._refuse("value", "không được để trống", "must not be empty")
            return None
        try:
            return as_number(self.said["value"])
        except NotANumber as error:
            self.wrong.append(Wrong(self.number, NAMES["value"], error.vi, error.en))
        return None
