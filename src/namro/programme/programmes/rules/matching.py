"""Which item of one document is which item of another: pairs by place, then by likeness of words.

Deterministic: the same two lists always give the same pairs. The time grows with the length of
the lists times a constant: where many items could be meant, only those that share rare words
are compared.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from namro.foundation.interface.text import search_words

# Two items at the same place are one where this share of their words is the same …
LIKE_IN_PLACE = 0.4
# … and two at different places where this share is: else one was removed and one was added.
LIKE_ELSEWHERE = 0.6
# More pairs than this at one place are not all compared.
MOST_PAIRS = 4096
# How many of an item's rarest words are looked up, and in how many items a word may stand.
RAREST, COMMONEST = 8, 64
# How far items without rare words may have gone, counted in items that are still without a pair.
NEAR = 8

Value = Hashable


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a document, to be compared.

    Attributes:
        fields: what it says, by the name of the column.
        place: where it stands: its label and its path; a change of these alone is a move.
        told_by: the names of the fields whose words tell it from others, the weightiest first.
    """

    fields: Mapping[str, Value]
    place: Mapping[str, Value]
    told_by: tuple[str, ...] = ("text",)
    words: Counter[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: Counter[str] = Counter()
        for name in self.told_by:
            found.update(search_words(str(self.fields.get(name) or "")))
        object.__setattr__(self, "words", found)

    @property
    def content(self) -> Hashable:
        """All that it says, as a key."""
        return tuple(sorted(self.fields.items()))

    @property
    def address(self) -> Hashable:
        """Where it stands, as a key."""
        return tuple(sorted(self.place.items()))


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """How alike two texts are: the share of their words that both have (0 … 1).

    Two texts without words are not alike: nothing tells that they are the same.
    """
    both = one.total() + other.total()
    if not both:
        return 0.0
    return 2 * (one & other).total() / both


def pairs(old: Sequence[Entry], new: Sequence[Entry]) -> list[tuple[int, int]]:
    """Which entry of `old` is which of `new`, as (old index, new index) by old index.

    First what is the same in words and place, then the same words anywhere, then like words at
    the same place, then very like words anywhere, then near by. Each entry is in one pair at most.
    """
    found: dict[int, int] = {}
    left = list(range(len(old)))
    right = list(range(len(new)))

    def settle(made: Mapping[int, int]) -> None:
        nonlocal left, right
        found.update(made)
        taken = set(made.values())
        left = [index for index in left if index not in made]
        right = [index for index in right if index not in taken]

    settle(_equal(old, new, left, right, with_place=True))
    settle(_equal(old, new, left, right, with_place=False))
    settle(_in_place(old, new, left, right))
    settle(_elsewhere(old, new, left, right))
    settle(_nearby(old, new, left, right))
    return sorted(found.items())


def _equal(
    old: Sequence[Entry],
    new: Sequence[Entry],
    left: Sequence[int],
    right: Sequence[int],
    *,
    with_place: bool,
) -> dict[int, int]:
    """The pairs of equal content (and equal place): the first with the first, and so on."""

    def key(entry: Entry) -> Hashable:
        return (entry.content, entry.address) if with_place else entry.content

    waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
    for index in reversed(right):
        # An entry without words is known by its place alone.
        if with_place or new[index].words:
            waiting[key(new[index])].append(index)
    made: dict[int, int] = {}
    for index in left:
        same = waiting.get(key(old[index]))
        if same:
            made[index] = same.pop()
    return made


def _in_place(
    old: Sequence[Entry], new: Sequence[Entry], left: Sequence[int], right: Sequence[int]
) -> dict[int, int]:
    """The pairs at one place whose words are like, the likest first."""
    here: defaultdict[Hashable, list[int]] = defaultdict(list)
    there: defaultdict[Hashable, list[int]] = defaultdict(list)
    for index in left:
        here[old[index].address].append(index)
    for index in right:
        there[new[index].address].append(index)
    made: dict[int, int] = {}
    for address, ours in here.items():
        theirs = there.get(address, [])
        if len(ours) * len(theirs) > MOST_PAIRS:
            continue  # the last step, which looks at rare words only, sees to these
        if len(ours) == len(theirs) == 1 and not (old[ours[0]].words or new[theirs[0]].words):
            made[ours[0]] = theirs[0]  # a heading without a title, at its place
            continue
        scores = [
            (likeness(old[i].words, new[j].words), abs(a - b), i, j)
            for a, i in enumerate(ours)
            for b, j in enumerate(theirs)
        ]
        made.update(_best(scores, LIKE_IN_PLACE))
    return made


def _elsewhere(
    old: Sequence[Entry], new: Sequence[Entry], left: Sequence[int], right: Sequence[int]
) -> dict[int, int]:
    """The pairs anywhere whose words are very like, the likest first."""
    having: defaultdict[str, list[int]] = defaultdict(list)
    for index in right:
        for word in new[index].words:
            having[word].append(index)
    scores: list[tuple[float, int, int, int]] = []
    for index in left:
        known = [word for word in old[index].words if len(having[word]) in range(1, COMMONEST + 1)]
        rare = sorted(known, key=lambda word: (len(having[word]), word))[:RAREST]
        for other in {each for word in rare for each in having[word]}:
            score = likeness(old[index].words, new[other].words)
            scores.append((score, abs(index - other), index, other))
    return _best(scores, LIKE_ELSEWHERE)


def _nearby(
    old: Sequence[Entry], new: Sequence[Entry], left: Sequence[int], right: Sequence[int]
) -> dict[int, int]:
    """Of what is left, the pairs of very like words that stand near one another.

    Sees to items all of whose words are common ones.
    """
    scores = [
        (likeness(old[i].words, new[right[b]].words), abs(a - b), i, right[b])
        for a, i in enumerate(left)
        for b in range(max(a - NEAR, 0), min(a + NEAR + 1, len(right)))
    ]
    return _best(scores, LIKE_ELSEWHERE)


def _best(scores: list[tuple[float, int, int, int]], least: float) -> dict[int, int]:
    """From (likeness, distance, old, new) the likest pairs, each side once; nearer ones first."""
    made: dict[int, int] = {}
    taken: set[int] = set()
    for score, _, i, j in sorted(scores, key=lambda each: (-each[0], *each[1:])):
        if score < least:
            break
        if i not in made and j not in taken:
            made[i] = j
            taken.add(j)
    return made


def out_of_order(found: Sequence[tuple[int, int]]) -> set[int]:
    """The old indices of the fewest pairs that must move so that all others keep their order.

    `found` is sorted by old index; those outside a longest run of growing new indices moved.
    """
    ends: list[int] = []
    at: list[int] = []
    before: list[int | None] = []
    for index, (_, new) in enumerate(found):
        place = bisect_left(ends, new)
        before.append(at[place - 1] if place else None)
        if place == len(ends):
            ends.append(new)
            at.append(index)
        else:
            ends[place], at[place] = new, index
    kept: set[int] = set()
    current = at[-1] if at else None
    while current is not None:
        kept.add(current)
        current = before[current]
    return {old for index, (old, _) in enumerate(found) if index not in kept}
