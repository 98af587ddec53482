"""The rules on agreement: the text with its appendix, the draft with its parent."""

from __future__ import annotations

from collections.abc import Iterator

from namro.foundation.documents.checking import content_rules as rules
from namro.foundation.documents.checking import notes
from namro.foundation.documents.checking.alike import (
    due_key,
    likeness,
    same_lead,
    subject_words,
)
from namro.foundation.documents.checking.findings import Finding, found
from namro.foundation.documents.checking.measures import printed_value
from namro.foundation.documents.checking.numbering_rules import DOUBTS, ROWS_SPLIT
from namro.foundation.documents.reading.draft import (
    Comparator,
    DeliverableDraft,
    Draft,
    TargetDraft,
)
from namro.foundation.documents.reading.issues import Issue, Remark

_ALIKE = 0.8  # share of words two subjects have in common to be about one thing
_MOST = 600  # items of either kind compared; more would be quadratic
_LONG = 90


def doubt_findings(draft: Draft) -> Iterator[Finding]:
    """What the reader noted: gaps, repeated labels, slips, and the text against its tables."""
    split: list[Issue] = []
    for issue in draft.issues:
        values = dict(issue.values)
        if issue.code is Remark.CONTRADICTION:
            yield found(rules.BODY_TABLE, draft.text, issue.start, issue.end, **values)
        elif issue.code is Remark.ROWS_SPLIT:
            split.append(issue)
        elif (rule := DOUBTS.get(issue.code)) is not None:
            yield found(rule, draft.text, issue.start, issue.end, **values)
    if split:
        first = next((issue for issue in split if issue.end), split[0])
        yield found(ROWS_SPLIT, draft.text, first.start, first.end, count=str(len(split)))


def parent_findings(draft: Draft, parent: Draft) -> Iterator[Finding]:
    """Where the draft and its parent say different things of one target or task.

    Two are one when 4 of 5 words of their subjects (titles) are the same, and for targets their
    unit is. Programme 01, requirement 7: a plan that carries out another one repeats its figures.
    """
    number = f" {parent.document.number}" if parent.document.number else ""
    shared = 0
    for target in draft.targets[:_MOST]:
        match = _same_target(target, parent.targets[:_MOST])
        if match is not None:
            shared += 1
            yield from _compare_targets(draft, target, match, number)
    for row in draft.deliverables[:_MOST]:
        other = _same_row(row, parent.deliverables[:_MOST])
        if other is not None:
            shared += 1
            yield from _compare_rows(draft, row, other, number)
    if not shared:
        yield found(notes.PARENT_NOTHING_SHARED, draft.text, 0, 0)


def _same_target(target: TargetDraft, others: list[TargetDraft]) -> TargetDraft | None:
    own = subject_words(target.subject)
    if len(own) < 3:
        return None
    alike = [
        (score, other)
        for other in others
        if other.unit == target.unit
        and (score := likeness(own, subject_words(other.subject))) >= _ALIKE
    ]
    if not alike:
        return None
    # Of several (one for each phase) the one that agrees best is meant.
    return max(
        alike,
        key=lambda one: (one[1].due == target.due, one[1].value == target.value, one[0]),
    )[1]


def _compare_targets(
    draft: Draft, target: TargetDraft, other: TargetDraft, number: str
) -> Iterator[Finding]:  # fmt: skip
    values = {"text": _short(target.subject), "number": number}
    level = (target.value, _bound(target.comparator))
    if level != (other.value, _bound(other.comparator)):
        yield found(
            rules.PARENT_VALUE, draft.text, target.start, target.end,
            own=_level(target), parent=_level(other), **values,
        )  # fmt: skip
    if target.due != other.due and None not in (target.due, other.due):
        yield found(
            rules.PARENT_DUE, draft.text, target.start, target.end,
            own=str(target.due), parent=str(other.due), **values,
        )  # fmt: skip
    if target.lead and other.lead and not same_lead(target.lead, other.lead):
        yield found(
            rules.PARENT_LEAD, draft.text, target.start, target.end,
            own=target.lead, parent=other.lead, **values,
        )  # fmt: skip


_BOUNDS = {
    Comparator.MORE_THAN: "trên", Comparator.AT_LEAST: "tối thiểu", Comparator.LESS_THAN: "dưới",
    Comparator.AT_MOST: "tối đa", Comparator.INCREASE: "tăng",
    Comparator.INCREASE_AT_LEAST: "tăng tối thiểu", Comparator.REDUCE: "giảm",
    Comparator.REDUCE_AT_LEAST: "giảm tối thiểu",
}  # fmt: skip


def _bound(comparator: Comparator) -> str:
    return _BOUNDS.get(comparator, "")


def _level(target: TargetDraft) -> str:
    return f"{_bound(target.comparator)} {printed_value(target)}".strip() or "—"


def _same_row(row: DeliverableDraft, others: list[DeliverableDraft]) -> DeliverableDraft | None:
    own = subject_words(row.title)
    if len(own) < 3:
        return None
    alike = [
        (score, other)
        for other in others
        if (score := likeness(own, subject_words(other.title))) >= _ALIKE
    ]
    return max(alike, key=lambda one: one[0])[1] if alike else None


def _compare_rows(
    draft: Draft, row: DeliverableDraft, other: DeliverableDraft, number: str
) -> Iterator[Finding]:  # fmt: skip
    values = {"text": _short(row.title), "number": number}
    if row.lead and other.lead and not same_lead(row.lead, other.lead):
        yield found(
            rules.PARENT_LEAD, draft.text, row.start, row.end,
            own=row.lead, parent=other.lead, **values,
        )  # fmt: skip
    if row.due and other.due and due_key(row.due) != due_key(other.due):
        yield found(
            rules.PARENT_DUE, draft.text, row.start, row.end,
            own=row.due, parent=other.due, **values,
        )  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= _LONG else text[: _LONG - 1].rstrip() + "…"
