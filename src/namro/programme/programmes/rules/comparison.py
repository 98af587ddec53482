"""What was added, changed, removed or only moved between two documents.

A document is a `Side`: for each part (targets, deliverables …) its entries in order, made from a
draft here and from kept rows in `namro.programme.programmes.versions`. Where an item stands in
the text (offsets) and how sure the reader was are not compared.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from namro.programme.programmes.rules import draft as rules
from namro.programme.programmes.rules import values
from namro.programme.programmes.rules.draft import storable
from namro.programme.programmes.rules.matching import Entry, Value, out_of_order, pairs

# The parts of a document in the order in which a person reads what changed.
PARTS = (
    "document",
    "targets",
    "deliverables",
    "objectives",
    "requirements",
    "roadmap",
    "outline",
    "recipients",
)
HEAD = (
    *("kind", "number", "title", "issuer", "issued_on", "place"),
    *("signer", "signer_role", "period"),
)
# Fields that say where an item stands rather than what it says.
PLACED = frozenset({"label", "no", "path", "part_of"})
# The sentence around what was understood: another sentence with the same values is a rewording.
WORDING = frozenset({"text"})
# Not compared: it orders a person's work and says nothing of the document.
_UNSAID = frozenset({"confidence"})
# Texts of more words than this are shown whole instead of word by word.
MOST_WORDS = 600

Side = Mapping[str, Sequence[Entry]]


class Change(StrEnum):
    """What happened to an item."""

    SAME = "same"
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    REWORDED = "reworded"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """What happened to one item of `part`.

    `old`, `new`: its index on either side, None where it is not there. `fields`: by name, what
    it was and what it is (of what it says and of where it stands). `entry`: what was added or
    removed.
    """

    part: str
    change: Change
    old: int | None = None
    new: int | None = None
    fields: Mapping[str, tuple[Value, Value]] = field(default_factory=dict)
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that happened, part by part in the order of the new document, unchanged items
    included; removed ones stand after what came before them."""

    all: tuple[Difference, ...]

    @property
    def differences(self) -> list[Difference]:
        """All but what stayed the same."""
        return [each for each in self.all if each.change is not Change.SAME]

    @property
    def counts(self) -> Counter[Change]:
        """How many items were added, changed …"""
        return Counter(each.change for each in self.differences)

    def of(self, part: str) -> list[Difference]:
        """What happened in one part, unchanged items included."""
        return [each for each in self.all if each.part == part]

    def partners(self, part: str) -> dict[int, int]:
        """For each new index of `part` its old one, where there is one."""
        return {
            each.new: each.old
            for each in self.of(part)
            if each.new is not None and each.old is not None
        }


def compare(old: Side, new: Side) -> Comparison:
    """What happened between two documents. A document and itself give no difference."""
    return Comparison(
        tuple(
            each for part in PARTS for each in _compare(part, old.get(part, ()), new.get(part, ()))
        )
    )


def _compare(part: str, old: Sequence[Entry], new: Sequence[Entry]) -> list[Difference]:
    # The head is one entry on each side, whatever it says.
    found = [(0, 0)] if part == "document" and old and new else pairs(old, new)
    moved = out_of_order(found)
    made = {j: _pair(part, i, j, old[i], new[j], i in moved) for i, j in found}
    for j, entry in enumerate(new):
        if j not in made:
            made[j] = Difference(part, Change.ADDED, new=j, entry=entry)
    kept = dict(found)
    # A removed item is told after the item that stood before it.
    after: dict[int, list[Difference]] = {}
    last = -1
    for i, entry in enumerate(old):
        if i in kept:
            last = kept[i]
        else:
            gone = Difference(part, Change.REMOVED, old=i, entry=entry)
            after.setdefault(last, []).append(gone)
    told = list(after.get(-1, []))
    for j in range(len(new)):
        told += [made[j], *after.get(j, [])]
    return told


def _pair(part: str, i: int, j: int, old: Entry, new: Entry, moved: bool) -> Difference:
    """What happened to an item that stands on both sides."""
    fields: dict[str, tuple[Value, Value]] = {}
    for before, after in ((old.fields, new.fields), (old.place, new.place)):
        for name in {**before, **after}:
            if before.get(name) != after.get(name):
                fields[name] = (before.get(name), after.get(name))
    said = fields.keys() - PLACED
    if said - WORDING:
        change = Change.CHANGED
    elif said:
        # Where the words are all that an item is, other words are a change.
        change = Change.REWORDED if part == "targets" else Change.CHANGED
    elif fields or moved:
        change = Change.MOVED
    else:
        change = Change.SAME
    return Difference(part, change, old=i, new=j, fields=fields)


def apply(old: Side, comparison: Comparison) -> dict[str, list[Entry]]:
    """The new document, made from the old one and what happened to it."""
    made: dict[str, list[Entry]] = {part: [] for part in PARTS}
    for each in sorted(
        (each for each in comparison.all if each.new is not None), key=lambda each: each.new or 0
    ):
        if each.entry is not None:
            made[each.part].append(each.entry)
            continue
        entry = old[each.part][each.old or 0]
        made[each.part].append(
            replace(
                entry,
                fields={k: _after(each, k, v) for k, v in entry.fields.items()},
                place={k: _after(each, k, v) for k, v in entry.place.items()},
            )
        )
    return made


def _after(each: Difference, name: str, value: Value) -> Value:
    return each.fields[name][1] if name in each.fields else value


# --- a document's side, from its draft ------------------------------------------------------


def side_of_draft(content: Mapping[str, Any], text: str) -> dict[str, list[Entry]]:
    """What a draft (the JSON of reading, in Vietnamese) says, ready to be compared.

    Raises:
        Contradiction: the draft cannot be kept, and so cannot be compared.
    """
    outline = content.get("outline") or []
    nodes = rules.tree(outline)
    spans = [(int(item["start"]), int(item["end"])) for item in outline]
    innermost = rules.innermost(spans, [node.parent for node in nodes])

    def path(item: Mapping[str, Any]) -> str:
        index = innermost(int(item["start"]))
        return "" if index is None else nodes[index].path

    targets = list(content.get("targets") or [])
    listed: dict[str, list[Mapping[str, Any]]] = {
        part: list(content.get(part) or [])
        for part in ("objectives", "requirements", "roadmap", "deliverables")
    }
    side: dict[str, list[Entry]] = {
        "document": [head_entry(content.get("document") or {})],
        "targets": [
            target_entry(values.target(item), path(item), offset(order, targets))
            for order, item in enumerate(targets)
        ],
        "deliverables": [
            deliverable_entry(values.deliverable(item), path(item))
            for item in listed["deliverables"]
        ],
        "roadmap": [step_entry(values.step(item), path(item)) for item in listed["roadmap"]],
        "recipients": [
            recipient_entry(storable(name))
            for name in (content.get("document") or {}).get("recipients") or []
        ],
    }
    for part in ("objectives", "requirements"):
        side[part] = [labelled_entry(values.labelled(each), path(each)) for each in listed[part]]
    told = [
        (int(item["start"]), int(item["end"])) for items in listed.values() for item in items
    ] + [(int(item["start"]), int(item["end"])) for item in targets]
    own = own_texts(storable(text), spans, [node.parent for node in nodes], told)
    side["outline"] = [
        node_entry(
            {
                "kind": str(item["kind"]),
                "heading": bool(item["heading"]),
                "title": storable(item.get("title")),
                "label_raw": storable(item.get("label_raw")),
                "label": storable(item.get("label")),
            },
            node.path,
            words,
        )
        for item, node, words in zip(outline, nodes, own, strict=True)
    ]
    return side


def offset(order: int, items: list[Any]) -> int | None:
    """How many entries before this target the one stands that it is part of, or None."""
    whole = values.whole_of(order, items)
    return None if whole is None else order - whole


def own_texts(
    text: str,
    spans: Sequence[tuple[int, int]],
    parents: Sequence[int | None],
    told: Iterable[tuple[int, int]],
) -> list[str]:
    """What each outline node says itself: its text without the nodes and the items in it.

    `told` are the places of items, which are compared by themselves.
    """
    children: dict[int | None, list[tuple[int, int]]] = {}
    for span, parent in zip(spans, parents, strict=True):
        children.setdefault(parent, []).append(span)
    items = _united(told)
    starts = [start for start, _ in items]
    found: list[str] = []
    for index, (start, end) in enumerate(spans):
        inside: list[tuple[int, int]] = []
        at = start
        for below in sorted(children.get(index, [])):
            inside.append((at, min(below[0], end)))
            at = max(at, below[1])
        inside.append((at, end))
        pieces: list[str] = []
        for low, high in inside:
            at = low
            for item_start, item_end in items[max(bisect_left(starts, low) - 1, 0) :]:
                if item_start >= high:
                    break
                if item_end > at:
                    pieces.append(text[at : max(at, item_start)])
                    at = item_end
            pieces.append(text[at:high])
        found.append(re.sub(r"\s+", " ", " ".join(pieces)).strip())
    return found


def _united(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places that overlap or touch as one, in order."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((start, end))
    return united


def _said(row: Mapping[str, Any]) -> dict[str, Value]:
    """A row's values without those that say where it stands, as hashable values."""
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in row.items()
        if name not in PLACED and name not in _UNSAID
    }


def head_entry(document: Mapping[str, Any]) -> Entry:
    """The head of a document, from the draft's "document"."""
    return Entry(
        {
            name: "–".join(str(year) for year in document[name])
            if name == "period" and document.get(name)
            else storable(document.get(name)).strip()
            for name in HEAD
        },
        {},
        ("title",),
    )


def target_entry(row: Mapping[str, Any], path: str, part_of: int | None) -> Entry:
    """A target, from its row's values."""
    place = {"label": row["label"], "path": path, "part_of": part_of}
    return Entry(_said(row), place, ("subject", "subject", "text"))


def deliverable_entry(row: Mapping[str, Any], path: str) -> Entry:
    """A deliverable, from its row's values."""
    return Entry(_said(row), {"no": row["no"], "path": path}, ("title",))


def labelled_entry(row: Mapping[str, Any], path: str) -> Entry:
    """An objective or a requirement, from its row's values."""
    return Entry(_said(row), {"label": row["label"], "path": path})


def step_entry(row: Mapping[str, Any], path: str) -> Entry:
    """A step of the roadmap, from its row's values."""
    return Entry(_said(row), {"path": path})


def recipient_entry(name: str) -> Entry:
    """A recipient."""
    return Entry({"name": name}, {}, ("name",))


def node_entry(row: Mapping[str, Any], path: str, own: str) -> Entry:
    """An outline node, from its row's values and its own text.

    A node that is no heading has its sentence for a title; as items stand in it, and are compared
    by themselves, only what is left of it counts.
    """
    heading = bool(row["heading"])
    title = row["title"] if heading else ""
    text = own.removeprefix(row["label_raw"]).lstrip(" .)")
    text = text.removeprefix(re.sub(r"\s+", " ", title)).strip()
    said = {"kind": row["kind"], "heading": heading, "title": title, "text": text}
    return Entry(said, {"label": row["label"], "path": path}, ("title", "text"))


# --- word by word ---------------------------------------------------------------------------


def word_by_word(old: str, new: str) -> tuple[list[tuple[bool, str]], list[tuple[bool, str]]]:
    """Both texts in pieces, each with whether it differs; joined, the pieces are the texts."""
    before, after = re.findall(r"\s+|[^\s]+", old), re.findall(r"\s+|[^\s]+", new)
    if max(len(before), len(after)) > MOST_WORDS * 2:
        return [(old != new, old)] if old else [], [(old != new, new)] if new else []
    left: list[tuple[bool, str]] = []
    right: list[tuple[bool, str]] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        for pieces, words in ((left, before[a:b]), (right, after[c:d])):
            if words:
                pieces.append((tag != "equal", "".join(words)))
    return _joined(left), _joined(right)


def _joined(pieces: list[tuple[bool, str]]) -> list[tuple[bool, str]]:
    """Pieces that differ as one where only a space stands between them."""
    joined: list[tuple[bool, str]] = []
    for index, (differs, piece) in enumerate(pieces):
        between = piece.isspace() and 0 < index < len(pieces) - 1
        if between and pieces[index - 1][0] and pieces[index + 1][0]:
            differs = True
        if joined and joined[-1][0] == differs:
            joined[-1] = (differs, joined[-1][1] + piece)
        else:
            joined.append((differs, piece))
    return joined
