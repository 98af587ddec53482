"""The signs, numbers and words of formulas, each with the character it stands at."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from namro.programme.indicators.rules.formula_nodes import MOST_DIGITS, FormulaError

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<number>[0-9]+(?:[.,][0-9]+)*)|(?P<name>\[[^\[\]]*\])|(?P<word>[^\W\d]\w*)"
    r"|(?P<text>[\"“”][^\"“”]*[\"“”])|(?P<compare><=|>=|≤|≥|<|>|=)|(?P<sign>[-+*/−–×·÷:])"
    r"|(?P<open>\()|(?P<close>\))|(?P<separator>[;,])"
)
_SIGNS = {"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", ":": "/"}
FUNCTIONS = {
    **dict.fromkeys(("min", "nho_nhat"), "min"),
    **dict.fromkeys(("max", "lon_nhat"), "max"),
    **dict.fromkeys(("abs", "tri_tuyet_doi"), "abs"),
    **dict.fromkeys(("neu_thieu", "if_missing"), "if_missing"),
    **dict.fromkeys(("truoc", "ky_truoc", "previous"), "previous"),
    **dict.fromkeys(("cung_ky", "same_last_year"), "same_last_year"),
    **dict.fromkeys(("don_vi", "in_unit"), "in_unit"),
}
ARGUMENTS = {"abs": (1, 1), "if_missing": (2, 2), "in_unit": (2, 2), "min": (2, 20), "max": (2, 20)}
SHOWN = {
    "min": "min([a]; [b])",
    "max": "max([a]; [b])",
    "abs": "abs([a])",
    "if_missing": "neu_thieu([a]; 0)",
    "previous": "truoc([a])",
    "same_last_year": "cung_ky([a])",
    "in_unit": 'don_vi([a] / 1000; "tỷ đồng")',
}


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a formula: what kind, its text, and at which character it stands, from 1."""

    kind: str
    text: str
    at: int


def read_number(text: str, at: int = 0) -> Fraction:
    """A number in Vietnamese (1.234.567,8; 83,57) or plain form (1234567.8).

    Raises:
        FormulaError: it can be read in two ways (1.234), or in none.
    """
    if sum(each.isdigit() for each in text) > MOST_DIGITS:
        raise FormulaError(
            f"số dài quá {MOST_DIGITS} chữ số.", f"a number of more than {MOST_DIGITS} digits.", at
        )
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text):
        whole, decimal = text.replace(".", ""), text.replace(".", ",")
        raise FormulaError(
            f"“{text}” có thể là {whole} hoặc {decimal}; hãy viết “{whole}” hoặc “{decimal}”.",
            f"“{text}” may be {whole} or {decimal} (decimal comma); write one of the two.",
            at,
        )
    if re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?", text):
        return Fraction(text.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d+([.,]\d+)?", text):
        return Fraction(text.replace(",", "."))
    raise FormulaError(
        f"không đọc được số “{text}”; hãy viết như 1234567,8 hoặc 1.234.567,8.",
        f"the number “{text}” cannot be read; write it as 1234567,8 or 1.234.567,8.",
        at,
    )


def tokens_of(text: str) -> list[Token]:
    """The parts of a formula, spaces left out.

    Raises:
        FormulaError: a character that formulas do not use.
    """
    found, place = [], 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise _stray(text[place], place + 1)
        kind, said = str(match.lastgroup), match.group()
        if kind != "space":
            found.append(Token(kind, _SIGNS.get(said, said), place + 1))
        place = match.end()
    return found


def _stray(character: str, at: int) -> FormulaError:
    if character == "[":
        return FormulaError(
            "thiếu dấu “]” sau mã chỉ tiêu.", "the key of an indicator is not closed by “]”.", at
        )
    if character == "%":
        return FormulaError(
            "không dùng dấu “%” trong công thức; hãy nhân với 100 hoặc chia cho 100.",
            "“%” is not used in formulas; multiply by 100 or divide by 100.",
            at,
        )
    return FormulaError(
        f"không dùng được “{character}” trong công thức.",
        f"“{character}” cannot be used in a formula.",
        at,
    )


def unknown(word: Token, name: str | None, opened: bool) -> FormulaError:
    """What to say of a word that is no function, or is not followed by “(”."""
    if name is not None:
        return FormulaError(
            f"sau “{word.text}” phải là dấu “(”, ví dụ {SHOWN[name]}.",
            f"“{word.text}” is followed by “(”, as in {SHOWN[name]}.",
            word.at,
        )
    if opened:
        return FormulaError(
            f"không có hàm “{word.text}”; các hàm: {', '.join(SHOWN.values())}.",
            f"there is no function “{word.text}”; there are {', '.join(SHOWN.values())}.",
            word.at,
        )
    return FormulaError(
        f"không hiểu “{word.text}”; mã chỉ tiêu phải đặt trong ngoặc vuông, ví dụ [{word.text}].",
        f"“{word.text}” is not understood; keys of indicators stand in square brackets, such as "
        f"[{word.text}].",
        word.at,
    )


def plain(word: str) -> str:
    """A word in small letters and without marks."""
    apart = unicodedata.normalize("NFD", word.casefold()).replace("đ", "d")
    return "".join(each for each in apart if not unicodedata.combining(each))
