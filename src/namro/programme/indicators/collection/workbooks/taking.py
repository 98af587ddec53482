"""Taking a returned workbook: all of it, or nothing and every fault by cell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from namro.foundation import history
from namro.foundation.accounts.operators import Actor
from namro.foundation.documents.guard import run_apart
from namro.foundation.documents.reading.opening.refusal import Refused
from namro.foundation.interface.exporting import XLSX
from namro.programme.indicators.collection import actions_sheets
from namro.programme.indicators.collection.actions_files import keep_file
from namro.programme.indicators.collection.actions_sheets import Entry
from namro.programme.indicators.collection.asking import rows_of
from namro.programme.indicators.collection.choices import Channel
from namro.programme.indicators.collection.models import Cell, Sheet, SheetFile
from namro.programme.indicators.collection.refusals import CollectionRefused, EntriesRefused
from namro.programme.indicators.collection.rules import read_code
from namro.programme.indicators.collection.workbooks import layout
from namro.programme.indicators.collection.workbooks.faults import (
    CellFault,
    WorkbookRefused,
    whole,
)
from namro.programme.indicators.collection.workbooks.marks import (
    Mark,
    entry_of,
    print_of,
    read_mark,
)
from namro.programme.indicators.collection.workbooks.reading import Filled, read_table
from namro.programme.indicators.collection.workbooks.xlsx import Cell as Read
from namro.programme.indicators.collection.workbooks.xlsx import Grid, at, read_grid
from namro.programme.indicators.rules.kinds import Stage

SECONDS, MEMORY = 15.0, 384 * 1024**2


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a workbook that was taken.

    Attributes:
        changed: how many fields now say something else; `unchanged`: how many said it already.
        notes: what was taken and should be looked at, doubts about figures included.
    """

    sheet: Sheet
    changed: int
    unchanged: int
    notes: list[CellFault]


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
        raise WorkbookRefused([CellFault(**each) for each in found["refused"]])
    return Grid(
        found["name"],
        {(column, row): Read(*rest) for column, row, *rest in found["cells"]},
        [tuple(each) for each in found["merged"]],
        set(found["rows"]),
        [tuple(each) for each in found["columns"]],
        found["others"],
    )


def take(
    actor: Actor,
    content: bytes,
    name: str,
    *,
    reason: str,
    expected: Sheet | None = None,
    not_again: Mapping[str, str] | None = None,
) -> Taken:
    """Enter what a returned workbook says into its sheet, and keep the file with it.

    Fields left as they were downloaded are left as they are. A field that was changed in the
    system since is refused, unless it came from this same download.

    Args:
        expected: the sheet of the page that it was sent to.
        not_again: the codes of sheets taken just before, with the file of each: another is refused.

    Raises:
        WorkbookRefused: nothing was taken; the faults say why, by cell.
    """
    grid = open_workbook(content, name)
    mark = _mark(grid)
    if expected is not None and expected.code != mark.code:
        raise _at_code(
            f"tệp này là của phiếu {mark.code}, không phải phiếu {expected.code}; hãy nộp ở phiếu "
            "của nó, hoặc ở trang Nộp tệp phiếu",
            f"this is the workbook of sheet {mark.code} and not of {expected.code}; send it to its "
            "own sheet",
        )
    sheet = Sheet.objects.visible_to(actor).filter(code=mark.code).first()
    if sheet is None:
        raise _not_theirs(mark.code)
    if not_again and mark.code in not_again:
        other = not_again[mark.code]
        raise _at_code(
            f"phiếu {mark.code} đã được nhập từ tệp “{other}” trong lần nộp này; hãy xem tệp nào "
            "đúng rồi nộp riêng tệp đó",
            f"sheet {mark.code} was taken from “{other}” of this drop already; see "
            "which file is right and send that one alone",
        )
    try:
        with transaction.atomic(), history.reason(actor, reason):
            return _enter(actor, sheet.pk, grid, mark, content, name, reason)
    except CollectionRefused as refused:
        raise whole(refused.message("vi"), refused.message("en")) from refused
    except PermissionDenied as denied:
        raise _not_theirs(mark.code) from denied


def _not_theirs(code: str) -> WorkbookRefused:
    return _at_code(
        f"không có phiếu {code} trong các phiếu bạn được nhập; hãy nộp bằng tài khoản của đơn vị "
        "có phiếu này",
        f"there is no sheet {code} among those you may fill in; send it from an account of its "
        "unit",
    )


def _at_code(vi: str, en: str) -> WorkbookRefused:
    return WorkbookRefused([CellFault(at(layout.SAID, layout.ROW_CODE), vi, en)])


def _mark(grid: Grid) -> Mark:
    """The mark of a workbook whose code agrees with it."""
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
        raise _at_code(
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


def _enter(
    actor: Actor, number: int, grid: Grid, mark: Mark, content: bytes, name: str, reason: str
) -> Taken:
    sheet = (
        Sheet.objects.select_for_update(of=("self",))
        .select_related("round__form", "holder")
        .get(pk=number)
    )
    actions_sheets.to_fill(actor, sheet)
    items = list(sheet.round.form.items.select_related("indicator"))
    if set(mark.stood) != {each.pk for each in items}:
        raise whole(
            f"biểu đã đổi sau khi tệp được tải ({mark.made_at:%d/%m/%Y}); hãy tải tệp mới",
            f"the form has changed since the file was downloaded ({mark.made_at:%d/%m/%Y}); "
            "download a new one",
        )
    filled = read_table(grid, items)
    if filled.faults:
        raise WorkbookRefused(filled.faults)
    cells = {each.item_id: each for each in sheet.cells.select_related("file")}
    said = _said_anew(filled, mark, cells)
    file = None
    if said:
        file = keep_file(actor, sheet, Channel.WORKBOOK, name, XLSX, content, reason=reason)
    try:
        done = actions_sheets.enter(
            actor, sheet.pk, said, channel=Channel.WORKBOOK, reason=reason, file=file
        )
    except EntriesRefused as refused:
        raise WorkbookRefused(
            [
                CellFault(at(layout.VALUE, filled.rows[each.item]), each.vi, each.en)
                for each in refused.faults
            ]
        ) from refused
    doubts = [
        CellFault(at(layout.VALUE, filled.rows[row.item.pk]), doubt.vi, doubt.en)
        for row in rows_of(sheet)
        if row.item.pk in said
        for doubt in row.doubts
    ]
    left = len(items) - len(said)
    return Taken(sheet, done.changed, done.unchanged + left, filled.warnings + doubts)


def _said_anew(filled: Filled, mark: Mark, cells: Mapping[int, Cell]) -> dict[int, Entry]:
    """What the officer wrote into the workbook, beyond what was downloaded.

    Raises:
        WorkbookRefused: somebody changed the same fields in the system since.
    """
    said: dict[int, Entry] = {}
    faults = []
    own: dict[int, bool] = {}
    for key, entry in filled.entries.items():
        cell = cells.get(key)
        stands = entry_of(cell)
        entry = _as_kept(entry, stands)
        wrote = print_of(entry)
        if wrote == mark.stood[key] or wrote == print_of(stands):
            continue
        said[key] = entry
        if print_of(stands) == mark.stood[key]:
            continue
        file = cell.file if cell else None
        if file is not None and file.pk not in own:
            own[file.pk] = _same_download(file, mark)
        if file is None or not own[file.pk]:
            now = _shown(stands)
            faults.append(
                CellFault(
                    at(layout.VALUE, filled.rows[key]),
                    f"số liệu này đã được sửa trên hệ thống (nay là {now}) sau khi tải tệp; hãy "
                    "tải tệp mới rồi nhập lại ô này",
                    f"this was changed in the system (it is {now} now) after the file was "
                    "downloaded; download a new one and fill in this cell again",
                )
            )
    if faults:
        raise WorkbookRefused(faults)
    return said


def _as_kept(entry: Entry, stands: Entry) -> Entry:
    """The entry with numbers that a spreadsheet has shortened put back as they stand."""

    def kept(read: object, stood: object) -> object:
        if read is None or stood is None or f"{stood:.15g}" != f"{read:.15g}":
            return read
        return stood

    stage = stands.stage if entry.not_applicable else entry.stage
    if entry.empty:
        stage = stands.stage if stands.empty else Stage.FINAL
    return Entry(
        kept(entry.value, stands.value),  # type: ignore[arg-type]
        kept(entry.numerator, stands.numerator),  # type: ignore[arg-type]
        kept(entry.denominator, stands.denominator),  # type: ignore[arg-type]
        *(entry.not_applicable, stage, entry.comment),
    )


def _same_download(file: SheetFile, mark: Mark) -> bool:
    """Whether a file that was taken before was filled in from the same download."""
    try:
        return _mark(open_workbook(bytes(file.content), file.name)) == mark
    except WorkbookRefused:
        return False


def _shown(entry: Entry) -> str:
    if entry.not_applicable:
        return f"“{entry.not_applicable[:40]}”"
    if entry.numerator is not None and entry.denominator is not None:
        return f"{entry.numerator.normalize():f}/{entry.denominator.normalize():f}"
    return "–" if entry.value is None else f"{entry.value.normalize():f}".replace(".", ",")
