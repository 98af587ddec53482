"""From a programme draft (the JSON that reading yields) to the values that are kept.

Each function turns one part of the draft into plain typed values and refuses what cannot be,
so that an import either keeps everything as it was read or nothing at all.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

# What the database column of a figure holds: 20 digits before the point and 8 after it.
LARGEST = Decimal(10) ** 20
FINEST = Decimal(1).scaleb(-8)


UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class Contradiction(ValueError):
    """A draft that cannot be kept as it is; the message says which item and why."""


def storable(text: object) -> str:
    """`text` as the database can hold it, at the same length: U+FFFD for NUL and lone surrogates.

    None gives "". The length must not change, because offsets count its characters.
    """
    if text is None:
        return ""
    return "".join(
        "\ufffd" if character == "\0" or "\ud800" <= character <= "\udfff" else character
        for character in str(text)
    )


def file_name(path: str) -> str:
    """The last part of a path as a name to show and to send in a header: one line, not hidden.

    Control and direction characters become "_" (a name may not pretend to be another); the end,
    with the extension, is kept when it is longer than 255 characters.
    """
    name = re.split(r"[/\\]", path)[-1]
    shown = "".join("_" if unicodedata.category(each) in UNSEEN else each for each in name)
    return shown[-255:] or "_"


def figure(value: object) -> Decimal:
    """One figure of the draft as a decimal, exactly as printed (7.5 is 7.5, not 7.49999…).

    Raises:
        Contradiction: it is no number, not finite, or too large or fine for the column.
    """
    if isinstance(value, bool):
        raise Contradiction(f"{value!r} is not a number")
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        raise Contradiction(f"{value!r} is not a number") from None
    if not found.is_finite() or abs(found) >= LARGEST:
        raise Contradiction(f"{value!r} is out of range")
    return found.quantize(FINEST) if found != found.to_integral_value() else found


def value_range(value: object) -> tuple[Decimal | None, Decimal | None]:
    """The value as (low, high): (None, None) for none, (x, None) for one figure.

    Raises:
        Contradiction: a range that is not two figures in their order.
    """
    if value is None:
        return None, None
    if isinstance(value, Sequence) and not isinstance(value, str):
        if len(value) != 2:
            raise Contradiction(f"{value!r} is not a range of two figures")
        low, high = figure(value[0]), figure(value[1])
        if low > high:
            raise Contradiction(f"the range {value!r} is upside down")
        return low, high
    return figure(value), None


def year_or_day(value: object) -> tuple[int | None, dt.date | None]:
    """A due date as (year, None) or (None, day): 2025, or "2025-06-30".

    Raises:
        Contradiction: neither a year nor a date.
    """
    if value is None:
        return None, None
    if isinstance(value, dt.date):
        return None, value
    text = str(value)
    if text.isdecimal() and len(text) == 4:
        return int(text), None
    try:
        return None, dt.date.fromisoformat(text)
    except ValueError:
        raise Contradiction(f"{value!r} is neither a year nor a date") from None


def baseline(value: object) -> tuple[int | None, bool]:
    """What a target is compared with, as (year, from the year before).

    Raises:
        Contradiction: neither a year, "previous_year" nor None.
    """
    if value is None:
        return None, False
    if value == "previous_year":
        return None, True
    year, _ = year_or_day(value)
    if year is None:
        raise Contradiction(f"{value!r} is not a baseline")
    return year, False


def span(item: Mapping[str, Any], length: int) -> tuple[int, int]:
    """The item's place, within a text of `length` characters.

    Raises:
        Contradiction: it lies outside the text or ends before it begins.
    """
    start, end = int(item["start"]), int(item["end"])
    if not 0 <= start <= end <= length:
        raise Contradiction(f"the place {start}–{end} is not within a text of {length} characters")
    return start, end


def edition(period: Sequence[int] | None, issued_on: dt.date | None) -> int | None:
    """What tells apart documents of one number: the period's first year, else the year of issue.

    Numbers restart with each term (Party documents) or year (State documents).
    """
    if period:
        return int(period[0])
    return issued_on.year if issued_on else None


# Bytes. Two paths, of items that answer to one another, stand in one entry of an index of the
# database, which holds 2,704; the longest paths in use have some hundred.
LONGEST_PATH = 1_200


@dataclass(frozen=True, slots=True)
class Node:
    """An outline node's place in the tree: its parent's index (None: a root), depth and path."""

    parent: int | None
    depth: int
    path: str


def tree(outline: Sequence[Mapping[str, Any]]) -> list[Node]:
    """Where each node stands, in the order of the draft.

    The path is the labels from the root, joined by "/" ("Phần thứ hai/I/2/(9)"); a node without
    a label is "·", and a path that comes again gets "#2", "#3" …: identity is the path.

    Raises:
        Contradiction: a parent that does not come before its child, an id given twice, or labels
            so long that they cannot be an identity.
    """
    place: dict[object, int] = {}
    seen: dict[str, int] = {}
    nodes: list[Node] = []
    for index, item in enumerate(outline):
        parent_id = item.get("parent")
        if parent_id is not None and parent_id not in place:
            raise Contradiction(f"the parent {parent_id!r} does not come before {item['id']!r}")
        if item["id"] in place:
            raise Contradiction(f"the outline id {item['id']!r} is given twice")
        parent = None if parent_id is None else place[parent_id]
        label = storable(item.get("label")).strip().replace("/", "∕") or "·"
        path = label if parent is None else f"{nodes[parent].path}/{label}"
        seen[path] = seen.get(path, 0) + 1
        if seen[path] > 1:
            path = f"{path}#{seen[path]}"
            # "#2" could itself have been printed; count on until the path is free.
            while path in seen:
                path += "'"
            seen[path] = 1
        if len(path.encode()) > LONGEST_PATH:
            raise Contradiction(f"the labels over {item['id']!r} are too long: “{label[:60]}”")
        place[item["id"]] = index
        nodes.append(Node(parent, 0 if parent is None else nodes[parent].depth + 1, path))
    return nodes


def innermost(
    spans: Sequence[tuple[int, int]], parents: Sequence[int | None]
) -> Callable[[int], int | None]:
    """What finds the index of the deepest node over an offset (None: no node is there).

    `spans` (start, end) and `parents` (index, before its child) are the nodes of a tree. From the
    last node that begins at or before the offset it climbs until one holds it: the time of one
    question grows with the depth of the tree, not with its size.
    """
    order = sorted(range(len(spans)), key=lambda index: (spans[index][0], index))
    starts = [spans[index][0] for index in order]

    def find(offset: int) -> int | None:
        last = bisect_right(starts, offset) - 1
        index = order[last] if last >= 0 else None
        while index is not None and not spans[index][0] <= offset < spans[index][1]:
            index = parents[index]
        return index

    return find
