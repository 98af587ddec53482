"""The number that a field or a figure says, exactly."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from namro.programme.indicators.collection.models import Cell
from namro.programme.indicators.models import Indicator, Observation


def exact(
    value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None, scale: int
) -> Fraction | None:
    """A value; else the quotient times `scale`; None where nothing is said, or nothing occurred
    (of 0)."""
    if value is not None:
        return Fraction(value)
    if numerator is None or not denominator:
        return None
    return Fraction(numerator) / Fraction(denominator) * scale


def value_of(row: Observation | Cell, indicator: Indicator) -> Fraction | None:
    """A figure exactly; of a fraction times 100 where it is told in percent."""
    return exact(row.value, row.numerator, row.denominator, indicator.scale)
