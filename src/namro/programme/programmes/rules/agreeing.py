"""Whether a document that specifies another says the same of a target or a deliverable.

A plan that carries out a programme repeats its figures or asks for more (Programme 01-CTr/TU,
requirement 7; Decree 30/2020/NĐ-CP asks that documents of one system do not contradict). What it
asks for less of, or later, is looser; what it asks for more of, or sooner, is tighter.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from namro.foundation.documents.checking.alike import due_key, same_lead
from namro.programme.programmes.rules.wording import TargetValues

# How the lower document differs.
LOOSER, TIGHTER, OTHER = "looser", "tighter", "other"
# In what.
VALUE, DUE, UNIT, BASELINE, EACH_YEAR, DIRECTION, FIGURE, LEAD = (
    *("value", "due", "unit", "baseline", "each_year", "direction", "figure"),
    "lead",
)

# Comparators that speak of one thing, and whether more of it is harder to reach.
_FAMILIES: dict[str, tuple[str, bool]] = {
    "more_than": ("level", True), "at_least": ("level", True), "reach": ("level", True),
    "between": ("level", True), "less_than": ("ceiling", False), "at_most": ("ceiling", False),
    "increase": ("increase", True), "increase_at_least": ("increase", True),
    "reduce": ("reduction", True), "reduce_at_least": ("reduction", True),
    "improve_rank_at_least": ("places risen", True), "rank_within": ("rank", False),
}  # fmt: skip
# "trên 80%" asks for a little more than "tối thiểu 80%", "dưới 5%" than "tối đa 5%".
_STRICT = {"more_than", "less_than"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two documents say differently: in what, and which way."""

    field: str
    change: str


def target_differences(upper: TargetValues, lower: TargetValues) -> list[Difference]:
    """In what the target of the lower document differs from that of the upper one.

    A figure for another date is no contradiction where it may stand on the same way: less by an
    earlier date is a milestone, more by a later one a further step.
    """
    if "qualitative" in (upper.comparator, lower.comparator):
        return _without_figure(upper, lower)
    if upper.low is None or lower.low is None:
        return []  # a figure that could not be read says nothing
    found: list[Difference] = []
    family, more_is_harder = _FAMILIES[upper.comparator]
    if _FAMILIES[lower.comparator][0] != family:
        return [Difference(DIRECTION, OTHER)]
    if _unit(upper.unit) != _unit(lower.unit):
        return [Difference(UNIT, OTHER)]
    if (upper.baseline_year, upper.from_previous_year) != (
        lower.baseline_year,
        lower.from_previous_year,
    ):
        found.append(Difference(BASELINE, OTHER))
    if upper.each_year != lower.each_year:
        found.append(Difference(EACH_YEAR, LOOSER if upper.each_year else TIGHTER))
    value = _harder(_bound(upper, more_is_harder), _bound(lower, more_is_harder))
    when = _later(upper.due, lower.due)
    if when == 0:
        if value:
            found.append(Difference(VALUE, TIGHTER if value > 0 else LOOSER))
    elif when > 0 and value <= 0:
        found.append(Difference(DUE, LOOSER))
        if value < 0:
            found.append(Difference(VALUE, LOOSER))
    elif when < 0 and value >= 0:
        found.append(Difference(DUE, TIGHTER))
        if value > 0:
            found.append(Difference(VALUE, TIGHTER))
    return found


def _without_figure(upper: TargetValues, lower: TargetValues) -> list[Difference]:
    """A figure added makes a target measurable, a figure left out makes it looser."""
    if upper.comparator != "qualitative":
        return [Difference(FIGURE, LOOSER)]
    when = _later(upper.due, lower.due)
    return [Difference(DUE, LOOSER if when > 0 else TIGHTER)] if when else []


def deliverable_differences(
    upper_lead: str, upper_due: str, lower_lead: str, lower_due: str
) -> list[Difference]:
    """In what a deliverable (its lead and its due date as written) differs from the upper one.

    What only one of the two says is no difference.
    """
    found: list[Difference] = []
    if upper_lead.strip() and lower_lead.strip() and not same_lead(upper_lead, lower_lead):
        found.append(Difference(LEAD, OTHER))
    if upper_due.strip() and lower_due.strip() and due_key(upper_due) != due_key(lower_due):
        found.append(Difference(DUE, OTHER))
    return found


Bound = tuple[Decimal, ...]


def _bound(target: TargetValues, more_is_harder: bool) -> Bound:
    """What the target asks for, in the order of hardness: its (lower) value, strictness, end."""
    low = target.low or Decimal(0)
    high = low if target.high is None else target.high
    sign = 1 if more_is_harder else -1
    return (sign * low, Decimal(target.comparator in _STRICT), sign * high)


def _harder(upper: Bound, lower: Bound) -> int:
    """1 where the lower document asks for more, -1 for less, 0 for the same."""
    return (lower > upper) - (lower < upper)


def _later(upper: int | dt.date | None, lower: int | dt.date | None) -> int:
    """1 where the lower document is due later, -1 sooner, 0 where the same or one is silent."""
    if upper is None or lower is None:
        return 0
    one, other = _last_day(upper), _last_day(lower)
    return (other > one) - (other < one)


def _last_day(due: int | dt.date) -> dt.date:
    return due if isinstance(due, dt.date) else dt.date(due, 12, 31)


def _unit(unit: str) -> str:
    return " ".join(unit.casefold().split())
