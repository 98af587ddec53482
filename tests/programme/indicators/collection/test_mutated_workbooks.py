"""Mutated workbooks: taken rightly or refused with their faults, and nothing of them half kept.

The tests try one of each kind; `python -m fuzz.workbooks` sends thousands through the same loop.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from decimal import Decimal
from typing import Any

from django.db import transaction

from fuzz.workbooks import EITHER, REFUSED, TAKEN, Mutant, mutant
from namro.foundation.accounts.operators import Operator
from namro.programme.indicators.collection.models import Cell, Round, SheetFile
from namro.programme.indicators.collection.workbooks.faults import WorkbookRefused
from namro.programme.indicators.collection.workbooks.making import make_workbook
from namro.programme.indicators.collection.workbooks.taking import take
from tests.programme.indicators.collection.conftest import WHY, sheet_of
from tests.programme.indicators.collection.test_workbooks import GOOD, filled

COUNT = int(os.environ.get("NAMRO_MUTANTS", "50"))
SEED = int(os.environ.get("NAMRO_MUTANTS_SEED", "6"))
# Seconds that one may take, on a machine at work with other things too.
LONGEST = 20.0


class Undone(Exception):
    """Ends a trial: nothing of it stays."""


def kept() -> tuple[list[Any], list[Any]]:
    """All that a workbook could have changed."""
    return list(Cell.objects.order_by("pk").values_list()), list(
        SheetFile.objects.order_by("pk").values_list("pk", "sha256")
    )


def tried(actor: Operator, each: Mutant, before: object) -> tuple[str, str]:
    """What came of one, "" and what is wrong with that."""
    try:
        with transaction.atomic():
            try:
                with transaction.atomic():
                    take(actor, each.content, each.name, reason=WHY)
            except WorkbookRefused as refused:
                return REFUSED, _wrong_refusal(each, refused, before)
            cell = Cell.objects.filter(item__indicator__key="ho-so").first()
            wrong = ""
            if each.value and (cell is None or cell.value != Decimal(each.value)):
                wrong = f"says {cell and cell.value} instead of {each.value}"
            raise Undone(wrong)
    except Undone as undone:
        return TAKEN, str(undone)


def _wrong_refusal(each: Mutant, refused: WorkbookRefused, before: object) -> str:
    if kept() != before:
        return "something of it was kept"
    if not refused.faults or not all(refused.messages("vi") + refused.messages("en")):
        return "no fault is told"
    if each.cell and each.cell not in {fault.cell for fault in refused.faults}:
        return f"{each.cell} is not named: {refused.messages('en')}"
    return ""


def test_mutated_workbooks(operator: Operator, round_: Round) -> None:
    good = filled(make_workbook(sheet_of(round_, "00001")), GOOD)
    before = kept()
    counts: Counter[tuple[str, str]] = Counter()
    wrong, longest, started = [], 0.0, time.monotonic()
    for number in range(COUNT):
        each = mutant(good, SEED * 1_000_000 + number)
        begun = time.monotonic()
        outcome, fault = tried(operator, each, before)
        took = time.monotonic() - begun
        longest = max(longest, took)
        counts[each.kind, outcome] += 1
        if each.expected not in (EITHER, outcome):
            fault = f"{outcome} instead of {each.expected}"
        if took > LONGEST:
            fault = f"took {took:.1f} s"
        if fault:
            wrong.append(f"{number} {each.kind}: {fault}")
    if COUNT > 100:
        for (kind, outcome), count in sorted(counts.items()):
            print(f"{kind:32} {outcome:8} {count:5}")
        taken = sum(count for (_kind, outcome), count in counts.items() if outcome == TAKEN)
        seconds = time.monotonic() - started
        print(f"{COUNT} workbooks, {taken} taken, {COUNT - taken} refused, {len(wrong)} wrong")
        print(f"{seconds:.0f} s, the longest {longest:.2f} s")
    assert not wrong, "\n".join(wrong[:30])
    assert kept() == before
