"""A number as people write it: “9.370”, “83,57”, “83.57”. What reads in two ways is not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from enum import Enum

from namro.programme.indicators.rules.errors import TargetError
from namro.programme.programmes.rules.numbers import number

_WHOLE = re.compile(r"-?\d+", re.ASCII)
# Vietnamese: points between thousands, a comma before decimals. Of programs: the other way round.
_VIETNAMESE = re.compile(r"-?(?:[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?|\d+,\d+)", re.ASCII)
_OF_PROGRAMS = re.compile(r"-?(?:[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)", re.ASCII)
_SPACED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?:\D|$))", re.ASCII)
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})


class Notation(Enum):
    """Which sign parts thousands and which decimals."""

    VIETNAMESE = "vi"
    OF_PROGRAMS = "en"


def _readings(text: str) -> dict[Notation, Decimal]:
    """What a text can mean; empty where it is no number."""
    plain = _SPACED.sub("", text.strip().translate(_MINUS))
    if _WHOLE.fullmatch(plain):
        return {Notation.VIETNAMESE: Decimal(plain)}
    found = {}
    if _VIETNAMESE.fullmatch(plain):
        found[Notation.VIETNAMESE] = Decimal(plain.replace(".", "").replace(",", "."))
    if _OF_PROGRAMS.fullmatch(plain):
        found[Notation.OF_PROGRAMS] = Decimal(plain.replace(",", ""))
    return found


def read_number(text: str, notation: Notation | None = None, *, counted: bool = False) -> Decimal:
    """The number that a text says.

    Args:
        notation: how the numbers beside it are written, where they tell (`notation_of`).
        counted: it is a number of things: a point before three digits then parts thousands, as
            official documents write it.

    Raises:
        TargetError: it is none, or it reads in two ways; then both are said.
    """
    found = _readings(text)
    if not found:
        raise TargetError(
            f"“{text}” không phải là số; viết như 9370, 9.370,5 hoặc 83,57",
            f"“{text}” is not a number; write it as 9370 or 83.57",
        )
    if len(set(found.values())) == 1:
        return next(iter(found.values()))
    if notation is not None:
        return found[notation]
    if counted and "." in text:
        return found[Notation.VIETNAMESE]
    whole, part = sorted(found.values(), key=abs, reverse=True)
    vi_part, en_part = f"{part}0".replace(".", ","), f"{part}0"
    raise TargetError(
        f"“{text}” đọc được hai cách: {number(whole, 'vi')} (dấu ngăn hàng nghìn) hoặc "
        f"{number(part, 'vi')} (dấu trước phần lẻ); hãy viết {whole} hoặc {vi_part}",
        f"“{text}” reads in two ways: {number(whole, 'en')} (the sign parts thousands) or "
        f"{number(part, 'en')} (it stands before decimals); write {whole} or {en_part}",
    )


def notation_of(texts: Iterable[str]) -> Notation | None:
    """How the numbers of one table are written: by those that read in one way alone; None where
    none does, or where they contradict each other."""
    told = set()
    for text in texts:
        found = _readings(text)
        if len(found) == 1 and not _WHOLE.fullmatch(text.strip()):
            told |= set(found)
    return told.pop() if len(told) == 1 else None


def typed(value: object) -> str:
    """A cell of a spreadsheet as text that reads in one way: a number typed as such is certain."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        plain = f"{Decimal(str(value)):f}"
        whole, _point, part = plain.partition(".")
        if not part.strip("0"):
            return whole
        return f"{plain}0" if len(part) == 3 else plain  # “38.125” could be 38125
    return str(value)
