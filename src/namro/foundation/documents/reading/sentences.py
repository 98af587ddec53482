"""Where the sentences of a line begin and end."""

from __future__ import annotations

import re

from namro.foundation.documents.reading.letters import UPPER

_END = re.compile(r"(?:[.!?…][\"”’»)]*|\./\.)\s+(?=[\"“(‘]?[" + UPPER + r"]|\d|[-+]\s)")
_SHORT = re.compile(
    r"(?:^|[\s(])(?:TP|Tp|tp|TS|ThS|PGS|GS|BS|KS|Q|P|H|TX|TT|St|No|vs|v\.v|đ/c|ĐC|Mr|Ms|[A-ZĐ])\.$"
)
_NUMBERED = re.compile(r"(?:^|\s)\(?\d{1,2}(?:\.\d{1,2})*\.$")


def sentences(text: str, at: int = 0) -> list[tuple[int, int]]:
    """The spans of the sentences of `text` from offset `at` on; spaces between are left out."""
    spans: list[tuple[int, int]] = []
    start = at
    for found in _END.finditer(text, at):
        before = text[max(start, found.start() - 12) : found.start() + 1]
        if found.group().startswith(".") and (_SHORT.search(before) or _NUMBERED.search(before)):
            continue
        end = found.end() - len(found.group()) + len(found.group().rstrip())
        if end > start:
            spans.append((start, end))
        start = found.end()
    end = len(text.rstrip())
    if end > start:
        spans.append((start, end))
    return spans
