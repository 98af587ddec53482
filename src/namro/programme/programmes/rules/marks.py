"""The text of a document with what was recognised in it marked, passages within passages.

A line is cut wherever a marked passage begins or ends; each piece says which kinds of passage it
belongs to, and where a passage begins stands a label that leads to its item in the draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from namro.programme.programmes.rules.places import Place


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked passage: characters `start` … `end`, its item's key, and the kind of item."""

    start: int
    end: int
    key: str
    kind: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line in the same passages; `begins` are those that begin with it."""

    start: int
    text: str
    kinds: tuple[str, ...]
    begins: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A non-empty line of the text, from character `start`, in pieces."""

    start: int
    pieces: tuple[Piece, ...]


def marked_lines(text: str, part: Place, marks: Iterable[Mark]) -> list[Line]:
    """The lines of `part` with the `marks` that begin or continue in it.

    A passage without length (a doubt about the whole document) only sets its label at its place.
    """
    waiting = sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.key))
    lines: list[Line] = []
    active: list[Mark] = []
    late: list[Mark] = []
    start, following = part.start, 0
    while start < part.end:
        end = text.find("\n", start, part.end)
        end = part.end if end < 0 else end
        while following < len(waiting) and waiting[following].start <= end:
            active.append(waiting[following])
            following += 1
        active = [mark for mark in active if mark.end > start or mark.start >= start]
        if text[start:end].strip():
            # A passage may begin in a line without letters; its label goes to the next one.
            lines.append(Line(start, _pieces(text[start:end], start, active, late)))
            late = []
        else:
            late.extend(mark for mark in active if start <= mark.start <= end)
        start = end + 1
    return lines


def _pieces(
    line: str, offset: int, active: Sequence[Mark], late: Sequence[Mark]
) -> tuple[Piece, ...]:
    end = offset + len(line)
    cuts = {offset, end}
    for mark in active:
        cuts.update(cut for cut in (mark.start, mark.end) if offset < cut < end)
    places = sorted(cuts)
    pieces = []
    for at, (first, last) in enumerate(pairwise(places)):
        # A mark at the very end of the line begins with its last piece.
        closing = at == len(places) - 2
        begins = [
            mark for mark in active if first <= mark.start < last or (closing and mark.start == end)
        ]
        if at == 0:
            begins = [*late, *[mark for mark in begins if mark not in late]]
        covering = [mark for mark in active if mark.start <= first and mark.end >= last]
        kinds = tuple(sorted({mark.kind for mark in covering}))
        pieces.append(Piece(first, line[first - offset : last - offset], kinds, tuple(begins)))
    return tuple(pieces)


def passage(text: str, words: str) -> list[Place]:
    """Where `words` stand in `text`, spaces and ends of lines being alike; at most 20 places."""
    wanted = words.split()
    found: list[Place] = []
    if not wanted:
        return found
    at = text.find(wanted[0])
    while at >= 0 and len(found) < 20:
        end = _follows(text, at, wanted)
        if end is not None:
            found.append(Place(at, end))
        at = text.find(wanted[0], at + 1)
    return found


def _follows(text: str, start: int, wanted: Sequence[str]) -> int | None:
    at = start
    for number, word in enumerate(wanted):
        if number:
            gap = at
            while at < len(text) and text[at].isspace():
                at += 1
            if at == gap:
                return None
        if not text.startswith(word, at):
            return None
        at += len(word)
    return at
