"""Two people change one thing: what of it is written, and what one of them must decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Merged:
    """What to write, by field, and the fields that both changed, each in another way."""

    write: dict[str, Any]
    clashes: tuple[str, ...]


def merge(seen: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> Merged:
    """Put `mine`, which began from `seen`, onto `theirs`, which is there by now.

    A value that I left as I saw it stays as the other left it; one that the other left alone, or
    changed to the same, is mine; one that both changed in different ways is a clash, and neither
    is written. A field missing in `seen` (nobody recorded it) counts as changed by both.
    """
    write: dict[str, Any] = {}
    clashes: list[str] = []
    for name, wanted in mine.items():
        present = theirs.get(name)
        if wanted == present:
            continue
        if name in seen and wanted == seen[name]:
            continue
        if name in seen and present == seen[name]:
            write[name] = wanted
        else:
            clashes.append(name)
    return Merged(write, tuple(clashes))
