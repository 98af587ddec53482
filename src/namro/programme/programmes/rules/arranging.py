"""The outline as people made it: what was set aside gives its place away, what was added takes one.

A node holds the text from its own line to the next node that is not below it. Nodes as read are
never changed here: the arranged ones are copies, so that whatever was done can be undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Node = dict[str, Any]
# Between a node and the next stands the end of a line.
_BETWEEN = 1


def arranged(nodes: Iterable[Node]) -> list[Node]:
    """Copies of the nodes that are not set aside, parents before children, by their place.

    Of a node that is set aside, the text goes to what stands before it (as if its line had never
    been a heading), and what stood below it goes to its neighbour of the same rank before it, or,
    where it was the first, to what it stood below. An added node ends what it interrupts: of
    that, what comes after its line stands below it.
    """
    tree = _Tree([dict(node) for node in nodes if not node.get("_added")])
    marked = [node for node in tree.nodes if node.get("_removed")]
    for node in marked:
        tree.set_aside(node)
    added = [node for node in nodes if node.get("_added") and not node.get("_removed")]
    for node in sorted(added, key=lambda each: (each["start"], str(each["id"]))):
        tree.insert(dict(node))
    return tree.ordered()


def above(nodes: Sequence[Node], start: int) -> list[Node]:
    """The arranged nodes that a new one at `start` may stand below, outermost first."""
    return [node for node in nodes if node["start"] < start < node["end"]]


class _Tree:
    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        # As read, the order of the list tells parents from children of the same place.
        self.order = {node["id"]: at for at, node in enumerate(nodes)}

    def children(self, parent: object) -> list[Node]:
        return sorted((n for n in self.nodes if n["parent"] == parent), key=self._place)

    def _place(self, node: Node) -> tuple[int, int]:
        return node["start"], self.order[node["id"]]

    def set_aside(self, node: Node) -> None:
        """Take a node out; nothing of its text or of what stands below it is lost."""
        own = self.children(node["id"])
        siblings = self.children(node["parent"])
        at = siblings.index(node)
        before = siblings[at - 1] if at else None
        self.nodes.remove(node)
        if before is not None and not _adjoin(before, node["start"]):
            before = None
        heir = node["parent"] if before is None else before["id"]
        if before is not None:
            # What ended where the node began goes on to the first of what stood below it.
            until = own[0]["start"] - _BETWEEN if own else node["end"]
            last: Node | None = before
            while last is not None:
                below = self.children(last["id"])
                last["end"] = max(last["end"], node["end"] if last is before else until)
                last = below[-1] if below and _adjoin(below[-1], node["start"]) else None
        for child in own:
            child["parent"] = heir

    def insert(self, node: Node) -> None:
        """Put an added node where it stands, below its parent where that still holds its place."""
        start = node["start"]
        chain = self._chain(start)
        known = [each["id"] for each in chain]
        if node["parent"] is not None and node["parent"] not in known:
            # What it stood below is gone or has moved: below what holds its place now.
            node["parent"] = known[-1] if known else None
        depth = 0 if node["parent"] is None else known.index(node["parent"]) + 1
        cut = chain[depth:]
        if cut:
            node["end"] = cut[0]["end"]
        else:
            later = [each for each in self.children(node["parent"]) if each["start"] > start]
            holder = chain[-1]["end"] if chain else None
            ends = [each["start"] - _BETWEEN for each in later[:1]]
            ends += [] if holder is None else [holder]
            node["end"] = max(node["end"], min(ends)) if ends else node["end"]
        gone = {each["id"] for each in cut}
        for each in self.nodes:
            if each["parent"] in gone and each["start"] >= start:
                each["parent"] = node["id"]
        for each in cut:
            each["end"] = start - _BETWEEN
        self.order[node["id"]] = len(self.order)
        self.nodes.append(node)

    def _chain(self, start: int) -> list[Node]:
        """The nodes over an offset, outermost first."""
        found: list[Node] = []
        parent: object = None
        while True:
            over = [n for n in self.children(parent) if n["start"] < start < n["end"]]
            if not over:
                return found
            found.append(over[-1])
            parent = over[-1]["id"]

    def ordered(self) -> list[Node]:
        below: dict[object, list[Node]] = {}
        for node in sorted(self.nodes, key=self._place):
            below.setdefault(node["parent"], []).append(node)
        made: list[Node] = []
        waiting = below.get(None, [])[::-1]
        while waiting:
            node = waiting.pop()
            made.append(node)
            waiting += below.get(node["id"], [])[::-1]
        return made


def _adjoin(before: Node, start: int) -> bool:
    return 0 <= start - int(before["end"]) <= _BETWEEN
