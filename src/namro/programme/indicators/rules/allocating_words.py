"""Shares of a target beside what they are shares of, in words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from namro.programme.indicators.rules.allocating import Laid, Parts, is_ceiling
from namro.programme.indicators.rules.showing import amount
from namro.programme.indicators.rules.targets import Target
from namro.programme.indicators.rules.words import said
from namro.programme.programmes.rules.numbers import Language

_PERCENT = "%"


def told(target: Target, laid: Laid, units: Mapping[str, str], language: Language = "vi") -> str:
    """One comparison as a sentence: what it comes to, beside what, and how far it is off.

    `units`: what units are called, by key.
    """
    against = [laid.low, laid.high]
    total = amount(laid.total, target.unit, language, against)
    whole = _whole(target, laid, language)
    head = _head(laid, units, language)
    text = f"{head}: {total}, {_compared(target, laid, whole, language)}"
    if laid.missing:
        years = ", ".join(str(each.year) for each in laid.missing)
        text += said((f"; chưa giao năm {years}", f"; not given yet: {years}"), language)
    return f"{text}."


def _head(laid: Laid, units: Mapping[str, str], language: Language) -> str:
    year = laid.period.year if laid.period else None
    match laid.parts:
        case Parts.ONE:
            return said((f"Giao năm {year}", f"Given for {year}"), language)
        case Parts.YEARS if laid.unit:
            name = units.get(laid.unit, laid.unit)
            return said((f"{name}, cộng các năm", f"{name}, all years"), language)
        case Parts.YEARS:
            return said(("Cộng các năm", "All years"), language)
        case Parts.UNITS_AND_YEARS:
            return said(("Cộng các đơn vị và các năm", "All units and years"), language)
    if year is not None:
        return said((f"Năm {year}, cộng các đơn vị", f"{year}, all units"), language)
    return said(("Cộng các đơn vị", "All units"), language)


def _whole(target: Target, laid: Laid, language: Language) -> str:
    """What it is laid beside, with its number."""
    if laid.beside_share and laid.period is not None:
        name = said((f"số giao của năm {laid.period.year}", f"what {laid.period.year} was given"),
                    language)  # fmt: skip
    elif laid.beside_share:
        name = said(("số giao cả giai đoạn", "what the term was given"), language)
    elif is_ceiling(target):
        name = said(("mức tối đa của chỉ tiêu", "the target's ceiling"), language)
    else:
        name = said(("chỉ tiêu", "the target"), language)
    ends = [amount(each, target.unit, language) for each in (laid.low, laid.high)]
    number = ends[0] if laid.low == laid.high else f"{ends[0]} – {ends[1]}"
    return f"{name} ({number})"


def _compared(target: Target, laid: Laid, whole: str, language: Language) -> str:
    difference = laid.difference
    if difference == 0:
        inside = laid.low != laid.high
        pair = (f"nằm trong {whole}", f"within {whole}") if inside else (
            f"đúng bằng {whole}", f"exactly {whole}")  # fmt: skip
        return said(pair, language)
    unit = "điểm %" if target.unit == _PERCENT else target.unit
    size = amount(abs(difference), unit, language, (Fraction(0),))
    if difference > 0:
        return said((f"nhiều hơn {whole} {size}", f"{size} more than {whole}"), language)
    return said((f"ít hơn {whole} {size}", f"{size} less than {whole}"), language)
