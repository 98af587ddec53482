"""A target given out to years or units (giao chỉ tiêu): each share with its decision, and whether
the shares come to what the programme asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from namro.foundation.calendar import Period
from namro.programme.indicators.rules.errors import TargetError
from namro.programme.indicators.rules.kinds import Judging
from namro.programme.indicators.rules.targets import Target


@dataclass(frozen=True, slots=True)
class Share:
    """What one year, one unit, or one unit in one year is to bring.

    Attributes:
        value: in the target's unit.
        period: the year it is for; None: as the target itself.
        unit: the code of the unit it is given to; "": the programme's own.
        decision: number and date of the document that gives it.
    """

    value: Decimal
    period: Period | None = None
    unit: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """The shares beside what they are shares of.

    `difference` is positive where more was given out than asked. None where they do not add up:
    shares of a rate are each as high as the whole.
    """

    total: Fraction | None
    asked: Fraction
    difference: Fraction | None
    without_decision: tuple[Share, ...]


def compared(target: Target, shares: Sequence[Share]) -> Compared:
    """The sum of the shares beside the target.

    Years add up for what is cumulated, units for what adds up over units (counts).

    Raises:
        TargetError: one unit and year is given two shares, or the target has no figure.
    """
    if target.value is None:
        raise TargetError(
            "Chỉ tiêu định tính không giao được bằng con số.",
            "A target without a figure cannot be given out in figures.",
        )
    given: set[tuple[str, str]] = set()
    for share in shares:
        key = (share.unit, str(share.period or ""))
        if key in given:
            raise TargetError(
                f"Đơn vị “{share.unit}” được giao hai lần cho {share.period or 'cả giai đoạn'}; "
                "hãy giữ lại một.",
                f"Unit “{share.unit}” is given two shares for {share.period or 'the whole term'}; "
                "keep one.",
            )
        given.add(key)
    over_years = len({share.period for share in shares}) > 1
    adds_up = target.adds_up and (not over_years or Judging.CUMULATED in target.readings)
    total = sum((Fraction(share.value) for share in shares), Fraction(0)) if adds_up else None
    return Compared(
        total,
        target.low,
        None if total is None else total - target.low,
        tuple(share for share in shares if not share.decision),
    )
