"""What an added item says, as far as the reader itself understands the chosen passage."""

from __future__ import annotations

import re
from typing import Any

from namro.foundation.documents.reading import Refused, read_bytes
from namro.programme.programmes.rules.places import Place

# A longer passage holds more than one item.
LONGEST = 3_000
# A number or a dash before the sentence, which would make it a heading of its own.
_LABEL = re.compile(r"^(?:\(?[0-9a-zđ]{1,3}[.)]|[-–+•*])\s+", re.IGNORECASE)


def item_of(group: str, text: str, place: Place) -> dict[str, Any]:
    """An item of `group` for the passage, its values as the reader would give them."""
    said = " ".join(text[place.start : place.end].split())
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
