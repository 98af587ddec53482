"""What is doubtful in the targets: figures that contradict, subjects that are no subjects."""

from __future__ import annotations

import re

from namro.foundation.documents.reading.draft import Comparator, TargetDraft
from namro.foundation.documents.reading.issues import Issue, Remark
from namro.foundation.documents.reading.letters import fold, words
from namro.foundation.documents.reading.subjects import is_unclear

_WORD = re.compile(r"[^\W\d_]+")
_COMMON = words("tỷ tỉ lệ đạt tối thiểu trên dưới từ năm các của và được có trong là đến phấn đấu")
_ALIKE = 0.8
_MOST = 400  # targets of either kind compared; more would be quadratic


def contradictions(targets: list[TargetDraft]) -> list[Issue]:
    """An issue for each target of the text that a table states with another value.

    Two targets are about the same when their subjects share most words and they are due
    together; what is only more exactly worded ("đạt 60%" and "trên 60%") is a contradiction
    too.
    """
    table = [(target, _words(target)) for target in targets if target.within == "table"][:_MOST]
    if not table:
        return []
    issues: list[Issue] = []
    for target in [one for one in targets if one.within != "table"][:_MOST]:
        own = _words(target)
        if len(own) < 3 or target.comparator is Comparator.QUALITATIVE:
            continue
        alike = [
            (_likeness(own, others), other)
            for other, others in table
            if other.unit == target.unit
            and (other.due == target.due or None in (other.due, target.due))
        ]
        if not alike:
            continue
        likeness, other = max(alike, key=lambda one: one[0])
        if likeness < _ALIKE or any(
            score >= _ALIKE and near.value == target.value for score, near in alike
        ):
            continue
        if other.value is None or target.value is None:
            continue
        issues.append(
            Issue(
                Remark.CONTRADICTION,
                target.start,
                target.end,
                {
                    "body": _printed(target),
                    "table": _printed(other),
                    "text": target.subject[:80],
                },
            )
        )
    return issues


def unclear_subjects(targets: list[TargetDraft]) -> list[Issue]:
    """An issue for each target whose subject reads like a piece of one."""
    return [
        Issue(
            Remark.SUBJECT_UNCLEAR,
            target.start,
            target.end,
            {"value": _printed(target), "subject": target.subject[:60]},
        )
        for target in targets
        if target.comparator is not Comparator.QUALITATIVE and is_unclear(target.subject)
    ]


def _words(target: TargetDraft) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(target.subject))) - _COMMON


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0


def _printed(target: TargetDraft) -> str:
    value = target.value
    text = " - ".join(_plain(part) for part in value) if isinstance(value, tuple) else _plain(value)
    return f"{text}{'' if target.unit == '%' else ' '}{target.unit or ''}".strip()


def _plain(value: int | float | None) -> str:
    return "" if value is None else str(value).replace(".", ",")
