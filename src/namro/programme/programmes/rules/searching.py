"""From what a person types to what is looked for: words without marks, abbreviations both ways.

A question is a list of terms that must all be found. A term is a list of ways to write it, each a
row of words that stand side by side: "UBND tỉnh" gives [[ubnd], [uy ban nhan dan]] and [[tinh]].
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from namro.foundation.documents.abbreviations import readings
from namro.foundation.interface.text import search_words

Words = tuple[str, ...]
# More terms make a question slow and no answer better; the rest is left out, and said so.
MOST_TERMS = 12
SNIPPET = 240

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing looked for: any of `ways`, each a row of words side by side."""

    ways: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a shown text, and whether it is what was looked for."""

    text: str
    hit: bool = False


@cache
def abbreviations() -> Mapping[Words, frozenset[Words]]:
    """Every way of writing that has others, with all ways to write it (itself among them).

    Two abbreviations never share their readings' other
    abbreviations: "TU" leads to "thanh uy", and "thanh uy" back to "tu", and no further.
    """
    ways: dict[Words, set[Words]] = {}
    for short, meant in readings().items():
        one = tuple(search_words(short))
        for reading in meant:
            full = tuple(search_words(reading))
            ways.setdefault(one, {one}).add(full)
            ways.setdefault(full, {full}).add(one)
    return {words: frozenset(others) for words, others in ways.items()}


def terms(typed: str) -> list[Term]:
    """What `typed` asks for; words in quotation marks must stand side by side.

    Marks and case do not count, and neither does punctuation. Nothing typed gives no term.
    """
    found: list[Term] = []
    for index, piece in enumerate(re.split(r'["“”„]', typed)):
        words = tuple(search_words(piece))
        if index % 2 and words:
            found.append(_term(words))
        else:
            found += _loose(words)
    # The same word twice asks nothing more.
    return list(dict.fromkeys(found))[:MOST_TERMS]


def _term(words: Words) -> Term:
    others = sorted(abbreviations().get(words, frozenset()) - {words})
    return Term((words, *others))


def _loose(words: Words) -> list[Term]:
    """The words one by one, but the longest row that is (or has) an abbreviation as one term."""
    known = abbreviations()
    longest = max((len(row) for row in known), default=1)
    found: list[Term] = []
    at = 0
    while at < len(words):
        length = next(
            (
                size
                for size in range(min(longest, len(words) - at), 1, -1)
                if words[at : at + size] in known
            ),
            1,
        )
        found.append(_term(words[at : at + length]))
        at += length
    return found


def as_tsquery(asked: Sequence[Term]) -> str:
    """The terms in PostgreSQL's language of questions ("" for none).

    Words hold only letters and digits (`search_words`), so nothing in them needs escaping.
    """
    parts = []
    for term in asked:
        ways = ["(" + " <-> ".join(f"'{word}'" for word in way) + ")" for way in term.ways]
        parts.append("(" + " | ".join(ways) + ")")
    return " & ".join(parts)


def holding(counts: Sequence[tuple[int, int]], first: int, end: int) -> tuple[list[int], int]:
    """Where the rows number `first` (from 0) to before `end` of a row of groups stand.

    Args:
        counts: the groups in their order, each with how many rows it has.

    Returns:
        The groups that hold at least one of these rows, and how many rows stand before them.
    """
    found: list[int] = []
    skipped = at = 0
    for group, rows in counts:
        if max(at, first) < min(at + rows, end):
            found.append(group)
        elif not found:
            skipped += rows
        at += rows
    return found, skipped


def pieces(text: str, asked: Sequence[Term], width: int = SNIPPET) -> list[Piece]:
    """`text` with what was looked for marked; a text longer than `width` is cut around the first
    hit, at words, with "…". The pieces joined are the text shown.
    """
    spans = _hits(text, asked)
    start, end = _window(text, spans, width)
    found: list[Piece] = [Piece("…")] if start else []
    at = start
    for first, last in spans:
        if first < at or last > end:
            continue
        if first > at:
            found.append(Piece(text[at:first]))
        found.append(Piece(text[first:last], hit=True))
        at = last
    if at < end:
        found.append(Piece(text[at:end]))
    if end < len(text):
        found.append(Piece("…"))
    return found


def _hits(text: str, asked: Sequence[Term]) -> list[tuple[int, int]]:
    """Where the ways of the terms stand in `text`: not overlapping, in order."""
    places: list[tuple[str, int, int]] = []
    for match in _WORD.finditer(text):
        places += [(word, match.start(), match.end()) for word in search_words(match[0])]
    words = [word for word, _, _ in places]
    ways = sorted({way for term in asked for way in term.ways}, key=len, reverse=True)
    by_first: dict[str, list[Words]] = {}
    for one in ways:
        by_first.setdefault(one[0], []).append(one)
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        way: Words | None = next(
            (way for way in by_first.get(words[at], ()) if tuple(words[at : at + len(way)]) == way),
            None,
        )
        if way is None:
            at += 1
            continue
        found.append((places[at][1], places[at + len(way) - 1][2]))
        at += len(way)
    return found


def _window(text: str, spans: Sequence[tuple[int, int]], width: int) -> tuple[int, int]:
    """The part of a long text to show: about `width` characters, a third of them before the hit."""
    if len(text) <= width:
        return 0, len(text)
    first = spans[0][0] if spans else 0
    start = max(0, min(first - width // 3, len(text) - width))
    if start:
        space = text.find(" ", start, first)
        start = start if space < 0 else space + 1
    end = min(len(text), start + width)
    if end < len(text):
        space = text.rfind(" ", max(first, start + 1), end)
        # Never cut within the hit itself.
        reach = spans[0][1] if spans else start
        end = max(end if space < 0 else space, reach)
    return start, min(end, len(text))
