"""What an added item says, as far as the reader itself understands the chosen passage."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from namro.foundation.documents.reading import Refused, read_bytes
from namro.foundation.documents.reading.markers import Style, read_markers
from namro.programme.programmes.rules.places import Place

# A longer passage holds more than one item.
LONGEST = 3_000
# A number or a dash before the sentence, which would make it a heading of its own.
_LABEL = re.compile(r"^(?:\(?[0-9a-zđ]{1,3}[.)]|[-–+•*])\s+", re.IGNORECASE)


def item_of(group: str, text: str, place: Place) -> dict[str, Any]:
    """An item of `group` for the passage, its values as the reader would give them."""
    said = " ".join(text[place.start : place.end].split())
    if group == "outline":
        return _provision(said)
    if group in ("objectives", "requirements"):
        return {"label": None, "text": said}
    if group == "deliverables":
        return {
            "group": None, "no": None, "title": said, "kind": None, "lead": None,
            "lead_inferred": False, "co_ordinating": [], "due": None, "product": None,
            "note": None, "confidence": 1.0,
        }  # fmt: skip
    return _target(said)


def _target(said: str) -> dict[str, Any]:
    target: dict[str, Any] = {
        "label": None, "within": "targets", "subject": "", "comparator": "qualitative",
        "value": None, "unit": None, "due": None, "baseline": None, "each_year": False,
        "lead": None, "aspiration": False, "qualifier": None,
    }  # fmt: skip
    try:
        # As the one line of a section of targets: there the reader takes every quantity.
        line = _LABEL.sub("", said)
        read = read_bytes(f"KẾ HOẠCH\nI. CHỈ TIÊU\n1. Chỉ tiêu\n- {line}\n".encode(), "x.txt")
    except Refused:
        found = []
    else:
        found = read.as_dict()["targets"]
    if found:
        target |= {name: found[0][name] for name in target if name not in ("label", "within")}
    # A person points at it: there is no doubt that it is one.
    return {**target, "part_of": None, "text": said, "confidence": 1.0}


def _provision(said: str) -> dict[str, Any]:
    markers = read_markers(said)
    label, printed, title = "", "", said
    if markers and markers[0].style < Style.BULLET:
        label, printed = markers[0].label, markers[0].label_raw
        title = said[markers[0].after :].strip()
    kind = "other"
    try:
        # As the first part of a document: there the reader says what its title tells.
        read = read_bytes(f"KẾ HOẠCH\nI. {title}\nNội dung.\n".encode(), "x.txt")
        kind = read.as_dict()["outline"][0]["kind"]
    except (Refused, IndexError):
        pass
    return {
        "parent": None, "label": label, "label_raw": printed, "kind": kind, "heading": True,
        "title": title,
    }  # fmt: skip


def line_of(text: str, place: Place) -> Place:
    """The passage from the beginning of its first line: a provision begins a line."""
    start = text.rfind("\n", 0, place.start) + 1
    while start < place.start and text[start].isspace():
        start += 1
    return Place(start, place.end)


def stands_below(text: str, place: Place, chain: Sequence[Mapping[str, Any]]) -> Any:
    """The id of the one of `chain` that a provision there stands below, by its number; or None.

    `chain` are the provisions over the place, outermost first. Where one of them is numbered in
    the same way, the new one stands beside it, else below the innermost of a higher rank.
    """
    styles = _styles(text[place.start : place.end])
    if not styles:
        return chain[-1]["id"] if chain else None
    for node in reversed(chain):
        if styles & _styles(text[node["start"] : node["start"] + 300]):
            return node["parent"]
    for node in reversed(chain):
        own = _styles(text[node["start"] : node["start"] + 300])
        if own and min(own) < min(styles):
            return node["id"]
    return None


def _styles(text: str) -> set[Style]:
    line = text.lstrip().partition("\n")[0]
    return {marker.style for marker in read_markers(line) if marker.style < Style.BULLET}
