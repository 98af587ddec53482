"""Which indicator a target means, proposed from its words; a person confirms it.

An indicator lists keywords: each entry words that must all stand in the target. The entry with
the most letters found wins; two indicators that come equally far leave it to a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from namro.foundation.interface.text import search_text
from namro.programme.indicators.rules.kinds import Comparator


@dataclass(frozen=True, slots=True)
class Candidate:
    """An indicator as it can be proposed: `keywords` as kept, each entry parted by semicolons."""

    key: int
    unit: str
    kind: str
    keywords: tuple[str, ...]


def propose(
    subject: str, text: str, comparator: Comparator, unit: str, candidates: Iterable[Candidate]
) -> int | None:
    """The key of the indicator a target means, or None where none or several may be meant.

    Its subject is asked; its whole sentence, which may hold other targets, only where it has none.
    What is counted in another unit is not proposed: a number of procedures is no share of them.
    """
    able = [each for each in candidates if _fits(comparator, unit, each)]
    return _best(f" {search_text(subject.strip() or text)} ", able)


def _best(words: str, candidates: list[Candidate]) -> int | None:
    scored: list[tuple[int, int]] = []
    for candidate in candidates:
        score = max((_score(words, entry) for entry in candidate.keywords), default=0)
        if score:
            scored.append((score, candidate.key))
    scored.sort(reverse=True)
    if not scored or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return None
    return scored[0][1]


@lru_cache(maxsize=4096)  # the same entries are asked of each target of each programme
def _parts(entry: str) -> tuple[str, ...]:
    parts = (search_text(part) for part in entry.split(";"))
    return tuple(part for part in parts if part)


def _score(words: str, entry: str) -> int:
    parts = _parts(entry)
    found = bool(parts) and all(f" {part} " in words for part in parts)
    return sum(map(len, parts)) if found else 0


def _fits(comparator: Comparator, unit: str, candidate: Candidate) -> bool:
    if comparator is Comparator.QUALITATIVE:
        return False
    if comparator.is_rank or candidate.kind == "rank":
        return comparator.is_rank == (candidate.kind == "rank")
    if comparator.is_change and unit == "%":
        return True  # a relative change can be of anything
    return unit == candidate.unit or not candidate.unit
