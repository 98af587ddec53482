"""What the fields of a returned workbook say, and every fault in it by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from namro.programme.indicators.collection.actions_sheets import Entry
from namro.programme.indicators.collection.models import FormItem
from namro.programme.indicators.collection.workbooks import layout
from namro.programme.indicators.collection.workbooks.faults import CellFault
from namro.programme.indicators.collection.workbooks.xlsx import Cell, Grid, at, column_letters
from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.kinds import Stage
from namro.programme.indicators.rules.numbers_said import Notation, notation_of, read_number

# Of a number that is kept.
_WHOLE_DIGITS, _DECIMALS = 20, 8
# A spreadsheet keeps no more; what stands behind is left over from binary fractions.
_SIGNIFICANT = 15
_LONGEST = 2000  # characters of a reason or a comment
_INPUT = (
    *(layout.VALUE, layout.DENOMINATOR, layout.STAGE),
    *(layout.NOT_APPLICABLE, layout.COMMENT),
)


@dataclass(slots=True)
class Filled:
    """What a table says: entries and the row of each by the key of its item."""

    entries: dict[int, Entry] = field(default_factory=dict)
    rows: dict[int, int] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)
    #: What was taken and should be looked at.
    warnings: list[CellFault] = field(default_factory=list)


def read_table(grid: Grid, items: Sequence[FormItem]) -> Filled:
    """The rows of a workbook's table, each belonging to one of `items`, whatever their order."""
    filled = Filled()
    _structure(grid, filled)
    by_key = {each.pk: each for each in items}
    rows = sorted({row for _column, row in grid.cells if row >= layout.FIRST_ROW})
    notation = _notation(grid, rows)
    for row in rows:
        item = _item(grid, row, by_key, filled)
        if item is not None:
            filled.rows[item.pk] = row
            filled.entries[item.pk] = _Row(grid, row, item, notation, filled).entry()
    for each in items:
        if each.pk not in filled.rows and not filled.faults:
            filled.faults.append(
                CellFault(
                    "",
                    f"thiếu dòng “{layout.label(each)}”; hãy nhập vào tệp tải từ hệ thống, "
                    "không xóa dòng",
                    f"the row “{layout.label(each)}” is missing; fill in the file as downloaded "
                    "and delete no row",
                )
            )
    if grid.others not in ([], [layout.HELP]):
        others = ", ".join(f"“{each}”" for each in grid.others if each != layout.HELP)
        filled.warnings.append(
            CellFault("", f"không đọc trang tính {others}", f"not read: worksheet {others}")
        )
    return filled


def _structure(grid: Grid, filled: Filled) -> None:
    """Faults of what hides or displaces fields."""
    last = max((row for _column, row in grid.cells), default=layout.FIRST_ROW)
    for left, top, right, bottom in grid.merged[:50]:
        if bottom >= layout.ROW_HEADS and top <= last and left <= layout.LAST_COLUMN:
            area = f"{at(left, top)}:{at(right, bottom)}"
            filled.faults.append(
                CellFault(
                    at(left, top),
                    f"các ô {area} bị gộp; hãy bỏ gộp và nhập từng ô",
                    f"{area} are merged; unmerge them and fill in each",
                )
            )
    for row in sorted(grid.hidden_rows):
        if layout.FIRST_ROW <= row <= last:
            filled.faults.append(
                CellFault(
                    at(1, row),
                    f"dòng {row} đang bị ẩn nên người nhập không thấy; hãy bỏ ẩn và kiểm tra lại",
                    f"row {row} is hidden, so nobody sees what is in it; show and check it",
                )
            )
    for first, end in grid.hidden_columns:
        if first <= layout.LAST_COLUMN:
            letters = column_letters(first)
            if end > first:
                letters = f"{letters}–{column_letters(min(end, layout.LAST_COLUMN))}"
            filled.faults.append(
                CellFault(
                    at(first, layout.ROW_HEADS),
                    f"cột {letters} đang bị ẩn nên người nhập không thấy; hãy bỏ ẩn và kiểm tra "
                    "lại",
                    f"column {letters} is hidden, so nobody sees what is in it; show and check it",
                )
            )
    for column, head in layout.HEADS.items():
        found = grid.text(column, layout.ROW_HEADS)
        if " ".join(found.split()) != head:
            filled.faults.append(
                CellFault(
                    at(column, layout.ROW_HEADS),
                    f"tiêu đề cột là “{_cut(found)}”, phải là “{head}”; hãy dùng lại tệp tải từ "
                    "hệ thống, không thêm, bớt, đổi chỗ cột",
                    f"the column is headed “{_cut(found)}” instead of “{head}”; use the file as "
                    "downloaded and add, remove or move no column",
                )
            )
    outside = sorted(
        (row, column)
        for column, row in grid.cells
        if column > layout.LAST_COLUMN and row >= layout.ROW_HEADS
    )
    filled.faults += [
        CellFault(
            at(column, row),
            "nằm ngoài bảng nên không được đọc; hãy xóa, hoặc ghi vào cột Ghi chú",
            "stands outside the table and is not read; delete it, or write it into the comments",
        )
        for row, column in outside[:50]
    ]


def _item(grid: Grid, row: int, by_key: Mapping[int, FormItem], filled: Filled) -> FormItem | None:
    """The item that a row is about."""
    key = grid.text(layout.KEY, row)
    plain = key.removesuffix(".0")
    item = by_key.get(int(plain)) if plain.isascii() and plain.isdigit() else None
    if item is None:
        if not any((column, row) in grid.cells for column in range(1, layout.LAST_COLUMN + 1)):
            return None  # told as standing outside
        here = at(layout.KEY, row)
        filled.faults.append(
            CellFault(
                here,
                f"mã dòng “{_cut(key)}” không thuộc biểu này; hãy trả lại mã cũ"
                if key
                else f"dòng {row} nằm ngoài bảng (không có mã dòng); hãy xóa dòng này",
                f"“{_cut(key)}” is no row of this form; put its number back"
                if key
                else f"row {row} stands outside the table (it has no number); delete it",
            )
        )
        return None
    if item.pk in filled.rows:
        filled.faults.append(
            CellFault(
                at(layout.KEY, row),
                f"dòng này trùng với dòng {filled.rows[item.pk]}; hãy xóa một dòng",
                f"this row is the same as row {filled.rows[item.pk]}; delete one of them",
            )
        )
        return None
    name = grid.text(layout.NAME, row)
    if " ".join(name.split()) != " ".join(layout.label(item).split()):
        filled.faults.append(
            CellFault(
                at(layout.NAME, row),
                f"tên chỉ tiêu là “{_cut(name)}”, phải là “{layout.label(item)}”; hãy kiểm tra "
                "số liệu có đúng dòng không rồi trả lại tên cũ",
                f"the item is called “{_cut(name)}” instead of “{layout.label(item)}”; see that "
                "the figures stand in their own rows and put the name back",
            )
        )
    return item


def _notation(grid: Grid, rows: Sequence[int]) -> Notation | None:
    """How numbers that were typed as text are written in this table."""
    columns = (layout.VALUE, layout.DENOMINATOR)
    found = [grid.cells.get((column, row)) for column in columns for row in rows]
    return notation_of(each.text for each in found if each and each.kind == "s")


class _Row:
    """Reads one row of the table."""

    def __init__(
        self, grid: Grid, row: int, item: FormItem, notation: Notation | None, filled: Filled
    ) -> None:
        self.grid, self.row, self.item = grid, row, item
        self.notation, self.filled = notation, filled

    def entry(self) -> Entry:
        value = self._number(layout.VALUE)
        denominator = self._number(layout.DENOMINATOR)
        if not self.item.as_fraction and denominator is not None:
            self._fault(
                layout.DENOMINATOR,
                "chỉ tiêu này không có mẫu số; hãy xóa ô này",
                "this item has no denominator; empty this cell",
            )
        reason = self._text(layout.NOT_APPLICABLE)
        stage, comment = self._stage(), self._text(layout.COMMENT)
        if value is None and denominator is None and not reason and comment:
            self._warn(
                layout.COMMENT,
                "chưa lưu ghi chú này vì dòng chưa có số liệu hay lý do không áp dụng",
                "the comment was not kept, as the row has neither a figure nor a reason",
            )
            comment = ""
        if self.item.as_fraction:
            return Entry(None, value, denominator, reason, stage, comment)
        return Entry(value, None, None, reason, stage, comment)

    def _fault(self, column: int, vi: str, en: str) -> None:
        self.filled.faults.append(CellFault(at(column, self.row), vi, en))

    def _warn(self, column: int, vi: str, en: str) -> None:
        self.filled.warnings.append(CellFault(at(column, self.row), vi, en))

    def _cell(self, column: int) -> Cell | None:
        """What was entered; a formula counts as what it came to."""
        cell = self.grid.cells.get((column, self.row))
        if cell is None or not cell.formula:
            return cell
        if not cell.text:
            self._fault(
                column,
                "công thức chưa có kết quả; hãy mở và lưu tệp bằng Excel hoặc LibreOffice, hoặc "
                "nhập thẳng số",
                "the formula has no result; open and save the file in Excel or LibreOffice, or "
                "type the number",
            )
            return None
        if cell.kind != "e":
            self._warn(
                column,
                f"là công thức; đã lấy kết quả đã tính: {_cut(cell.text)}",
                f"holds a formula; what it came to was taken: {_cut(cell.text)}",
            )
        return cell

    def _number(self, column: int) -> Decimal | None:
        cell = self._cell(column)
        if cell is None or not cell.text.strip():
            return None
        said = _cut(cell.text.strip())
        try:
            if cell.kind == "n":
                return self._kept(column, self._typed(column, cell))
            if cell.kind == "s":
                return self._kept(column, self._written(column, cell))
        except (InvalidOperation, ValueError):
            pass
        vi, en = {
            "d": (
                "đang ở dạng ngày tháng (Excel đã đổi số thành ngày); hãy đổi định dạng ô thành "
                "Số rồi nhập lại",
                "is a date (the program made one of the number); format the cell as a number and "
                "type it again",
            ),
            "b": (
                "là giá trị đúng/sai, không phải là số; hãy nhập số",
                "is a yes or no, not a number; type a number",
            ),
            "e": (
                f"công thức bị lỗi {said}; hãy sửa công thức hoặc nhập thẳng số",
                f"the formula failed with {said}; mend it or type the number",
            ),
        }.get(
            cell.kind,
            (f"“{said}” không phải là số; hãy nhập số", f"“{said}” is not a number; type one"),
        )
        self._fault(column, vi, en)
        return None

    def _typed(self, column: int, cell: Cell) -> Decimal:
        value = Decimal(cell.text)
        if not value.is_finite():
            raise ValueError(cell.text)
        if len(value.as_tuple().digits) > _SIGNIFICANT:
            value = Decimal(f"{value:.{_SIGNIFICANT}g}")
        if not cell.percent:
            return value
        if self.item.indicator.unit != "%" or self.item.as_fraction:
            self._fault(
                column,
                "đang ở dạng phần trăm nên 1 thành 100%; hãy đổi định dạng ô thành Số và kiểm tra "
                "lại số",
                "is shown as a percentage, so that 1 reads as 100%; format the cell as a number "
                "and check it",
            )
            return value
        shown = f"{value * 100:f}".replace(".", ",")
        self._warn(
            column,
            f"đang ở dạng phần trăm; đã lấy {shown}%",
            f"is shown as a percentage; {value * 100:f}% was taken",
        )
        return value * 100

    def _written(self, column: int, cell: Cell) -> Decimal:
        text = cell.text.strip()[:100]
        if self.item.indicator.unit == "%" and not self.item.as_fraction:
            text = text.removesuffix("%").rstrip()
        try:
            return read_number(text, self.notation, counted=self.item.indicator.kind == "count")
        except TargetError as error:
            self._fault(column, error.vi, error.en)
            return Decimal(0)

    def _kept(self, column: int, value: Decimal) -> Decimal:
        """The number, refused where it is longer than what is kept."""
        _sign, _digits, exponent = value.normalize().as_tuple()
        if value and value.adjusted() >= _WHOLE_DIGITS:
            self._fault(
                column,
                f"số quá lớn (hơn {_WHOLE_DIGITS} chữ số); hãy kiểm tra lại",
                f"the number is too large (over {_WHOLE_DIGITS} digits); check it",
            )
            return Decimal(0)
        if isinstance(exponent, int) and -exponent > _DECIMALS:
            self._fault(
                column,
                f"số có hơn {_DECIMALS} chữ số sau dấu phẩy; hãy làm tròn (hàm ROUND)",
                f"the number has over {_DECIMALS} decimals; round it (ROUND)",
            )
            return Decimal(0)
        return value

    def _text(self, column: int) -> str:
        cell = self._cell(column)
        text = " ".join(cell.text.split()) if cell and cell.kind != "e" else ""
        text = text.replace("\x00", "")
        if len(text) > _LONGEST:
            self._fault(
                column,
                f"dài hơn {_LONGEST} ký tự; hãy viết ngắn lại",
                f"is longer than {_LONGEST} characters; shorten it",
            )
            return ""
        return text

    def _stage(self) -> Stage:
        said = self._text(layout.STAGE)
        if not said:
            return Stage.FINAL
        words = layout.stage_words()
        for value, word in words.items():
            if said.casefold() == word.casefold():
                return Stage(value)
        known = ", ".join(words[each] for each in layout.OFFERED)
        self._fault(
            layout.STAGE,
            f"“{_cut(said)}” không phải là loại số liệu; hãy chọn: {known}",
            f"“{_cut(said)}” is no kind of figure; choose: {known}",
        )
        return Stage.FINAL


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
