"""A comparison told to a person: side by side, field by field, in Vietnamese and English.

Used by the page and by `namro compare`; nothing here knows of either.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from namro.programme.programmes.rules.comparison import (
    PARTS,
    PLACED,
    Change,
    Comparison,
    Difference,
    Side,
    word_by_word,
)
from namro.programme.programmes.rules.matching import Entry, Value
from namro.programme.programmes.rules.numbers import Language, date, number
from namro.programme.programmes.rules.wording import TargetValues, target_in_words

# Said together, in words: "trên 85%, đến năm 2023".
_IN_WORDS = frozenset(
    {"comparator", "value_low", "value_high", "unit", "due_year", "due_on", "baseline_year"}
    | {"baseline_previous_year", "each_year", "aspiration", "qualifier"}
)
WORDS = "words"

PART_NAMES: Mapping[str, tuple[str, str]] = {
    "document": ("Phần đầu văn bản", "Head of the document"),
    "targets": ("Chỉ tiêu", "Targets"),
    "deliverables": ("Nhiệm vụ, sản phẩm", "Deliverables"),
    "objectives": ("Mục tiêu", "Objectives"),
    "requirements": ("Yêu cầu", "Requirements"),
    "roadmap": ("Lộ trình", "Roadmap"),
    "outline": ("Đề mục và lời văn", "Headings and other text"),
    "recipients": ("Nơi nhận", "Recipients"),
}
CHANGE_NAMES: Mapping[Change, tuple[str, str]] = {
    Change.ADDED: ("thêm mới", "added"),
    Change.CHANGED: ("sửa đổi", "changed"),
    Change.REMOVED: ("bãi bỏ", "removed"),
    Change.REWORDED: ("chỉ sửa lời văn", "reworded only"),
    Change.MOVED: ("chỉ chuyển vị trí", "only moved"),
    Change.SAME: ("giữ nguyên", "the same"),
}
FIELD_NAMES: Mapping[str, tuple[str, str]] = {
    WORDS: ("Chỉ tiêu", "Target"),
    "text": ("Nguyên văn", "As written"),
    "title": ("Tên, nội dung", "Title"),
    "subject": ("Đại lượng", "What is counted"),
    "within": ("Vị trí", "Where it stands"),
    "lead_text": ("Chủ trì", "Lead"),
    "lead_inferred": ("Chủ trì do suy ra", "Lead inferred"),
    "co_ordinating": ("Phối hợp", "Co-ordinating"),
    "due_text": ("Thời hạn", "Due"),
    "product": ("Sản phẩm", "Product"),
    "note": ("Ghi chú", "Note"),
    "group": ("Nhóm", "Group"),
    "no": ("Số thứ tự", "Number"),
    "kind": ("Loại", "Kind"),
    "heading": ("Là đề mục", "Is a heading"),
    "label": ("Ký hiệu", "Label"),
    "path": ("Thuộc mục", "Stands in"),
    "part_of": ("Thuộc chỉ tiêu", "Part of a target"),
    "from_year": ("Từ năm", "From year"),
    "to_year": ("Đến năm", "To year"),
    "number": ("Số, ký hiệu", "Number"),
    "issuer": ("Cơ quan ban hành", "Issuer"),
    "issued_on": ("Ngày ban hành", "Date of issue"),
    "place": ("Nơi ban hành", "Place of issue"),
    "signer": ("Người ký", "Signed by"),
    "signer_role": ("Chức vụ người ký", "Signer's office"),
    "period": ("Giai đoạn", "Period"),
    "name": ("Nơi nhận", "Recipient"),
}

Piece = tuple[bool, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One field side by side: its name, and either side in pieces with whether they differ."""

    name: str
    old: Sequence[Piece]
    new: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Told:
    """One difference as a person reads it: what happened, to what, field by field."""

    difference: Difference
    change: str
    name: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class TellingPart:
    """What happened in one part: first what counts, then what was only reworded or moved."""

    part: str
    name: str
    changed: Sequence[Told]
    lesser: Sequence[Told]


def tell(old: Side, new: Side, comparison: Comparison, language: Language) -> list[TellingPart]:
    """The comparison of `old` and `new`, part by part; parts without a difference stay out."""
    at = 1 if language == "en" else 0
    told: list[TellingPart] = []
    for part in PARTS:
        found = [each for each in comparison.of(part) if each.change is not Change.SAME]
        if not found:
            continue
        lines = [_told(each, old, new, language) for each in found]
        lesser = (Change.MOVED, Change.REWORDED)
        told.append(
            TellingPart(
                part,
                PART_NAMES[part][at],
                [line for line in lines if line.difference.change not in lesser],
                [line for line in lines if line.difference.change in lesser],
            )
        )
    return told


def counted(comparison: Comparison, language: Language) -> list[tuple[Change, str, int]]:
    """How many items were changed, added, removed …: kind, its name, how many."""
    at = 1 if language == "en" else 0
    counts = comparison.counts
    order = (Change.CHANGED, Change.ADDED, Change.REMOVED, Change.REWORDED, Change.MOVED)
    return [(each, CHANGE_NAMES[each][at], counts[each]) for each in order if counts[each]]


def _told(each: Difference, old: Side, new: Side, language: Language) -> Told:
    at = 1 if language == "en" else 0
    before = None if each.old is None else old[each.part][each.old]
    after = None if each.new is None else new[each.part][each.new]
    left = {} if before is None else _shown(each.part, before, language)
    right = {} if after is None else _shown(each.part, after, language)
    names = [name for name in FIELD_NAMES if name in left or name in right]
    if before is not None and after is not None:
        names = [name for name in names if left.get(name) != right.get(name)]
    rows = []
    for name in names:
        one, other = left.get(name, ""), right.get(name, "")
        if before is None or after is None:
            if one or other:
                pieces = ([(True, one)] if one else [], [(True, other)] if other else [])
                rows.append(Row(FIELD_NAMES[name][at], *pieces))
            continue
        rows.append(Row(FIELD_NAMES[name][at], *word_by_word(one, other)))
    present = after or before
    name = "" if present is None else called(present)
    return Told(each, CHANGE_NAMES[each.change][at], name, rows)


def called(entry: Entry, longest: int = 160) -> str:
    """What a person knows an item by: its label and the beginning of what it says."""
    label = str(entry.place.get("no") or entry.place.get("label") or "")
    said = ""
    for name in ("title", "subject", "text", "name"):
        if said := str(entry.fields.get(name) or ""):
            break
    words = f"{label} {said}".strip() or str(entry.place.get("path") or "")
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def _shown(part: str, entry: Entry, language: Language) -> dict[str, str]:
    """An entry's fields as text, a target's typed values together in words."""
    shown = {
        name: as_text(value, language)
        for name, value in {**entry.fields, **entry.place}.items()
        if part != "targets" or name not in _IN_WORDS
    }
    # Counting entries back to the whole says nothing to a person.
    if "part_of" in shown:
        yes = "yes" if language == "en" else "có"
        shown["part_of"] = yes if entry.place.get("part_of") is not None else ""
    if part == "targets":
        shown[WORDS] = in_words(entry, language)
    return shown


def in_words(entry: Entry, language: Language) -> str:
    """A target's typed values in words."""
    said: Any = entry.fields
    return target_in_words(
        TargetValues(
            comparator=said["comparator"],
            low=said["value_low"],
            high=said["value_high"],
            unit=said["unit"],
            due=said["due_on"] or said["due_year"],
            baseline_year=said["baseline_year"],
            from_previous_year=said["baseline_previous_year"],
            each_year=said["each_year"],
            aspiration=said["aspiration"],
            qualifier=said["qualifier"],
        ),
        language,
    )


def as_text(value: Value, language: Language) -> str:
    """A field's value as a person reads it; "" for none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        yes, no = ("yes", "no") if language == "en" else ("có", "không")
        return yes if value else no
    if isinstance(value, Decimal):
        return number(value, language)
    if isinstance(value, dt.date):
        return date(value)
    if isinstance(value, tuple):
        return "; ".join(str(each) for each in value)
    return str(value)


def as_json(comparison: Comparison, old: Side, new: Side) -> dict[str, Any]:
    """The comparison as JSON: how many, and each difference with its fields."""

    def place(side: Side, part: str, index: int | None) -> dict[str, Any] | None:
        if index is None:
            return None
        entry = side[part][index]
        said = {name: plain(entry.place[name]) for name in PLACED if name in entry.place}
        return {"order": index, **dict(sorted(said.items()))}

    return {
        "counts": {
            change.value: comparison.counts[change]
            for change in Change
            if change is not Change.SAME
        },
        "differences": [
            {
                "part": each.part,
                "change": each.change.value,
                "old": place(old, each.part, each.old),
                "new": place(new, each.part, each.new),
                "fields": {
                    name: [plain(before), plain(after)]
                    for name, (before, after) in sorted(each.fields.items())
                },
                "entry": None
                if each.entry is None
                else {name: plain(value) for name, value in sorted(each.entry.fields.items())},
            }
            for each in comparison.differences
        ],
    }


def plain(value: Value) -> Any:
    """A field's value as JSON: figures as numbers, days as ISO 8601."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return value
