"""The cascade of documents (cụ thể hóa): which specifies which, and what nobody took up.

Resolution of the congress → action programme → programme → plan of an agency → plan of a year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from namro.foundation.documents.checking.alike import likeness, subject_words

PROVISION, TARGET, DELIVERABLE = "provision", "target", "deliverable"
KINDS = (PROVISION, TARGET, DELIVERABLE)

# From this share of common words on, two items are proposed as one; a person decides.
LIKE_ENOUGH = 0.5
# With fewer words in common, likeness is chance.
FEWEST_WORDS = 2
# How many of an item's rarest words are looked up, and in how many items a word may stand.
RAREST, COMMONEST = 6, 200
# Only the beginning of a long provision tells what it is about.
LONGEST = 400

# Kinds of outline nodes that give work to do; a document without any gives it in its articles.
_GIVES_WORK = frozenset({"task", "organisation"})
_ELSE = frozenset({"article", "other", "section", "chapter", "part"})


def closes_circle(specifies: Iterable[tuple[int, int]], lower: int, upper: int) -> bool:
    """Whether "`lower` specifies `upper`" would make a document specify itself.

    `specifies` are the pairs (lower, upper) that stand.
    """
    above: defaultdict[int, set[int]] = defaultdict(set)
    for below, over in specifies:
        above[below].add(over)
    seen: set[int] = set()
    waiting = [upper]
    while waiting:
        here = waiting.pop()
        if here == lower:
            return True
        if here not in seen:
            seen.add(here)
            waiting.extend(above[here])
    return False


@dataclass(frozen=True, slots=True)
class Part:
    """An outline node, as far as the cascade needs it: its kind and the index of its parent."""

    kind: str
    parent: int | None


def gives_work(parts: Sequence[Part]) -> list[int]:
    """The indices of the provisions that another document is to take up.

    They are the innermost nodes among tasks and among who does what; in a document without such
    nodes (a directive, a resolution in articles) the innermost among the rest. Objectives,
    targets, requirements, the roadmap and the review of the past are not among them.
    """
    parents = {part.parent for part in parts}
    innermost = [index for index in range(len(parts)) if index not in parents]
    found = [index for index in innermost if parts[index].kind in _GIVES_WORK]
    return found or [index for index in innermost if parts[index].kind in _ELSE]


@dataclass(frozen=True, slots=True)
class Item:
    """What may specify or be specified: its kind, what it is about, its unit where it has one."""

    kind: str
    subject: str
    unit: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two items that seem to be one: indices in the two lists, and how like they are (0 … 1)."""

    upper: int
    lower: int
    likeness: float


def propose(upper: Sequence[Item], lower: Sequence[Item]) -> list[Pair]:
    """For each item of the lower document the one of the upper document that it seems to specify.

    Targets answer to targets of the same unit, deliverables to deliverables or to provisions,
    provisions to provisions. Several items may specify one. Where two are as like, the one of the
    same due date is meant, then the earlier one. Deterministic; only items that share one of the
    lower item's rarest words are compared, so the time grows with the lists, not their product.
    """
    words = [subject_words(item.subject[:LONGEST]) for item in upper]
    having: defaultdict[str, list[int]] = defaultdict(list)
    for index, found in enumerate(words):
        for word in found:
            having[word].append(index)
    pairs = []
    for index, item in enumerate(lower):
        own = subject_words(item.subject[:LONGEST])
        known = [word for word in own if 0 < len(having[word]) <= COMMONEST]
        rare = sorted(known, key=lambda word: (len(having[word]), word))[:RAREST]
        best: tuple[float, bool, bool, int] | None = None
        for other in {each for word in rare for each in having[word]}:
            if not _comparable(upper[other], item) or len(own & words[other]) < FEWEST_WORDS:
                continue
            score = likeness(own, words[other])
            key = (
                score,
                upper[other].kind == item.kind,
                bool(item.due) and upper[other].due == item.due,
                -other,
            )
            if score >= LIKE_ENOUGH and (best is None or key > best):
                best = key
        if best is not None:
            pairs.append(Pair(-best[3], index, best[0]))
    return sorted(pairs, key=lambda pair: (pair.upper, pair.lower))


def _comparable(upper: Item, lower: Item) -> bool:
    if upper.kind == TARGET or lower.kind == TARGET:
        return (
            upper.kind == lower.kind
            and upper.unit.casefold().strip() == lower.unit.casefold().strip()
        )
    return upper.kind == lower.kind or (upper.kind == PROVISION and lower.kind == DELIVERABLE)


# What became of an item of the upper document.
TAKEN_UP, PROPOSED, NOBODY = "taken_up", "proposed", "nobody"


def standing(statuses: Iterable[str]) -> str:
    """What became of an item, from the statuses of all its pairs: confirmed before proposed."""
    found = set(statuses)
    if "confirmed" in found:
        return TAKEN_UP
    return PROPOSED if "proposed" in found else NOBODY
