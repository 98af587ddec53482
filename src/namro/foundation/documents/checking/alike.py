"""Whether two documents speak of one thing: subjects, organisations and dates as written."""

from __future__ import annotations

import re

from namro.foundation.documents.checking.clarity import leads_in
from namro.foundation.documents.reading.letters import fold, words

_WORD = re.compile(r"[^\W\d_]+")
# Words that say how much, when or by whom, not of what.
_COMMON = words(
    "tỷ tỉ lệ đạt tối thiểu trên dưới từ năm các của và được có trong là đến phấn đấu hết"
)
_ACRONYMS = {
    "ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "vp": "văn phòng",
    "ubmttq": "ủy ban mặt trận tổ quốc", "tp": "thành phố", "tttt": "thông tin và truyền thông",
    "khcn": "khoa học và công nghệ", "kh&cn": "khoa học và công nghệ",
}  # fmt: skip


def subject_words(text: str) -> frozenset[str]:
    """The words that tell what a target or a task is about."""
    return frozenset(_WORD.findall(fold(text))) - _COMMON


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of all words of two subjects that both have (0 … 1)."""
    return len(one & other) / len(one | other) if one or other else 0.0


def same_lead(one: str, other: str) -> bool:
    """Whether two leads name the same organisations, abbreviated or not, in any order."""
    return {organisation_key(name) for name in leads_in(one)} == {
        organisation_key(name) for name in leads_in(other)
    }


def organisation_key(name: str) -> str:
    """An organisation's name without abbreviations and without the place it ends with.

    "Sở TTTT" and "Sở Thông tin và Truyền thông thành phố Hà Nội" have one key.
    """
    written = re.findall(r"[\w&]+", fold(name))
    spelled = " ".join(_ACRONYMS.get(word, word) for word in written)
    # "Sở Thông tin và Truyền thông", taken apart at "và" and put together again, has a comma.
    spelled = re.sub(r"\bvà ", "", spelled)
    return re.sub(r"\b(?:thành phố|tỉnh)(?: hà nội)?$", "", spelled).strip()


def due_key(text: str) -> str:
    """A due date without the words around it: "Năm 2026" and "2026" are one."""
    key = re.sub(r"\b(?:năm|trong|đến|trước|hoàn thành|xong|tháng|ngày|hết)\b", " ", fold(text))
    return " ".join(re.findall(r"[\w]+", re.sub(r"\b0(\d)\b", r"\1", key)))
