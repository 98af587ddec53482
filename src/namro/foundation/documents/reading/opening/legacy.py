"""Recognising Vietnamese text in the encodings from before Unicode.

TCVN 5712:1993 (fonts named .Vn…) and VNI (fonts named VNI-…) put Vietnamese letters on code
points of their own; read as Unicode they give "Céng hoµ x· héi". They are recognised by the
commonest words of official documents as those encodings spell them, and reported, not converted:
a guess could change a name or a figure without anyone noticing.
"""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: TCVN 5712 (VN3) code points 0xA1–0xFE, as latin-1 characters → Unicode.
TCVN3: Final[dict[int, str]] = dict(
    zip(
        map(
            ord,
            "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        ),
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)

_COMMON: Final = (
    "và của các được là không công hòa hoà xã hội chủ nghĩa việt độc lập tự hạnh phúc ủy uỷ "
    "thành phố tỉnh đảng cộng sản thực hiện nhiệm vụ kế hoạch chương trình nghị quyết chỉ đạo "
    "lãnh tổ chức cán bộ nhân dân quản lý năm đến trong với để những đơn vị cơ quan phát "
    "triển"
).split()
_NON_ASCII: Final = frozenset(
    word for word in (unicodedata.normalize("NFC", w) for w in _COMMON) if not word.isascii()
)
_TO_TCVN3: Final = {ord(letter): code for code, letter in TCVN3.items()}


def _tcvn3_spelling(word: str) -> str:
    return word.translate(_TO_TCVN3)


_VNI_TONES: Final = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_VNI_SHAPED: Final = {
    ("\u0302", ""): "â", ("\u0302", "\u0301"): "á", ("\u0302", "\u0300"): "à",
    ("\u0302", "\u0309"): "å", ("\u0302", "\u0303"): "ã", ("\u0302", "\u0323"): "ä",
    ("\u0306", ""): "ê", ("\u0306", "\u0301"): "é", ("\u0306", "\u0300"): "è",
    ("\u0306", "\u0309"): "ú", ("\u0306", "\u0303"): "ü", ("\u0306", "\u0323"): "ë",
}  # fmt: skip
_VNI_I: Final = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "đ": "ñ", "ỵ": "î"}


def vni_spelling(word: str) -> str:
    """The word as VNI spells it: the mark is a letter of its own after the vowel."""
    out = []
    for letter in word:
        if letter in _VNI_I:
            out.append(_VNI_I[letter])
            continue
        base, *marks = list(unicodedata.normalize("NFD", letter))
        shape = next((mark for mark in marks if mark in "\u0302\u0306"), "")
        tone = next((mark for mark in marks if mark in _VNI_TONES), "")
        if "\u031b" in marks:  # ơ and ư are letters of their own, ô and ö
            out.append("ô" if base == "o" else "ö")
            out.append(_VNI_TONES.get(tone, ""))
        else:
            out.append(base)
            out.append(_VNI_SHAPED[(shape, tone)] if shape else _VNI_TONES.get(tone, ""))
    return "".join(out)


def _foreign(words: frozenset[str]) -> frozenset[str]:
    """Only spellings that are no Vietnamese words of their own."""
    return frozenset(word for word in words if not word.isascii() and word not in _NON_ASCII)


_TCVN3_WORDS: Final = _foreign(frozenset(map(_tcvn3_spelling, _NON_ASCII))) - {
    "vµo", "ra", "sè",
}  # fmt: skip
_VNI_WORDS: Final = _foreign(frozenset(map(vni_spelling, _NON_ASCII)))
_WORD: Final = re.compile(r"[^\s.,;:()\[\]{}\"'/\\0-9-]+")
_SAMPLE: Final = 40_000
_ENOUGH: Final = 4


def vietnamese_words(text: str) -> int:
    """How many of the commonest accented Vietnamese words stand in the text's beginning."""
    return _count(text, _NON_ASCII)


def legacy_encoding(text: str) -> tuple[str, str] | None:
    """(encoding, example of its fonts) when the text is TCVN3 or VNI read as latin letters.

    Decided only on plain evidence: at least four of the commonest words in that spelling and
    more of them than real Vietnamese ones.
    """
    real = vietnamese_words(text)
    for words, encoding, font in (
        (_TCVN3_WORDS, "TCVN3 (ABC)", ".VnTime"),
        (_VNI_WORDS, "VNI", "VNI-Times"),
    ):
        found = _count(text, words)
        if found >= _ENOUGH and found > 2 * real:
            return encoding, font
    return None


def _count(text: str, words: frozenset[str]) -> int:
    if text[:_SAMPLE].isascii():
        return 0
    sample = unicodedata.normalize("NFC", text[:_SAMPLE])
    return sum(map(words.__contains__, _WORD.findall(sample.lower())))
