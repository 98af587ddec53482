"""Giving targets out by a table: all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from namro.foundation import history
from namro.foundation.accounts.operators import Actor
from namro.foundation.accounts.permissions import require
from namro.foundation.organisations.naming import register
from namro.programme.indicators.actions_allocated import holder_of, last_of, plain, write
from namro.programme.indicators.judging import Judged
from namro.programme.indicators.models import Allocation
from namro.programme.indicators.permissions import ALLOCATE
from namro.programme.indicators.refusals import FiguresRefused, IndicatorRefused, RowError
from namro.programme.indicators.rules.allocation_sheet import NAMES, Cell, Given, Row, read
from namro.programme.programmes.models import Programme, TargetIdentity
from namro.programme.programmes.rules.numbers import number


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many shares a table gave, how many it amended, and how many were so already."""

    added: int
    amended: int
    unchanged: int


def load_allocations(
    actor: Actor,
    programme: Programme,
    judged: Sequence[Judged],
    cells: Sequence[Sequence[Cell]],
    *,
    reason: str,
) -> Loaded:
    """Give out what a table says: all of it or nothing; twice changes nothing; what another
    document gave before is amended, and stays beside it.

    Args:
        judged: the programme's targets, as `judging.judge` gives them.

    Raises:
        PermissionDenied: the actor may not.
        FiguresRefused: something in the table is wrong; every fault is named, nothing was changed.
    """
    require(actor, ALLOCATE, programme)
    rows, wrong = read(cells)
    errors = [RowError(each.row, each.column, each.vi, each.en) for each in wrong]
    targets = {each.row.identity_id or 0: each for each in judged}
    known = register() if any(row.given.unit for row in rows) else None
    added = amended = unchanged = 0
    done: dict[tuple[object, ...], int] = {}
    with transaction.atomic(), history.reason(actor, reason):
        # Locked in one order: two who load at once wait for each other and do not cross.
        list(TargetIdentity.objects.select_for_update().filter(pk__in=targets).order_by("pk"))
        for row in rows:
            one = targets.get(row.key)
            if one is None:
                errors.append(
                    _wrong(
                        row, "key",
                        f"chương trình không có chỉ tiêu mã {row.key}; hãy lấy mã từ tệp mẫu",
                        f"the programme has no target with key {row.key}; take it from the form",
                    )
                )  # fmt: skip
                continue
            holder = holder_of(programme, row.given.unit, known)
            place = (row.key, row.given.year, holder.key)
            if place in done:
                errors.append(
                    _wrong(
                        row, "value",
                        f"dòng {done[place]} đã giao cho năm và đơn vị này; hãy giữ lại một dòng",
                        f"row {done[place]} gives to this year and unit already; keep one of them",
                    )
                )  # fmt: skip
                continue
            done[place] = row.number
            before = last_of(one, row.given.year, holder.key)
            if before is not None and before.value == row.given.value:
                unchanged += 1
                continue
            if before is not None and before.value is not None and _same_basis(before, row.given):
                errors.append(
                    _wrong(
                        row, "value",
                        f"chính văn bản này đã giao {number(plain(before.value), 'vi')}; muốn đổi "
                        "thì ghi văn bản điều chỉnh",
                        f"this very document gave {number(plain(before.value), 'en')} already; to "
                        "change it name the amending document",
                    )
                )  # fmt: skip
                continue
            try:
                write(actor, one, row.given, holder, before, reason)
            except IndicatorRefused as refused:
                errors.append(
                    _wrong(row, _COLUMN.get(refused.code, "value"), refused.message("vi"),
                           refused.message("en"))
                )  # fmt: skip
                continue
            added, amended = added + (before is None), amended + (before is not None)
        if errors:
            raise FiguresRefused(sorted(errors, key=lambda each: each.row))
    return Loaded(added, amended, unchanged)


_COLUMN = {
    "allocation_without_basis": "document",
    "allocation_before": "document_on",
    "allocation_in_future": "document_on",
}


def _wrong(row: Row, column: str, vi: str, en: str) -> RowError:
    return RowError(row.number, NAMES[column], vi, en)


def _same_basis(before: Allocation, said: Given) -> bool:
    return (before.document, before.document_on) == (said.document.strip(), said.document_on)
