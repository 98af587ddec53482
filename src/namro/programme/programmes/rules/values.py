"""One item of a draft as the values of its row: named as the columns, typed, and storable.

Keeping a draft and comparing two drafts both start from these, so that what is compared is
exactly what is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from namro.programme.programmes.rules import draft as rules
from namro.programme.programmes.rules.draft import storable

Item = Mapping[str, Any]


def labelled(item: Item) -> dict[str, Any]:
    """An objective or a requirement."""
    return {"label": storable(item.get("label")), "text": storable(item["text"])}


def step(item: Item) -> dict[str, Any]:
    """A step of the roadmap."""
    return {
        "from_year": item.get("from"),
        "to_year": item.get("to"),
        "text": storable(item["text"]),
    }


def deliverable(item: Item) -> dict[str, Any]:
    """A deliverable."""
    return {
        "group": storable(item.get("group")),
        "no": storable(item.get("no")),
        "title": storable(item["title"]),
        "kind": storable(item.get("kind")),
        "lead_text": storable(item.get("lead")),
        "lead_inferred": bool(item.get("lead_inferred")),
        "co_ordinating": [storable(name) for name in item.get("co_ordinating") or []],
        "due_text": storable(item.get("due")),
        "product": storable(item.get("product")),
        "note": storable(item.get("note")),
        "confidence": round(rules.figure(item.get("confidence", 1)), 3),
    }


def target(item: Item) -> dict[str, Any]:
    """A target.

    Raises:
        Contradiction: a value, a due date or a baseline that cannot be.
    """
    low, high = rules.value_range(item.get("value"))
    due_year, due_on = rules.year_or_day(item.get("due"))
    baseline_year, baseline_previous_year = rules.baseline(item.get("baseline"))
    return {
        "label": storable(item.get("label")),
        "within": str(item["within"]),
        "subject": storable(item.get("subject")),
        "comparator": str(item["comparator"]),
        "value_low": low,
        "value_high": high,
        "unit": storable(item.get("unit")),
        "due_year": due_year,
        "due_on": due_on,
        "baseline_year": baseline_year,
        "baseline_previous_year": baseline_previous_year,
        "each_year": bool(item.get("each_year")),
        "lead_text": storable(item.get("lead")),
        "aspiration": bool(item.get("aspiration")),
        "qualifier": storable(item.get("qualifier")),
        "text": storable(item["text"]),
        "confidence": round(rules.figure(item["confidence"]), 3),
    }


def whole_of(order: int, items: Sequence[Item]) -> int | None:
    """The index of the target that this one is part of, from its index or its label."""
    said = items[order].get("part_of")
    if said is None or said == "":
        return None
    if isinstance(said, int) and 0 <= said < len(items):
        return said
    for before in range(order - 1, -1, -1):
        if items[before].get("label") == said:
            return before
    return None
