"""How a draft is scored against a gold file: one-to-one, in document order.

Strings are compared after NFC, case-folding, one tone-mark style and collapsed spaces and
punctuation. A heading is right when its label and the gold's title start agree; a target when
comparator (with or without `_at_least` for increase and reduce), value, unit (one may begin
with the other) and due agree and the gold's `about` stands in its text; a deliverable when
number, title start and lead agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from namro.foundation.documents.reading.letters import clean, fold

_MARKS = re.compile(r"[^\w%]+")
_STYLE = {
    unicodedata.normalize("NFC", first + second + tone): unicodedata.normalize(
        "NFC", first + tone + second
    )
    for first, second in ("oa", "oe", "uy")
    for tone in "\u0323\u0300\u0301\u0309\u0303"
}
_PAIRS = re.compile("|".join(_STYLE))
_LEVELS = ("headings", "targets", "deliverables")


@dataclass(slots=True)
class Count:
    """Right answers, answers given and answers wanted."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    def add(self, other: Count) -> None:
        """Adds the counts of another file (micro-average)."""
        self.right += other.right
        self.given += other.given
        self.wanted += other.wanted

    @property
    def precision(self) -> float:
        """Share of the answers given that are right; 1 where none was given."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Share of the answers wanted that were given; 1 where none was wanted."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Score:
    """The counts of one file or of all."""

    counts: dict[str, Count] = field(default_factory=lambda: {level: Count() for level in _LEVELS})
    missed: dict[str, list[Any]] = field(default_factory=dict)
    extra: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, other: Score) -> None:
        """Adds another file."""
        for level, count in other.counts.items():
            self.counts[level].add(count)


def plain(text: str | None) -> str:
    """A string in the form in which it is compared."""
    if text is None:
        return ""
    folded = _MARKS.sub(" ", fold(clean(text)).casefold())
    # a gold title may be cut in the middle of a word: one style of tone marks there too
    return " ".join(_PAIRS.sub(lambda found: _STYLE[found.group()], folded).split())


def score(draft: dict[str, Any], gold: dict[str, Any]) -> Score:
    """The score of a draft (as JSON) against a gold file (as JSON)."""
    result = Score()
    headings = [node for node in draft["outline"] if node["heading"]]
    for level, given, wanted, agrees in (
        ("headings", headings, gold.get("outline") or [], _heading),
        ("targets", draft["targets"], gold.get("targets") or [], _target),
        ("deliverables", draft["deliverables"], gold.get("deliverables") or [], _deliverable),
    ):
        pairs = _aligned(given, wanted, agrees)
        result.counts[level] = Count(len(pairs), len(given), len(wanted))
        taken, met = {one for one, _ in pairs}, {other for _, other in pairs}
        result.extra[level] = [one for at, one in enumerate(given) if at not in taken]
        result.missed[level] = [one for at, one in enumerate(wanted) if at not in met]
    return result


def _aligned(
    given: Sequence[Any], wanted: Sequence[Any], agrees: Callable[[Any, Any], bool]
) -> list[tuple[int, int]]:
    """The longest one-to-one pairing in document order."""
    rows, columns = len(given), len(wanted)
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    same = [[agrees(one, other) for other in wanted] for one in given]
    for at in range(rows - 1, -1, -1):
        for to in range(columns - 1, -1, -1):
            best[at][to] = max(
                best[at + 1][to],
                best[at][to + 1],
                1 + best[at + 1][to + 1] if same[at][to] else 0,
            )
    pairs, at, to = [], 0, 0
    while at < rows and to < columns:
        if same[at][to] and best[at][to] == 1 + best[at + 1][to + 1]:
            pairs.append((at, to))
            at, to = at + 1, to + 1
        elif best[at][to] == best[at + 1][to]:
            at += 1
        else:
            to += 1
    return pairs


def _starts(text: str | None, start: str) -> bool:
    """Whether a text begins with a gold's start, which may be cut in the middle of a word."""
    if plain(text).startswith(plain(start)):
        return True
    return _MARKS.sub(" ", clean(text or "").casefold()).startswith(
        _MARKS.sub(" ", clean(start).casefold())
    )


def _heading(node: dict[str, Any], gold: Sequence[str]) -> bool:
    label, title = gold
    ours = plain(node["title"])
    return (
        plain(node["label"]) == plain(label)
        and bool(ours)
        and (_starts(node["title"], title) or plain(title).startswith(ours))
    )


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _target(target: dict[str, Any], gold: dict[str, Any]) -> bool:
    ours, theirs = target["comparator"], gold["comparator"]
    if ours != theirs and {ours, theirs} not in (
        {"increase", "increase_at_least"},
        {"reduce", "reduce_at_least"},
    ):
        return False
    if _value(target["value"]) != _value(gold.get("value")):
        return False
    unit, wanted = plain(target["unit"]), plain(gold.get("unit"))
    if bool(unit) != bool(wanted) or not (unit.startswith(wanted) or wanted.startswith(unit)):
        return False
    if target["due"] != gold.get("due"):
        return False
    about = plain(gold.get("about"))
    return not about or about in plain(target["text"]) or about in plain(target["subject"])


def _deliverable(row: dict[str, Any], gold: dict[str, Any]) -> bool:
    return (
        plain(row["no"]) == plain(gold.get("no"))
        and _starts(row["title"], gold["title_starts"])
        and plain(row["lead"]) == plain(gold.get("lead"))
    )
