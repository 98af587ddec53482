"""A table as a file to keep: XLSX with typed cells, CSV for other programs."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins

from namro.foundation.interface.spreadsheets import csv_text, xlsx_text
from namro.foundation.interface.tables import Column

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = ("xlsx", "csv")
_THIN = Side(style="thin", color="FF94A3B8")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def download(
    fmt: str,
    name: str,
    title: str,
    columns: Sequence[Column[Any]],
    rows: Iterable[Any],
    *,
    one_page: bool = False,
) -> HttpResponse:
    """The table as a file called `name` (without its ending) in one of `FORMATS`.

    `one_page`: a spreadsheet is printed on one A3 sheet, however many rows it has.
    """
    if fmt == "xlsx":
        content = as_xlsx(title, columns, rows, one_page=one_page)
        response = HttpResponse(content, content_type=XLSX)
    else:
        response = HttpResponse(as_csv(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = attachment(f"{name}.{fmt}")
    response["Cache-Control"] = "private, no-store"
    return response


def attachment(file_name: str) -> str:
    """The Content-Disposition header under which a file is kept, for any name."""
    return content_disposition_header(as_attachment=True, filename=file_name) or "attachment"


def as_xlsx(
    title: str, columns: Sequence[Column[Any]], rows: Iterable[Any], *, one_page: bool = False
) -> bytes:
    """One sheet: the heads in the first row, frozen with the first column and with filters.

    Whole numbers, decimals and dates are what they are; all else is text, never a formula.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = "B2"
    # The first row that is added writes these: later it would be too late.
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.append([_head(sheet, str(column.head)) for column in columns])
    count = 1
    for row in rows:
        sheet.append([_cell(sheet, column.value(row), column.kind) for column in columns])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 8  # A3
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1 if one_page else 0
    if one_page:
        sheet.page_margins = PageMargins(0.3, 0.3, 0.3, 0.3, 0.15, 0.15)
        sheet.print_area = f"A1:{get_column_letter(len(columns))}{count}"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_csv(columns: Sequence[Column[Any]], rows: Iterable[Any]) -> bytes:
    """UTF-8 with a byte-order mark (Excel needs it for Vietnamese), lines end in CR LF.

    Dates are dd/mm/yyyy and numbers plain with a point, so that programs read them.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([csv_text(str(column.head)) for column in columns])
    for row in rows:
        writer.writerow([_plain(column.value(row)) for column in columns])
    return b"\xef\xbb\xbf" + file.getvalue().encode("utf-8", "replace")


def _sheet_name(title: str) -> str:
    """A sheet's name: Excel refuses some signs and more than 31 characters."""
    return "".join(" " if sign in r"[]:*?/\'" else sign for sign in xlsx_text(title))[:31] or "1"


def _head(sheet: Any, text: str) -> Any:
    cell = _cell(sheet, text)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="FFE2E8F0")
    return cell


def _cell(sheet: Any, value: Any, kind: str = "text") -> Any:
    make: Any = WriteOnlyCell
    if isinstance(value, bool) or value is None:
        cell = make(sheet, value)
    elif isinstance(value, int | Decimal):
        cell = make(sheet, value)
        cell.number_format = "#,##0.########" if value % 1 else "#,##0"
        if kind == "year":
            cell.number_format = "0"
    elif isinstance(value, dt.date):
        cell = make(sheet, value)
        cell.number_format = "dd/mm/yyyy"
    else:
        text = xlsx_text(str(value))
        cell = make(sheet, text)
        # Without this a text that begins with "=" would be a formula.
        cell.data_type = "s"
        cell.quotePrefix = text[:1] in "=+-@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.border = _BORDER
    return cell


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, dt.date):
        return f"{value:%d/%m}/{value.year:04}"
    return csv_text(value) if isinstance(value, str) else str(value)
