"""What the fields of one row of a returned workbook say, each fault by its cell."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from namro.programme.indicators.collection.entries import Entry
from namro.programme.indicators.collection.models import FormItem
from namro.programme.indicators.collection.workbooks import layout
from namro.programme.indicators.collection.workbooks.faults import CellFault, cut
from namro.programme.indicators.collection.workbooks.grid import Cell, Grid, at
from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.kinds import Stage
from namro.programme.indicators.rules.numbers_said import Notation, read_number

# Of a number that is kept.
_WHOLE_DIGITS, _DECIMALS = 20, 8
# A spreadsheet keeps no more; what stands behind is left over from binary fractions.
_SIGNIFICANT = 15
_LONGEST = 2000  # characters of a reason or a comment


class Row:
    """Reads one row of the table; `faults` and `warnings` are what it found wrong and doubtful."""

    def __init__(self, grid: Grid, row: int, item: FormItem, notation: Notation | None) -> None:
        self._grid, self._at_row, self._item, self._notation = grid, row, item, notation
        self.faults: list[CellFault] = []
        self.warnings: list[CellFault] = []

    def entry(self) -> Entry:
        """What the row says of its item."""
        value = self._number(layout.VALUE)
        denominator = self._number(layout.DENOMINATOR)
        if not self._item.as_fraction and denominator is not None:
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
        if self._item.as_fraction:
            return Entry(None, value, denominator, reason, stage, comment)
        return Entry(value, None, None, reason, stage, comment)

    def _fault(self, column: int, vi: str, en: str) -> None:
        self.faults.append(CellFault(at(column, self._at_row), vi, en))

    def _warn(self, column: int, vi: str, en: str) -> None:
        self.warnings.append(CellFault(at(column, self._at_row), vi, en))

    def _cell(self, column: int) -> Cell | None:
        """What was entered; a formula counts as what it came to."""
        cell = self._grid.cells.get((column, self._at_row))
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
                f"là công thức; đã lấy kết quả đã tính: {cut(cell.text)}",
                f"holds a formula; what it came to was taken: {cut(cell.text)}",
            )
        return cell

    def _number(self, column: int) -> Decimal | None:
        cell = self._cell(column)
        if cell is None or not cell.text.strip():
            return None
        said = cut(cell.text.strip())
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
        if self._item.indicator.unit != "%" or self._item.as_fraction:
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
        if self._item.indicator.unit == "%" and not self._item.as_fraction:
            text = text.removesuffix("%").rstrip()
        try:
            return read_number(text, self._notation, counted=self._item.indicator.kind == "count")
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
            f"“{cut(said)}” không phải là loại số liệu; hãy chọn: {known}",
            f"“{cut(said)}” is no kind of figure; choose: {known}",
        )
        return Stage.FINAL
