"""Taking a returned workbook: all of it, or nothing and every fault by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from namro.foundation import history
from namro.foundation.accounts.operators import Actor
from namro.foundation.interface.exporting import XLSX
from namro.programme.indicators.collection import actions_sheets
from namro.programme.indicators.collection.actions_files import keep_file
from namro.programme.indicators.collection.asking import rows_of
from namro.programme.indicators.collection.choices import Channel
from namro.programme.indicators.collection.models import Sheet
from namro.programme.indicators.collection.peers import Peers
from namro.programme.indicators.collection.refusals import CollectionRefused, EntriesRefused
from namro.programme.indicators.collection.workbooks import layout
from namro.programme.indicators.collection.workbooks.changes import said_anew
from namro.programme.indicators.collection.workbooks.faults import (
    CellFault,
    Outcome,
    WorkbookRefused,
    whole,
)
from namro.programme.indicators.collection.workbooks.grid import Grid, at
from namro.programme.indicators.collection.workbooks.marks import Mark, at_code, mark_in
from namro.programme.indicators.collection.workbooks.opening import open_workbook
from namro.programme.indicators.collection.workbooks.reading import read_table


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
    mark = mark_in(grid)
    if expected is not None and expected.code != mark.code:
        raise at_code(
            f"tệp này là của phiếu {mark.code}, không phải phiếu {expected.code}; hãy nộp ở phiếu "
            "của nó, hoặc ở trang Nộp tệp phiếu",
            f"this is the workbook of sheet {mark.code} and not of {expected.code}; send it to its "
            "own sheet",
        )
    sheet = Sheet.objects.visible_to(actor).filter(code=mark.code).first()
    if sheet is None:
        raise _not_theirs(mark.code)
    try:
        return _take(actor, sheet, grid, mark, content, name, reason, not_again or {})
    except WorkbookRefused as refused:
        refused.sheet = sheet.pk
        raise


def _take(
    actor: Actor,
    sheet: Sheet,
    grid: Grid,
    mark: Mark,
    content: bytes,
    name: str,
    reason: str,
    not_again: Mapping[str, str],
) -> Taken:
    if mark.code in not_again:
        other = not_again[mark.code]
        raise at_code(
            f"phiếu {mark.code} đã được nhập từ tệp “{other}” trong lần nộp này; hãy xem tệp nào "
            "đúng rồi nộp riêng tệp đó",
            f"sheet {mark.code} was taken from “{other}” of this drop already; see "
            "which file is right and send that one alone",
            Outcome.TWICE,
        )
    try:
        with transaction.atomic(), history.reason(actor, reason):
            return _enter(actor, sheet.pk, grid, mark, content, name, reason)
    except CollectionRefused as refused:
        raise whole(refused.message("vi"), refused.message("en"), Outcome.CLOSED) from refused
    except PermissionDenied as denied:
        raise _not_theirs(mark.code) from denied


def _not_theirs(code: str) -> WorkbookRefused:
    return at_code(
        f"không có phiếu {code} trong các phiếu bạn được nhập; hãy nộp bằng tài khoản của đơn vị "
        "có phiếu này",
        f"there is no sheet {code} among those you may fill in; send it from an account of its "
        "unit",
        Outcome.ELSEWHERE,
    )


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
            Outcome.FAULTY,
        )
    filled = read_table(grid, items)
    if filled.faults:
        raise WorkbookRefused(filled.faults)
    cells = {each.item_id: each for each in sheet.cells.select_related("file")}
    said = said_anew(filled, mark, cells)
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
        for row in rows_of(sheet, peers=Peers.BEFORE)
        if row.item.pk in said
        for doubt in row.doubts
    ]
    left = len(items) - len(said)
    return Taken(sheet, done.changed, done.unchanged + left, filled.warnings + doubts)
