"""Whether the table of a returned workbook still stands as it was downloaded."""

from __future__ import annotations

from namro.programme.indicators.collection.workbooks import layout
from namro.programme.indicators.collection.workbooks.faults import CellFault, cut
from namro.programme.indicators.collection.workbooks.grid import Grid, at, column_letters


def structure_faults(grid: Grid) -> list[CellFault]:
    """What hides or displaces fields, by cell."""
    faults: list[CellFault] = []
    last = max((row for _column, row in grid.cells), default=layout.FIRST_ROW)
    for left, top, right, bottom in grid.merged[:50]:
        if bottom >= layout.ROW_HEADS and top <= last and left <= layout.LAST_COLUMN:
            area = f"{at(left, top)}:{at(right, bottom)}"
            faults.append(
                CellFault(
                    at(left, top),
                    f"các ô {area} bị gộp; hãy bỏ gộp và nhập từng ô",
                    f"{area} are merged; unmerge them and fill in each",
                )
            )
    for row in sorted(grid.hidden_rows):
        if layout.FIRST_ROW <= row <= last:
            faults.append(
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
            faults.append(
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
            faults.append(
                CellFault(
                    at(column, layout.ROW_HEADS),
                    f"tiêu đề cột là “{cut(found)}”, phải là “{head}”; hãy dùng lại tệp tải từ "
                    "hệ thống, không thêm, bớt, đổi chỗ cột",
                    f"the column is headed “{cut(found)}” instead of “{head}”; use the file as "
                    "downloaded and add, remove or move no column",
                )
            )
    outside = sorted(
        (row, column)
        for column, row in grid.cells
        if column > layout.LAST_COLUMN and row >= layout.ROW_HEADS
    )
    faults += [
        CellFault(
            at(column, row),
            "nằm ngoài bảng nên không được đọc; hãy xóa, hoặc ghi vào cột Ghi chú",
            "stands outside the table and is not read; delete it, or write it into the comments",
        )
        for row, column in outside[:50]
    ]
    return faults
