"""Vietnamese letters as documents write them: one Unicode form, two styles of tone marks.

Everything here keeps to plain strings. `fold` keeps the length of what it is given, so an
offset found in folded text is an offset in the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that programs which copy text out of PDF files put for letters they do not know
# (fonts that map their own codes): seen in real files as "đội ngǜ", "định kǶ", "sƿ quan".
_WRONG_GLYPHS = {"ǜ": "ũ", "Ƕ": "ỳ", "ƿ": "ĩ"}
_GLYPHS = re.compile("|".join(_WRONG_GLYPHS))

# Classes of letters for regular expressions. The code points of Vietnamese capitals and small
# letters alternate, so a range such as "À-Ỹ" would take in both.
_LETTERS = [
    chr(code)
    for code in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA))
    if unicodedata.normalize("NFD", chr(code))[0] in "AaĂăÂâEeÊêIiOoÔôƠơUuƯưYyĐđ"
]
UPPER = "A-Z" + "".join(letter for letter in _LETTERS if letter.isupper())
LOWER = "a-z" + "".join(letter for letter in _LETTERS if letter.islower())

# Characters that carry no text: soft hyphen, zero-width characters, direction marks, BOM.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
# Every kind of horizontal space except the tab, which separates cells.
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")

# hoà → hòa, thuý → thúy, uỷ → ủy: the mark moves to the first vowel when nothing follows
# the pair; "quý" keeps it, since its u belongs to the consonant.
_TONES = "̣̀́̉̃"
_NEW_STYLE: dict[str, str] = {}
for _first, _second in (("o", "a"), ("o", "e"), ("u", "y")):
    for _tone in _TONES:
        _old = unicodedata.normalize("NFC", _first + _second + _tone)
        _NEW_STYLE[_old] = unicodedata.normalize("NFC", _first + _tone + _second)
_OLD_STYLE = re.compile(
    "(?<!q)(?:" + "|".join(_NEW_STYLE) + r")(?![^\W\d_])",
)
_OLD_VOWELS = re.compile("[" + "".join({pair[1] for pair in _NEW_STYLE}) + "]")


# Words of the grammar of quantities as recognition often garbles them, length kept.
_GARBLED = {
    "đưới": "dưới",
    "ty lệ": "tỷ lệ",
    "tý lệ": "tỷ lệ",
    "đên năm": "đến năm",
    "tôi thiểu": "tối thiểu",
    "tối thiêu": "tối thiểu",
    "tôi thiêu": "tối thiểu",
    "ít nhât": "ít nhất",
    "hăng năm": "hằng năm",
}
_GARBLE = re.compile("(?<![^\\W\\d_])(?:" + "|".join(_GARBLED) + ")(?![^\\W\\d_])")


def mended(folded: str) -> str:
    """Folded text with garbled words of the grammar put right, of the same length."""
    return _GARBLE.sub(lambda found: _GARBLED[found.group()], folded)


_SMALL = re.compile(f"[{LOWER}]")
_CAPITALS = re.compile(f"[{UPPER}]")


def words(text: str) -> frozenset[str]:
    """The words of a list written with spaces and line ends between them."""
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    """The phrases of a list written with "|" between them, over as many lines as it takes."""
    return frozenset(" ".join(phrase.split()) for phrase in text.split("|") if phrase.strip())


def clean(text: str) -> str:
    """Text in Unicode NFC, ordinary spaces, without invisible characters.

    Tabs and line ends are kept: they separate cells and lines.
    """
    text = unicodedata.normalize("NFC", text)
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text))
    return _CONTROL.sub(" ", text)


def mend_glyphs(text: str) -> tuple[str, int]:
    """Text with letters of unknown font codes put right, and how many there were."""
    return _GLYPHS.subn(lambda found: _WRONG_GLYPHS[found.group()], text)


def fold(text: str) -> str:
    """Lower case and one style of tone marks (hoà = hòa, uỷ = ủy), of the same length."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter such as "İ" grows when lowered
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    if not _OLD_VOWELS.search(lowered):
        return lowered
    return _OLD_STYLE.sub(lambda found: _NEW_STYLE[found.group()], lowered)


@lru_cache(maxsize=4096)
def without_marks(text: str) -> str:
    """Lower-case text without any Vietnamese mark ("Ủy ban" → "uy ban"), same length."""
    decomposed = unicodedata.normalize("NFD", fold(text).replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def is_upper(text: str) -> bool:
    """Whether the words of `text` are in capitals, as titles are (a few small letters allowed).

    "PHÁT TRIỂN HẠ TẦNG 5G, IoT" is; "Số: 12/QĐ" is not.
    """
    head = text[:400]
    small = len(_SMALL.findall(head))
    capitals = len(_CAPITALS.findall(head))
    return capitals >= 2 and capitals >= 0.85 * (capitals + small)
