"""Numbers as Vietnamese documents print them: "9.000", "83,57", "0.7", "05"."""

from __future__ import annotations

import re

NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3}){2,}|\d+(?:[.,]\d+)?"
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3}){2,}")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_SHAPE = re.compile(r"X{0,4}(?:IX|IV|V?I{0,3})|XL(?:IX|IV|V?I{0,3})|L(?:IX|IV|V?I{0,3})")
_ORDINALS = {
    "nhất": 1, "một": 1, "hai": 2, "nhì": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip


def number(text: str) -> int | float:
    """The value of a printed number; an int where it is whole.

    A point before three digits separates thousands ("9.000"), a comma separates decimals
    ("83,57"); a point before one or two digits is a decimal sign ("0.7"); two commas or more
    are English thousands ("1,000,000"). Raises ValueError for anything else.
    """
    if _THOUSANDS.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif _ENGLISH.fullmatch(text):
        text = text.replace(",", "")
    else:
        text = text.replace(",", ".")
    if text.isascii() and text.isdecimal():
        return int(text)  # a float would change whole numbers of 17 digits and more
    value = float(text)
    return int(value) if value.is_integer() else value


def roman(text: str) -> int | None:
    """The value of a Roman numeral up to 89 in its regular form, else None."""
    if not text or not _ROMAN_SHAPE.fullmatch(text):
        return None
    values = [_ROMAN[char] for char in text]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


def ordinal(word: str) -> int | None:
    """The value of an ordinal word ("nhất" 1, "hai" 2 …), else None."""
    return _ORDINALS.get(word)
