"""A target given out to years and units (giao chỉ tiêu): each share with its decision, and whether
the shares come to what they are shares of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from namro.foundation.calendar import Period
from namro.programme.indicators.rules.errors import TargetError, given
from namro.programme.indicators.rules.kinds import Comparator, Judging
from namro.programme.indicators.rules.targets import Target


@dataclass(frozen=True, slots=True)
class Share:
    """What one year, one unit, or one unit in one year is to bring.

    Attributes:
        value: in the target's unit.
        period: the year it is for; None: as the target itself.
        unit: the key of the unit it is given to; "": the programme's own.
        decision: number and date of the document that gives it.
    """

    value: Decimal
    period: Period | None = None
    unit: str = ""
    decision: str = ""


class Parts(StrEnum):
    """What is laid beside the whole."""

    ONE = "one"  # a single share, beside what the target asks for the same time
    YEARS = "years"
    UNITS = "units"
    UNITS_AND_YEARS = "units_and_years"


@dataclass(frozen=True, slots=True)
class Laid:
    """Shares beside what they are shares of.

    Attributes:
        parts: what was added up.
        unit: whose years; "": the programme's own.
        period: the year that the units' shares, or the single share, are for; None: the term.
        total: what they come to. low, high: what is asked, the same twice where it is one number.
        beside_share: the whole is a share itself (of a year, of a unit), not the target.
        missing: the years that have no share yet.
    """

    parts: Parts
    unit: str
    period: Period | None
    total: Fraction
    low: Fraction
    high: Fraction
    beside_share: bool = False
    missing: tuple[Period, ...] = ()

    @property
    def difference(self) -> Fraction:
        """Positive where more was given out than asked, negative where less."""
        if self.total > self.high:
            return self.total - self.high
        return min(self.total - self.low, Fraction(0))


@dataclass(frozen=True, slots=True)
class Compared:
    """All shares of a target beside their wholes; empty where none can be added up: shares of a
    rate are each as high as the whole."""

    laid: tuple[Laid, ...]
    without_decision: tuple[Share, ...]


def compared(
    target: Target, shares: Sequence[Share], *, units_add_up: bool | None = None
) -> Compared:
    """The shares beside what they are shares of. Nothing is counted twice: the units' shares of a
    year are laid beside that year's, a unit's years beside that unit's, and only what stands
    highest beside the target.

    Years add up for what is cumulated; units for what adds up over units (counts).

    Args:
        units_add_up: whether the figures of units add up; None: as those of years.

    Raises:
        TargetError: one unit and year is given two shares, a share is of neither, or the target
            has no figure.
    """
    if target.value is None:
        raise TargetError(
            "Chỉ tiêu định tính không giao được bằng con số.",
            "A target without a figure cannot be given out in figures.",
        )
    table = _table(shares)
    laid: list[Laid] = []
    plain = not target.is_relative and not target.comparator.is_rank
    units = plain and (target.adds_up if units_add_up is None else units_add_up)
    years = target.adds_up and Judging.CUMULATED in target.readings
    laid += _single(target, table)
    if units:
        laid += _units_of_years(target, table)
    if years:
        laid += _years_of_units(target, table)
    laid += _beside_target(target, table, years=years, units=units)
    return Compared(tuple(laid), tuple(share for share in shares if not share.decision))


_Table = Mapping[tuple[Period | None, str], Fraction]


def _table(shares: Iterable[Share]) -> _Table:
    table: dict[tuple[Period | None, str], Fraction] = {}
    for share in shares:
        if share.period is None and not share.unit:
            raise TargetError(
                "Phần giao phải cho một năm, một đơn vị, hoặc cả hai; cả giai đoạn và không đơn vị "
                "nào thì chính là chỉ tiêu.",
                "A share is for a year, for a unit, or both; the whole term and no unit is the "
                "target itself.",
            )
        key = (share.period, share.unit)
        if key in table:
            raise TargetError(
                f"Đơn vị “{share.unit}” được giao hai lần cho {share.period or 'cả giai đoạn'}; "
                "hãy giữ lại một.",
                f"Unit “{share.unit}” is given two shares for {share.period or 'the whole term'}; "
                "keep one.",
            )
        table[key] = Fraction(share.value)
    return table


def asked_of(target: Target) -> tuple[Fraction, Fraction]:
    """The number asked for, or both ends of the range."""
    low = target.low
    return low, low if target.upper is None else Fraction(target.upper)


def asked_for(target: Target, period: Period) -> bool:
    """Whether the target itself says what a year is to bring."""
    if Judging.CUMULATED in target.readings:
        return False
    if {Judging.EACH_PERIOD, Judging.MEAN} & set(target.readings):
        return period in target.periods
    return period.last == target.due_on


def _single(target: Target, table: _Table) -> Iterable[Laid]:
    """The programme's own share of a year, beside what the target asks for that year."""
    low, high = asked_of(target)
    for period, unit in sorted(table, key=_order):
        if period is not None and not unit and asked_for(target, period):
            yield Laid(Parts.ONE, "", period, table[period, unit], low, high)


def _units_of_years(target: Target, table: _Table) -> Iterable[Laid]:
    """The units' shares of a year, beside that year's own, else beside what is asked for it."""
    for period in sorted({period for period, unit in table if period and unit}, key=_first):
        total = _sum_of(table, period)
        own = table.get((period, ""))
        if own is not None:
            yield Laid(Parts.UNITS, "", period, total, own, own, beside_share=True)
        elif asked_for(target, given(period)):
            yield Laid(Parts.UNITS, "", period, total, *asked_of(target))


def _years_of_units(target: Target, table: _Table) -> Iterable[Laid]:
    """A unit's shares of the years, beside its share of the whole term."""
    for unit in sorted({unit for period, unit in table if period is None}):
        years = {period: value for (period, whose), value in table.items() if whose == unit}
        whole = years.pop(None)
        if years:
            missing = tuple(each for each in target.periods if each not in years)
            total = sum(years.values(), Fraction(0))
            yield Laid(Parts.YEARS, unit, None, total, whole, whole, True, missing)


def _beside_target(target: Target, table: _Table, *, years: bool, units: bool) -> Iterable[Laid]:
    """What stands highest, beside the target: the years (each the programme's own share, else its
    units'), and the units (each its share of the term, else of its years)."""
    low, high = asked_of(target)
    own_years = {period for period, unit in table if not unit}
    with_years = {period for period, _unit in table if period is not None}
    own_terms = {unit for period, unit in table if period is None}
    if years and with_years and (own_years or units):
        whole = {
            period: table[period, ""] if period in own_years else _sum_of(table, period)
            for period in (with_years if units else own_years)
        }
        missing = tuple(each for each in target.periods if each not in whole)
        parts = Parts.YEARS if own_years else Parts.UNITS_AND_YEARS
        total = sum(whole.values(), Fraction(0))
        yield Laid(parts, "", None, total, low, high, False, missing)
    if units and own_terms:
        total = sum((table[None, unit] for unit in own_terms), Fraction(0))
        if years:
            total += sum(
                (
                    value
                    for (_period, unit), value in table.items()
                    if unit and unit not in own_terms
                ),
                Fraction(0),
            )
        yield Laid(Parts.UNITS, "", None, total, low, high)


def _sum_of(table: _Table, period: Period | None) -> Fraction:
    """The units' shares of one year."""
    return sum(
        (value for (when, unit), value in table.items() if unit and when == period), Fraction(0)
    )


def _first(period: Period | None) -> int:
    return given(period).first.toordinal()


def _order(key: tuple[Period | None, str]) -> tuple[int, str]:
    period, unit = key
    return period.first.toordinal() if period else 0, unit


def is_ceiling(target: Target) -> bool:
    """Whether less than asked is what is wanted: what was given out may not be more."""
    return target.fewer_is_better or target.comparator in (
        Comparator.AT_MOST,
        Comparator.LESS_THAN,
        Comparator.RANK_WITHIN,
    )


def checked(target: Target, share: Share) -> None:
    """Refuse a share that the target cannot be given out in.

    Raises:
        TargetError: says what is wrong and what would be right.
    """
    compared(target, [share])
    if share.period is not None and share.period not in target.span:
        raise TargetError(
            f"Năm {share.period.year} nằm ngoài giai đoạn {target.span.first.year}-"
            f"{target.span.last.year} của chương trình; hãy ghi một năm trong giai đoạn.",
            f"{share.period.year} is outside the programme's years, {target.span.first.year} to "
            f"{target.span.last.year}; give one of them.",
        )
    if share.value < 0:
        raise TargetError("Số giao không thể âm.", "What is given cannot be negative.")
    if target.unit == "%" and not target.comparator.is_change and share.value > 100:
        raise TargetError(
            f"Tỷ lệ giao {share.value} % lớn hơn 100 %; hãy kiểm tra lại.",
            f"A rate of {share.value} % is more than 100 %; check it.",
        )
    if target.comparator.is_rank and (share.value < 1 or share.value != int(share.value)):
        raise TargetError(
            f"Hạng và số bậc là số nguyên từ 1; “{share.value}” không phải.",
            f"Ranks and places are whole numbers from 1 on; “{share.value}” is none.",
        )
