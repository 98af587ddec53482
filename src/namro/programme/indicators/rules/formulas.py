"""Formulas over indicators: what they come to, in which order, and what a change reaches."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from namro.foundation.calendar import CalendarError, Period
from namro.programme.indicators.rules.errors import given
from namro.programme.indicators.rules.formula_nodes import (
    Call,
    Formula,
    FormulaError,
    InUnit,
    Negative,
    Node,
    Number,
    Operation,
    Reference,
    Relation,
    When,
    walk,
)
from namro.programme.indicators.rules.formula_reading import parse, parse_relation

__all__ = [
    "Computed",
    "Formula",
    "FormulaError",
    "Lookup",
    "NoResult",
    "Relation",
    "When",
    "check_names",
    "compared",
    "computed",
    "order",
    "parse",
    "parse_relation",
    "reached",
    "sentence",
]

Lookup: TypeAlias = Callable[[str, When], Fraction | None]
Asked: TypeAlias = tuple[str, When]

_WHEN = {
    When.NOW: ("{}", "{}"),
    When.PREVIOUS: ("{} kỳ trước", "{} of the period before"),
    When.SAME_LAST_YEAR: ("{} cùng kỳ năm trước", "{} of the same period last year"),
}


class NoResult(StrEnum):
    """Why a formula comes to nothing."""

    MISSING = "missing"
    DIVISION_BY_ZERO = "division_by_zero"


@dataclass(frozen=True, slots=True)
class Computed:
    """What a formula comes to.

    Attributes:
        value: exact; None where `reason` says why.
        missing: the figures that are not there, in the order of the formula, where they count.
        at: at which character 0 was divided by.
    """

    value: Fraction | None
    reason: NoResult | None = None
    missing: tuple[Asked, ...] = ()
    at: int = 0


def computed(formula: Formula, lookup: Lookup) -> Computed:
    """What a formula comes to. A missing figure makes it missing, unless `neu_thieu` says else."""
    return _computed(formula.node, lookup)


def _computed(node: Node, lookup: Lookup) -> Computed:
    match node:
        case Number():
            return Computed(node.value)
        case Reference():
            value = lookup(node.key, node.when)
            if value is None:
                return Computed(None, NoResult.MISSING, ((node.key, node.when),))
            return Computed(value)
        case InUnit():
            return _computed(node.inner, lookup)
        case Negative():
            return _joined([_computed(node.inner, lookup)], lambda values: -values[0])
        case Call(name="if_missing"):
            inner = _computed(node.arguments[0], lookup)
            replaced = inner.reason is NoResult.MISSING
            return _computed(node.arguments[1], lookup) if replaced else inner
        case Call():
            parts = [_computed(each, lookup) for each in node.arguments]
            return _joined(parts, _FUNCTIONS[node.name])
        case Operation():
            sides = [_computed(each, lookup) for each in (node.left, node.right)]
            if node.sign == "/" and sides[1].value == 0 and sides[0].value is not None:
                return Computed(None, NoResult.DIVISION_BY_ZERO, at=node.at)
            return _joined(sides, _OPERATIONS[node.sign])


def _joined(parts: list[Computed], what: Callable[[list[Fraction]], Fraction]) -> Computed:
    missing = tuple(dict.fromkeys(asked for each in parts for asked in each.missing))
    if missing:
        return Computed(None, NoResult.MISSING, missing)
    for each in parts:
        if each.value is None:
            return each
    return Computed(what([given(each.value) for each in parts]))


_FUNCTIONS: dict[str, Callable[[list[Fraction]], Fraction]] = {
    "min": min,
    "max": max,
    "abs": lambda values: abs(values[0]),
}
_OPERATIONS: dict[str, Callable[[list[Fraction]], Fraction]] = {
    "+": lambda sides: sides[0] + sides[1],
    "-": lambda sides: sides[0] - sides[1],
    "*": lambda sides: sides[0] * sides[1],
    "/": lambda sides: sides[0] / sides[1],
}


def sentence(found: Computed, names: Mapping[str, str], language: str = "vi") -> str:
    """Why there is no value, in words; empty where there is one."""
    if found.reason is None:
        return ""
    vietnamese = language == "vi"
    if found.reason is NoResult.DIVISION_BY_ZERO:
        if vietnamese:
            return f"Không có giá trị: phép chia ở ký tự thứ {found.at} có số chia bằng 0."
        return f"No value: the division at character {found.at} is by 0."
    said = [
        _WHEN[when][0 if vietnamese else 1].format(f"“{names.get(key, key)}”")
        for key, when in found.missing
    ]
    if vietnamese:
        return f"Không có giá trị: thiếu số liệu của {', '.join(said)}."
    return f"No value: figures are missing for {', '.join(said)}."


def compared(
    relation: Relation, lookup: Lookup, tolerance: Fraction | int = 0
) -> tuple[Computed, Computed, bool | None]:
    """Both sides of a relation, and whether it holds within a tolerance; None: one has no value."""
    left, right = computed(relation.left, lookup), computed(relation.right, lookup)
    if left.value is None or right.value is None:
        return left, right, None
    difference = left.value - right.value
    holds = {
        "=": abs(difference) <= tolerance,
        "<=": difference <= tolerance,
        ">=": difference >= -tolerance,
        "<": difference < tolerance,
        ">": difference > -tolerance,
    }
    return left, right, holds[relation.sign]


def check_names(formula: Formula, known: Iterable[str]) -> None:
    """Refuse a formula that names an indicator that is not there.

    Raises:
        FormulaError: for the first one, with those whose keys are close.
    """
    keys = set(known)
    for node in walk(formula.node):
        if isinstance(node, Reference) and node.key not in keys:
            close = get_close_matches(node.key, sorted(keys), 3)
            vi = f" Có phải: {', '.join(close)}?" if close else ""
            en = f" Did you mean {', '.join(close)}?" if close else ""
            raise FormulaError(
                f"không có chỉ tiêu nào có mã “{node.key}”.{vi}",
                f"there is no indicator with the key “{node.key}”.{en}",
                node.at,
            )


def order(formulas: Mapping[str, Formula]) -> tuple[str, ...]:
    """The indicators with formulas in an order in which each comes after what it is made of.

    A formula that uses its own indicator is a circle too, also of another period: what adds up
    over periods is said by the rule over time.

    Raises:
        FormulaError: indicators are made of one another; the message names the circle.
    """
    waiting = {key: len(formula.keys & formulas.keys()) for key, formula in formulas.items()}
    users: dict[str, list[str]] = {}
    for key, formula in formulas.items():
        for used in formula.keys & formulas.keys():
            users.setdefault(used, []).append(key)
    ready = [key for key, count in waiting.items() if not count]
    heapq.heapify(ready)
    found: list[str] = []
    while ready:
        key = heapq.heappop(ready)
        found.append(key)
        for user in users.get(key, ()):
            waiting[user] -= 1
            if not waiting[user]:
                heapq.heappush(ready, user)
    if len(found) < len(formulas):
        circle = " → ".join(_circle(formulas, set(formulas) - set(found)))
        raise FormulaError(
            f"Các công thức tạo thành vòng: {circle}. Hãy bỏ một trong các chỉ tiêu này khỏi công "
            "thức của chỉ tiêu kia.",
            f"The formulas make a circle: {circle}. Take one of these indicators out of the "
            "formula of the other.",
        )
    return tuple(found)


def _circle(formulas: Mapping[str, Formula], left: set[str]) -> list[str]:
    """A circle among those left: each of them is made of at least one other of them."""
    path = [min(left)]
    while True:
        following = min(formulas[path[-1]].keys & left)
        if following in path:
            return [*path[path.index(following) :], following]
        path.append(following)


def reached(
    formulas: Mapping[str, Formula], key: str, period: Period
) -> tuple[tuple[str, Period], ...]:
    """What is to be computed again when a figure of an indicator and period changes, in order.

    A formula that looks back reaches later periods: `truoc` the next one, `cung_ky` the same one
    a year later.

    Raises:
        FormulaError: the formulas make a circle.
    """
    touched: dict[str, dict[Period, None]] = {key: {period: None}}
    found: list[tuple[str, Period]] = []
    for user in order(formulas):
        for used, when in sorted(formulas[user].references):
            for each in touched.get(used, {}):
                later = _looked_at_from(each, when)
                if later is not None:
                    touched.setdefault(user, {})[later] = None
        found += [(user, each) for each in touched.get(user, {}) if user != key]
    return tuple(found)


def _looked_at_from(period: Period, when: When) -> Period | None:
    """The period from which a figure of `period` is seen so."""
    if when is When.NOW:
        return period
    try:
        if when is When.PREVIOUS:
            return period.next
        # One of the two lies in the same period a year later, leap year or not.
        for days in (365, 366):
            later = Period.of(period.kind, period.first + timedelta(days=days))
            if later.same_last_year == period:
                return later
    except (CalendarError, OverflowError):
        pass  # It has none, or lies at the end of the calendar.
    return None
