"""What is entered in a field of a sheet, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from namro.programme.indicators.collection.models import Cell, FormItem
from namro.programme.indicators.collection.refusals import Fault
from namro.programme.indicators.rules.kinds import Stage


@dataclass(frozen=True, slots=True)
class Entry:
    """What is entered in one field: a figure, or why there is none; nothing: it is emptied."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    not_applicable: str = ""
    stage: Stage = Stage.FINAL
    comment: str = ""

    @property
    def empty(self) -> bool:
        """Whether it says nothing at all."""
        figures = (self.value, self.numerator, self.denominator)
        return not self.not_applicable and figures == (None, None, None)

    @property
    def said(self) -> tuple[object, ...]:
        """All that it says: equal entries say the same."""
        return (
            *(self.value, self.numerator, self.denominator),
            *(self.not_applicable, self.stage.value, self.comment),
        )


def faults_in(items: Mapping[int, FormItem], key: int, said: Entry) -> list[Fault]:
    """What is wrong with what is entered in one field."""
    item = items.get(key)
    if item is None:
        return [Fault(key, "phiếu không hỏi chỉ số này", "the sheet does not ask for this")]
    if said.empty:
        return []
    fraction = said.numerator is not None or said.denominator is not None
    if said.not_applicable and (said.value is not None or fraction):
        return [
            Fault(
                key,
                "đã ghi “không áp dụng” thì để trống số liệu",
                "leave the figure empty where it does not apply",
            )
        ]
    if said.not_applicable:
        return []
    if fraction != item.as_fraction or (said.value is not None and fraction):
        vi, en = ("tử số và mẫu số", "a numerator and a denominator")
        if not item.as_fraction:
            vi, en = ("một giá trị", "one value")
        return [Fault(key, f"hãy ghi {vi}", f"give {en}")]
    if fraction and (said.numerator is None or said.denominator is None):
        return [Fault(key, "hãy ghi đủ cả tử số và mẫu số", "give both numerator and denominator")]
    if said.denominator == 0:
        return [
            Fault(
                key,
                "mẫu số bằng 0 nên không có tỷ lệ; nếu không phát sinh, ghi “không áp dụng” và lý "
                "do",
                "the denominator is 0 and there is no rate; if nothing occurred, say that it does "
                "not apply and why",
            )
        ]
    return []


def says(cell: Cell) -> tuple[object, ...]:
    """What a field says now, as `Entry.said` tells it."""
    return (
        *(cell.value, cell.numerator, cell.denominator),
        *(cell.not_applicable, cell.stage, cell.comment),
    )
