"""Is a line a secrecy stamp (dấu chỉ độ mật)?

The three levels are MẬT, TỐI MẬT and TUYỆT MẬT (Law on the protection of state secrets
29/2018/QH14, article 8; the stamp is a box of its own at the head of the document). A stamp
stands alone, so only a line, a cell or a text box that holds nothing else counts: sentences
with "bí mật", "bảo mật", "mật khẩu" do not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

#: A stamp stands at the head; further down a lone word is a wrapped line or a list of levels.
HEAD_LINES: Final = 40

_LEVELS: Final = frozenset({"MẬT", "TỐIMẬT", "TUYỆTMẬT"})
_TITLE_LEVELS: Final = frozenset({"Mật", "Tốimật", "TốiMật", "Tuyệtmật", "TuyệtMật"})
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_DECORATION: Final = " \t.,:;*_-–—=~|/\\\"'“”‘’()[]{}<>«»#·•■□▪"
_GAP: Final = re.compile(r"\t+|[ \u00a0]{2,}|\s*\|\s*")
_PAIR: Final = re.compile(r"\s*[,;/+&()–—-]\s*|\s{2,}|\t")
_FIELD: Final = re.compile(r"[;,|\t]|\s{2,}")
_COPY: Final = re.compile(r"BẢNSỐ\W*\d*", re.IGNORECASE)
_URGENT: Final = frozenset(
    {"KHẨN", "THƯỢNGKHẨN", "HỎATỐC", "HOẢTỐC", "HỎATỐCHẸNGIỜ", "HOẢTỐCHẸNGIỜ"}
)
_LABELLED: Final = re.compile(
    r"^(?:độ|mức độ|mức|dấu(?: chỉ)? độ) mật\s*[:：\-–]\s*\W*(?:tối |tuyệt )?mật\W*$", re.IGNORECASE
)
_LIST_ITEM: Final = re.compile(r"^\s*(?:[-–—+•*]\s+|[0-9a-zđA-ZĐ]{1,3}[.)]\s*)\S")
#: Words that a wrapped capital line may have left on the line before: "BÍ / MẬT".
_BROKEN_BEFORE: Final = re.compile(r"(?:^|\W)(?:bí|bảo|cơ)\W*$", re.IGNORECASE)


def is_stamp(line: str, before: str = "") -> bool:
    """True when the line holds a secrecy stamp and nothing else.

    Letter-spaced and decomposed forms count ("M Ậ T"), also beside another cell of the head
    when the two are a tab, a bar or several spaces apart ("MẬT    Hà Nội, ngày …").
    `before` is the line above: a capital title broken inside "BẢO MẬT" is not a stamp.
    """
    if len(line) > 400:
        return False
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", line)).replace("\u00a0", " ")
    if "ậ" not in text and "Ậ" not in text:
        return False
    if any(_LABELLED.match(" ".join(part.split())) for part in _FIELD.split(text)):
        return True
    if _alone(text):
        return _BROKEN_BEFORE.search(unicodedata.normalize("NFC", before)[-60:]) is None
    if _LIST_ITEM.match(text):
        return False
    if _beside_urgency(text):
        return True
    segments = [segment for segment in _GAP.split(text.strip()) if segment.strip()]
    return len(segments) > 1 and any(
        _alone(segment) or _LABELLED.match(segment.strip()) is not None for segment in segments
    )


def _beside_urgency(text: str) -> bool:
    """A secrecy stamp with an urgency stamp or a copy number: "MẬT - HỎA TỐC"."""
    parts = ["".join(part.split()).strip(_DECORATION) for part in _PAIR.split(text.strip())]
    named = [part for part in parts if part]
    return (
        len(named) > 1
        and any(part in _LEVELS for part in named)
        and all(part in _LEVELS or _goes_with(part) for part in named)
        and any(_goes_with(part) for part in named)
    )


def _goes_with(part: str) -> bool:
    return part in _URGENT or _COPY.fullmatch(part) is not None


def _alone(text: str) -> bool:
    stripped = text.strip()
    bare = stripped.strip(_DECORATION)
    if stripped[:1] in "-–—+•*" and stripped[-1:] not in "-–—+•*":
        return False  # an item of a list that names the levels
    letters = "".join(bare.split())
    if letters in _LEVELS:
        return True
    # "Mật," or "Mật." ends a sentence that was broken across lines; a stamp ends with nothing.
    return letters in _TITLE_LEVELS and stripped.rstrip("])}\"'*_ ")[-1:] == bare[-1:]


def any_stamp(lines: Iterable[str], limit: int | None = HEAD_LINES) -> bool:
    """True when one of the first `limit` non-blank lines is a stamp (all lines with None)."""
    before = ""
    seen = 0
    for line in lines:
        if not line.strip():
            continue
        if is_stamp(line, before):
            return True
        before = line
        seen += 1
        if limit is not None and seen >= limit:
            return False
    return False
