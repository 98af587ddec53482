"""Opening a returned workbook in a process of its own, within limits of time and memory."""

from __future__ import annotations

import json
from dataclasses import asdict

from namro.foundation.documents.guard import run_apart
from namro.foundation.documents.reading.opening.refusal import Refused
from namro.programme.indicators.collection.workbooks import layout
from namro.programme.indicators.collection.workbooks.faults import (
    CellFault,
    Outcome,
    WorkbookRefused,
    whole,
)
from namro.programme.indicators.collection.workbooks.grid import Cell, Grid
from namro.programme.indicators.collection.workbooks.xlsx import read_grid

SECONDS, MEMORY = 15.0, 384 * 1024**2


def open_workbook(content: bytes, name: str) -> Grid:
    """The table of a workbook, read in a process of its own.

    Raises:
        WorkbookRefused: it is none, or cannot be read within the limits.
    """
    if name.casefold().endswith((".xlsm", ".xls", ".xlsb", ".ods", ".csv")):
        raise whole(
            "chỉ nhận tệp .xlsx; hãy lưu lại dạng .xlsx (không macro) rồi nộp lại",
            "only .xlsx is taken; save it as .xlsx (without macros) and send it again",
        )
    if name.casefold().endswith((".zip", ".rar", ".7z", ".gz", ".tar")):
        raise whole(
            "là tệp nén; hãy giải nén rồi nộp tệp .xlsx, hoặc nén dạng .zip không mật khẩu và nộp "
            "ở trang Nộp tệp phiếu",
            "is a packed file; unpack it and send the .xlsx, or pack it as .zip without a password "
            "and send it on the page “Send in workbooks”",
        )
    try:
        return grid_from(run_apart(lambda: told(content), SECONDS, MEMORY))
    except Refused as refused:
        raise whole(
            "không đọc được tệp trong giới hạn thời gian và bộ nhớ; hãy tải tệp mới và chỉ nhập "
            "vào các ô để nhập",
            "the file cannot be read within the limits of time and memory; download a new one and "
            "fill in its fields only",
        ) from refused


def told(content: bytes) -> bytes:
    """What `read_grid` finds, or its refusal, as bytes that pass between processes."""
    try:
        grid = read_grid(content, layout.TABLE)
    except WorkbookRefused as refused:
        return json.dumps({"refused": [asdict(each) for each in refused.faults]}).encode()
    cells = [
        [*place, each.kind, each.text, each.formula, each.percent]
        for place, each in grid.cells.items()
    ]
    found = {
        "name": grid.name,
        "cells": cells,
        "merged": grid.merged[:1000],
        "rows": sorted(grid.hidden_rows)[:10_000],
        "columns": grid.hidden_columns[:1000],
        "others": grid.others[:100],
    }
    return json.dumps(found).encode()


def grid_from(answer: bytes) -> Grid:
    """The grid that `told` wrote.

    Raises:
        WorkbookRefused: as `told` found.
    """
    found = json.loads(answer)
    if "refused" in found:
        faults = [CellFault(**each) for each in found["refused"]]
        raise WorkbookRefused(faults, Outcome.FOREIGN)
    return Grid(
        found["name"],
        {(column, row): Cell(*rest) for column, row, *rest in found["cells"]},
        [tuple(each) for each in found["merged"]],
        set(found["rows"]),
        [tuple(each) for each in found["columns"]],
        found["others"],
    )
