"""Checking a draft before it is signed: what is unclear, contradicts or is laid out wrongly.

Pure, like reading: a draft and the opened file in, findings out; no Django, nothing kept. What
each rule says stands in tables (`…_rules`, `notes`); the
law of the layout and the days it holds for in `profiles`.
"""

from __future__ import annotations

from datetime import date

from namro.foundation.documents.checking import notes
from namro.foundation.documents.checking.agreement import doubt_findings, parent_findings
from namro.foundation.documents.checking.clarity import deliverable_findings
from namro.foundation.documents.checking.closing import closing_findings
from namro.foundation.documents.checking.findings import Category, Finding, Severity, found
from namro.foundation.documents.checking.letterhead import letterhead_findings, shown, side_of
from namro.foundation.documents.checking.measures import target_findings
from namro.foundation.documents.checking.page_check import page_findings
from namro.foundation.documents.checking.profiles import Side, profile_on
from namro.foundation.documents.checking.segments import Line, closing, letterhead, lines_of
from namro.foundation.documents.checking.sheet import Pages, pages_of
from namro.foundation.documents.checking.structure import (
    appendix_findings,
    basis_findings,
    label_findings,
)
from namro.foundation.documents.reading.blocks import Opened
from namro.foundation.documents.reading.draft import Draft
from namro.foundation.documents.reading.passages import Grid, Part
from namro.foundation.documents.reading.pipeline import parts_of

__all__ = ["Category", "Finding", "Pages", "Severity", "Side", "check", "pages_of"]

_WEIGHT = {Severity.MUST: 0, Severity.SHOULD: 1, Severity.LOOK: 2}
_BASES = 40  # parts in which legal bases are looked for


def check(
    draft: Draft,
    opened: Opened,
    on: date | None = None,
    parent: Draft | None = None,
    *,
    side: Side | None = None,
    pages: Pages | None = None,
) -> list[Finding]:
    """All findings on a draft, in the order of the document, the weightiest of a place first.

    `opened` is the file the draft was read from. `on` is the day whose rules of layout hold
    (default: the draft's own date; without one, today's rules), `parent` the document it carries
    out, `side` State or Party (default: what the letterhead says), `pages` what a Word file says
    of its pages.
    """
    parts = parts_of(opened)
    results = [
        *deliverable_findings(draft, parts),
        *target_findings(draft),
        *doubt_findings(draft),
    ]
    if parent is not None:
        results += parent_findings(draft, parent)
    if not draft.targets and not draft.deliverables:
        results.append(found(notes.NOTHING_TO_FOLLOW, draft.text, 0, 0))
    results += _layout(draft, opened, parts, on, side, pages)
    results.sort(key=lambda one: (one.start, _WEIGHT[one.severity], one.end, one.code))
    return results


def _layout(
    draft: Draft,
    opened: Opened,
    parts: list[Part],
    on: date | None,
    side: Side | None,
    pages: Pages | None,
) -> list[Finding]:
    """The findings on layout, or what kept it from being checked."""
    head = letterhead(parts)
    side = side or side_of(draft, head)
    if side is None:
        return [found(notes.NO_SIDE, draft.text, 0, 0)]
    issued = draft.document.issued_on
    day = on or (date.fromisoformat(issued) if issued and _is_date(issued) else None)
    profile = profile_on(side, day)
    if profile is None:
        printed = day.strftime("%d/%m/%Y") if day else ""
        return [found(notes.NO_PROFILE, draft.text, 0, 0, day=printed)]
    results: list[Finding] = []
    if shown(head):
        printed_letters = opened.format in ("docx", "pdf")
        results += letterhead_findings(draft, head, profile, printed_letters)
        after = head.kind.end if head.kind else 0
        results += closing_findings(draft, closing(parts, after), profile)
        results += basis_findings(draft, _opening_lines(parts), profile)
    else:
        results.append(found(notes.NO_LETTERHEAD, draft.text, 0, 0))
    results += label_findings(draft, profile)
    results += appendix_findings(draft, profile)
    if pages is not None:
        results += page_findings(pages, draft.text, profile)
    return results


def _opening_lines(parts: list[Part]) -> list[Line]:
    return [
        line for part in parts[:_BASES] if not isinstance(part, Grid) for line in lines_of(part)
    ]


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
