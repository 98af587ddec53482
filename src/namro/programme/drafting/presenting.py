"""What the page of findings shows, from what the check gave."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from namro.foundation.documents.checking.findings import Category, Severity
from namro.foundation.documents.checking.report import CATEGORIES, SEVERITIES
from namro.programme.drafting.receiving import MOST_FINDINGS, Checked
from namro.programme.drafting.rules.marks import Place, marked_lines

#: A shape for each weight, so that colour is never alone.
SHAPES: Final = {Severity.MUST: "■", Severity.SHOULD: "▲", Severity.LOOK: "○"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding as the page shows it; `line` is 0 where it is about the whole document."""

    number: int
    severity: str
    shape: str
    weight: str
    category: str
    message: str
    remedy: str
    source: str
    easy: str
    quote: str
    line: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many findings have a weight."""

    severity: str
    shape: str
    weight: str
    count: int


def page_of(checked: Checked, file_name: str, parent_name: str, language: str) -> dict[str, Any]:
    """The context of the page: findings with numbers, and the text with their places marked."""
    tongue = "en" if language == "en" else "vi"
    told = checked.findings[:MOST_FINDINGS]
    lines = _Lines(checked.text)
    findings = [_shown(number, one, lines, tongue) for number, one in enumerate(told, start=1)]
    places = [
        Place(number, one["start"], one["end"], one["severity"])
        for number, one in enumerate(told, start=1)
    ]
    counts = Counter(one["severity"] for one in checked.findings)
    return {
        "file_name": file_name,
        "parent_name": parent_name,
        "head": checked.head,
        "findings": findings,
        "left_off": len(checked.findings) - len(told),
        "counts": [
            Count(severity.value, SHAPES[severity], _word(SEVERITIES[severity], tongue), count)
            for severity in Severity
            if (count := counts[severity.value])
        ],
        "lines": marked_lines(checked.text, places),
        "must": counts[Severity.MUST.value],
    }


class _Lines:
    """The number of the line in which an offset stands, in one pass for rising offsets."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1

    def of(self, offset: int) -> int:
        """The line, counted from 1; offsets must not fall."""
        self._line += self._text.count("\n", self._at, offset)
        self._at = max(self._at, offset)
        return self._line


def _shown(number: int, one: dict[str, Any], lines: _Lines, tongue: str) -> Shown:
    severity = Severity(one["severity"])
    return Shown(
        number=number,
        severity=severity.value,
        shape=SHAPES[severity],
        weight=_word(SEVERITIES[severity], tongue),
        category=_word(CATEGORIES[Category(one["category"])], tongue),
        message=one["message"][tongue],
        remedy=one["remedy"][tongue],
        source=one["basis"][tongue],
        easy=one["easy"][tongue],
        quote=one["quote"],
        line=lines.of(one["start"]) if one["start"] < one["end"] else 0,
    )


def _word(pair: tuple[str, str], tongue: str) -> str:
    return pair[1 if tongue == "en" else 0]
