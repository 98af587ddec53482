"""Numbers written the ways lists count (ECMA-376 part 1, 17.18.59)."""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

from typing import Final

_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_ENGLISH: Final = (
    "Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen "
    "Fifteen Sixteen Seventeen Eighteen Nineteen Twenty"
).split()
_ENGLISH_ORDINALS: Final = (
    "Zeroth First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth"
).split()
_CIRCLES_UP_TO: Final = 20
_ROMAN_UP_TO: Final = 3999


def numeral(number: int, form: str) -> str:
    """The number in the given form (a value of w:numFmt or an HTML list type).

    Unknown forms count in decimal; "none" gives "". Letters go on as Word does: z, aa, bb.
    """
    match form:
        case "none":
            return ""
        case "upperRoman":
            return roman(number)
        case "lowerRoman":
            return roman(number).lower()
        case "upperLetter":
            return letter(number).upper()
        case "lowerLetter":
            return letter(number)
        case "decimalZero":
            return f"{number:02d}"
        case "decimalEnclosedParen":
            return f"({number})"
        case "decimalFullstop":
            return f"{number}."
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese":
            return chr(0x245F + number) if 0 < number <= _CIRCLES_UP_TO else str(number)
        case "numberInDash":
            return f"- {number} -"
        case "vietnameseCounting":
            return vietnamese(number)
        case "ordinal":
            return f"{number}{_suffix(number)}"
        case "cardinalText":
            return _ENGLISH[number] if number < len(_ENGLISH) else str(number)
        case "ordinalText":
            return _ENGLISH_ORDINALS[number] if number < len(_ENGLISH_ORDINALS) else str(number)
    if form.startswith("zero0"):
        return str(number).zfill(len(form) - len("zero"))
    return str(number)


def roman(number: int) -> str:
    """Roman capitals for 1–3999; other numbers stay decimal."""
    if not 0 < number <= _ROMAN_UP_TO:
        return str(number)
    out = []
    for size, sign in _ROMAN:
        count, number = divmod(number, size)
        out.append(sign * count)
    return "".join(out)


def letter(number: int) -> str:
    """Latin letters as Word and HTML readers expect them: a … z, aa, bb … (Word's way)."""
    if number < 1:
        return str(number)
    times, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * min(times + 1, 30)


def vietnamese(number: int) -> str:
    """The number in Vietnamese words up to 99, as in "Phần một"; others stay decimal."""
    if number < 10:
        return _DIGITS[number]
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if ones == 0:
        return head
    if ones == 5:
        return f"{head} lăm"
    if ones == 1 and tens > 1:
        return f"{head} mốt"
    return f"{head} {_DIGITS[ones]}"


def _suffix(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
