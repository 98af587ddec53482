"""Stage: parts → outline. The tree of provisions, built from the markers of the lines.

Reads passages and grids with their offsets; writes nodes. Identity is the path of markers,
since labels restart. A marker that can be read in two ways ("I.", "V.", "C.") is read as the
one that continues a sequence that is open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from namro.foundation.documents.reading.draft import Kind
from namro.foundation.documents.reading.issues import Issue, Remark
from namro.foundation.documents.reading.letters import is_upper
from namro.foundation.documents.reading.markers import Marker, Style, read_markers
from namro.foundation.documents.reading.passages import Grid, Part, Passage


@dataclass(slots=True)
class Node:
    """A provision while the outline is built; `parts` are the lines directly below it.

    `after` is the offset in its own line where the title begins.
    """

    marker: Marker | None
    passage: Passage | None
    parent: Node | None
    title: str = ""
    title_start: int = 0
    body: str = ""  # text that runs on behind the title on the heading's own line
    body_start: int = 0
    heading: bool = False
    kind: Kind = Kind.OTHER
    own_kind: bool = False
    restarted: bool = False  # its list starts again under the same part: a heading is lost
    id: str = ""
    end: int = 0
    children: list[Node] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    @property
    def style(self) -> Style | None:
        """The style of its marker; None for the document itself."""
        return self.marker.style if self.marker else None

    @property
    def label(self) -> str:
        """Its label with slips repaired ("" for the document itself)."""
        return self.marker.label if self.marker else ""

    def walk(self) -> list[Node]:
        """This node and all below it, in document order."""
        nodes: list[Node] = []
        stack = [self]
        while stack:
            node = stack.pop()
            nodes.append(node)
            stack.extend(reversed(node.children))
        return nodes


_OUTERMOST = (Style.PART, Style.APPENDIX)
_CLOSES = (Style.PART, Style.APPENDIX, Style.CHAPTER, Style.SECTION, Style.SUBSECTION)
_FULL_STOP = re.compile(r"[.;!?…][\"”’»)]*$|\./\.?$")
_MAX_DEPTH = 40


@dataclass(slots=True)
class _Builder:
    root: Node
    stack: list[Node]
    issues: list[Issue]


def build_outline(parts: list[Part], body_from: int = 0) -> tuple[Node, list[Issue]]:
    """The tree of provisions of `parts[body_from:]` and the doubts about its numbers.

    The root stands for the document; every part that is no node of its own hangs on the node
    it stands below.
    """
    root = Node(None, None, None)
    builder = _Builder(root, [root], [])
    waiting: Node | None = None  # a label alone on its line: the next line is its title
    at = body_from
    while at < len(parts):
        part = parts[at]
        at += 1
        if isinstance(part, Grid):
            waiting = None
            builder.stack[-1].parts.append(part)
            continue
        markers = [marker for marker in read_markers(part.text) if marker.style < Style.STAR]
        marker = _chosen(builder, part, markers)
        if waiting is not None and (marker is None or marker.style > waiting.marker.style):  # type: ignore[union-attr]
            taken = _take_title(waiting, part, marker)
            waiting = waiting if taken and _may_go_on(waiting) else None
            if taken:
                continue
        if marker is None:
            builder.stack[-1].parts.append(part)
            continue
        node = _open(builder, marker, part)
        waiting = node if not node.title or _may_go_on(node) else None
    _settle(root)
    return root, builder.issues


def _may_go_on(node: Node) -> bool:
    """Whether a title in capitals may have a second line in capitals."""
    return bool(node.title) and is_upper(node.title) and node.style in _CLOSES


def _take_title(node: Node, part: Passage, marker: Marker | None) -> bool:
    if node.title:
        if marker is not None or not is_upper(part.text) or part.text.startswith("("):
            return False
        node.title = f"{node.title} {part.text}"
        return True
    if marker is not None or part.text.startswith("("):
        return False
    if _FULL_STOP.search(part.text) and len(part.text) > 120:
        return False
    node.title, node.title_start = part.text, part.start
    return True


def _chosen(builder: _Builder, part: Passage, markers: list[Marker]) -> Marker | None:
    """The reading that continues an open sequence, else the first that may open one."""
    if not markers:
        return None
    if len(markers) == 1:
        return markers[0] if _credible(builder, markers[0], part) else None
    for marker in markers:
        if _level(builder, marker) is not None and _follows(builder, marker):
            return marker
    for marker in markers:
        if marker.value[0] == 1 and _credible(builder, marker, part):
            return marker
    for marker in markers:
        if marker.style is Style.UPPER and _level(builder, marker) is None:
            continue
        return marker
    return markers[0]


def _credible(builder: _Builder, marker: Marker, part: Passage) -> bool:
    """Whether a marker can be one here: some heads of sentences look like markers."""
    if marker.style is Style.UPPER and marker.value[0] != 1:
        # a lone capital ("C. Mác") opens nothing in the middle of an alphabet
        return _level(builder, marker) is not None and _follows(builder, marker)
    if marker.style is Style.ROMAN and marker.slip:
        return _level(builder, marker) is not None and _follows(builder, marker)
    if marker.style is Style.DECIMAL and marker.slip:
        return _level(builder, marker) is not None
    if marker.style is Style.SECTION:
        return len(part.text) < 250
    return True


def _same_list(one: Marker, other: Marker) -> bool:
    return one.style is other.style and (
        one.style is not Style.DECIMAL or len(one.value) == len(other.value)
    )


def _level(builder: _Builder, marker: Marker) -> int | None:
    """The place in the stack of the open sequence of the marker's kind."""
    for at in range(len(builder.stack) - 1, 0, -1):
        open_marker = builder.stack[at].marker
        if open_marker is not None and _same_list(open_marker, marker):
            return at
    return None


def _follows(builder: _Builder, marker: Marker) -> bool:
    """Whether the marker is the next of its open sequence (or repeats or skips one)."""
    at = _level(builder, marker)
    if at is None:
        return False
    before = builder.stack[at].marker
    assert before is not None  # noqa: S101  # the root alone has no marker
    if marker.style in (Style.LOWER, Style.UPPER):
        return any(
            after > 0 and after - earlier in (1, 2)
            for after, earlier in zip(marker.value, before.value, strict=False)
        )
    return marker.value[:-1] == before.value[:-1] and marker.value[-1] - before.value[-1] in (1, 2)


def _open(builder: _Builder, marker: Marker, part: Passage) -> Node:
    stack = builder.stack
    level = _level(builder, marker)
    restarted = False
    if level is not None and marker.style is Style.DECIMAL and len(marker.value) > 1:
        parent_marker = stack[level - 1].marker
        parent_value = parent_marker.value if parent_marker else ()
        if (
            parent_marker is not None
            and parent_marker.style is Style.DECIMAL
            and parent_value != marker.value[:-1]
        ):
            level = None
    if level is not None:
        restarted = _note_gap(builder, stack[level].marker, marker, part)
        del stack[level:]
    else:
        while len(stack) > 1 and _outranks(marker, stack[-1].marker, stack):
            stack.pop()
    if len(stack) > _MAX_DEPTH:
        del stack[_MAX_DEPTH:]
    parent = stack[-1]
    node = Node(marker, part, parent)
    node.restarted = restarted
    node.title = part.text[marker.after :].strip()
    node.title_start = part.start + marker.after
    parent.children.append(node)
    stack.append(node)
    if marker.slip:
        builder.issues.append(
            Issue(
                Remark.LABEL_MENDED,
                part.start,
                part.start + marker.after,
                {"raw": marker.label_raw, "label": marker.label},
            )
        )
    return node


def _outranks(marker: Marker, top: Marker | None, stack: list[Node]) -> bool:
    """Whether a marker that opens a new sequence closes the node on top of the stack."""
    if top is None:
        return False
    if marker.style in _OUTERMOST:
        return True
    if marker.style is Style.DECIMAL and top.style is Style.DECIMAL:
        return marker.value[: len(top.value)] != top.value or len(marker.value) <= len(top.value)
    if top.style is Style.APPENDIX:
        return False
    if marker.style in (Style.UPPER, Style.ROMAN) and top.style in (Style.UPPER, Style.ROMAN):
        return False  # either may hold the other: the one that was open first is outside
    if marker.style in (Style.PAREN, Style.LOWER) and top.style in (Style.PAREN, Style.LOWER):
        return False
    return marker.style < top.style


def _note_gap(builder: _Builder, before: Marker | None, marker: Marker, part: Passage) -> bool:
    """Notes what is odd in a number; True where a numbered list starts again."""
    if before is None or marker.style is Style.APPENDIX or marker.sign == "letter":
        return False
    steps = {after - earlier for after, earlier in zip(marker.value, before.value, strict=False)}
    if marker.style is Style.DECIMAL:
        steps = {marker.value[-1] - before.value[-1]}
    values = {"before": before.label, "label": marker.label}
    place = part.start, part.start + marker.after
    if marker.style is Style.DECIMAL and marker.value == (1,) and before.value[0] > 1:
        builder.issues.append(Issue(Remark.HEADING_LOST, *place, values))
        return True
    if 1 in steps or marker.value[-1] == 1 or marker.value[0] == 1:
        return False
    code = Remark.LABEL_REPEATED if 0 in steps else Remark.NUMBERING_GAP
    builder.issues.append(Issue(code, *place, values))
    return False


def _settle(root: Node) -> None:
    """Gives every node its path and the end of its text."""
    for node in root.walk():
        seen: dict[str, int] = {}
        for child in node.children:
            count = seen.get(child.label, 0) + 1
            seen[child.label] = count
            step = _step(child) if count == 1 else f"{_step(child)}~{count}"
            child.id = f"{node.id}/{step}" if node.id else step
    stack = [(root, False)]
    while stack:
        node, done = stack.pop()
        if not done:
            stack.append((node, True))
            stack.extend((child, False) for child in node.children)
            continue
        ends = [node.passage.end] if node.passage else [0]
        ends.extend(part.end for part in node.parts)
        ends.extend(child.end for child in node.children)
        node.end = max(ends)


def _step(node: Node) -> str:
    return node.label.replace("/", "-")
