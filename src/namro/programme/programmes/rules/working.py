"""The draft while it is under review: what was read, with what people changed of it.

A working draft is the reader's draft (plain JSON) in which each item has a key that never changes
("chi-tieu-3"), the number of its changes (`_rev`), who changed it last and from which opened page,
and whether a person added it or set it aside. Nothing read is ever deleted: what is set aside can
be brought back. `finished` gives the draft that is imported.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from namro.programme.programmes.rules.arranging import arranged

Item = dict[str, Any]
Working = dict[str, Any]

# What the item is called in addresses, as on the pages of a programme.
NAMES = {
    "outline": "de-muc",
    "objectives": "muc-tieu",
    "targets": "chi-tieu",
    "requirements": "yeu-cau",
    "deliverables": "nhiem-vu",
    "roadmap": "lo-trinh",
    "issues": "xem-lai",
}
HEAD = "van-ban"
GROUPS = {name: group for group, name in NAMES.items()}
# What a person may add and set aside.
ADDABLE = ("targets", "deliverables", "objectives", "requirements", "outline")
REMOVABLE = (*ADDABLE, "roadmap")


def begun(
    content: Mapping[str, Any],
    english: Sequence[Mapping[str, Any]],
    values: Sequence[Mapping[str, Any]],
) -> Working:
    """The working draft of what was read.

    `content` is the draft in Vietnamese, `english` its issues in English, `values` the figures
    and words that each issue names.
    """
    working: Working = {"document": {**copy.deepcopy(dict(content["document"])), "_rev": 0}}
    for group, name in NAMES.items():
        working[group] = [
            {**copy.deepcopy(dict(item)), "_key": f"{name}-{at}", "_rev": 0}
            for at, item in enumerate(content[group], start=1)
        ]
    for issue, told, named in zip(working["issues"], english, values, strict=True):
        issue |= {"message_en": told["message"], "values": dict(named), "_done": False}
    return working


def find(working: Working, key: str) -> tuple[str, Item] | None:
    """The group and the item of that key, or None."""
    if key == HEAD:
        return "document", working["document"]
    name, _, at = key.rpartition("-")
    group = GROUPS.get(name)
    if group is None or not at.isdecimal() or not at.isascii() or len(at) > 8:
        return None
    items: list[Item] = working[group]
    place = int(at) - 1
    # Items stand at the place their key names: none is ever taken out.
    if 0 <= place < len(items) and items[place]["_key"] == key:
        return group, items[place]
    return None


def add(working: Working, group: str, item: Mapping[str, Any]) -> Item:
    """Add an item that the reading missed; it gets the next key of its group."""
    items: list[Item] = working[group]
    key = f"{NAMES[group]}-{len(items) + 1}"
    added = {**item, "_key": key, "_rev": 0, "_added": True}
    if group == "outline":
        added["id"] = f"+{key}"  # no label read in a document begins so
    items.append(added)
    return added


def kept(working: Working, group: str) -> list[Item]:
    """The items of a group that are not set aside, in the order of the document."""
    return sorted(
        (item for item in working[group] if not item.get("_removed")),
        key=lambda item: (item["start"], _place(item)),
    )


def outline(working: Working) -> list[Item]:
    """The outline as it stands: without what was set aside, with what was added in its place."""
    nodes = working["outline"]
    if any(node.get("_removed") or node.get("_added") for node in nodes):
        return arranged(nodes)
    return kept(working, "outline")


def _place(item: Item) -> int:
    return int(item["_key"].rpartition("-")[2])


def everything(working: Working) -> Iterator[tuple[str, Item]]:
    """All items with their groups, set aside or not; not the head."""
    for group in NAMES:
        for item in working[group]:
            yield group, item


def differences(item: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of `values` that the item does not have yet."""
    return {name: value for name, value in values.items() if not _same(item.get(name), value)}


def _same(one: Any, other: Any) -> bool:
    # "" and an empty list say as little as None; 1 is not True.
    empty: tuple[Any, ...] = (None, "", [])
    if one in empty and other in empty and not isinstance(one, bool | int | float):
        return True
    return (type(one) is type(other) and bool(one == other)) or _equal_numbers(one, other)


def _equal_numbers(one: Any, other: Any) -> bool:
    return (
        isinstance(one, int | float)
        and isinstance(other, int | float)
        and not isinstance(one, bool)
        and not isinstance(other, bool)
        and one == other
    )


def open_issues(working: Working) -> list[Item]:
    """The doubts that nobody has ticked as done."""
    return [issue for issue in working["issues"] if not issue["_done"]]


def finished(working: Working, language: str = "vi") -> dict[str, Any]:
    """The draft as it is imported: without what was set aside, in the document's order.

    Only doubts that are still open remain; their messages are in `language`.
    """
    result: dict[str, Any] = {"document": _plain(working["document"])}
    for group in NAMES:
        result[group] = [_plain(item) for item in kept(working, group)]
    result["outline"] = [_plain(node) for node in outline(working)]
    place = {item["_key"]: at for at, item in enumerate(kept(working, "targets"))}
    for item in result["targets"]:
        whole = item.get("part_of")
        if isinstance(whole, int):
            item["part_of"] = place.get(f"{NAMES['targets']}-{whole + 1}")
    result["issues"] = [
        {
            "code": issue["code"],
            "message": issue["message_en"] if language == "en" else issue["message"],
            "start": issue["start"],
            "end": issue["end"],
        }
        for issue in working["issues"]
        if not issue["_done"]
    ]
    return result


def _plain(item: Item) -> Item:
    return {name: value for name, value in item.items() if not name.startswith("_")}
