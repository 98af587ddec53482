"""What a rule of layout is; the law and its day come from the profile.

`clause` is the clause of Decree 30/2020/NĐ-CP, Annex I, Part I (State); `party` the component of
Guidance 36-HD/VPTW and its successor (Party). A rule without one does not apply to that side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from namro.foundation.documents.checking.findings import (
    Category,
    Finding,
    Pair,
    Rule,
    Severity,
    quoted,
)
from namro.foundation.documents.checking.profiles import Profile, Side


@dataclass(frozen=True, slots=True)
class LayoutRule:
    """A rule of layout with its clause on either side ("" where it does not hold there)."""

    rule: Rule
    state: str
    party: Pair


def make(
    one: LayoutRule, profile: Profile, text: str, start: int, end: int, /, **values: str
) -> Finding:
    """A finding of a rule under a profile, with the clause it rests on."""
    if profile.side is Side.STATE:
        clause = one.state
        pair = (
            (clause, clause)
            if clause.startswith(("Phụ lục III", "Annex"))
            else (f"Phụ lục I, Phần I, Mục {clause}", f"Annex I, Part I, {clause}")
        )
    else:
        pair = one.party
    return Finding(one.rule, start, end, quoted(text, start, end), values, profile.cites(pair))


def layout(
    code: str, severity: Severity, state: str, party: Pair, message: Pair, remedy: Pair,
    category: Category = Category.LAYOUT,
) -> LayoutRule:  # fmt: skip
    """A rule of layout, with its clause on either side."""
    return LayoutRule(Rule(code, category, severity, message, remedy), state, party)


P_TITLE: Final[Pair] = ("tiêu đề văn bản", "title of Party documents")
P_NUMBER: Final[Pair] = ("số và ký hiệu văn bản", "number and symbol")
P_DATE: Final[Pair] = ("địa danh và ngày, tháng, năm ban hành", "place and date of issue")
P_KIND: Final[Pair] = ("tên loại và trích yếu nội dung", "kind and title")
P_BODY: Final[Pair] = ("nội dung văn bản", "content")
P_SIGN: Final[Pair] = (
    "quyền hạn, chức vụ, họ tên và chữ ký",
    "authority, office, name and signature",
)
P_SENT: Final[Pair] = ("nơi nhận văn bản", "recipients")
P_PAGE: Final[Pair] = (
    "phông chữ, khổ giấy, định lề, số trang",
    "font, paper, margins, page numbers",
)
