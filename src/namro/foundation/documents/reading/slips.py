"""Likely slips of character recognition in headings and targets.

A pair of syllables that has the letters of an official phrase but other marks ("CÀI CÁCH",
"phần đấu") is reported with what it should be; the text itself is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from namro.foundation.documents.reading.issues import Issue, Remark
from namro.foundation.documents.reading.letters import fold, phrases, without_marks

_PHRASES = phrases(
    """cải cách|hành chính|thực hiện|nhiệm vụ|giải pháp|tổ chức|phấn đấu|mục tiêu|chỉ tiêu|yêu cầu
    |kế hoạch|chương trình|chính quyền|đảng viên|phụ lục|nguyên nhân|hạn chế|kết quả|lộ trình
    |phân công|sơ kết|tổng kết|triển khai|bổ sung|nâng cao|chất lượng|hiệu quả|hiệu lực|xây dựng
    |chỉnh đốn|hệ thống|chính trị|thành phố|thủ tục|chuyển đổi|công nghệ|khoa học|kinh tế|xã hội
    |phát triển|nông thôn|đô thị|giáo dục|đào tạo|doanh nghiệp|cơ sở|dữ liệu|ngân sách|nhà nước
    |trách nhiệm|kiểm tra|giám sát|đánh giá|khuyết điểm|trọng tâm|cụ thể|tối thiểu|giai đoạn"""
)
_BY_LETTERS = {without_marks(phrase): phrase for phrase in _PHRASES}
# Pairs with the letters of an official phrase that are words of their own.
_OTHER_WORDS = phrases(
    """cơ số|có số|có sở|cố số|đồ thị|phản công|yếu cầu|trong tâm|cơ thể|nông thốn|kinh tệ"""
)
_PAIR = re.compile(r"(?=(?<![^\W\d_])([^\W\d_]+\s[^\W\d_]+)(?![^\W\d_]))")


def word_slips(lines: Iterable[tuple[str, int]]) -> list[Issue]:
    """An issue for each likely slip in `lines`: (text, its offset in the document)."""
    issues: list[Issue] = []
    for text, start in lines:
        folded = fold(text)
        for found in _PAIR.finditer(folded):
            pair = found[1]
            meant = _BY_LETTERS.get(without_marks(pair))
            if meant is None or pair == meant or _is_word(pair, meant):
                continue
            at = start + found.start(1)
            raw = text[found.start(1) : found.end(1)]
            issues.append(Issue(Remark.WORD_SLIP, at, at + len(raw), {"raw": raw, "word": meant}))
    return issues


def _is_word(pair: str, meant: str) -> bool:
    """Whether the pair is right as it stands.

    Recognition changes the marks of one syllable and leaves the other; some such pairs are
    words of their own ("cơ số", "đồ thị", "phản công").
    """
    same = sum(one == other for one, other in zip(pair.split(), meant.split(), strict=True))
    if pair == "phần đầu":  # among targets never "the first part"
        return False
    return same != 1 or pair in _OTHER_WORDS
