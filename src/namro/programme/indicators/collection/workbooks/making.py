"""Making the workbook of a sheet, filled in with all that is known; and those of a whole round."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from copy import copy
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation

from namro.foundation.calendar.wording import in_words
from namro.foundation.interface.spreadsheets import xlsx_text
from namro.foundation.organisations.models import UnitName
from namro.foundation.organisations.naming import name_on
from namro.programme.indicators.collection.asking import Row, rows_of
from namro.programme.indicators.collection.models import Round, Sheet
from namro.programme.indicators.collection.workbooks import layout
from namro.programme.indicators.collection.workbooks.marks import entry_of, make_mark
from namro.programme.indicators.periods import span_between
from namro.programme.indicators.rules.kinds import PlanFrom

_NUMBER = "#,##0.########"
_LINE = Side(style="thin", color="FF94A3B8")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FILLS = {"head": "FFE2E8F0", "input": "FFFFFBE6", "told": "FFF1F5F9"}
_DECIMALS = 8

HELP = (
    "Cách nhập phiếu này",
    "1. Chỉ nhập vào các ô nền vàng ở trang “Số liệu”; các ô khác đã khóa.",
    "2. Nhập số ở dạng số. Tỷ lệ có hai ô thì nhập tử số và mẫu số, máy tự tính tỷ lệ.",
    "3. Chỉ tiêu có đơn vị % thì nhập 83,57 cho 83,57%, không nhập 0,8357.",
    "4. “Loại số liệu”: chọn trong danh sách; để trống là số chính thức.",
    "5. Không có số liệu thì chọn hoặc ghi lý do ở cột “Không áp dụng” và để trống ô số; không "
    "ghi số 0 thay cho chỗ trống.",
    "6. Dòng có dấu (*) phải có số liệu hoặc lý do không áp dụng trước khi trình.",
    "7. Có thể dùng công thức trong ô nhập; hệ thống lấy kết quả đã tính và nêu tên ô đó. Không "
    "liên kết đến tệp khác, không gộp ô, không ẩn dòng hay cột.",
    "8. Ô đã nhập trên hệ thống được điền sẵn. Xóa số ở ô đó là xóa trên hệ thống.",
    "9. Lưu ở dạng .xlsx rồi nộp lại ở trang “Nộp tệp phiếu”. Có lỗi thì không số nào được ghi; "
    "mỗi lỗi được nêu theo ô, ví dụ “Ô G9”.",
    "10. Sau khi nộp, số liệu chưa được trình: người có thẩm quyền kiểm tra rồi bấm “Trình”.",
)


def make_workbook(sheet: Sheet) -> bytes:
    """The workbook of a sheet (with its round, form and unit): numbers are numbers."""
    book: Any = Workbook()
    table = book.active
    table.title = layout.TABLE
    rows = rows_of(sheet, plans=True)
    styles = _Styles(table)
    _heading(table, styles, sheet, rows)
    words = layout.stage_words()
    for number, row in enumerate(rows, start=1):
        _row(table, styles, number, row, words)
    _arrange(table, len(rows), words)
    _help(book.create_sheet(layout.HELP))
    table.protection.sheet = True
    table.protection.formatColumns = False
    table.protection.formatRows = False
    book.security = WorkbookProtection(lockStructure=True)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def make_workbooks(sheets: Iterable[Sheet]) -> bytes:
    """The workbooks of sheets as one ZIP file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for sheet in sheets:
            archive.writestr(file_name(sheet), make_workbook(sheet))
    return file.getvalue()


def file_name(sheet: Sheet) -> str:
    """What a sheet's workbook is called: its code and its unit, without marks."""
    return f"{sheet.code}_{_plain(sheet.name)}.xlsx"


def unit_words(sheet: Sheet) -> str:
    """The unit that a sheet is about, and who supplies it where that is another by now."""
    if sheet.holder_id == sheet.unit_id:
        return sheet.name
    names = UnitName.objects.filter(unit=sheet.holder_id)
    return f"{sheet.name} (do {name_on(names, timezone.localdate())} cung cấp)"


def round_name(round_: Round) -> str:
    """What the file of all workbooks of a round is called."""
    return f"{round_.form.key}_{round_.first_day:%Y-%m-%d}_{round_.last_day:%Y-%m-%d}.zip"


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(each for each in letters if not unicodedata.combining(each))
    return re.sub(r"[^A-Za-z0-9]+", "-", bare).strip("-")[:60] or "phieu"


class _Styles:
    """The looks of cells, each made once: making them anew takes longer than all the rest."""

    def __init__(self, table: Any) -> None:
        self._table = table
        scratch = table.cell(1, 1)
        self._made = {}
        for fill in _FILLS:
            for kind in ("text", "number"):
                scratch.border, scratch.fill = _BORDER, PatternFill("solid", fgColor=_FILLS[fill])
                scratch.font = Font(bold=fill == "head")
                scratch.alignment = Alignment(
                    wrap_text=True, vertical="top", horizontal="right" if kind == "number" else None
                )
                scratch.number_format = _NUMBER if kind == "number" else "General"
                scratch.protection = Protection(locked=fill != "input")
                self._made[fill, kind] = copy(scratch._style)
        table._cells.clear()

    def put(self, row: int, column: int, value: object, fill: str, kind: str = "text") -> None:
        cell = self._table.cell(row, column)
        _set(cell, value)
        cell._style = copy(self._made[fill, kind])


def _set(cell: Any, value: object) -> None:
    if isinstance(value, Decimal | int):
        cell.value = value
    elif value:
        cell.value = xlsx_text(str(value))
        # A text that begins with “=” is no formula.
        cell.data_type = "s"


def _heading(table: Any, styles: _Styles, sheet: Sheet, rows: list[Row]) -> None:
    round_ = sheet.round
    period = span_between(round_.first_day, round_.last_day)
    covers = f"số liệu từ {round_.covers_from:%d/%m/%Y} đến {round_.covers_to:%d/%m/%Y}"
    said = {
        layout.ROW_UNIT: ("Đơn vị", unit_words(sheet)),
        layout.ROW_PERIOD: ("Kỳ", f"{in_words(period, 'vi')} ({covers})"),  # type: ignore[arg-type]
        layout.ROW_DUE: ("Hạn gửi", f"{round_.due_on:%d/%m/%Y}"),
        layout.ROW_CODE: ("Mã phiếu", sheet.code),
        layout.ROW_MARK: (
            "Mã tệp",
            make_mark(sheet.code, {each.item.pk: entry_of(each.cell) for each in rows}),
        ),
    }
    title = table.cell(layout.ROW_TITLE, 1)
    _set(title, round_.form.name)
    title.font = Font(bold=True, size=14)
    for row, (name, text) in said.items():
        _set(table.cell(row, 1), name)
        _set(table.cell(row, layout.SAID), text)
        table.cell(row, layout.SAID).font = Font(bold=row != layout.ROW_MARK)
    # Nobody reads it: small and grey.
    table.cell(layout.ROW_MARK, layout.SAID).font = Font(size=6, color="FFCBD5E1")
    for column, head in layout.HEADS.items():
        styles.put(layout.ROW_HEADS, column, head, "head")


def _row(table: Any, styles: _Styles, number: int, row: Row, words: dict[str, str]) -> None:
    at = layout.FIRST_ROW + number - 1
    item, cell = row.item, row.cell
    figure = None if cell is None else cell.numerator if item.as_fraction else cell.value
    for column, value, kind in (
        (layout.NUMBER, number, "text"),
        (layout.NAME, layout.label(item), "text"),
        (layout.UNIT, item.indicator.unit, "text"),
        (layout.PREVIOUS, rounded(row.previous), "number"),
        (layout.LAST_YEAR, rounded(row.last_year), "number"),
        (layout.PLAN, _planned(row), "number"),
        (layout.KEY, item.pk, "text"),
    ):
        styles.put(at, column, value, "told", kind)
    styles.put(at, layout.VALUE, shown(figure), "input", "number")
    styles.put(
        *(at, layout.DENOMINATOR, shown(cell.denominator if cell else None)),
        *("input" if item.as_fraction else "told", "number"),
    )
    stage = words[cell.stage] if cell and not cell.not_applicable else ""
    styles.put(at, layout.STAGE, stage, "input")
    styles.put(at, layout.NOT_APPLICABLE, cell.not_applicable if cell else "", "input")
    styles.put(at, layout.COMMENT, cell.comment if cell else "", "input")


def _planned(row: Row) -> Decimal | str | None:
    """The unit's own plan as a number; a range, or what is asked of all, in words."""
    plan = row.plan
    if plan is None:
        return None
    if plan.plan.source is PlanFrom.GIVEN and plan.plan.low == plan.plan.high:
        return rounded(plan.plan.low)
    return f"{plan.figure(row.item.indicator.unit, 'vi')} ({plan.origin('vi')})"


def rounded(value: Fraction | None) -> Decimal | None:
    """A figure to as many decimals as are kept."""
    if value is None:
        return None
    return shown(round(Decimal(value.numerator) / Decimal(value.denominator), _DECIMALS))


def shown(value: Decimal | None) -> Decimal | None:
    """A number without zeros at its end, and without an exponent."""
    return None if value is None else value.normalize() + 0


def _arrange(table: Any, count: int, words: dict[str, str]) -> None:
    last = layout.FIRST_ROW + max(count, 1) - 1

    def over(*columns: int) -> str:
        return " ".join(
            f"{get_column_letter(each)}{layout.FIRST_ROW}:{get_column_letter(each)}{last}"
            for each in columns
        )

    number = DataValidation(
        type="decimal",
        operator="between",
        formula1="-99999999999999",
        formula2="99999999999999",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Không phải là số",
        error="Ô này chỉ nhập số, ví dụ 1250 hoặc 83,57. Không có số liệu thì để trống và chọn lý "
        "do ở cột “Không áp dụng”.",
        sqref=over(layout.VALUE, layout.DENOMINATOR),
    )
    stage = DataValidation(
        type="list",
        formula1=f'"{",".join(words[each] for each in layout.OFFERED)}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Không có trong danh sách",
        error="Hãy chọn một loại số liệu trong danh sách, hoặc để trống (số chính thức).",
        sqref=over(layout.STAGE),
    )
    reason = DataValidation(
        type="list",
        formula1=f'"{",".join(layout.REASONS)}"',
        allow_blank=True,
        showErrorMessage=False,
        showInputMessage=True,
        promptTitle="Không áp dụng",
        prompt="Chọn lý do trong danh sách hoặc ghi lý do khác; để trống ô số.",
        sqref=over(layout.NOT_APPLICABLE),
    )
    for each in (number, stage, reason):
        table.add_data_validation(each)
    for column, width in layout.WIDTHS.items():
        table.column_dimensions[get_column_letter(column)].width = width
    table.freeze_panes = f"C{layout.FIRST_ROW}"
    table.print_title_rows = f"{layout.ROW_HEADS}:{layout.ROW_HEADS}"
    table.page_setup.orientation = "landscape"
    table.page_setup.paperSize = 9  # A4
    table.page_setup.fitToWidth, table.page_setup.fitToHeight = 1, 0
    table.sheet_properties.pageSetUpPr.fitToPage = True


def _help(sheet: Any) -> None:
    sheet.column_dimensions["A"].width = 110
    for number, line in enumerate(HELP, start=1):
        cell = sheet.cell(number, 1)
        _set(cell, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    sheet.protection.sheet = True
