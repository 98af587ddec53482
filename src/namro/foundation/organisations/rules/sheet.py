"""A table of units and events, row by row: what each row says, or what is wrong in which column.

Each row is one fact. `exists`: the unit was there before what is recorded. `founded`, `renamed`,
`moved`, `dissolved`: what happened to the unit on the day. `merged`, `split`, `reorganised`: the
unit gave to the one in column `to` (empty: to units that are not recorded) the given share. Rows
of one day with the same `act` are one event.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from namro.foundation.organisations.rules.reading import is_code, read_day, read_share

# By the name of a column: what it is called in Vietnamese.
COLUMNS = {
    "date": "ngày",
    "event": "sự kiện",
    "code": "mã",
    "name": "tên",
    "kind": "loại",
    "block": "khối",
    "hierarchy": "hệ thống",
    "parent": "cấp trên",
    "order": "thứ tự",
    "to": "về đơn vị",
    "share": "tỷ lệ",
    "share_basis": "căn cứ tỷ lệ",
    "estimated_by": "người ước tính",
    "act": "tên sự kiện",
    "basis_number": "số văn bản",
    "basis_date": "ngày văn bản",
    "basis_title": "tên văn bản",
    "source": "nguồn",
    "confidence": "độ tin cậy",
    "precision": "độ chính xác",
    "note": "ghi chú",
}
EXISTS = "exists"
DESCENT = ("merged", "split", "reorganised")
_CODES = ("code", "parent", "to")
# What each event must say, besides its unit.
_NEEDED = {
    EXISTS: ("name", "kind", "block"),
    "founded": ("date", "name", "kind", "block"),
    "renamed": ("date", "name"),
    "moved": ("date", "hierarchy", "order"),
    "dissolved": ("date",),
    **dict.fromkeys(DESCENT, ("date", "act")),
}
Cell = str | int | float | None
# By column: what may stand there (in small letters), and the value it means.
Words = Mapping[str, Mapping[str, str]]

MESSAGES = {
    "empty_file": ("tệp không có dòng nào", "the file has no rows"),
    "no_column": (
        "thiếu cột này; hãy thêm vào dòng đầu",
        "this column is missing; add it to the first row",
    ),
    "unknown_column": (
        "không có cột nào tên như vậy; hãy sửa tên hoặc bỏ cột",
        "there is no column of this name; correct or remove it",
    ),
    "twice_column": (
        "cột này có hai lần; hãy bỏ một",
        "this column comes twice; remove one",
    ),
    "needed": ("còn trống; hãy ghi", "is empty; fill it in"),
    "not_wanted": (
        "có giá trị “{value}” nhưng ngày trống chỉ dành cho “exists”; hãy sửa một trong hai",
        "says “{value}”, but “exists” has no date; correct one of the two",
    ),
    "number_code": (
        "mã được lưu dạng số ({value}) nên có thể đã mất số 0 ở đầu; hãy định dạng ô là văn bản",
        "the code is kept as a number ({value}) and may have lost its leading zeros; make the "
        "cell text",
    ),
    "not_code": (
        "“{value}” không phải là mã; dùng chữ in hoa, chữ số, dấu chấm, gạch nối",
        "“{value}” is no code; use capital letters, digits, dots and hyphens",
    ),
    "not_day": (
        "“{value}” không phải là một ngày; hãy ghi 31/12/2025 hoặc 2025-12-31",
        "“{value}” is no day; write 31/12/2025 or 2025-12-31",
    ),
    "not_share": (
        "“{value}” không phải là tỷ lệ từ trên 0 đến 1; hãy ghi như 0,35, 35% hoặc 123/456",
        "“{value}” is no share above 0 and up to 1; write 0.35, 35% or 123/456",
    ),
    "not_order": (
        "“{value}” không phải là số thứ tự từ 0 trở lên",
        "“{value}” is no order from 0 on",
    ),
    "not_word": (
        "“{value}” không dùng được; hãy chọn một trong: {choice}",
        "“{value}” will not do; choose one of: {choice}",
    ),
    "mixed_act": (
        "các dòng của sự kiện “{value}” không cùng ngày hoặc không cùng loại; hãy tách ra",
        "the rows of “{value}” differ in day or kind of event; give them different names",
    ),
    "differs": (
        "đã được ghi khác trước đây ({value}); dữ liệu đã có không bị ghi đè, hãy sửa dòng này",
        "was recorded differently before ({value}); nothing is overwritten, correct this row",
    ),
}


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one cell: row 1 is the head; column "" is the whole row."""

    row: int
    column: str
    vietnamese: str
    english: str

    @classmethod
    def of(cls, row: int, column: str, code: str, **values: object) -> RowError:
        """The error `code` of `MESSAGES`."""
        vietnamese, english = MESSAGES[code]
        return cls(row, column, vietnamese.format(**values), english.format(**values))

    def message(self, language: str = "vi") -> str:
        """The row, the column and what to do, in Vietnamese ("vi") or English ("en")."""
        if language == "en":
            where = f"Row {self.row}" + (f", column “{self.column}”" if self.column else "")
            return f"{where}: {self.english}."
        where = f"Dòng {self.row}" + (f", cột “{self.column}”" if self.column else "")
        return f"{where}: {self.vietnamese}."


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of the table."""

    row: int
    event: str
    date: dt.date | None
    code: str
    text: Mapping[str, str]
    order: int | None
    share: Fraction | None
    basis_date: dt.date | None

    @property
    def act(self) -> str:
        """What names its event: as written, else made of event, unit and day."""
        return self.text["act"] or f"{self.event}:{self.code}:{self.date}"


def read(cells: Sequence[Sequence[Cell]], words: Words) -> tuple[list[Row], list[RowError]]:
    """What the rows of a table say, the first being its head; or all that is wrong with them."""
    if not cells:
        return [], [RowError.of(1, "", "empty_file")]
    places, errors = _head(cells[0])
    if errors:
        return [], errors
    rows: list[Row] = []
    for number, line in enumerate(cells[1:], start=2):
        given = {name: line[place] if place < len(line) else None for name, place in places.items()}
        if all(_text(value) == "" for value in given.values()):
            continue
        row, faults = _row(number, given, words)
        errors += faults
        if row is not None:
            rows.append(row)
    if not rows and not errors:
        errors.append(RowError.of(1, "", "empty_file"))
    return rows, errors or _acts(rows)


def _head(line: Sequence[Cell]) -> tuple[dict[str, int], list[RowError]]:
    names = {name: name for name in COLUMNS} | {said: name for name, said in COLUMNS.items()}
    places: dict[str, int] = {}
    errors: list[RowError] = []
    for place, cell in enumerate(line):
        said = _text(cell)
        if not said:
            continue
        name = names.get(said.casefold())
        if name is None:
            errors.append(RowError.of(1, said, "unknown_column"))
        elif name in places:
            errors.append(RowError.of(1, said, "twice_column"))
        else:
            places[name] = place
    errors += [
        RowError.of(1, name, "no_column") for name in ("event", "code") if name not in places
    ]
    return places, errors


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()


def _row(number: int, given: Mapping[str, Cell], words: Words) -> tuple[Row | None, list[RowError]]:
    text = {name: _text(given.get(name)) for name in COLUMNS}
    errors: list[RowError] = []

    def wrong(column: str, code: str, **values: object) -> None:
        errors.append(RowError.of(number, column, code, **values))

    for name, meant in words.items():
        if not text[name]:
            continue
        value = meant.get(text[name].casefold())
        if value is None:
            wrong(name, "not_word", value=text[name], choice=", ".join(sorted(set(meant.values()))))
        else:
            text[name] = value
    for name in _CODES:
        if isinstance(given.get(name), int | float):
            wrong(name, "number_code", value=text[name])
        elif text[name] and not is_code(text[name]):
            wrong(name, "not_code", value=text[name])
    days = {name: read_day(text[name]) for name in ("date", "basis_date")}
    for name, day in days.items():
        if text[name] and day is None:
            wrong(name, "not_day", value=text[name])
    share = read_share(text["share"])
    if text["share"] and share is None:
        wrong("share", "not_share", value=text["share"])
    order = int(text["order"]) if text["order"].isascii() and text["order"].isdigit() else None
    if text["order"] and order is None:
        wrong("order", "not_order", value=text["order"])
    event = text["event"]
    if event == EXISTS and text["date"]:
        wrong("date", "not_wanted", value=text["date"])
    needed = ["event", "code", *_NEEDED.get(event, ())]
    if text["hierarchy"] or text["parent"]:
        needed += ["hierarchy", "order"]
    for name in dict.fromkeys(needed):
        if not text[name]:
            wrong(name, "needed")
    if errors:
        return None, errors
    row = Row(number, event, days["date"], text["code"], text, order, share, days["basis_date"])
    return row, []


def _acts(rows: Sequence[Row]) -> list[RowError]:
    """Rows of one event whose days differ, or that mean different kinds of events."""
    first: dict[str, Row] = {}
    kinds: dict[str, set[str]] = {}
    errors = []
    for row in rows:
        if not row.text["act"] or row.event in (EXISTS, "renamed", "moved"):
            continue
        begun = first.setdefault(row.act, row)
        there = kinds.setdefault(row.act, set())
        there.add(row.event)
        alike = len(there - {"founded"}) <= 1 and not {"founded", "dissolved"} <= there
        if begun.date != row.date or not alike:
            errors.append(RowError.of(row.row, "act", "mixed_act", value=row.act))
    return errors
