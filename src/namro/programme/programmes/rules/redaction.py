"""Taking restricted passages out of a text, and of what was read from it, by their places.

A redacted text has the length and the lines of the original, so every offset stays true: each
character of a hidden place but the line's end is replaced by `FILL`. What a person is shown has a
label where such a run stands. Nothing here knows who may see what (see `seeing`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from namro.programme.programmes.rules.places import Place

FILL = "█"
# A title or a sentence of fewer words is common language, and is not looked for elsewhere.
FEWEST_WORDS = 5

_RUN = re.compile(f"{FILL}+(?:[ \t]*{FILL}+)*")


def united(places: Iterable[Place]) -> list[Place]:
    """Places that overlap or touch as one, in order; empty ones are left out."""
    found: list[Place] = []
    for place in sorted(places, key=lambda each: (each.start, each.end)):
        if place.start >= place.end:
            continue
        if found and place.start <= found[-1].end:
            found[-1] = Place(found[-1].start, max(found[-1].end, place.end))
        else:
            found.append(place)
    return found


def overlaps(hidden: Sequence[Place], start: int, end: int) -> bool:
    """Whether characters `start` … `end` share one with the `hidden` places (`united`)."""
    index = bisect_right([place.end for place in hidden], start)
    return start < end and index < len(hidden) and hidden[index].start < end


def redacted(text: str, hidden: Sequence[Place]) -> str:
    """`text` with every character of the `hidden` places (`united`) but newlines replaced."""
    pieces: list[str] = []
    at = 0
    for place in hidden:
        pieces.append(text[at : place.start])
        pieces.append(re.sub(r"[^\n]", FILL, text[place.start : place.end]))
        at = max(at, place.end)
    return "".join(pieces) + text[at:]


def runs(text: str) -> list[tuple[bool, str]]:
    """A redacted text in pieces, each with whether it is hidden; joined they are the text."""
    pieces: list[tuple[bool, str]] = []
    at = 0
    for run in _RUN.finditer(text):
        if run.start() > at:
            pieces.append((False, text[at : run.start()]))
        pieces.append((True, run[0]))
        at = run.end()
    return [*pieces, (False, text[at:])] if at < len(text) else pieces


def said(text: str, label: str) -> str:
    """A redacted text as plain words: `label` in the place of each hidden run, whatever its
    length."""
    return _RUN.sub(lambda _run: label, text)


def one_line(text: str) -> str:
    """A text's words with one space between them."""
    return " ".join(text.split())


def kept(value: str, rest: str, label: str) -> str:
    """`value` if its words still stand in `rest`, what is left of the place it was read from;
    else `label`."""
    if not value.strip():
        return value
    return value if one_line(value).lower() in one_line(rest).lower() else label


def without(value: str, sought: Iterable[str], label: str) -> str:
    """`value` with `label` for each of the `sought` words in it; itself where it has none."""
    listed = list(sought)
    low = one_line(value).lower()
    if not any(one_line(each).lower() in low for each in listed):
        return value  # asked of every value of every row: most have nothing of it
    return said(redacted(value, united(repeats(value, listed))), label)


def phrases(title: str) -> list[str]:
    """What is looked for elsewhere of a hidden item's title or sentence: itself, and what follows
    the word for its kind ("Đề án: …"). Short ones are left out."""
    whole = one_line(title).strip(" .;,:")
    found = [whole, whole.partition(":")[2].strip()]
    return [each for each in found if len(each.split()) >= FEWEST_WORDS]


def repeats(text: str, sought: Iterable[str]) -> list[Place]:
    """Where the same words stand in `text`, whatever their case and the spaces between them.

    Other words for the same thing are not found.
    """
    low = text.lower()
    if len(low) != len(text):
        low = "".join(each.lower() if len(each.lower()) == 1 else each for each in text)
    low = re.sub(r"\s", " ", low)
    at = [index for index, sign in enumerate(low) if sign != " " or low[index - 1 : index] != " "]
    squeezed = "".join(low[index] for index in at)
    found: list[Place] = []
    for phrase in {one_line(each).lower() for each in sought} - {""}:
        start = squeezed.find(phrase)
        while start >= 0:
            end = start + len(phrase)
            inside = squeezed[start - 1 : start].isalnum() or squeezed[end : end + 1].isalnum()
            if not inside:
                found.append(Place(at[start], at[end - 1] + 1))
            start = squeezed.find(phrase, start + 1)
    return found
