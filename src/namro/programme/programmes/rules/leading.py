"""The organisations that a document names as leads, and where a led task has gone since.

Pure: names and keys only.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from namro.foundation.documents.checking.clarity import leads_in
from namro.foundation.interface.text import identity_key

# One office of two bodies; "và" does not part it.
_ONE_OFFICE = re.compile(
    r"(?i)v(?:ăn phòng|p)\s+(?:đoàn\s+(?:đbqh|đại biểu quốc hội)\s*(?:,|và|&)\s*)?"
    r"(?:hđnd|hội đồng nhân dân)\s*(?:,|và|&)\s*(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân)\b"
)
_BETWEEN = re.compile(r"\s*(?:,|\bvà\b|&)\s*")
_BRACKETS = re.compile(r"\([^)]*\)")
_JOINT = "\ue000"


def names_in(lead: str) -> list[str]:
    """The names in a lead, each as written: "Sở Tài chính; Sở Nội vụ" are two."""
    return list(_names_in(lead))


@lru_cache(maxsize=2048)  # a programme names the same few bodies hundreds of times
def _names_in(lead: str) -> tuple[str, ...]:
    text = " ".join(_BRACKETS.sub(" ", lead).split())
    joined = _ONE_OFFICE.sub(lambda found: _BETWEEN.sub(_JOINT, found[0]), text)
    found: list[str] = []
    at = 0
    for name in leads_in(joined):
        # `leads_in` puts the parts of a name together with commas; the text between them says how.
        start = end = -1
        for part in name.split(", "):
            place = joined.find(part, at)
            if place < 0:
                break
            start, end = (place if start < 0 else start), place + len(part)
            at = end
        found.append(_unjoined(text, joined, start, end) if start >= 0 else name)
    return tuple(found)


def _unjoined(text: str, joined: str, start: int, end: int) -> str:
    """What stands in `text` where `joined` (the same, offices of two bodies as one) has a name."""
    piece = joined[start:end]
    if _JOINT not in piece:
        return piece
    before = joined[:start].count(_JOINT)
    betweens = [each[0] for office in _ONE_OFFICE.findall(text) for each in _between(office)]
    for written in betweens[before : before + piece.count(_JOINT)]:
        piece = piece.replace(_JOINT, written, 1)
    return piece


def _between(office: str) -> list[re.Match[str]]:
    return list(_BETWEEN.finditer(office))


def name_key(name: str) -> str:
    """What two spellings of one name share: case, spaces and the place of tone marks do not count.

    A link is kept under it.
    """
    return identity_key(name)


@dataclass(frozen=True, slots=True)
class Passed:
    """What a unit led went to another from a day on."""

    unit: int
    successor: int
    on: dt.date


def path(unit: int, passed: Iterable[Passed], day: dt.date) -> list[Passed]:
    """The hand-overs that what `unit` led went through by `day`, in their order.

    A circle ends where it would begin anew.
    """
    known: Mapping[int, Passed] = {each.unit: each for each in passed if each.on <= day}
    found: list[Passed] = []
    seen = {unit}
    since = dt.date.min
    while (step := known.get(unit)) is not None:
        if step.successor in seen or step.on < since:
            break
        found.append(step)
        seen.add(step.successor)
        unit, since = step.successor, step.on
    return found
