"""What differs between two accounts of the same units: from when until when, and what.

An account is what was recorded at one time, as dated facts. Two of them, before and after a
change, give a change's preview: every day on which something is told otherwise, and no other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

ONE_DAY = dt.timedelta(days=1)
# Days are compared as numbers; beyond these nothing is recorded.
_FIRST, _LAST = dt.date.min.toordinal(), dt.date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Fact:
    """What holds of a subject in one respect from a day until a day, both included.

    No first day: since before what is recorded; no last day: still.
    """

    subject: Hashable
    respect: str
    value: Any
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """From `first` to `last` a subject has `after` and no longer `before` (None: nothing)."""

    subject: Hashable
    respect: str
    before: Any
    after: Any
    first: dt.date | None
    last: dt.date | None


def differences(before: Iterable[Fact], after: Iterable[Fact]) -> list[Difference]:
    """The longest stretches of days on which `after` says otherwise than `before`.

    Ordered by subject as met in `before` and then `after`, by respect, by day. Facts of one
    subject and respect must not overlap within one account.
    """
    told: dict[tuple[Hashable, str], tuple[list[Fact], list[Fact]]] = {}
    for side, facts in enumerate((before, after)):
        for fact in facts:
            told.setdefault((fact.subject, fact.respect), ([], []))[side].append(fact)
    found: list[Difference] = []
    for (subject, respect), (old, new) in told.items():
        if set(old) != set(new):
            found += _stretches(subject, respect, old, new)
    return found


def _stretches(
    subject: Hashable, respect: str, old: list[Fact], new: list[Fact]
) -> list[Difference]:
    begins = sorted({_FIRST, *(edge for fact in (*old, *new) for edge in _edges(fact))})
    found: list[Difference] = []
    for begin, following in zip(begins, [*begins[1:], _LAST + 1], strict=True):
        was, now = _on(old, begin), _on(new, begin)
        if was == now:
            continue
        first = None if begin == _FIRST else dt.date.fromordinal(begin)
        last = None if following > _LAST else dt.date.fromordinal(following - 1)
        before = found[-1] if found else None
        if (
            before is not None
            and (before.before, before.after) == (was, now)
            and before.last is not None
            and first == before.last + ONE_DAY
        ):
            first = before.first
            found.pop()
        found.append(Difference(subject, respect, was, now, first, last))
    return found


def _edges(fact: Fact) -> Iterable[int]:
    """The days on which a fact begins, and on which it holds no more."""
    if fact.first is not None:
        yield fact.first.toordinal()
    if fact.last is not None and fact.last < dt.date.max:
        yield fact.last.toordinal() + 1


def _on(facts: Iterable[Fact], day: int) -> Any:
    for fact in facts:
        begun = fact.first is None or fact.first.toordinal() <= day
        if begun and (fact.last is None or fact.last.toordinal() >= day):
            return fact.value
    return None
