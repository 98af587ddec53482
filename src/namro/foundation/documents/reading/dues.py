"""Which of the dates of a sentence a quantity is due by."""

from __future__ import annotations

import re

from namro.foundation.documents.reading.dates import Due, Mention
from namro.foundation.documents.reading.quantity import Quantity

# "(2) …", "(iii) …": the points of a list within a line, each with a date of its own
_LISTED = re.compile(r"(?<!\w)\((?:\d{1,2}|[ivx]{1,4})\)\s")


def due_in_sentence(
    quantity: Quantity,
    following: int | None,
    folded: str,
    dated: list[Mention],
    found: list[Quantity],
) -> tuple[Due | None, float]:
    """The date of a quantity within its sentence, and how much doubt that leaves.

    A date behind a figure ("đạt 85% vào năm 2023") holds for the figures of its clause before
    it; a date that opens a clause ("đến năm 2025 đạt 90%") for all that follow.
    """
    behind = [_is_behind(one, folded, found) for one in dated]
    before = [
        one
        for one, after in zip(dated, behind, strict=True)
        if one.end <= quantity.start and not after
    ]
    for one, after in zip(dated, behind, strict=True):
        if not after or one.start < quantity.end:
            continue
        if _parted(folded[quantity.end : one.start]):
            if not before:
                return one.due, 0.05  # one date behind a row of clauses
            break
        near = following is None or one.start < following
        if near or not any(not _parted(folded[early.end : quantity.start]) for early in before):
            return one.due, 0.0 if near else 0.05
        break
    if before and not _LISTED.search(folded[before[-1].end : quantity.start]):
        return before[-1].due, 0.0
    if following is None:
        last = [one for one in dated if one.start >= quantity.end]
        if last and not _parted(folded[quantity.end : last[0].start]):
            return last[0].due, 0.05
    return None, 0.0


def _parted(between: str) -> bool:
    """Whether words stand in two clauses, or in two points of a list within the line."""
    return ";" in between or bool(_LISTED.search(between))


def _is_behind(mention: Mention, folded: str, found: list[Quantity]) -> bool:
    """Whether a date stands behind the figure it belongs to, with no comma between."""
    ends = [quantity.end for quantity in found if quantity.end <= mention.start]
    return bool(ends) and not re.search(r"[,;:]", folded[max(ends) : mention.start])
