"""What an officer changed in a workbook since it was downloaded."""

from __future__ import annotations

from collections.abc import Mapping

from namro.programme.indicators.collection.entries import Entry
from namro.programme.indicators.collection.models import Cell, SheetFile
from namro.programme.indicators.collection.workbooks import layout
from namro.programme.indicators.collection.workbooks.faults import CellFault, WorkbookRefused
from namro.programme.indicators.collection.workbooks.grid import at
from namro.programme.indicators.collection.workbooks.marks import Mark, entry_of, mark_in, print_of
from namro.programme.indicators.collection.workbooks.opening import open_workbook
from namro.programme.indicators.collection.workbooks.reading import Filled
from namro.programme.indicators.rules.kinds import Stage


def said_anew(filled: Filled, mark: Mark, cells: Mapping[int, Cell]) -> dict[int, Entry]:
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
        return mark_in(open_workbook(bytes(file.content), file.name)) == mark
    except WorkbookRefused:
        return False


def _shown(entry: Entry) -> str:
    if entry.not_applicable:
        return f"“{entry.not_applicable[:40]}”"
    if entry.numerator is not None and entry.denominator is not None:
        return f"{entry.numerator.normalize():f}/{entry.denominator.normalize():f}"
    return "–" if entry.value is None else f"{entry.value.normalize():f}".replace(".", ",")
