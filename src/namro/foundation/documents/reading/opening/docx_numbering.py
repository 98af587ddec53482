"""The numbering that Word generates (ECMA-376 part 1, 17.9).

Word stores no label with a paragraph, only which list and level it belongs to; labels come from
counting through the document in order. Counters belong to the abstract list, so that several
w:num of one abstract list continue each other, unless a w:num overrides the start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from namro.foundation.documents.reading.opening.docx_styles import Styles
from namro.foundation.documents.reading.opening.markup import (
    attribute,
    child,
    local,
    switched_on,
    value,
)
from namro.foundation.documents.reading.opening.numerals import numeral

LEVELS: Final = 9
_PLACE: Final = re.compile(r"%([1-9])")
#: Bullets that Vietnamese documents tell apart keep their sign; all others are "-".
_KEPT_BULLETS: Final = frozenset({"+", "*"})


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts and what its label looks like."""

    start: int = 1
    numbers: str = "decimal"
    pattern: str = ""
    restart_after: int | None = None  # 0: never; n: after level n-1 or above; None: any above
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    levels: dict[int, Level]
    style_link: str | None = None
    counters: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


@dataclass(frozen=True, slots=True)
class _Number:
    abstract: str
    starts: dict[int, int]
    levels: dict[int, Level]


class Numbering:
    """Counts the paragraphs of a document; call `label` once for each, in order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._lists: dict[str, _List] = {}
        self._numbers: dict[str, _Number] = {}
        self._started: set[tuple[str, int]] = set()
        self._styles = styles
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                self._lists[attribute(element, "abstractNumId") or ""] = _List(
                    _levels(element), value(element, "numStyleLink")
                )
            elif local(element) == "num":
                self._numbers[attribute(element, "numId") or ""] = _number(element)

    def label(self, num_id: str | None, level: int | None, style: str | None) -> str | None:
        """The label of the next paragraph of this list and level; None when it has none.

        `style` is the style that carries the numbering, when it comes from a style: the level
        linked to that style then counts, whatever `level` says.
        """
        number = self._numbers.get(num_id or "")
        if number is None or num_id is None:
            return None
        abstract = self._resolve(number.abstract)
        if abstract is None:
            return None
        own = self._lists[abstract]
        if style is not None:
            linked = [depth for depth, item in own.levels.items() if item.style == style]
            level = linked[0] if linked else level
        depth = level or 0
        if not 0 <= depth < LEVELS:
            return None
        shape = number.levels.get(depth) or own.levels.get(depth)
        if shape is None:
            return None
        self._count(own, number, num_id, depth)
        return self._render(own, number, shape, depth)

    def _resolve(self, abstract: str) -> str | None:
        """Follows w:numStyleLink to the list that holds the levels."""
        for _ in range(8):
            found = self._lists.get(abstract)
            if found is None:
                return None
            if found.style_link is None or found.levels:
                return abstract
            target = self._numbers.get(self._styles.of(found.style_link).num_id or "")
            if target is None:
                return None
            abstract = target.abstract
        return None

    def _count(self, own: _List, number: _Number, num_id: str, depth: int) -> None:
        counters = own.counters
        shape = number.levels.get(depth) or own.levels[depth]
        start = number.starts.get(depth, shape.start)
        current = counters[depth]
        fresh = depth in number.starts and (num_id, depth) not in self._started
        if fresh or current is None:
            counters[depth] = start
        else:
            counters[depth] = current + 1
        self._started.add((num_id, depth))
        for below in range(depth + 1, LEVELS):
            lower = number.levels.get(below) or own.levels.get(below)
            after = lower.restart_after if lower is not None else None
            if after is None or (after > 0 and depth < after):
                counters[below] = None

    def _render(self, own: _List, number: _Number, shape: Level, depth: int) -> str | None:
        if shape.numbers == "bullet":
            sign = shape.pattern.strip()
            return sign if sign in _KEPT_BULLETS else "-" if sign else None

        def counter(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            if index > depth:
                return ""
            other = number.levels.get(index) or own.levels.get(index) or Level()
            count = own.counters[index]
            if count is None:
                count = number.starts.get(index, other.start)
            return numeral(count, "decimal" if shape.legal else other.numbers)

        return _PLACE.sub(counter, shape.pattern).strip() or None


def _number(element: etree._Element) -> _Number:
    starts: dict[int, int] = {}
    levels: dict[int, Level] = {}
    for override in element:
        if local(override) != "lvlOverride":
            continue
        depth = _integer(attribute(override, "ilvl"), 0)
        if not 0 <= depth < LEVELS:
            continue
        own = child(override, "lvl")
        if own is not None:
            levels[depth] = _level(own)
        start = value(override, "startOverride")
        if start is not None:
            starts[depth] = _integer(start, 1)
            if depth in levels:
                levels[depth] = replace(levels[depth], start=starts[depth])
    return _Number(value(element, "abstractNumId") or "", starts, levels)


def _levels(element: etree._Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for item in element:
        if local(item) == "lvl":
            depth = _integer(attribute(item, "ilvl"), 0)
            if 0 <= depth < LEVELS:
                found[depth] = _level(item)
    return found


def _level(element: etree._Element) -> Level:
    numbers, restart = _format(element), value(element, "lvlRestart")
    return Level(
        start=_integer(value(element, "start"), 0),
        numbers=numbers,
        pattern=value(element, "lvlText") or "",
        restart_after=None if restart is None else _integer(restart, 0),
        legal=switched_on(element, "isLgl") is True,
        style=value(element, "pStyle"),
    )


def _format(element: etree._Element) -> str:
    found = child(element, "numFmt")
    if found is None:
        # Word writes formats newer than the first edition as a choice with a fallback.
        for wrapper in element:
            if local(wrapper) == "AlternateContent":
                found = child(wrapper, "Choice", "numFmt")
    if found is None:
        return "decimal"
    name = attribute(found, "val") or "decimal"
    custom = attribute(found, "format") or ""
    if name == "custom" and custom.startswith("0"):
        return f"zero{custom.split(',')[0][:8]}"
    return name


def _integer(text: str | None, default: int) -> int:
    """A number of the file, kept small: a label of a million digits helps nobody."""
    try:
        number = int(text) if text is not None and len(text) < 10 else default
    except ValueError:
        return default
    return max(0, min(number, 999_999))
