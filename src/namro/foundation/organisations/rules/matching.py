"""Which unit a name means, as a document writes it, on the document's day.

An index is made once of all names that units ever had; then each name is looked up from the
strictest way to the loosest: as written, spelled out, without its place, called otherwise, without
marks, and last by words in common. Every candidate says with which score and why. Deterministic:
the same units and the same name give the same candidates, whatever their order.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from namro.foundation.documents.reading.letters import without_marks
from namro.foundation.organisations.rules.naming import (
    CENTRAL,
    Name,
    Words,
    kinds_of_group,
    take_apart,
)

# From this score on a name that could mean no other unit is linked without asking.
SURE = 0.9
# Two candidates no further apart than this could both be meant.
CLOSE = 0.03
# Below this a candidate is no help.
LEAST = 0.3
MOST = 6

Standing = Literal["there", "ended", "not_yet"]
Reason = Literal[
    "exact",
    "abbreviation",
    "place",
    "called",
    "marks",
    "territory",
    "words",
    "former",
    "later",
    "ended",
    "not_yet",
    "place_unknown",
]
SCORES: Mapping[Reason, float] = {
    "exact": 1.0,
    "abbreviation": 0.99,
    "place": 0.97,
    "called": 0.93,
    "marks": 0.85,
    "territory": 0.7,
}
# What takes from a score: another day's name asks a person, and so does a unit that is not there.
OTHER_NAME, NOT_THERE = 0.88, 0.5
# As much as there is where a place, or whose office it is, is not said.
PLACE_UNKNOWN, WHOSE_UNKNOWN = 0.8, 0.85
MOST_BY_WORDS = 0.79
# A word that more names than this hold tells nothing; looking through them takes time.
_COMMON = 150

SENTENCES: Mapping[Reason, tuple[str, str]] = {
    "exact": ("đúng tên", "the very name"),
    "abbreviation": ("viết tắt hoặc viết đủ", "the same, abbreviated or in full"),
    "place": ("không ghi hoặc ghi thêm địa danh", "the same but for the place"),
    "called": ("cách gọi khác", "another way of calling it"),
    "marks": ("viết không dấu", "the same without marks"),
    "territory": ("chính quyền của địa bàn này", "the authority of this territory"),
    "words": ("có từ chung", "words in common"),
    "former": ("tên trước đó", "a name it had before that day"),
    "later": ("tên sau này", "a name it has had since"),
    "ended": ("đã kết thúc trước ngày ấy", "it ended before that day"),
    "not_yet": ("chưa thành lập vào ngày ấy", "it did not exist yet on that day"),
    "place_unknown": ("danh mục không ghi địa bàn", "the register does not say where it is"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of a unit: the unit's days, the days of the name, and what the unit stands under."""

    unit: int
    name: str
    kind: str
    first: dt.date | None = None
    last: dt.date | None = None
    name_first: dt.date | None = None
    name_last: dt.date | None = None
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that a name may mean."""

    unit: int
    name: str
    score: float
    reasons: tuple[Reason, ...]
    standing: Standing

    def words(self, language: str = "vi") -> str:
        """The reasons in words."""
        return ", ".join(SENTENCES[each][language == "en"] for each in self.reasons)


@dataclass(frozen=True, slots=True)
class Group:
    """What a collective name means: the units of these kinds there on that day."""

    kinds: tuple[str, ...]
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """What a name may mean: candidates, the best first; or a group."""

    candidates: tuple[Candidate, ...] = ()
    group: Group | None = None

    @property
    def best(self) -> Candidate | None:
        """The likeliest unit."""
        return self.candidates[0] if self.candidates else None

    @property
    def ambiguous(self) -> bool:
        """Whether another unit is as likely as the best one."""
        return (
            len(self.candidates) > 1 and self.candidates[1].score > self.candidates[0].score - CLOSE
        )

    @property
    def sure(self) -> bool:
        """Whether the best may be taken without asking."""
        best = self.best
        return (
            best is not None
            and best.score >= SURE
            and best.standing == "there"
            and not self.ambiguous
        )


@dataclass(frozen=True, slots=True)
class _Known:
    entry: Entry
    name: Name
    bare: Words
    # Names of the province and districts it lies in, as far as its own name and those above say.
    places: frozenset[Words]


class Index:
    """All names of units, ready to be asked."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        listed = sorted(entries, key=lambda each: (each.unit, each.name, str(each.name_first)))
        self.provinces = frozenset(
            place
            for each in listed
            for name in (each.name, *each.above)
            if (place := take_apart(name).place)
        )
        self._known = [self._know(each) for each in listed]
        self._ways: dict[tuple[Reason, Words], list[_Known]] = defaultdict(list)
        self._holding: dict[str, list[_Known]] = defaultdict(list)
        for known in self._known:
            for reason, key in _keys(known.name, known.bare):
                self._ways[reason, key].append(known)
            for word in set(known.bare):
                self._holding[word].append(known)
        size = len(self._known) + 1
        self._weights = {
            word: math.log(size / len(holding)) for word, holding in self._holding.items()
        }
        self._heaviest = math.log(size)

    def match(self, name: str, on: dt.date, home: str = "") -> Match:
        """What `name` means in a document of `on`.

        Args:
            home: the province the document is of ("Hà Nội"), or "Trung ương"; "" where unknown.
                A name that says no place is one of there.

        Returns:
            Candidates by falling score, or a group; neither where nothing is like it.
        """
        said = take_apart(name, self.provinces)
        if not said.plain:
            return Match()
        place = _home(home)
        found = self._looked_up(said, on, place)
        kinds = kinds_of_group(name)
        if kinds is not None and not any(each.score >= SURE for each in found):
            return Match(group=Group(kinds, self._members(kinds, on, said.place or place)))
        if not any(each.score >= SURE for each in found):
            known = {each.unit for each in found}
            found += [each for each in self._by_words(said, on, place) if each.unit not in known]
        found.sort(key=lambda each: (-each.score, each.standing != "there", each.unit))
        alike = sum(each.score >= SURE for each in found)
        return Match(tuple(found[: max(MOST, alike)]))

    def suggest(self, typed: str, on: dt.date, most: int = 10) -> list[Candidate]:
        """Units for what a person types, with or without marks, the beginning of a word enough."""
        words = _bare(take_apart(typed, self.provinces).spelled)
        if not words:
            return []
        best: dict[int, Candidate] = {}
        for known in self._known:
            own = _bare(known.name.spelled)
            if not all(any(word.startswith(each) for word in own) for each in words):
                continue
            score = round(sum(map(len, words)) / max(1, sum(map(len, own))), 3)
            _take(best, self._candidate(known, min(1.0, score), ("words",), on))
        ranked = sorted(
            best.values(),
            key=lambda each: (each.standing != "there", -each.score, each.name, each.unit),
        )
        return ranked[:most]

    def _know(self, entry: Entry) -> _Known:
        name = take_apart(entry.name, self.provinces)
        places = {each for each in (name.place, name.inside) if each}
        for above in entry.above:
            other = take_apart(above, self.provinces)
            if other.place:
                places.add(other.place)
            if other.core[:1] != ("thành",):
                places.add(other.core)
        return _Known(entry, name, _bare(name.loose), frozenset(places))

    def _looked_up(self, said: Name, on: dt.date, home: Words) -> list[Candidate]:
        """The units of that name, each in the strictest way it fits."""
        best: dict[int, Candidate] = {}
        for reason, key in _keys(said, _bare(said.loose)):
            for known in self._ways.get((reason, key), ()):
                score = self._placed(said, known, home, SCORES[reason])
                if score is None:
                    continue
                reasons: tuple[Reason, ...] = (reason,)
                if score < SCORES[reason]:
                    reasons += ("place_unknown",)
                _take(best, self._candidate(known, score, reasons, on))
        return list(best.values())

    def _by_words(self, said: Name, on: dt.date, home: Words) -> list[Candidate]:
        """Units whose names share words with it: of one head, weighed by how rare the words are."""
        words = _bare(said.loose)
        near: dict[int, _Known] = {}
        for word in sorted(set(words), key=lambda each: (-self._weight(each), each)):
            holding = self._holding.get(word, ())
            if len(holding) <= _COMMON:
                near |= {id(known): known for known in holding}
        best: dict[int, Candidate] = {}
        for known in near.values():
            if known.bare[:1] != words[:1]:
                continue
            likeness = self._likeness(words, known.bare)
            score = self._placed(said, known, home, round(MOST_BY_WORDS * likeness, 3))
            if score is not None and score >= LEAST:
                _take(best, self._candidate(known, score, ("words",), on))
        return [each for each in best.values() if each.score >= LEAST * NOT_THERE]

    def _weight(self, word: str) -> float:
        return self._weights.get(word, self._heaviest)

    def _likeness(self, one: Words, other: Words) -> float:
        """The weight of the words both have, of the weight of all (0 … 1)."""
        mine, yours = set(one), set(other)
        both = math.fsum(self._weight(word) for word in sorted(mine & yours))
        every = math.fsum(self._weight(word) for word in sorted(mine | yours))
        return both / every if every else 0.0

    def _placed(self, said: Name, known: _Known, home: Words, score: float) -> float | None:
        """The score as far as places speak; None where they say that it is another one."""
        if said.central or known.name.central:
            # One of the centre is meant by name, or by a document of the centre.
            if said.central != known.name.central and home != CENTRAL:
                return None
            return score if known.name.central else None
        if _whose(said) and _whose(known.name) and _whose(said) != _whose(known.name):
            return None
        if said.rank != known.name.rank and ((said.rank and known.name.rank) or _vague(said)):
            score = min(score, WHOSE_UNKNOWN)
        if said.inside and known.places and said.inside not in known.places:
            return None
        if said.place:
            if said.place in known.places:
                return score
            return None if known.places else min(score, PLACE_UNKNOWN)
        if home and known.places and home not in known.places:
            return None
        return score

    def _candidate(
        self, known: _Known, score: float, reasons: tuple[Reason, ...], on: dt.date
    ) -> Candidate:
        entry = known.entry
        standing: Standing = "there"
        if entry.last is not None and entry.last < on:
            standing = "ended"
        elif entry.first is not None and entry.first > on:
            standing = "not_yet"
        if standing != "there":
            score *= NOT_THERE
            reasons += (standing,)
        elif entry.name_last is not None and entry.name_last < on:
            score *= OTHER_NAME
            reasons += ("former",)
        elif entry.name_first is not None and entry.name_first > on:
            score *= OTHER_NAME
            reasons += ("later",)
        return Candidate(entry.unit, entry.name, round(score, 3), reasons, standing)

    def _members(self, kinds: Collection[str], on: dt.date, place: Words) -> tuple[int, ...]:
        found = {
            known.entry.unit
            for known in self._known
            if known.entry.kind in kinds
            and (known.entry.first is None or known.entry.first <= on)
            and (known.entry.last is None or known.entry.last >= on)
            and (not place or not known.places or place in known.places)
        }
        return tuple(sorted(found))


def _take(best: dict[int, Candidate], candidate: Candidate) -> None:
    """Keep the better of two candidates of one unit."""
    held = best.get(candidate.unit)
    if held is None or candidate.score > held.score:
        best[candidate.unit] = candidate


def _keys(name: Name, bare: Words) -> Sequence[tuple[Reason, Words]]:
    """The ways to look a name up, the strictest first."""
    return (
        ("exact", name.plain),
        ("abbreviation", name.spelled),
        ("place", name.core),
        ("called", name.loose),
        ("marks", bare),
        ("territory", _territory(name.core)),
    )


def _territory(core: Words) -> Words:
    """The district or commune whose authority it is ("ủy ban nhân dân quận ba đình"), or itself."""
    authority = core[:4] in (("ủy", "ban", "nhân", "dân"), ("hội", "đồng", "nhân", "dân"))
    return core[4:] if authority and len(core) > 5 else core


def _home(home: str) -> Words:
    words = take_apart(home).plain
    return CENTRAL if words == CENTRAL else words


def _whose(name: Name) -> str:
    """Whether it is of a city ("thành") or of a province ("tỉnh"); "" where it does not say."""
    return name.rank.partition(" ")[0]


def _vague(name: Name) -> bool:
    """Whether it could be anybody's: "Văn phòng", "Thanh tra" without more."""
    return len(name.core) <= 2 and not name.place and not name.rank


def _bare(words: Words) -> Words:
    return tuple(without_marks(word) for word in words)


def home_of(issuer: str, place: str) -> str:
    """The province a document is of, from who issued it and where: "Hà Nội"; "Trung ương" for one
    of the centre, which is signed in Hà Nội too."""
    name = take_apart(issuer)
    if name.place:
        return " ".join(name.place).title()
    if name.core[:1] in (("bộ",), ("thủ",), ("quốc",)) or "chính phủ" in " ".join(name.spelled):
        return "Trung ương"
    if name.central or (name.spelled and not place):
        return "Trung ương" if name.central else ""
    return place
