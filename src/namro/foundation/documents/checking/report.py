"""The findings as a page to read in the terminal, or as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from namro.foundation.documents.checking.findings import Category, Finding, Pair, Severity
from namro.foundation.documents.reading.draft import Draft
from namro.foundation.documents.summary import printable

SEVERITIES: Final[dict[Severity, Pair]] = {
    Severity.MUST: ("Phải sửa", "Must be mended"),
    Severity.SHOULD: ("Nên sửa", "Should be mended"),
    Severity.LOOK: ("Cần xem", "To look at"),
}
CATEGORIES: Final[dict[Category, Pair]] = {
    Category.CLEAR: ("Rõ và dễ", "Clear and easy"),
    Category.AGREEMENT: ("Thống nhất", "Agreement"),
    Category.NUMBERING: ("Đánh số", "Numbering"),
    Category.LAYOUT: ("Thể thức", "Layout"),
    Category.PAGE: ("Trang giấy", "Page"),
    Category.READING: ("Chưa soát được", "Not checked"),
}
_SIGNS: Final = {Severity.MUST: "■", Severity.SHOULD: "▲", Severity.LOOK: "○"}
_STYLES: Final = {Severity.MUST: "bold red", Severity.SHOULD: "yellow", Severity.LOOK: "cyan"}


def as_json(draft: Draft, findings: Sequence[Finding]) -> dict[str, Any]:
    """The findings with the document's head; offsets are those of `namro read --text`."""
    counts = Counter(finding.severity.value for finding in findings)
    return {
        "document": {
            "kind": draft.document.kind,
            "number": draft.document.number,
            "title": draft.document.title,
        },
        "counts": {severity.value: counts[severity.value] for severity in Severity},
        "findings": [finding.as_dict() for finding in findings],
    }


def report(draft: Draft, findings: Sequence[Finding], language: str) -> Group:
    """The findings with their place, quotation, remedy and source, and a line that sums up."""
    return Group(*_lines(draft, findings, 1 if language == "en" else 0, language))


def line_of(text: str, offset: int) -> int:
    """The number of the line of the text that was read in which an offset stands, from 1."""
    return text.count("\n", 0, offset) + 1


def _lines(
    draft: Draft, findings: Sequence[Finding], tongue: int, language: str
) -> Iterator[RenderableType]:
    head = draft.document
    title = " ".join(part for part in (head.kind, head.number, head.title) if part)
    yield Text(printable(title) or ("Dự thảo", "Draft")[tongue], style="bold")
    yield Text(summed_up(findings, language))
    for finding in findings:
        yield from _finding(draft, finding, tongue, language)


def summed_up(findings: Sequence[Finding], language: str) -> str:
    """How many findings of each weight there are, as a sentence."""
    counts = Counter(finding.severity for finding in findings)
    if not findings:
        return (
            "No finding: nothing to mend was found."
            if language == "en"
            else "Không có phát hiện nào: không thấy chỗ phải sửa."
        )
    tongue = 1 if language == "en" else 0
    return "; ".join(
        f"{SEVERITIES[severity][tongue].lower() if at else SEVERITIES[severity][tongue]}: {count}"
        for at, (severity, count) in enumerate(
            (severity, counts[severity]) for severity in Severity if counts[severity]
        )
    ) + "."  # fmt: skip


def _finding(
    draft: Draft, finding: Finding, tongue: int, language: str
) -> Iterator[RenderableType]:
    severity = finding.severity
    line = Text("\n")
    line.append(f"{_SIGNS[severity]} {SEVERITIES[severity][tongue]}", style=_STYLES[severity])
    line.append(f" · {CATEGORIES[finding.category][tongue]} · {_place(draft, finding, tongue)}\n")
    line.append(printable(finding.message(language)))
    yield line
    if finding.quote:
        yield Padding(Text(f"“{printable(finding.quote)}”", style="italic"), (0, 0, 0, 4))
    detail = Text(f"→ {printable(finding.remedy(language))}\n")
    source = " · ".join(part for part in (finding.easy(language), finding.source(language)) if part)
    detail.append(source, style="dim")
    yield Padding(detail, (0, 0, 0, 4))


def _place(draft: Draft, finding: Finding, tongue: int) -> str:
    if finding.start == finding.end:
        return ("cả văn bản", "the whole document")[tongue]
    return f"{('dòng', 'line')[tongue]} {line_of(draft.text, finding.start)}"
