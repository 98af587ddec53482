"""The numbering of State and Party documents: what stands at the head of a line.

Decree 30/2020/NĐ-CP, Annex I, and Guidance 36-HD/VPTW: parts, chapters, sections and
articles by word; I, II …; A, B …; 1, 1.1 …; (1); a, b … of the Vietnamese alphabet; dashes.
A head may be read in more ways than one ("I." is Roman one or the letter I): all readings are
returned, and the open sequence decides (`outline`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from namro.foundation.documents.reading.letters import UPPER, fold
from namro.foundation.documents.reading.numbers import ordinal, roman


class Style(IntEnum):
    """The kinds of markers, from the outermost to the innermost as they usually nest."""

    PART = 0  # Phần thứ nhất, Phần I
    APPENDIX = 1
    CHAPTER = 2
    SECTION = 3  # Mục 1
    SUBSECTION = 4  # Tiểu mục 1
    ARTICLE = 5  # Điều 1
    UPPER = 6  # A.
    ROMAN = 7  # I.
    DECIMAL = 8  # 1. 1.1. 1.1.1
    PAREN = 9  # (1)
    LOWER = 10  # a)
    STAR = 11  # * a lead-in without a number
    BULLET = 12  # - + •


@dataclass(frozen=True, slots=True)
class Marker:
    """One reading of the head of a line.

    `value` is the place in its sequence (for decimals one number a level); `after` the offset
    in the line where the title begins; `slip` true where the printed sign was put right.
    """

    style: Style
    label: str
    label_raw: str
    value: tuple[int, ...]
    after: int
    slip: bool = False
    sign: str = ""


# điểm: the Vietnamese alphabet (Decree 30/2020, Annex I: a b c d đ e g h i k l …); documents
# that use the Latin order (with f, j, w, z and without đ) are read too.
_VIETNAMESE = "abcdđeghiklmnopqrstuvxy"
_LATIN = "abcdefghijklmnopqrstuvwxyz"

_WORDED = re.compile(
    r"(?P<word>ph[ầâấàẩ]n|chương|mục|tiểu mục|điều|phụ lục|phụ biểu|biểu(?: mẫu)?(?= số)"
    r"|danh mục(?= số))"
    r"(?:\s+(?P<nth>thứ)\s+(?P<ordinal>\w+)|\s+(?P<so>số\s+)?(?P<number>[ivxlc]+|\d{1,3}[a-zđ]?"
    r"|[a-zđ])(?!\w))?"
    r"(?P<close>\s*[.:\-–)]?)",
)
_ROMAN = re.compile(
    rf"([IVXLl1|Ị][IVXLivl1|Ị]{{0,6}})(\s?[.\-–—:)/]\s*|\s{{1,3}}(?=[{UPPER}]{{2}}))(?=\S|$)"
)
_UPPER = re.compile(r"([A-ZĐ])(\s?[.)/]\s*|\s?[-–—]\s+)(?=\S|$)")
_DECIMAL = re.compile(
    r"(?P<number>[\dlIO]{1,2}(?:\.\s?\d{1,2}){0,4})"
    r"(?P<close>\s?\.\s*|\s?[)/]\s*|\s?[-–—]\s*|\s?:\s+|\s+)(?=\S|$)"
)
_PAREN = re.compile(r"\(\s?(\d{1,3}|[a-zđ]|[ivx]{1,4})\s?\)\s*[.:]?\s*")
_LOWER = re.compile(rf"([a-zđ])(\s?\)\s*[.:]?\s*|\s?/\s*|\.\s+(?=[{UPPER}]))")
_STAR = re.compile(r"\*+\)?\s*(?=\S)")
_BULLET = re.compile(r"([-–—−+•●○◦▪■□❖➢►✓∙·])\s*(?=\S)|(o)\s+(?=[" + UPPER + "])")
_FIRST = re.compile(r"[\w(*+\-–—−•●○◦▪■□❖➢►✓∙·]")


def _names(word: str) -> tuple[Style, str]:
    if word.startswith("ph") and word.endswith("n"):
        return Style.PART, "Phần"
    if word == "chương":
        return Style.CHAPTER, "Chương"
    if word == "mục":
        return Style.SECTION, "Mục"
    if word == "tiểu mục":
        return Style.SUBSECTION, "Tiểu mục"
    if word == "điều":
        return Style.ARTICLE, "Điều"
    names = {"phụ lục": "Phụ lục", "phụ biểu": "Phụ biểu", "danh mục": "Danh mục"}
    return Style.APPENDIX, names.get(word, "Biểu")


def read_markers(text: str) -> list[Marker]:
    """All readings of the head of a line, the likeliest first; [] where there is none."""
    if not text or not _FIRST.match(text):
        return []
    first = text[0]
    if first.isalpha() and len(text) > 3 and first in "PpCcMmTtĐđBbDd":
        worded = _worded(text)
        if worded is not None:
            return [worded]
    if first == "(":
        found = _PAREN.match(text)
        return [_paren(found)] if found else []
    if first == "*":
        found = _STAR.match(text)
        return [Marker(Style.STAR, "*", "*", (1,), found.end())] if found else []
    if first.isdigit():
        decimal = _decimal(text)
        readings = [decimal] if decimal else []
        if first == "1" and (slipped := _roman(text)) is not None:
            readings.append(slipped)
        return readings
    if first.islower() or first == "đ":
        return _lower(text)
    if first.isupper():
        return _capital(text)
    return _bullet(text)


def starts_item(text: str) -> bool:
    """Whether the line opens with any marker, a dash included."""
    return bool(read_markers(text))


def _worded(text: str) -> Marker | None:
    found = _WORDED.match(fold(text[:60]))
    if not found:
        return None
    word = found["word"]
    style, name = _names(word)
    after = found.end()
    raw = text[
        : found.end("ordinal") if found["nth"] else max(found.end("number"), found.end("word"))
    ]
    slip = style is Style.PART and not word.startswith("phần")
    rest = text[after:].lstrip()
    if found["nth"]:
        value = ordinal(found["ordinal"])
        if value is None or style is not Style.PART:
            return None
        label = f"{name} thứ {found['ordinal']}"
    elif found["number"]:
        number = found["number"]
        printed = text[found.start("number") : found.end("number")]
        value = _place(number, printed)
        if value is None:
            return None
        # "Điều 5 của Luật …", "Mục 2 Phần I nêu trên" are references, not heads
        if not found["close"].strip() and rest and not _opens_title(rest, style):
            return None
        label = f"{name} {'số ' if found['so'] else ''}{printed}"
    else:
        if style is not Style.APPENDIX or word != "phụ lục" or found["close"].strip() == "-":
            return None
        # an appendix without a number: a line of its own, or its title in capitals
        if rest and not rest[:24].isupper() and not rest.startswith("("):
            return None
        value, label = 0, name
    return Marker(style, label, raw, (value,), len(text) - len(rest), slip)


def _opens_title(rest: str, style: Style) -> bool:
    first = rest[0]
    if style is Style.ARTICLE:
        return False
    return first == "(" or (first.isupper() and (rest[:12].isupper() or style is Style.PART))


def _place(number: str, printed: str) -> int | None:
    if number[0].isdigit():
        return int(re.sub(r"\D", "", number))
    value = roman(number.upper())
    if value is not None and printed.isupper():
        return value
    return _LATIN.find(number) + 1 if len(number) == 1 and number in _LATIN else None


def _paren(found: re.Match[str]) -> Marker:
    inner = found[1]
    if inner.isdigit():
        return Marker(Style.PAREN, f"({inner})", f"({inner})", (int(inner),), found.end())
    value = roman(inner.upper()) if len(inner) > 1 else None
    place = value if value is not None else _letter_values(inner)[0]
    return Marker(Style.PAREN, f"({inner})", f"({inner})", (place,), found.end(), sign="letter")


def _letter_values(letter: str) -> tuple[int, int]:
    """The place of a letter in the Vietnamese and in the Latin order (0 where it has none)."""
    return _VIETNAMESE.find(letter) + 1, _LATIN.find(letter) + 1


def _decimal(text: str) -> Marker | None:
    found = _DECIMAL.match(text)
    if not found:
        return None
    raw = found["number"]
    number = raw.replace(" ", "")
    close = found["close"].strip()
    levels = number.split(".")
    rest = text[found.end() :]
    slip = not levels[0].isdigit()
    if slip:
        levels[0] = levels[0].replace("l", "1").replace("I", "1").replace("O", "0")
    if not rest and not close and len(levels) == 1:
        return None  # a bare number is a page number or a cell, not a head
    if not close and not (len(levels) > 1 and rest[:1].isupper()):
        return None  # "3 tháng đầu năm", "2.5 triệu"
    if close in ("-", "–", "—", ":") and (
        rest[:1].isdigit() or (close != ":" and not rest[:1].isupper())
    ):
        return None  # "10 - 15 doanh nghiệp"
    if rest[:1].isdigit() and (close == "/" or not text[found.end() - 1].isspace()):
        return None  # a date, "9.000 đảng viên"
    value = tuple(int(level) for level in levels)
    if value[0] > 99 or 0 in value[:1]:
        return None
    label = ".".join(str(int(level)) for level in levels)
    return Marker(Style.DECIMAL, label, raw, value, found.end(), slip, sign=close)


def _roman(text: str) -> Marker | None:
    found = _ROMAN.match(text)
    if not found:
        return None
    raw = found[1]
    mended = re.sub(r"[l1|Ịi]", "I", raw).replace("v", "V")
    value = roman(mended)
    if value is None or value > 30:
        return None
    slip = mended != raw
    rest = text[found.end() :]
    if slip and (raw.isdigit() or not (rest[:1].isupper() or not rest)):
        return None
    return Marker(Style.ROMAN, mended, raw, (value,), found.end(), slip)


def _capital(text: str) -> list[Marker]:
    readings: list[Marker] = []
    as_roman = _roman(text)
    if as_roman is not None:
        readings.append(as_roman)
        # "II.1", "I.2.": Roman number and decimals in one label, as table groups have them
    found = _UPPER.match(text)
    if found and (text[found.end() :][:1].isupper() or found.end() == len(text)):
        letter = found[1]
        place = _letter_values(letter.lower())
        readings.append(Marker(Style.UPPER, letter, letter, place, found.end()))
    if not readings and text[0] in "IO" and (slipped := _decimal(text)) is not None:
        readings.append(slipped)
    return readings


def _lower(text: str) -> list[Marker]:
    if text[0] == "o" and (found := _BULLET.match(text)):
        return [Marker(Style.BULLET, "-", "o", (1,), found.end(), sign="o")]
    found = _LOWER.match(text)
    readings: list[Marker] = []
    if found:
        letter = found[1]
        readings.append(Marker(Style.LOWER, letter, letter, _letter_values(letter), found.end()))
    if text[0] == "l":
        for slipped in (_roman(text), _decimal(text)):
            if slipped is not None and slipped.slip:
                readings.append(slipped)
    return readings


def _bullet(text: str) -> list[Marker]:
    found = _BULLET.match(text)
    if not found:
        return []
    sign = found[1] or found[2]
    if sign in "–—−":
        sign = "-"
    if sign == "-" and text[1:2] == "-":
        return []
    return [Marker(Style.BULLET, sign, text[0], (1,), found.end(), sign=sign)]
